-- SHA-256, in hex, of the photo of where an order was put down; none while there is no photo, and once it was erased.
ALTER TABLE household_order ADD COLUMN photo_digest TEXT;

-- The present photo itself; a later one takes its place. It is erased with what else is personal of the order.
CREATE TABLE drop_photo (
    order_id {id} PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes {blob} NOT NULL
);

-- Needs that were raised because an order was short, and were closed before it was short once more. The day on which
-- each was raised counted the order as short; by this the order is still found behind that day's figure.
CREATE TABLE order_short_before (
    need_id {id} PRIMARY KEY,
    order_id BIGINT NOT NULL
);
