-- Why a place was given back for whoever had it, for them to read: not_verified, minor, not_covered, no_skill. Nothing when they gave
-- it up themselves.
ALTER TABLE volunteer_place ADD COLUMN given_back TEXT;
