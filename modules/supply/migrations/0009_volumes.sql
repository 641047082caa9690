-- How much room one piece of an item takes, in millilitres, where somebody stated it; else it is estimated from its weight.
ALTER TABLE item ADD COLUMN volume_ml BIGINT;
-- How much a vehicle holds, and how many cold boxes it has, where its firm listed them; else as its kind has.
ALTER TABLE vehicle ADD COLUMN volume_litres BIGINT;
ALTER TABLE vehicle ADD COLUMN cold_boxes BIGINT;
-- Whether somebody medical always rides with it.
ALTER TABLE vehicle ADD COLUMN has_medical_crew BIGINT NOT NULL DEFAULT 0;
