-- The wrapping keys of this database. The keys themselves lie outside; a folder of keys may serve other databases too.
CREATE TABLE care_wrapping_key (
    id TEXT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL
);

-- What health facts are sealed with, each wrapped by a wrapping key of its own. The newest has the greatest id.
CREATE TABLE care_data_key (
    id {id} PRIMARY KEY,
    wrapping_key TEXT NOT NULL REFERENCES care_wrapping_key (id),
    wrapped {blob} NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX care_data_key_wrapping ON care_data_key (wrapping_key);
