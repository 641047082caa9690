-- Volunteers. What says who somebody is goes when the record is erased; the hours stay as counts.
CREATE TABLE volunteer (
    id {id} PRIMARY KEY,
    -- Their community, or a place inside it.
    home_code {code} NOT NULL,
    -- Emptied when the record is erased.
    name TEXT,
    phone TEXT,
    birth_year BIGINT,
    -- Words parted by blanks.
    skills TEXT NOT NULL,
    slots TEXT NOT NULL,
    -- community, subdistrict, district, city
    reach TEXT NOT NULL,
    is_covered BIGINT NOT NULL,
    -- applied, verified, refused, erased
    state TEXT NOT NULL,
    -- Why they were refused, for them to read.
    why TEXT,
    -- What they want to be called on the thanks wall; NULL keeps them off it.
    wall_name TEXT,
    -- The number of their present link; what is secret in it is worked out.
    link BIGINT NOT NULL,
    -- The sum of their hours' ledger, moved with it.
    minutes BIGINT NOT NULL,
    shifts BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX volunteer_home ON volunteer (home_code, id);
CREATE INDEX volunteer_state ON volunteer (state, home_code, id);
-- A telephone may be a family's; of one name there is one behind it.
CREATE UNIQUE INDEX volunteer_person ON volunteer (phone, name) WHERE phone IS NOT NULL;
CREATE INDEX volunteer_wall ON volunteer (minutes, id) WHERE wall_name IS NOT NULL;
CREATE INDEX volunteer_keep ON volunteer (keep_until) WHERE phone IS NOT NULL;
{text_index volunteer_text};

-- Teams and who leads them.
CREATE TABLE volunteer_team (
    id {id} PRIMARY KEY,
    place_code {code} NOT NULL,
    name TEXT NOT NULL,
    leader_id BIGINT REFERENCES volunteer (id),
    is_closed BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX volunteer_team_place ON volunteer_team (place_code, id);
CREATE INDEX volunteer_team_leader ON volunteer_team (leader_id) WHERE leader_id IS NOT NULL;

CREATE TABLE volunteer_member (
    team_id BIGINT NOT NULL REFERENCES volunteer_team (id),
    volunteer_id BIGINT NOT NULL REFERENCES volunteer (id),
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (team_id, volunteer_id)
);
CREATE INDEX volunteer_member_volunteer ON volunteer_member (volunteer_id);

-- Shifts: a piece of work at a place and time.
CREATE TABLE volunteer_shift (
    id {id} PRIMARY KEY,
    place_code {code} NOT NULL,
    -- deliver, hotline, testing, translation, medicine, lessons, other
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    meet TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    fill_by BIGINT NOT NULL,
    is_entering BIGINT NOT NULL,
    team_id BIGINT REFERENCES volunteer_team (id),
    -- open, cancelled, settled
    state TEXT NOT NULL,
    -- Places of all posts, and how many are held.
    needed BIGINT NOT NULL,
    held BIGINT NOT NULL,
    -- The open need that says that people are lacking.
    need_id BIGINT,
    seq BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX volunteer_shift_place ON volunteer_shift (place_code, start_at);
CREATE INDEX volunteer_shift_start ON volunteer_shift (start_at, id) WHERE state = 'open';
CREATE INDEX volunteer_shift_fill ON volunteer_shift (fill_by) WHERE state = 'open' AND need_id IS NULL;
CREATE INDEX volunteer_shift_end ON volunteer_shift (end_at) WHERE state = 'open';
CREATE INDEX volunteer_shift_team ON volunteer_shift (team_id, start_at) WHERE team_id IS NOT NULL;

-- Whom a shift needs: so many people, perhaps with a skill.
CREATE TABLE volunteer_post (
    shift_id BIGINT NOT NULL REFERENCES volunteer_shift (id),
    number BIGINT NOT NULL,
    skill TEXT,
    needed BIGINT NOT NULL,
    held BIGINT NOT NULL,
    PRIMARY KEY (shift_id, number)
);

-- Who has a place, waits for one, or was asked.
CREATE TABLE volunteer_place (
    shift_id BIGINT NOT NULL REFERENCES volunteer_shift (id),
    volunteer_id BIGINT NOT NULL REFERENCES volunteer (id),
    post BIGINT NOT NULL,
    -- invited, taken, offered, waiting, left, in, came, missed
    state TEXT NOT NULL,
    -- Since when it stands so; who waits longest comes first.
    since BIGINT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    in_at BIGINT,
    out_at BIGINT,
    -- Who said that they came, when it was not themselves.
    said_by TEXT,
    PRIMARY KEY (shift_id, volunteer_id)
);
CREATE INDEX volunteer_place_volunteer ON volunteer_place (volunteer_id, start_at);
CREATE INDEX volunteer_place_end ON volunteer_place (end_at);

-- Hours, only ever added to; a correction is an entry of its own with its reason.
CREATE TABLE volunteer_hours (
    volunteer_id BIGINT NOT NULL REFERENCES volunteer (id),
    number BIGINT NOT NULL,
    shift_id BIGINT,
    day BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    -- Why, when it is a correction.
    why TEXT,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (volunteer_id, number)
);

-- Protective goods: each step, and what a place has.
CREATE TABLE volunteer_goods (
    place_code {code} NOT NULL,
    number BIGINT NOT NULL,
    -- mask, respirator, gloves, shield, gown, hand_rub
    item TEXT NOT NULL,
    -- received, issued, returned, lost
    step TEXT NOT NULL,
    pieces BIGINT NOT NULL,
    volunteer_id BIGINT REFERENCES volunteer (id),
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (place_code, number)
);
CREATE INDEX volunteer_goods_volunteer ON volunteer_goods (volunteer_id, at) WHERE volunteer_id IS NOT NULL;
CREATE INDEX volunteer_goods_at ON volunteer_goods (at);

CREATE TABLE volunteer_goods_count (
    place_code {code} NOT NULL,
    item TEXT NOT NULL,
    there BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (place_code, item)
);

-- Errands to doors within a shift: a name and a door are seen by whoever has the errand, as long as they have it.
CREATE TABLE volunteer_errand (
    id {id} PRIMARY KEY,
    shift_id BIGINT NOT NULL REFERENCES volunteer_shift (id),
    household_id BIGINT NOT NULL,
    building_code {code} NOT NULL,
    name TEXT NOT NULL,
    what TEXT NOT NULL,
    -- open, taken, done
    state TEXT NOT NULL,
    volunteer_id BIGINT REFERENCES volunteer (id),
    seq BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX volunteer_errand_shift ON volunteer_errand (shift_id, id);
CREATE INDEX volunteer_errand_volunteer ON volunteer_errand (volunteer_id) WHERE volunteer_id IS NOT NULL;
