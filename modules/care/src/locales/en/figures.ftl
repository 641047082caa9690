
care-appointments-counted-asked = Appointments of the day
care-appointments-counted-confirmed = Confirmed by the hospital
care-appointments-counted-refused = Refused by the hospital
care-appointments-counted-unconfirmed = Not yet confirmed
care-appointments-counted-lapsed = Never sure when their time came
care-appointments-counted-needs_raised = Raised as not sure
care-appointments-counted-ridden = Taken to the hospital
care-appointments-counted-ride_missed = Missed or declined a ride
care-duty-counted-no_steward = Buildings without a steward
care-duty-counted-vacant = Needs: nobody responsible

care-day-title = The day’s appointments
care-day-about = { $day }, { $place }: { $n }
care-day-text = Times, hospitals and how each stands; no household, and nothing of what it is for. Give the sign when you speak to the hospital.
care-day-none = No such appointment
care-day-none-text = Try another figure, day or place.
