-- Short messages: written with what causes them, sent by the clock, erased some days later.
CREATE TABLE sms_out (
    id {id} PRIMARY KEY,
    -- What it is sent for, once: "shift:…", "reply:…".
    cause TEXT NOT NULL,
    -- Whose it is, and what a reply is about, in that module's own words.
    topic TEXT NOT NULL,
    about TEXT NOT NULL,
    number TEXT NOT NULL,
    body TEXT NOT NULL,
    -- What a reply has to name; none where nothing is asked.
    reply_code TEXT,
    -- waiting, sent, failed, late
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    -- When it is tried next; none once it is over.
    next_at BIGINT,
    -- From then on it is neither sent nor answered.
    until_at BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    -- yes or no, as it was answered last.
    answer TEXT,
    -- Why it failed: a status, or what became of the connection.
    failure TEXT
);
CREATE UNIQUE INDEX sms_out_cause ON sms_out (cause);
CREATE INDEX sms_out_due ON sms_out (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX sms_out_code ON sms_out (number, reply_code) WHERE reply_code IS NOT NULL;
CREATE INDEX sms_out_queued ON sms_out (queued_at);

-- Which language the person behind a number reads.
CREATE TABLE sms_number (
    number TEXT PRIMARY KEY,
    lang TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sms_number_seen ON sms_number (seen_at);

-- Reminders of a day that have all been queued.
CREATE TABLE sms_round (
    topic TEXT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (topic, day)
);
