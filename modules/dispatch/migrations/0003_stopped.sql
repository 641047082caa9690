-- Runs that a breakdown stopped, by when: what they hold is looked at until another run takes it over. One that gave way to a plan
-- has no end.
CREATE INDEX dispatch_run_stopped ON dispatch_run (ended_at) WHERE state = 'broken' OR state = 'cancelled';
