-- Which call-taker wrote a need down, or added to it, on somebody's word: their own list of the day, and nothing else.
CREATE TABLE call_taken (
    account_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    need_id BIGINT NOT NULL,
    -- Added to a need that was there already.
    is_added BIGINT NOT NULL,
    PRIMARY KEY (account_id, at, need_id)
){by_key};
CREATE INDEX call_taken_at ON call_taken (at);
