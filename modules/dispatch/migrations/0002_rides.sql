-- Whom a vehicle has room for: one with any is kept for patients.
ALTER TABLE dispatch_run ADD COLUMN room_seats BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispatch_run ADD COLUMN room_wheelchairs BIGINT NOT NULL DEFAULT 0;
-- Who get in or out at a stop.
ALTER TABLE dispatch_stop ADD COLUMN seats BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispatch_stop ADD COLUMN wheelchairs BIGINT NOT NULL DEFAULT 0;

-- A patient's way to an appointment or back home. Why somebody goes there is nowhere.
CREATE TABLE dispatch_ride (
    id {id} PRIMARY KEY,
    -- The ride the other way; the way there has the smaller id.
    other_id BIGINT NOT NULL,
    -- there, back
    way TEXT NOT NULL,
    -- booked, on_board, arrived, absent, refused, cancelled
    state TEXT NOT NULL,
    -- Who drives.
    org_id BIGINT NOT NULL,
    household_id BIGINT NOT NULL,
    -- Where the patient lives, for whoever looks after that place.
    home_code {code} NOT NULL,
    from_code {code} NOT NULL,
    to_code {code} NOT NULL,
    day BIGINT NOT NULL,
    appointment_at BIGINT NOT NULL,
    -- Fetched between the first two, there between the others.
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    there_from_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    wheelchairs BIGINT NOT NULL,
    -- What whoever drives must know; erased the day after.
    contact TEXT,
    note TEXT,
    -- When the vehicle is to come, as far as somebody has planned it.
    planned_at BIGINT,
    -- The need that was raised because it will be late or nobody drives it.
    need_id BIGINT,
    booked_by TEXT NOT NULL,
    booked_at BIGINT NOT NULL
);
CREATE INDEX dispatch_ride_org ON dispatch_ride (org_id, day, id);
CREATE INDEX dispatch_ride_home ON dispatch_ride (home_code, day);
CREATE INDEX dispatch_ride_household ON dispatch_ride (household_id, day);
CREATE INDEX dispatch_ride_told ON dispatch_ride (day) WHERE contact IS NOT NULL OR note IS NOT NULL;
