-- Links by which somebody who forgot their password sets a new one. The rows stay: who made one for whom, and when it
-- was used.
CREATE TABLE password_reset (
    id BIGINT PRIMARY KEY,
    token_hash {blob} NOT NULL,
    account_id BIGINT NOT NULL,
    -- The account that made it.
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT);
CREATE UNIQUE INDEX password_reset_token ON password_reset (token_hash);
CREATE INDEX password_reset_account ON password_reset (account_id, id);
