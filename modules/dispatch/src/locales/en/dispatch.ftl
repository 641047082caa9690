# Kinds of needs.
dispatch-kind = Not handed over
dispatch-topic-absent = Nobody was there
dispatch-absent-title = An order came back: nobody was there
dispatch-absent-body = Order { $number } was brought to the door, nobody was there, and it could not be left. See that somebody is well behind that door, and that the order comes again.

# What is wrong with what was asked.
dispatch-plan-day = A plan is for today or one of the next { $days } days.
dispatch-plan-seconds = From { $min } to { $max } seconds.
dispatch-plan-shift = The end of the shift lies after its beginning, within one day.
dispatch-plan-due = From 1 to 1,440 minutes after midnight.
dispatch-plan-rest = From { $min } to { $max } minutes, or leave it empty.
dispatch-plan-closed = At most { $max } places.
dispatch-plan-closed-ways = At most { $max } closed ways.

# Refusals.
problem-dispatch-plan-not-ready = This plan can't be changed or published
    .detail = It is still being made, or another has taken its place.
problem-dispatch-plan-changed = Somebody else changed this plan
    .detail = Look at it again, then decide.
problem-dispatch-plan-outdated = Runs have moved on since this plan was made
    .detail = Make a new plan: it starts from how things stand now.
problem-dispatch-nothing-to-undo = There is no change to take back
    .detail = Only the last change by hand can be taken back.
problem-dispatch-not-in-plan = The plan has no such run or stop
    .detail = It may have been moved; look at the plan again.
problem-dispatch-run-left = This run has left
    .detail = What is on board stays on board. If the vehicle can't go on, say so on the run's page.
problem-dispatch-run-full = This run has as many stops as one person can make
    .detail = Move the stop to another run.
problem-dispatch-taken-on = These goods are fetched from a vehicle that broke down
    .detail = They stay with the run that fetches them.
problem-dispatch-no-link = This link opens no run
    .detail = It was replaced, or its run ended more than 36 hours ago. Ask your firm for a new one.
problem-dispatch-run-cancelled = This run was taken out of the plan
    .detail = Others bring what it would have brought. Ask your firm.
problem-dispatch-run-not-left = This run has not left
    .detail = Say first that it leaves.
problem-dispatch-run-over = This run is over
    .detail = Nothing more can be said about it.
problem-dispatch-run-has-open = Something on this run is still open
    .detail = Say of each parcel what became of it, then end the run.
problem-dispatch-cargo-done = Of this it was already said what became of it
    .detail = The first word counts. If it was wrong, tell your firm.

dispatch-travel-straight = Ways are straight lines times the city's road factor; times are rough.
dispatch-travel-service = Ways go by road, as the routing service (OSRM) knows the streets.
dispatch-travel-service-failed = The routing service (OSRM) did not answer: ways are straight lines times the city's road factor instead, and times are rough.
dispatch-travel-file = Ways go by the streets of the file that the operator gave.
dispatch-travel-file-with-gaps = Ways go by the streets of the file that the operator gave; those that it does not know are straight lines times the city's road factor.

# Figures of a day.
dispatch-counted-runs = Runs that left
dispatch-counted-stops = Stops made
dispatch-counted-on_time = Stops in time
dispatch-counted-late = Stops after they were due
dispatch-counted-arrived = Handed over or put down
dispatch-counted-came_back = Came back
dispatch-counted-kilometres = Kilometres of these runs
dispatch-counted-unserved = Left out by plans
# The run on paper.
dispatch-sheet-title = Run of { $plate }
dispatch-sheet-about = { $day }, { $from } to { $to } · { $stops ->
        [one] 1 stop
       *[other] { $stops } stops
    } · { $km } km
dispatch-sheet-loads-at = Loads at { $place }
dispatch-sheet-file = As a table (XLSX)
dispatch-sheet-qr = Square code that opens this run
dispatch-sheet-open = Open it on a phone
dispatch-sheet-open-text = Scan this once on the day of the run, where there is a signal. It then works all day without one. Whoever scans it may drive this run, so give the sheet to nobody else.
dispatch-sheet-destroy = Doors and numbers stand on this sheet: tear it up when the run is over.
dispatch-sheet-doors-later = Doors, numbers and notes appear on the day of the run only: print it on { $day }.
dispatch-sheet-pickup = Take these on here from the vehicle that broke down
dispatch-sheet-cold = keep cold
dispatch-sheet-yuan = collect ¥{ $price }
dispatch-sheet-stop = Stop
dispatch-sheet-place = Place
dispatch-sheet-window = Window
dispatch-sheet-planned = Planned
dispatch-sheet-rest = { $at }, first a rest of { $minutes } min
dispatch-sheet-planned-at = planned { $at }
dispatch-sheet-door = Door
dispatch-sheet-number = Number
dispatch-sheet-contents = Contents
dispatch-sheet-contact = Contact
dispatch-sheet-to-pay = To collect
dispatch-sheet-note = Note
dispatch-sheet-load = Load
dispatch-sheet-load-of = { $kg } kg, about { $litres } l
dispatch-sheet-load-cold = { $kg } kg, about { $litres } l, of it { $boxes ->
    [one] 1 cold box
   *[other] { $boxes } cold boxes
}
dispatch-sheet-pass = Pass good { $span }
dispatch-sheet-pass-corridor = Pass good { $span }, by the road { $road }
