-- A day's shifts are counted for the briefing, whatever became of them.
CREATE INDEX volunteer_shift_day ON volunteer_shift (start_at, place_code);
