-- What waits for somebody, in the order it came.
CREATE INDEX pass_queue ON pass (state, id) WHERE state IN ('waiting', 'agreeing');
-- What has to be signed anew when a key is withdrawn.
CREATE INDEX pass_signed ON pass (key_id, id) WHERE state = 'valid';
