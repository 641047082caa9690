-- Who is responsible for a building (steward, deputy) or a compound (cadre), and who comes next. A row is there from the first time
-- that somebody held the post.
CREATE TABLE care_post (
    place_code {code} NOT NULL,
    -- steward, deputy, cadre
    post TEXT NOT NULL,
    subdistrict_code {code} NOT NULL,
    -- Whoever holds it, under which number they are called, from and until which day.
    account_id BIGINT,
    phone TEXT,
    since_on BIGINT,
    until_on BIGINT,
    -- A hand-over, and who has agreed to it.
    next_account_id BIGINT,
    next_phone TEXT,
    next_on BIGINT,
    next_until_on BIGINT,
    next_note TEXT,
    is_given BIGINT NOT NULL,
    is_taken BIGINT NOT NULL,
    -- The day on which the clock has to look again.
    turns_on BIGINT,
    -- The day from which nobody holds it, as far as is known; and the open need that says so.
    vacant_from BIGINT,
    need_id BIGINT,
    seq BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (place_code, post)
){by_key};
CREATE INDEX care_post_account ON care_post (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX care_post_next ON care_post (next_account_id) WHERE next_account_id IS NOT NULL;
CREATE INDEX care_post_turns ON care_post (turns_on) WHERE turns_on IS NOT NULL;
CREATE INDEX care_post_vacant ON care_post (vacant_from) WHERE vacant_from IS NOT NULL AND need_id IS NULL;
CREATE INDEX care_post_subdistrict ON care_post (post, subdistrict_code);

-- What happened to a post; rows are only added.
CREATE TABLE care_post_event (
    place_code {code} NOT NULL,
    post TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    step TEXT NOT NULL,
    account_id BIGINT,
    note TEXT,
    PRIMARY KEY (place_code, post, seq)
){by_key};
CREATE INDEX care_post_event_at ON care_post_event (at);
