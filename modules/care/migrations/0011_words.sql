-- What was said at a door, and for what something was opened: words that may say how somebody is, so that they are sealed.
-- What an older version wrote stands in care_knock.note and care_opening.why until it goes.
CREATE TABLE care_word (
    id {id} PRIMARY KEY,
    -- The person, or the series of appointments.
    about_id BIGINT NOT NULL,
    sealed_key BIGINT NOT NULL REFERENCES care_data_key (id),
    sealed {blob} NOT NULL
);
CREATE INDEX care_word_about ON care_word (about_id);
CREATE INDEX care_word_sealed_key ON care_word (sealed_key);
ALTER TABLE care_knock ADD COLUMN word_id BIGINT;
ALTER TABLE care_opening ADD COLUMN word_id BIGINT;
