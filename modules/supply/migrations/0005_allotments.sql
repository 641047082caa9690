-- Scarce goods that are shared out by a draw among those who asked within a time.
CREATE TABLE allotment (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- JSON list of place codes whose households may ask.
    places TEXT NOT NULL,
    pieces BIGINT NOT NULL,
    household_pieces BIGINT NOT NULL,
    price_fen BIGINT NOT NULL,
    -- JSON: how many lots whom.
    lot_rules TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    -- SHA-256 of the seed, published before it opens; the seed itself is shown after the draw.
    commitment {blob} NOT NULL,
    seed {blob} NOT NULL,
    state TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    drawn_at BIGINT,
    asked BIGINT NOT NULL,
    served BIGINT
);
CREATE INDEX allotment_close ON allotment (closes_at, id) WHERE state = 'open';

-- One household's asking within an allotment.
CREATE TABLE allotment_ask (
    allotment_id BIGINT NOT NULL,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    -- What the published file calls the household: no id, code or door.
    pseudonym TEXT NOT NULL,
    people BIGINT NOT NULL,
    infants BIGINT NOT NULL,
    elders BIGINT NOT NULL,
    days_since BIGINT,
    carried BIGINT NOT NULL,
    lots BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Its place in the draw from 1; none before it.
    rank BIGINT,
    is_served BIGINT,
    PRIMARY KEY (allotment_id, household_id)
){by_key};
CREATE INDEX allotment_ask_household ON allotment_ask (household_id, allotment_id);

-- What a household carries into the next draw of the same kind of goods, and when it was last served.
CREATE TABLE allotment_credit (
    household_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    carried BIGINT NOT NULL,
    served_day BIGINT,
    PRIMARY KEY (household_id, item_id)
){by_key};
