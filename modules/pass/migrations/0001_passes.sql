-- A pass from its application to its end, one row for each. Who it is for is emptied when they are forgotten.
CREATE TABLE pass (
    id {id} PRIMARY KEY,
    -- Rows that were applied for together.
    batch_id BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    -- The firm as the pass calls it, and where it is.
    org_name TEXT NOT NULL,
    place_code {code} NOT NULL,
    kind TEXT NOT NULL,
    -- A person (surname and the end of an id) or a vehicle (plate); the others are empty.
    surname TEXT NOT NULL,
    id_end TEXT NOT NULL,
    plate TEXT NOT NULL,
    -- JSON lists of place codes.
    ends_from TEXT NOT NULL,
    ends_to TEXT NOT NULL,
    both_ways BIGINT NOT NULL,
    corridor TEXT,
    -- The sum of 1 for Monday up to 64 for Sunday; minutes since midnight.
    weekdays BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    -- Days as numbers; both included.
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- The rule that decided, or why none could.
    rule TEXT NOT NULL,
    reason TEXT,
    -- The pass whose place this one takes once it is issued.
    replaces_id BIGINT,
    -- Until when every district on its way has to agree, and the need that was raised when one did not.
    agree_by BIGINT,
    need_id BIGINT,
    applied_by TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    -- From here on: once it is issued.
    number BIGINT,
    key_id TEXT,
    text TEXT,
    not_before BIGINT,
    expires BIGINT,
    issued_at BIGINT,
    -- The first issue of the status list that says it does not count any more.
    listed_in BIGINT,
    -- When it was refused, taken back, or stopped to count.
    closed_at BIGINT,
    seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX pass_number ON pass (number) WHERE number IS NOT NULL;
CREATE INDEX pass_place ON pass (place_code, id);
CREATE INDEX pass_org ON pass (org_id, id);
CREATE INDEX pass_batch ON pass (batch_id, state);
CREATE INDEX pass_approved ON pass (id) WHERE state = 'approved';
CREATE INDEX pass_late ON pass (agree_by, id) WHERE state = 'agreeing' AND need_id IS NULL;
CREATE INDEX pass_over ON pass (expires, id) WHERE state = 'valid';
CREATE INDEX pass_unlisted ON pass (number) WHERE state IN ('revoked', 'replaced') AND listed_in IS NULL;
CREATE INDEX pass_listed ON pass (listed_in, number) WHERE listed_in IS NOT NULL;
CREATE INDEX pass_erasure ON pass (closed_at, id) WHERE closed_at IS NOT NULL AND (surname <> '' OR plate <> '');

-- The districts that must agree to a pass, and who of them did.
CREATE TABLE pass_agreement (
    pass_id BIGINT NOT NULL,
    district_code {code} NOT NULL,
    agreed_by TEXT,
    agreed_at BIGINT,
    PRIMARY KEY (pass_id, district_code)
){by_key};
CREATE INDEX pass_agreement_district ON pass_agreement (district_code, pass_id);

-- What happened to a pass; rows are only added.
CREATE TABLE pass_event (
    pass_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (pass_id, seq)
){by_key};

-- One row for each firm that ever applied: whoever applies for it takes the row first, so that two never count its
-- passes at once.
CREATE TABLE pass_firm (
    org_id {id} PRIMARY KEY,
    applied_at BIGINT NOT NULL
);

-- The number that the next pass gets; one row.
CREATE TABLE pass_counter (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
){by_key};
INSERT INTO pass_counter (name, next) VALUES ('pass', 0);

-- The issuer's keys, their public halves; the secret ones lie beside the database.
CREATE TABLE pass_key (
    key_id TEXT PRIMARY KEY,
    public_key {blob} NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    added_at BIGINT NOT NULL
){by_key};

-- The signed files that gates hold, each at its latest issue.
CREATE TABLE pass_file (
    name TEXT PRIMARY KEY,
    issue BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    good_until BIGINT NOT NULL,
    file {blob} NOT NULL
){by_key};

-- The issues of the status list, from which what changed since is made.
CREATE TABLE pass_status_issue (
    issue {id} PRIMARY KEY,
    issued_at BIGINT NOT NULL,
    good_until BIGINT NOT NULL,
    numbers BIGINT NOT NULL
);
