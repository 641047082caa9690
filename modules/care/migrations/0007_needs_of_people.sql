-- Needs that were raised for somebody in the register: what they say goes with the record.
CREATE TABLE care_person_need (
    person_id BIGINT NOT NULL,
    need_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, need_id)
);
INSERT INTO care_person_need (person_id, need_id)
    SELECT id, need_id FROM care_person WHERE need_id IS NOT NULL
    UNION SELECT id, refill_need_id FROM care_person WHERE refill_need_id IS NOT NULL;

-- Who ended a record, and on whose word; forgotten in time.
ALTER TABLE care_person ADD COLUMN ended_by TEXT;
ALTER TABLE care_person ADD COLUMN ended_word TEXT;
CREATE INDEX care_person_ended ON care_person (erased_at) WHERE ended_by IS NOT NULL;
