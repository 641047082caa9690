-- People in difficulty. What says why is sealed; how often somebody looks in is not, for the day's round is made of it.
CREATE TABLE care_person (
    id {id} PRIMARY KEY,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    subdistrict_code {code} NOT NULL,
    -- Emptied when the record is erased.
    name TEXT,
    contact TEXT,
    at_door TEXT,
    sealed_key BIGINT REFERENCES care_data_key (id),
    sealed {blob},
    -- Days between visits; 0 is twice a day, NULL never.
    every_days BIGINT,
    -- The next day with a visit that has not been made into one.
    next_on BIGINT,
    -- When somebody has to fetch more of a medicine, and the need that says so.
    refill_on BIGINT,
    refill_need_id BIGINT,
    -- consent, vital_interest
    basis TEXT NOT NULL,
    basis_by TEXT,
    basis_on BIGINT NOT NULL,
    basis_purpose TEXT,
    review_on BIGINT NOT NULL,
    expires_on BIGINT NOT NULL,
    -- current, moved, erased
    state TEXT NOT NULL,
    -- Why it ended: withdrawn, expired, moved, settled, emergency_over
    ended TEXT,
    -- The open need that says that nobody knows how they are.
    need_id BIGINT,
    seq BIGINT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    erased_at BIGINT
);
CREATE INDEX care_person_building ON care_person (building_code, id);
CREATE INDEX care_person_household ON care_person (household_id);
CREATE INDEX care_person_next ON care_person (next_on, id) WHERE next_on IS NOT NULL;
CREATE INDEX care_person_expires ON care_person (expires_on) WHERE erased_at IS NULL;
-- A key that no row names any more is removed.
CREATE INDEX care_person_sealed_key ON care_person (sealed_key) WHERE sealed_key IS NOT NULL;
CREATE INDEX care_person_refill ON care_person (refill_on) WHERE refill_on IS NOT NULL AND refill_need_id IS NULL;

-- Who opened a sealed record, for the household to see.
CREATE TABLE care_opening (
    person_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (person_id, number)
);
CREATE INDEX care_opening_at ON care_opening (at);

-- A visit of a day's round.
CREATE TABLE care_visit (
    person_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    -- day, morning, evening
    part TEXT NOT NULL,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    subdistrict_code {code} NOT NULL,
    due_at BIGINT NOT NULL,
    -- due, well, needs, no_answer, unanswered, refused, moved, missed
    state TEXT NOT NULL,
    -- When somebody has to try again.
    again_by BIGINT,
    is_disputed BIGINT NOT NULL,
    PRIMARY KEY (person_id, day, part)
);
CREATE INDEX care_visit_building ON care_visit (building_code, day);
CREATE INDEX care_visit_open ON care_visit (due_at) WHERE state IN ('due', 'no_answer');
CREATE INDEX care_visit_again ON care_visit (again_by) WHERE state = 'no_answer';
CREATE INDEX care_visit_day ON care_visit (day);

-- What somebody found at a door; only ever added.
CREATE TABLE care_knock (
    person_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    part TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- well, needs, no_answer, refused, moved
    outcome TEXT NOT NULL,
    actor TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    note TEXT,
    PRIMARY KEY (person_id, day, part, number)
);

-- What happened on a day, by place.
CREATE TABLE care_day (
    day BIGINT NOT NULL,
    subdistrict_code {code} NOT NULL,
    event TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, subdistrict_code, event)
);

-- How many people of each group are in the register.
CREATE TABLE care_group (
    subdistrict_code {code} NOT NULL,
    group_key TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (subdistrict_code, group_key)
);
