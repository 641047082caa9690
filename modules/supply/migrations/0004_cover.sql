-- Cover as it was on each day, for trends: what an outlet had of a category, in the category's unit. Today's row is
-- written anew at each look.
CREATE TABLE cover_day (
    day BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    category TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (org_id, category, day)
){by_key};
CREATE INDEX cover_day_category ON cover_day (category, day);

-- When the clock last looked at cover: one row, so that of several processes one looks.
CREATE TABLE cover_look (
    id {id} PRIMARY KEY,
    at BIGINT NOT NULL
);

-- The need that was raised for an outlet's cover and is still open, so that it is raised once.
CREATE TABLE shortage (
    org_id BIGINT NOT NULL,
    category TEXT NOT NULL,
    need_id BIGINT NOT NULL,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, category)
){by_key};

-- Goods that go from one firm to another, in two hands: what was sent and what arrived are counted apart.
CREATE TABLE transfer (
    id {id} PRIMARY KEY,
    from_org BIGINT NOT NULL,
    from_place {code} NOT NULL,
    to_org BIGINT NOT NULL,
    to_place {code} NOT NULL,
    item_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- In pieces.
    asked BIGINT NOT NULL,
    sent BIGINT,
    received BIGINT,
    -- The need that was raised because what arrived is not what was sent.
    need_id BIGINT,
    closed_at BIGINT,
    -- The number of its last step.
    seq BIGINT NOT NULL
);
CREATE INDEX transfer_from ON transfer (from_org, id);
CREATE INDEX transfer_to ON transfer (to_org, id);
CREATE INDEX transfer_from_place ON transfer (from_place, id);
CREATE INDEX transfer_to_place ON transfer (to_place, id);

-- What happened to a transfer; rows are only added.
CREATE TABLE transfer_event (
    transfer_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    step TEXT NOT NULL,
    -- How it stood before; none for the first.
    before TEXT,
    -- Pieces that were counted in this step.
    pieces BIGINT,
    -- The reason, in words.
    note TEXT NOT NULL,
    PRIMARY KEY (transfer_id, seq)
){by_key};
