-- The need that says that a record has to be looked at, before it ends and visits with it.
ALTER TABLE care_person ADD COLUMN review_need_id BIGINT;
CREATE INDEX care_person_review ON care_person (review_on)
    WHERE erased_at IS NULL AND review_need_id IS NULL AND state = 'current';
