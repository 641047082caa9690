-- When an order is to arrive, as far as somebody has planned it.
ALTER TABLE household_order ADD COLUMN planned_at BIGINT;
