-- Where places lie, as somebody said. A degree times a million, which is 11 cm at most.
CREATE TABLE place_position (
    code {code} PRIMARY KEY,
    lon_microdegrees BIGINT NOT NULL,
    lat_microdegrees BIGINT NOT NULL,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    -- The city's places_version of the call that set it; a process reads only the positions it has not seen.
    version BIGINT NOT NULL);
CREATE INDEX place_position_version ON place_position (version);
