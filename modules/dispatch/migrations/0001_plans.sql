-- Plans of a firm's runs of one day: made by the search, changed by hand, published.
CREATE TABLE dispatch_plan (
    id {id} PRIMARY KEY,
    org_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    -- making, ready, published, replaced, dropped, failed
    state TEXT NOT NULL,
    -- What was asked for, as JSON.
    asked TEXT NOT NULL,
    -- How far the search is, as JSON, while it lasts.
    progress TEXT,
    -- Runs and what is left out, as JSON; and the same before the last change by hand.
    body TEXT,
    before_body TEXT,
    -- Whether somebody wants the search to end now.
    is_stopped BIGINT NOT NULL DEFAULT 0,
    -- When the search last said that it is alive.
    seen_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    published_at BIGINT,
    -- Changes by hand, and the sum of the firm's runs' changes that the plan was made from.
    seq BIGINT NOT NULL,
    from_seq BIGINT NOT NULL
);
CREATE INDEX dispatch_plan_org ON dispatch_plan (org_id, day, id);
CREATE INDEX dispatch_plan_day ON dispatch_plan (day);
CREATE INDEX dispatch_plan_making ON dispatch_plan (seen_at) WHERE state = 'making';
CREATE UNIQUE INDEX dispatch_plan_published ON dispatch_plan (org_id, day) WHERE state = 'published';

-- A published run: one vehicle from loading to coming back.
CREATE TABLE dispatch_run (
    id {id} PRIMARY KEY,
    plan_id BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    -- planned, under_way, over, broken, cancelled
    state TEXT NOT NULL,
    vehicle_id BIGINT NOT NULL,
    plate TEXT NOT NULL,
    payload_kg BIGINT NOT NULL,
    staff_id BIGINT,
    -- Where it loads.
    place_code {code} NOT NULL,
    -- As planned.
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    metres BIGINT NOT NULL,
    grams BIGINT NOT NULL,
    -- As it was.
    departed_at BIGINT,
    ended_at BIGINT,
    -- How far behind its plan it is, in milliseconds; never negative.
    delay_ms BIGINT NOT NULL DEFAULT 0,
    -- Which of its links opens it: a new one ends the one before. What is secret in it is worked out, not kept.
    link BIGINT NOT NULL DEFAULT 1,
    seq BIGINT NOT NULL
);
CREATE INDEX dispatch_run_org ON dispatch_run (org_id, day, id);
CREATE INDEX dispatch_run_plan ON dispatch_run (plan_id, id);
CREATE INDEX dispatch_run_open ON dispatch_run (start_at) WHERE state = 'planned' OR state = 'under_way';

CREATE TABLE dispatch_stop (
    run_id BIGINT NOT NULL,
    -- Its number within the run, which it keeps; and where in the order it comes.
    stop BIGINT NOT NULL,
    position BIGINT NOT NULL,
    place_code {code} NOT NULL,
    from_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    arrive_at BIGINT NOT NULL,
    leave_at BIGINT NOT NULL,
    -- From the stop before.
    metres BIGINT NOT NULL,
    is_pinned BIGINT NOT NULL,
    -- Goods are taken on here, from a vehicle that broke down: those of the stop with the next number.
    is_pickup BIGINT NOT NULL,
    grams BIGINT NOT NULL,
    is_cold BIGINT NOT NULL,
    -- When everything there had an end.
    done_at BIGINT,
    PRIMARY KEY (run_id, stop)
){by_key};
CREATE INDEX dispatch_stop_place ON dispatch_stop (place_code, arrive_at);

-- What is handed over at a stop.
CREATE TABLE dispatch_cargo (
    run_id BIGINT NOT NULL,
    stop BIGINT NOT NULL,
    -- order, transfer
    kind TEXT NOT NULL,
    cargo_id BIGINT NOT NULL,
    -- open, handed_over, short, dropped, refused, absent, behind
    state TEXT NOT NULL,
    -- When whoever carries it says it happened.
    done_at BIGINT,
    PRIMARY KEY (run_id, kind, cargo_id)
){by_key};
CREATE INDEX dispatch_cargo_of ON dispatch_cargo (kind, cargo_id);

-- What happened on a run; rows are only added.
CREATE TABLE dispatch_event (
    run_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- When the phone says it was.
    said_at BIGINT,
    actor TEXT NOT NULL,
    -- published, changed, departed, handed_over, short, dropped, refused, absent, ended, broken, cancelled, link
    kind TEXT NOT NULL,
    cargo_kind TEXT,
    cargo_id BIGINT,
    note TEXT,
    PRIMARY KEY (run_id, seq)
){by_key};

-- What happened to runs on a day, by subdistrict of the firm: runs, kilometres, stops, on_time, late, arrived, came_back,
-- unserved.
CREATE TABLE dispatch_day (
    day BIGINT NOT NULL,
    subdistrict_code {code} NOT NULL,
    event TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (day, subdistrict_code, event)
){by_key};
