-- What gates counted, by the hour; nobody's name and no single check.
CREATE TABLE gate_count (
    place_code {code} NOT NULL,
    -- The hour's first moment.
    hour_at BIGINT NOT NULL,
    direction TEXT NOT NULL,
    verdict TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (place_code, hour_at, direction, verdict)
){by_key};

-- Batches of counts that were taken. A phone may send one again after days without a signal, and somebody else may have signed in on it:
-- the batch counts once, whoever sends it.
CREATE TABLE gate_batch (
    batch TEXT PRIMARY KEY,
    taken_at BIGINT NOT NULL
){by_key};
CREATE INDEX gate_batch_taken ON gate_batch (taken_at);
