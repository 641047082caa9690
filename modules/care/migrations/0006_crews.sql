-- Whether the ride needs a medical crew on the way.
ALTER TABLE care_series ADD COLUMN needs_crew BIGINT NOT NULL DEFAULT 0;
