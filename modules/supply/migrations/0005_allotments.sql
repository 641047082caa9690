-- Scarce goods that are shared out by a draw among those who asked within a time.
CREATE TABLE allotment (
    id {id} PRIMARY KEY,
    -- The outlet, where it lies, and what it and the goods were called when it was opened.
    org_id BIGINT NOT NULL,
    place_code {code} NOT NULL,
    org_name TEXT NOT NULL,
    item_id BIGINT NOT NULL,
    item_name TEXT NOT NULL,
    name TEXT NOT NULL,
    -- JSON list of place codes whose households may ask; also in allotment_place.
    places TEXT NOT NULL,
    pieces BIGINT NOT NULL,
    household_pieces BIGINT NOT NULL,
    price_fen BIGINT NOT NULL,
    -- JSON: how many lots whom.
    lot_rules TEXT NOT NULL,
    -- Where something is found that nobody can know before the window closes, and what was found there.
    witness_source TEXT,
    witness_value TEXT,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    -- SHA-256 of the seed, published before it opens; the seed itself is shown after the draw.
    commitment {blob} NOT NULL,
    seed {blob} NOT NULL,
    -- Of the list of asks, once it is closed.
    asks_digest {blob},
    state TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    drawn_at BIGINT,
    -- When whose asks they were was forgotten.
    erased_at BIGINT,
    -- Ranks written so far, from the first; a draw that was interrupted goes on from here.
    ranked BIGINT NOT NULL,
    -- Of the households that were served, the last rank whose order is placed.
    ordered BIGINT NOT NULL,
    served BIGINT
);
CREATE INDEX allotment_close ON allotment (closes_at, id) WHERE state <> 'drawn';
CREATE INDEX allotment_erasure ON allotment (drawn_at, id) WHERE state = 'drawn' AND erased_at IS NULL;
CREATE INDEX allotment_unordered ON allotment (id) WHERE state = 'drawn' AND ordered < served;
CREATE INDEX allotment_place_code ON allotment (place_code, id);

-- Whose households may ask: everything inside these places.
CREATE TABLE allotment_place (
    place_code {code} NOT NULL,
    allotment_id BIGINT NOT NULL,
    PRIMARY KEY (place_code, allotment_id)
){by_key};

-- One household's asking within an allotment.
CREATE TABLE allotment_ask (
    allotment_id BIGINT NOT NULL,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    -- What the published file calls the household: no id, code or door.
    pseudonym {code} NOT NULL,
    people BIGINT NOT NULL,
    infants BIGINT NOT NULL,
    elders BIGINT NOT NULL,
    days_since BIGINT,
    carried BIGINT NOT NULL,
    lots BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Its place in the draw from 1, and the pieces it gets; none before it.
    rank BIGINT,
    pieces BIGINT,
    PRIMARY KEY (allotment_id, household_id)
){by_key};
CREATE INDEX allotment_ask_household ON allotment_ask (household_id, allotment_id);
CREATE UNIQUE INDEX allotment_ask_pseudonym ON allotment_ask (allotment_id, pseudonym);
CREATE UNIQUE INDEX allotment_ask_rank ON allotment_ask (allotment_id, rank) WHERE rank IS NOT NULL;

-- How many households of a subdistrict ask.
CREATE TABLE allotment_count (
    allotment_id BIGINT NOT NULL,
    subdistrict_code {code} NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (allotment_id, subdistrict_code)
){by_key};

-- What a household carries into the next draw for the same goods, and when it was last served.
CREATE TABLE allotment_credit (
    household_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    carried BIGINT NOT NULL,
    served_day BIGINT,
    PRIMARY KEY (household_id, item_id)
){by_key};
