CREATE TABLE city (
    id BIGINT PRIMARY KEY,
    code {code} NOT NULL,
    -- Rises with every load of the city's folder.
    load_number BIGINT NOT NULL,
    -- Rises with every call that adds places; a process reads only the places it has not seen.
    places_version BIGINT NOT NULL,
    loaded_at BIGINT NOT NULL);

-- The files of the city's folder as they were loaded: the official places, their names and boundaries.
CREATE TABLE city_source (name TEXT PRIMARY KEY, content {blob} NOT NULL);

-- Places that users added: compounds and buildings.
CREATE TABLE place (
    code {code} PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT,
    people BIGINT,
    households BIGINT,
    is_estimated BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    version BIGINT NOT NULL);
CREATE INDEX place_version ON place (version);

CREATE TABLE org (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place_code {code} NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL);
CREATE INDEX org_place ON org (place_code);
CREATE UNIQUE INDEX org_name ON org (place_code, kind, name);

CREATE TABLE household (
    id BIGINT PRIMARY KEY,
    building_code {code} NOT NULL,
    door TEXT NOT NULL,
    people BIGINT,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL);
CREATE UNIQUE INDEX household_door ON household (building_code, door);

CREATE TABLE area (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    -- A JSON list of place codes.
    places TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL);
CREATE UNIQUE INDEX area_name ON area (name);
