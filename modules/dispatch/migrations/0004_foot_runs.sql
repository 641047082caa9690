-- What one person carries on foot from a compound's drop point to doors. It has no firm, no vehicle and no plan: what lies
-- at a gate is of several firms, and whoever looks after the buildings gives it out.
CREATE TABLE dispatch_foot_run (
    -- Of the numbers that runs of vehicles have, so that a link says which of them it opens.
    id {id} PRIMARY KEY,
    -- The compound or building at whose gate it begins.
    place_code {code} NOT NULL,
    day BIGINT NOT NULL,
    -- Which of those who carry there that day.
    number BIGINT NOT NULL,
    -- planned, under_way, over, broken, cancelled
    state TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    -- As planned: how long it takes, how far it goes, floors by stairs, bags.
    seconds BIGINT NOT NULL,
    metres BIGINT NOT NULL,
    floors BIGINT NOT NULL,
    bags BIGINT NOT NULL,
    -- As it was.
    departed_at BIGINT,
    ended_at BIGINT,
    -- Which of its links opens it, as in dispatch_run.
    link BIGINT NOT NULL DEFAULT 1,
    seq BIGINT NOT NULL
);
CREATE INDEX dispatch_foot_run_day ON dispatch_foot_run (day, place_code);
CREATE INDEX dispatch_foot_run_open ON dispatch_foot_run (given_at) WHERE state = 'planned' OR state = 'under_way';

-- One door on one trip, in the order in which they are walked to.
CREATE TABLE dispatch_foot_call (
    run_id BIGINT NOT NULL,
    stop BIGINT NOT NULL,
    trip BIGINT NOT NULL,
    -- The building; the door stands on the order.
    place_code {code} NOT NULL,
    bags BIGINT NOT NULL,
    -- After setting out, as planned.
    at_seconds BIGINT NOT NULL,
    is_by_lift BIGINT NOT NULL,
    PRIMARY KEY (run_id, stop)
){by_key};

CREATE TABLE dispatch_foot_parcel (
    run_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    stop BIGINT NOT NULL,
    -- open, handed_over, short, refused, absent, behind, cancelled
    state TEXT NOT NULL,
    -- When whoever carries it says it happened.
    done_at BIGINT,
    PRIMARY KEY (run_id, order_id)
){by_key};
CREATE INDEX dispatch_foot_parcel_order ON dispatch_foot_parcel (order_id);
-- Nobody carries what somebody else has.
CREATE UNIQUE INDEX dispatch_foot_parcel_open ON dispatch_foot_parcel (order_id) WHERE state = 'open';
