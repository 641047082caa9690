
volunteer-counted-applied = Volunteers to be looked at
volunteer-counted-verified = Volunteers who are verified
volunteer-counted-shifts = Shifts of the day
volunteer-counted-needed = Places in them
volunteer-counted-held = Places that are filled
volunteer-counted-short = Shifts short of people
volunteer-counted-came = People who came
volunteer-counted-missed = People who did not come
volunteer-counted-hours = Hours worked
volunteer-shifts-of-day = Only shifts from { $from } to { $until }, without those that were called off.
volunteer-shifts-all-days = Show shifts to come
