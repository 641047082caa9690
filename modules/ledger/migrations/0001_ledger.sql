-- The present of each need. Times are milliseconds since 1970 UTC; yes and no are 1 and 0.
CREATE TABLE need (
    id {id} PRIMARY KEY,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    lifeline TEXT NOT NULL,
    priority BIGINT NOT NULL,
    state TEXT NOT NULL,
    tier BIGINT NOT NULL,
    place_code {code} NOT NULL,
    subdistrict_code {code} NOT NULL,
    district_code {code} NOT NULL,
    household_id BIGINT,
    org_id BIGINT,
    raised_by_account BIGINT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    contact TEXT,
    assigned_account BIGINT,
    assigned_org BIGINT,
    solver TEXT,
    merged_into BIGINT,
    is_open BIGINT NOT NULL,
    is_overdue BIGINT NOT NULL,
    raised_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    escalate_at BIGINT,
    closed_at BIGINT,
    seq BIGINT NOT NULL,
    head_hash {blob} NOT NULL,
    is_sealed BIGINT NOT NULL,
    erased_at BIGINT
);

-- Worklists: everywhere, in a district, at a tier above the lowest (where most are); in a subdistrict or below the place
-- bounds enough. What lists are filtered by stands in the index too, so that a rare thing is found without reading the
-- rows of all that it is not.
CREATE INDEX need_due ON need (due_at, id, is_overdue, state, lifeline, priority, tier, kind, topic) WHERE is_open = 1;
CREATE INDEX need_district ON need
    (district_code, due_at, id, is_overdue, state, lifeline, priority, tier, kind, topic, touched_at) WHERE is_open = 1;
CREATE INDEX need_tier ON need (tier, due_at, id) WHERE is_open = 1 AND tier > 0;
CREATE INDEX need_touched ON need
    (touched_at, id, is_overdue, state, lifeline, priority, tier, kind, topic) WHERE is_open = 1;
CREATE INDEX need_place ON need
    (place_code, is_open, due_at, id, is_overdue, state, lifeline, priority, tier, kind, topic, touched_at);
CREATE INDEX need_household ON need (household_id, id) WHERE household_id IS NOT NULL;
CREATE INDEX need_org ON need (org_id, id) WHERE org_id IS NOT NULL;
CREATE INDEX need_assigned_account ON need (assigned_account, id) WHERE assigned_account IS NOT NULL;
CREATE INDEX need_assigned_org ON need (assigned_org, id) WHERE assigned_org IS NOT NULL;
CREATE INDEX need_merged_into ON need (merged_into) WHERE merged_into IS NOT NULL;

-- The clock's work: what it acts on next, what awaits a seal, what awaits erasure.
CREATE INDEX need_escalate ON need (escalate_at, id) WHERE escalate_at IS NOT NULL;
CREATE INDEX need_unsealed ON need (id) WHERE is_sealed = 0;
CREATE INDEX need_unerased ON need (closed_at, id) WHERE closed_at IS NOT NULL AND erased_at IS NULL;

-- The past of each need: rows are only added. A body is erased with its need's texts; its hash stays.
CREATE TABLE entry (
    need_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT,
    body_hash {blob} NOT NULL,
    hash {blob} NOT NULL,
    PRIMARY KEY (need_id, seq)
);

-- The rows behind a day's counts in a briefing: only what briefings count. Not with IN: SQLite would build its list as a
-- table of its own for each row that is added.
CREATE INDEX entry_happened ON entry (kind, at, need_id, seq)
    WHERE kind = 'raised' OR kind = 'solved' OR kind = 'struck_off' OR kind = 'declined' OR kind = 'escalated'
        OR kind = 'reopened';

CREATE TABLE attachment (
    id {id} PRIMARY KEY,
    need_id BIGINT NOT NULL,
    entry_seq BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    removed_at BIGINT
);
CREATE INDEX attachment_need ON attachment (need_id, id);

CREATE TABLE seal (
    number {id} PRIMARY KEY,
    at BIGINT NOT NULL,
    previous {blob} NOT NULL,
    heads_digest {blob} NOT NULL,
    head_count BIGINT NOT NULL,
    public_key {blob} NOT NULL,
    signature {blob} NOT NULL
);

CREATE TABLE seal_head (
    seal_number BIGINT NOT NULL,
    need_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash {blob} NOT NULL,
    PRIMARY KEY (seal_number, need_id)
){by_key};

-- Counts kept in the writing transaction. State 'overdue' counts open overdue needs besides their own state.
CREATE TABLE tally_now (
    subdistrict_code {code} NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    state TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (subdistrict_code, kind, topic, state)
){by_key};

CREATE TABLE tally_tier (
    subdistrict_code {code} NOT NULL,
    kind TEXT NOT NULL,
    tier BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (subdistrict_code, kind, tier)
){by_key};

-- What happened on a day: days are numbered from 1970-01-01 in the city's zone, events are kinds of entries.
CREATE TABLE tally_day (
    day BIGINT NOT NULL,
    subdistrict_code {code} NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    event TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, subdistrict_code, kind, topic, event)
){by_key};

{text_index need_text};
