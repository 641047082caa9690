-- A firm that asks to be listed, or a listed one that asks for its listing to be renewed; the decision stays with it.
CREATE TABLE application (
    id {id} PRIMARY KEY,
    -- The firm when it is known already.
    org_id BIGINT,
    -- Unified social credit code (GB 32100-2015).
    credit_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place_code {code} NOT NULL,
    -- JSON list of place codes the firm offers to serve.
    service_places TEXT NOT NULL,
    orders_a_day BIGINT NOT NULL,
    obligations TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    applied_by TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT
);
CREATE INDEX application_place ON application (place_code, state, id);
CREATE INDEX application_org ON application (org_id, id);
CREATE UNIQUE INDEX application_open ON application (credit_code) WHERE state = 'open';
{text_index application_text};

-- The whitelist: one row for each firm that was ever listed.
CREATE TABLE listing (
    org_id {id} PRIMARY KEY,
    credit_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place_code {code} NOT NULL,
    state TEXT NOT NULL,
    -- Days as numbers; both included.
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    orders_a_day BIGINT NOT NULL,
    obligations TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX listing_credit_code ON listing (credit_code);
CREATE INDEX listing_place ON listing (place_code, org_id);
CREATE INDEX listing_name ON listing (name, org_id);
CREATE INDEX listing_expiry ON listing (valid_until, org_id) WHERE state = 'listed';
{text_index listing_text};

-- Where a listed firm serves: everything inside these places.
CREATE TABLE service_place (
    org_id BIGINT NOT NULL,
    place_code {code} NOT NULL,
    PRIMARY KEY (org_id, place_code)
){by_key};
CREATE INDEX service_place_place ON service_place (place_code, org_id);

-- What happened to a listing; rows are only added.
CREATE TABLE listing_event (
    org_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The reason or note, in words.
    note TEXT NOT NULL,
    valid_until BIGINT,
    PRIMARY KEY (org_id, seq)
){by_key};

-- A plate belongs to one vehicle that has not ended.
CREATE TABLE vehicle (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    plate TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload_kg BIGINT NOT NULL,
    has_cold_chain BIGINT NOT NULL,
    pass_number TEXT,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    ended_by TEXT,
    ended_at BIGINT
);
CREATE INDEX vehicle_org ON vehicle (org_id, id);
CREATE UNIQUE INDEX vehicle_plate ON vehicle (plate) WHERE ended_at IS NULL;

CREATE TABLE staff (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    role TEXT NOT NULL,
    shift TEXT NOT NULL,
    pass_number TEXT,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    ended_by TEXT,
    ended_at BIGINT
);
CREATE INDEX staff_org ON staff (org_id, id);
