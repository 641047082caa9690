-- What a role goes with and ends with, such as a post; nothing for one that somebody gave by hand.
ALTER TABLE role_grant ADD COLUMN cause TEXT;
-- When somebody ended it by hand while its cause stood, until whoever knows the cause has heard of it.
ALTER TABLE role_grant ADD COLUMN broken_at BIGINT;
CREATE INDEX role_grant_broken ON role_grant (broken_at) WHERE broken_at IS NOT NULL;
