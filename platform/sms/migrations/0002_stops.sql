-- Since when whoever is behind a number wants no reminders; none while they get them.
ALTER TABLE sms_number ADD COLUMN stopped_at BIGINT;
CREATE INDEX sms_number_stopped ON sms_number (seen_at) WHERE stopped_at IS NOT NULL;

-- What is still to be sent to a number. A text that is taken back is 'stopped'.
CREATE INDEX sms_out_waiting ON sms_out (number) WHERE next_at IS NOT NULL;
