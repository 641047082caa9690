-- Cover as it was once a day, for trends: pieces of contents in the category's unit, by outlet.
CREATE TABLE cover_day (
    day BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    category TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (org_id, category, day)
){by_key};
CREATE INDEX cover_day_day ON cover_day (day);

-- The open need that was raised for an outlet's cover, so that it is raised once.
CREATE TABLE shortage (
    org_id BIGINT NOT NULL,
    category TEXT NOT NULL,
    need_id BIGINT NOT NULL,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, category)
){by_key};

-- Goods that go from one outlet to another, in two hands: what was sent and what arrived are counted apart.
CREATE TABLE transfer (
    id {id} PRIMARY KEY,
    from_org BIGINT NOT NULL,
    to_org BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    asked BIGINT NOT NULL,
    sent BIGINT,
    received BIGINT,
    reason TEXT,
    need_id BIGINT,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    sent_by TEXT,
    sent_at BIGINT,
    received_by TEXT,
    received_at BIGINT,
    closed_at BIGINT,
    seq BIGINT NOT NULL
);
CREATE INDEX transfer_from ON transfer (from_org, id);
CREATE INDEX transfer_to ON transfer (to_org, id);
