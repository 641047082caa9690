-- A time in which an outlet delivers, and how many orders it can take for it.
CREATE TABLE delivery_window (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    -- Until when it can be ordered for.
    closes_at BIGINT NOT NULL,
    orders_max BIGINT NOT NULL,
    orders_taken BIGINT NOT NULL,
    is_open BIGINT NOT NULL
);
CREATE UNIQUE INDEX delivery_window_time ON delivery_window (org_id, from_at);

-- A household's order, as it stands. ("order" itself is a word of SQL.)
CREATE TABLE household_order (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    window_id BIGINT NOT NULL,
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    subdistrict_code {code} NOT NULL,
    -- As on the door when it was ordered, for labels and lists.
    door TEXT NOT NULL,
    contact TEXT,
    note TEXT,
    state TEXT NOT NULL,
    pays TEXT NOT NULL,
    total_fen BIGINT NOT NULL,
    substitutes TEXT NOT NULL,
    -- Who placed it, and for somebody else: on whose word (the household's own code, a paper slip's number).
    placed_by TEXT NOT NULL,
    consent TEXT,
    placed_at BIGINT NOT NULL,
    -- The end of its window.
    due_at BIGINT NOT NULL,
    -- Said at the door or the drop point; six digits.
    hand_over_code TEXT NOT NULL,
    -- How often the outlet gave another.
    wrong_codes BIGINT NOT NULL DEFAULT 0,
    run_id BIGINT,
    drop_point TEXT,
    allotment_id BIGINT,
    packed_at BIGINT,
    sent_at BIGINT,
    dropped_at BIGINT,
    received_at BIGINT,
    closed_at BIGINT,
    -- The needs that were raised because it was late or came short.
    late_need_id BIGINT,
    short_need_id BIGINT,
    seq BIGINT NOT NULL,
    erased_at BIGINT
);
CREATE INDEX household_order_household ON household_order (household_id, id);
CREATE INDEX household_order_window ON household_order (window_id, building_code, id);
CREATE INDEX household_order_org ON household_order (org_id, state, id);
CREATE INDEX household_order_building ON household_order (building_code, id);
CREATE INDEX household_order_placed_by ON household_order (placed_by, id) WHERE consent IS NOT NULL;
CREATE INDEX household_order_late ON household_order (due_at, id)
    WHERE (state = 'placed' OR state = 'packed' OR state = 'sent') AND late_need_id IS NULL;
CREATE INDEX household_order_dropped ON household_order (dropped_at, id) WHERE state = 'dropped';
CREATE INDEX household_order_closed ON household_order (closed_at, id)
    WHERE closed_at IS NOT NULL AND erased_at IS NULL;
CREATE INDEX household_order_run ON household_order (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE order_line (
    order_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    price_fen BIGINT NOT NULL,
    ordered BIGINT NOT NULL,
    -- What was packed, and what the household says it got; none until then.
    picked BIGINT,
    received BIGINT,
    -- What of that it can't use.
    damaged BIGINT NOT NULL,
    -- The line whose item was not there.
    substitute_for BIGINT,
    PRIMARY KEY (order_id, line)
){by_key};

-- What happened to an order; rows are only added.
CREATE TABLE order_event (
    order_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (order_id, seq)
){by_key};

-- How often a household ordered on the last day on which it did. Whoever orders moves the row on, so that the orders of
-- one household come one after the other and none of them overlooks another's pieces.
CREATE TABLE order_book (
    household_id {id} PRIMARY KEY,
    day BIGINT NOT NULL,
    orders BIGINT NOT NULL,
    seq BIGINT NOT NULL
);

-- A load of packed orders that left together. Its orders name it; it is over when none of them is on its way any more.
CREATE TABLE outlet_run (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    -- Who brings it and with what, where the outlet says so.
    staff_id BIGINT,
    vehicle_id BIGINT,
    note TEXT
);
CREATE INDEX outlet_run_org ON outlet_run (org_id, id);

-- What happened to orders on a day, by subdistrict: placed, delivered, on_time, late, short, cancelled.
CREATE TABLE supply_day (
    day BIGINT NOT NULL,
    subdistrict_code {code} NOT NULL,
    event TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, subdistrict_code, event)
){by_key};
