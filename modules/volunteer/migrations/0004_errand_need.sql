-- The need that says of an errand that its shift is over and nobody said that it was done.
ALTER TABLE volunteer_errand ADD COLUMN need_id BIGINT;
CREATE INDEX volunteer_errand_held ON volunteer_errand (changed_at) WHERE state = 'taken' AND need_id IS NOT NULL;
