-- Photos of prescriptions. The picture is sealed; of which medicine it is, the sealed record of the person says.
CREATE TABLE care_prescription (
    id {id} PRIMARY KEY,
    person_id BIGINT NOT NULL,
    sealed_key BIGINT REFERENCES care_data_key (id),
    sealed {blob},
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX care_prescription_person ON care_prescription (person_id);
CREATE INDEX care_prescription_sealed_key ON care_prescription (sealed_key) WHERE sealed_key IS NOT NULL;

-- For whom a medicine has to be fetched, inside a place.
CREATE INDEX care_person_refill_place ON care_person (building_code, id) WHERE refill_on IS NOT NULL;

-- When the emergency ends at a place, its appointments are erased and the links to its calendars end.
CREATE INDEX care_series_inside ON care_series (building_code, id) WHERE erased_at IS NULL;
ALTER TABLE care_calendar ADD COLUMN place_code {code};
CREATE INDEX care_calendar_place ON care_calendar (place_code, id) WHERE place_code IS NOT NULL;
