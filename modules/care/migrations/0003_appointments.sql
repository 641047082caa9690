-- A series of appointments at a hospital, as it was asked for. What it is for, and for whom, is sealed.
CREATE TABLE care_series (
    id {id} PRIMARY KEY,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    subdistrict_code {code} NOT NULL,
    -- The hospital and where it is.
    org_id BIGINT NOT NULL,
    hospital_code {code} NOT NULL,
    -- A recurrence rule of RFC 5545; none for one that comes once.
    rule TEXT,
    first_on BIGINT NOT NULL,
    -- When each begins, in minutes after midnight, and how many it takes.
    minute BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    -- What the ride needs.
    rides_in_wheelchair BIGINT NOT NULL,
    has_escort BIGINT NOT NULL,
    rides_alone BIGINT NOT NULL,
    -- Emptied with what is sealed.
    contact TEXT,
    sealed_key BIGINT REFERENCES care_data_key (id),
    sealed {blob},
    -- The first day whose appointment has not been made; none once all are.
    next_on BIGINT,
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    erased_at BIGINT
);
CREATE INDEX care_series_sealed_key ON care_series (sealed_key) WHERE sealed_key IS NOT NULL;
CREATE INDEX care_series_household ON care_series (household_id) WHERE next_on IS NOT NULL;
CREATE INDEX care_series_building ON care_series (building_code) WHERE next_on IS NOT NULL;
CREATE INDEX care_series_next ON care_series (next_on, id) WHERE next_on IS NOT NULL;
CREATE INDEX care_series_entered ON care_series (entered_at, id) WHERE next_on IS NULL AND erased_at IS NULL;

-- One appointment of a series.
CREATE TABLE care_appointment (
    id {id} PRIMARY KEY,
    series_id BIGINT NOT NULL,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    org_id BIGINT NOT NULL,
    -- The day that the series' rule names; the appointment may have moved to another.
    rule_on BIGINT NOT NULL,
    day BIGINT NOT NULL,
    at BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    -- asked, proposed, confirmed, refused, cancelled, lapsed, over
    state TEXT NOT NULL,
    -- What the hospital said last.
    answer TEXT,
    -- While it is confirmed: the rides and the passes.
    there_id BIGINT,
    back_id BIGINT,
    pass_id BIGINT,
    escort_pass_id BIGINT,
    -- When it has to be confirmed, while it is not; and the open need that says that it was not.
    confirm_by BIGINT,
    need_id BIGINT,
    seq BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX care_appointment_series ON care_appointment (series_id, rule_on);
CREATE INDEX care_appointment_household ON care_appointment (household_id, at);
CREATE INDEX care_appointment_building ON care_appointment (building_code, day);
CREATE INDEX care_appointment_org ON care_appointment (org_id, day);
CREATE INDEX care_appointment_day ON care_appointment (day);
CREATE INDEX care_appointment_unsure ON care_appointment (confirm_by, id) WHERE confirm_by IS NOT NULL AND need_id IS NULL;
CREATE INDEX care_appointment_passing ON care_appointment (at, id)
    WHERE state IN ('asked', 'proposed', 'confirmed', 'refused');

-- What happened to an appointment; rows are only added.
CREATE TABLE care_appointment_event (
    appointment_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    step TEXT NOT NULL,
    PRIMARY KEY (appointment_id, seq)
){by_key};

-- A link to a calendar: of a household, or of a hospital. Only a hash of what is secret in it.
CREATE TABLE care_calendar (
    id {id} PRIMARY KEY,
    token_hash {blob} NOT NULL,
    household_id BIGINT,
    org_id BIGINT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX care_calendar_token ON care_calendar (token_hash);
CREATE INDEX care_calendar_household ON care_calendar (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX care_calendar_org ON care_calendar (org_id) WHERE org_id IS NOT NULL;
CREATE INDEX care_calendar_until ON care_calendar (until_at);

-- What was opened is a person's record or a series of appointments; both have numbers of their own.
ALTER TABLE care_opening RENAME COLUMN person_id TO about_id;
