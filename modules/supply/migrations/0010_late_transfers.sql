-- The need that was raised because a transfer will come late.
ALTER TABLE transfer ADD COLUMN late_need_id BIGINT;
