# Patients' rides.
dispatch-topic-ride = Patient's ride
dispatch-rides-title = Patients' rides
dispatch-rides-about = There and back, by vehicles that are kept for patients. In an emergency call 120.
dispatch-rides-none = No rides to come
dispatch-rides-none-text = Book a trip as soon as an appointment is known: the way back is booked with it.
dispatch-rides-more = More rides follow than are shown here.
dispatch-ride-book = Book a trip
dispatch-ride-book-both = Book there and back
dispatch-ride-building = Building
dispatch-ride-choose = Choose
dispatch-ride-door = Door
dispatch-ride-choose-door = Choose the door
dispatch-ride-to = Where to
dispatch-ride-to-hint = A hospital from the list, or a place by its name or code
dispatch-ride-appointment-at = Appointment
dispatch-ride-appointment-at-hint = The ride is there between an hour and twenty minutes before
dispatch-ride-ready-at = Ready to be fetched
dispatch-ride-ready-at-hint = On the same day; the vehicle comes within an hour
dispatch-ride-seats-field = Seats
dispatch-ride-seats-hint = The patient unless in a wheelchair, and whoever comes along
dispatch-ride-wheelchairs-field = In a wheelchair
dispatch-ride-people-unit = people
dispatch-ride-contact = How to reach you
dispatch-ride-contact-hint = Only whoever drives sees it, and it is erased the day after
dispatch-ride-note = What whoever drives should know
dispatch-ride-note-hint = Such as which entrance, or that somebody hears badly. No illness.
dispatch-ride-call-off = Call off
dispatch-ride-call-off-text = With the way there the way back is called off as well.
dispatch-ride-need = To the need
dispatch-ride-there = To the appointment at { $at }
dispatch-ride-back = Back home
dispatch-ride-planned = Vehicle comes { $at }
dispatch-ride-between = Fetched { $time }
dispatch-ride-state-booked = Booked
dispatch-ride-state-planned = Planned
dispatch-ride-state-trouble = Will be late
dispatch-ride-state-on_board = On the way
dispatch-ride-state-arrived = Arrived
dispatch-ride-state-absent = Not there
dispatch-ride-state-refused = Did not go
dispatch-ride-state-cancelled = Called off
dispatch-ride-done-booked = Booked there and back
dispatch-ride-done-cancelled = Called off
dispatch-ride-no-time = Say the day and the time
dispatch-ride-appointment = Choose a time that can still be reached, at most { $days } days ahead
dispatch-ride-ready = Choose a time after the appointment on the same day, at most twelve hours later
dispatch-ride-seats = Somebody has to ride, and at most { $max } sit
dispatch-ride-wheelchairs = At most { $max } ride in a wheelchair
dispatch-ride-to-wrong = Choose a place that is known, other than the own building
dispatch-ride-absent-title = A patient was not where the ride came ({ $number })
dispatch-ride-absent-body = The vehicle came and nobody was there. Find out how the patient is; the way back was called off with the way there.
dispatch-ride-late-title = A patient's ride will be late or has no vehicle ({ $number })
dispatch-ride-late-body = By the plan as it stands the patient will not be fetched or brought in time. Find another vehicle, or speak with the hospital and the patient.
dispatch-seats = { $n ->
    [one] 1 seat
   *[other] { $n } seats
}
dispatch-wheelchairs = { $n ->
    [one] 1 wheelchair
   *[other] { $n } wheelchairs
}
dispatch-run-people = At most { $people } at once, room for { $room }
dispatch-parcel-ride-there = { $door }: to the appointment at { $at }, { $people }
dispatch-parcel-ride-back = { $door }: home from the appointment at { $at }, { $people }
dispatch-parcel-ride-number = Ride { $number }
dispatch-stop-gets-in = Gets in
dispatch-step-take-on = Got in
dispatch-said-take_on = Written down: got in
dispatch-event-taken_on = Got in
dispatch-event-called_off = Called off
dispatch-cargo-state-on_board = On board
dispatch-cargo-state-cancelled = Called off
dispatch-left-why-no_seats = No vehicle kept for patients has so much room
dispatch-left-help-no_seats = List a vehicle with as many seats and places for wheelchairs.
dispatch-sheet-ride-there = To { $to } for { $at }; { $seats } sitting, { $chairs } in a wheelchair
dispatch-sheet-ride-back = Home to { $to }; { $seats } sitting, { $chairs } in a wheelchair
problem-dispatch-kept-for-patients = Patients and goods don't share a vehicle
    .detail = Vehicles with seats are kept for patients; the others carry goods. Choose a run of the right kind.
problem-dispatch-out-before-in = Nobody gets out before they got in
    .detail = Put where they get in before where they get out.
problem-dispatch-no-patients-vehicle = No firm has a vehicle for patients with so much room
    .detail = Ask the task force of the district to list one. In an emergency call 120.
problem-dispatch-rides-enough = This household has two trips on that day already
    .detail = Call one off first.
problem-dispatch-ride-not-booked = This ride is not to come any more
    .detail = Reload the page to see how it stands.
problem-dispatch-ride-not-put-down = A patient is not put down somewhere
    .detail = Say where they arrived, or call for help if they can't.
problem-dispatch-ride-not-on-board = This patient has not got in
    .detail = Say first that they got in.
problem-dispatch-ride-elsewhere = Another vehicle fetches this patient now
    .detail = The rest was planned anew. If they sit with you already, tell your firm at once.
problem-dispatch-ride-on-board = This patient got in already
    .detail = Say that they arrived once they have.
problem-dispatch-no-ride = Only patients get in
    .detail = Goods are handed over, put down, refused, or nobody was there.

# Runs on foot.
dispatch-foot-title = Hand out on foot
dispatch-foot-about = What lies at a compound's gate, or comes there today, as runs for those who carry it to the doors.
dispatch-foot-all = All compounds
dispatch-foot-people = Who carry
dispatch-foot-people-unit = people
dispatch-foot-at-once = Bags at once
dispatch-foot-at-once-hint = What one person takes on one trip; a bag is about 6 kg
dispatch-foot-bags-unit = bags
dispatch-foot-minutes = Time for each
dispatch-foot-minutes-unit = minutes
dispatch-foot-lifts = Lifts
dispatch-foot-lifts-run = They run
dispatch-foot-lifts-stand = Stairs only
dispatch-foot-plan = Plan runs
dispatch-foot-range = { $min } to { $max } would be right
dispatch-foot-nothing = Nothing to hand out here
dispatch-foot-nothing-text = Orders stand here once they are on their way or put down at the gate.
dispatch-foot-sum = { $bags } for { $doors } with { $people }, all back after { $time }.
dispatch-foot-doors = { $n ->
    [one] 1 door
   *[other] { $n } doors
}
dispatch-foot-carriers = { $n ->
    [one] one person
   *[other] { $n } people
}
dispatch-foot-rough = Times are rough: how long people wait for lifts is not known.
dispatch-foot-person = Person { $n }
dispatch-foot-run-sum = { $bags } · { $time } · { $metres } m · { $floors } floors by stairs
dispatch-foot-trip = Trip { $n }: take { $bags }
dispatch-foot-bags = { $n ->
    [one] 1 bag
   *[other] { $n } bags
}
dispatch-foot-lift = By lift
dispatch-foot-stairs = By stairs
dispatch-foot-after = After { $n } min
dispatch-foot-left = What stays at the gate
dispatch-foot-left-time = No time is left; more people or more time would help
dispatch-foot-left-heavy = Nobody takes so much at once
problem-dispatch-foot-too-much = This is too much for one plan
    .detail = Choose one building, or hand out a part first.
