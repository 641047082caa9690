CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    -- What the person signs in with, in lower case.
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    -- A PHC string of Argon2id.
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL);
CREATE UNIQUE INDEX account_name ON account (name);

CREATE TABLE role_grant (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    place_code {code},
    org_id BIGINT,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    until_at BIGINT,
    ended_at BIGINT);
CREATE INDEX role_grant_account ON role_grant (account_id) WHERE ended_at IS NULL;
CREATE INDEX role_grant_place ON role_grant (place_code) WHERE ended_at IS NULL;
CREATE INDEX role_grant_org ON role_grant (org_id) WHERE ended_at IS NULL;

-- Browsers' sessions, programs' sessions and named API tokens. Only a hash of each secret is kept.
CREATE TABLE session (
    id BIGINT PRIMARY KEY,
    token_hash {blob} NOT NULL,
    kind TEXT NOT NULL,
    account_id BIGINT,
    household_id BIGINT,
    name TEXT,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    -- Most idle milliseconds, and the end whatever happens.
    idle_ms BIGINT NOT NULL,
    expires_at BIGINT NOT NULL);
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_household ON session (household_id);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE invitation (
    id BIGINT PRIMARY KEY,
    token_hash {blob} NOT NULL,
    role TEXT NOT NULL,
    -- Both empty for the first administrator, who gets the whole city.
    place_code {code},
    org_id BIGINT,
    -- When the role ends, if it does.
    until_at BIGINT,
    invited_by TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT);
CREATE UNIQUE INDEX invitation_token ON invitation (token_hash);
CREATE INDEX invitation_open ON invitation (expires_at) WHERE used_at IS NULL AND revoked_at IS NULL;

-- The present code of each household; the code itself is worked out from the server's secret, never stored.
CREATE TABLE household_code (
    household_id BIGINT PRIMARY KEY,
    issue BIGINT NOT NULL,
    code_hash {blob} NOT NULL,
    issued_at BIGINT NOT NULL);
CREATE UNIQUE INDEX household_code_hash ON household_code (code_hash);
