-- Vehicles kept for patients: how many sit in one, and how many wheelchairs ride besides. Such a vehicle carries no goods.
ALTER TABLE vehicle ADD COLUMN patient_seats BIGINT NOT NULL DEFAULT 0;
ALTER TABLE vehicle ADD COLUMN wheelchair_places BIGINT NOT NULL DEFAULT 0;
CREATE INDEX vehicle_for_patients ON vehicle (org_id) WHERE ended_at IS NULL AND patient_seats + wheelchair_places > 0;
