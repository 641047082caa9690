-- Records that ended before forget whose they were.
UPDATE care_person SET household_id = 0, building_code = subdistrict_code, registered_by = '', registered_at = 0, basis_on = 0,
    review_on = 0, expires_on = 0
WHERE erased_at IS NOT NULL AND need_id IS NULL AND ended_by IS NULL;
