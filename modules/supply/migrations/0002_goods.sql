-- What is stocked and sold. An item with a GTIN is the same in every outlet; one without belongs to its outlet.
CREATE TABLE item (
    id {id} PRIMARY KEY,
    -- 14 digits.
    gtin TEXT,
    org_id BIGINT,
    name TEXT NOT NULL,
    -- How it is sold: 袋, 箱, 份.
    unit TEXT NOT NULL,
    -- JSON list of {category, amount}: what one piece holds, in the category's unit. A package holds several.
    contents TEXT NOT NULL,
    picture_id BIGINT,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX item_gtin ON item (gtin) WHERE gtin IS NOT NULL;
CREATE UNIQUE INDEX item_own ON item (org_id, name) WHERE org_id IS NOT NULL;
CREATE INDEX item_name ON item (name, id);

-- The present picture of an item; a new one replaces it under a new id, so that a picture's address never changes what
-- it shows.
CREATE TABLE item_picture (
    id {id} PRIMARY KEY,
    item_id BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    -- SHA-256 of the bytes, in hex.
    digest TEXT NOT NULL,
    bytes {blob} NOT NULL
);
CREATE INDEX item_picture_item ON item_picture (item_id, id);

-- What an outlet has of an item, in pieces. `promised` stands in orders and sendings that have not left yet; what can
-- still be ordered is on_hand - promised. A count may find less than is promised.
CREATE TABLE stock (
    org_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    promised BIGINT NOT NULL,
    -- When it was last counted; an older report is refused. None until it was.
    counted_at BIGINT,
    PRIMARY KEY (org_id, item_id)
){by_key};

-- How stock came to be what it is; rows are only added. The sum of an item's changes in an outlet is its on_hand.
CREATE TABLE movement (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    -- When it happened; what takes another back stands at that one's time.
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    change BIGINT NOT NULL,
    -- The order, transfer or report it belongs to.
    cause BIGINT,
    actor TEXT NOT NULL,
    note TEXT,
    -- Of a count: when the item was counted before, for taking the count back.
    counted_before BIGINT,
    -- The movement that this one takes back.
    undoes BIGINT
);
CREATE INDEX movement_item ON movement (org_id, item_id, id);
CREATE INDEX movement_org ON movement (org_id, id);
CREATE INDEX movement_cause ON movement (cause, id) WHERE cause IS NOT NULL;

-- What somebody reported of an outlet's stock in one go: a count, goods that came, goods that are lost.
CREATE TABLE stock_report (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX stock_report_org ON stock_report (org_id, id);

-- What an outlet sells to households, and for how much.
CREATE TABLE offer (
    org_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    price_fen BIGINT NOT NULL,
    -- Pieces that a household may order in a day.
    household_max BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    PRIMARY KEY (org_id, item_id)
){by_key};
