-- What a vehicle takes beside its payload: its hold, and cold boxes (none counted where the whole hold is cold).
ALTER TABLE dispatch_run ADD COLUMN volume_litres BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispatch_run ADD COLUMN cold_boxes BIGINT;
-- The room that what is handed over at a stop takes, and how much of it has to stay cold.
ALTER TABLE dispatch_stop ADD COLUMN millilitres BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispatch_stop ADD COLUMN cold_millilitres BIGINT NOT NULL DEFAULT 0;
-- What a patient's ride needs beside room; forgotten the day after, with what whoever drives had to know.
ALTER TABLE dispatch_ride ADD COLUMN needs_crew BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dispatch_ride ADD COLUMN rides_alone BIGINT NOT NULL DEFAULT 0;
DROP INDEX dispatch_ride_told;
CREATE INDEX dispatch_ride_told ON dispatch_ride (day)
    WHERE contact IS NOT NULL OR note IS NOT NULL OR needs_crew + rides_alone > 0;

-- Whoever promises a firm's vehicles for patients takes its row first: two who promise the last one do it one after the other.
CREATE TABLE dispatch_pool (
    org_id BIGINT NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL
){by_key};
