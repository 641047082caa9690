-- Minutes that whoever drives rests at a stop before handing over.
ALTER TABLE dispatch_stop ADD COLUMN rest_minutes BIGINT NOT NULL DEFAULT 0;
