-- The role that goes with a post, given in the write that puts somebody on it.
ALTER TABLE care_post ADD COLUMN grant_id BIGINT;
CREATE INDEX care_post_grant ON care_post (grant_id) WHERE grant_id IS NOT NULL;
-- Whoever is on a post already gets theirs at the next look of the clock.
UPDATE care_post SET turns_on = 0 WHERE account_id IS NOT NULL;

-- How many doors the building has, and on which day they were counted.
ALTER TABLE care_post ADD COLUMN doors BIGINT;
ALTER TABLE care_post ADD COLUMN doors_on BIGINT;
CREATE INDEX care_post_doors ON care_post (doors_on) WHERE post = 'steward' AND account_id IS NOT NULL;

-- Communities with people in difficulty and buildings that never had a steward, as their needs say.
CREATE TABLE care_uncovered (
    place_code {code} PRIMARY KEY,
    buildings BIGINT NOT NULL,
    -- The day on which the need last said how many.
    said_on BIGINT NOT NULL,
    need_id BIGINT NOT NULL
);
CREATE INDEX care_person_current ON care_person (building_code) WHERE state = 'current';

-- Under which number a community is called.
CREATE TABLE care_duty_number (
    place_code {code} PRIMARY KEY,
    phone TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- What the notices that are up in a building say, as a keyed digest: enough to tell that they say it no more.
CREATE TABLE care_notice (
    place_code {code} PRIMARY KEY,
    digest {blob} NOT NULL,
    put_up_at BIGINT NOT NULL
);
