-- What happened to passes on a day, and what waits: counted and listed for the briefing.
CREATE INDEX pass_applied ON pass (applied_at, place_code);
CREATE INDEX pass_issued ON pass (issued_at, place_code) WHERE issued_at IS NOT NULL;
CREATE INDEX pass_closed ON pass (closed_at, state, place_code) WHERE closed_at IS NOT NULL;
CREATE INDEX pass_open ON pass (place_code, state) WHERE state IN ('waiting', 'agreeing');
CREATE INDEX gate_count_hour ON gate_count (hour_at, place_code);
