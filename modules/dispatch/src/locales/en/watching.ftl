# Runs, arrivals, watching.
dispatch-firms-title = Deliveries by firm
dispatch-firms-none = No firm has published runs for this day
dispatch-firms-none-text = Firms stand here once they publish a plan. Look at another day, or at the firms on the whitelist.
dispatch-to-firms = Firms on the whitelist
dispatch-firm-broken = { $n } broken down
dispatch-firm-late = { $n ->
    [one] { $n } late stop
   *[other] { $n } late stops
}
dispatch-firm-unserved = { $n } left out
dispatch-firm-done = All done
dispatch-firm-on-time = On time
dispatch-column-firm = Firm
dispatch-column-state = State
dispatch-column-runs = Runs
dispatch-column-out = On the road
dispatch-column-stops = Stops
dispatch-column-done = Stops done
dispatch-column-late = Late stops
dispatch-column-unserved = Left out
dispatch-column-km = Road
dispatch-stops-done = Done { $n }
dispatch-sheet = Run sheet

dispatch-run-state-planned = To leave
dispatch-run-state-under_way = On the road
dispatch-run-state-over = Back
dispatch-run-state-broken = Broken down
dispatch-run-state-cancelled = Cancelled
dispatch-run-waits = Should have left { $time } ago
dispatch-run-behind = On the road, { $time } behind

dispatch-day-runs-title = Runs of { $day }
dispatch-day-runs-none = No runs of this day yet
dispatch-day-runs-none-text = Make a plan first. Its runs stand here once it is published.
dispatch-troubled = Some runs can't go as planned
dispatch-troubled-text = A vehicle broke down, is behind, or has not left. A new plan starts from how things stand; what has left goes on.
dispatch-anew = Plan the rest anew

dispatch-run-title = { $plate } · { $day }
dispatch-fact-driver = Driver
dispatch-fact-loads = Loads at
dispatch-fact-planned = Planned
dispatch-fact-left = Left
dispatch-fact-ended = Ended
dispatch-fact-delay = Behind its plan
dispatch-fact-km = Road
dispatch-steps = Say it for the driver
dispatch-step-depart = It leaves
dispatch-step-end = It is back
dispatch-step-break = It broke down
dispatch-step-break-reason = What happened (optional)
dispatch-step-break-hint = Others fetch what is on board: then plan the rest anew.
dispatch-step-hand-over = Handed over
dispatch-step-drop = Put down
dispatch-step-refuse = Refused, comes back
dispatch-step-absent = Nobody there, comes back
dispatch-say = Say what became of it
dispatch-code = Hand-over code
dispatch-point = Where it was put down
dispatch-reason = Reason (optional)
dispatch-stops = Stops
dispatch-column-planned = Planned
dispatch-column-expected = Now
dispatch-stop-was-late = Done late
dispatch-stop-will-be-late = Will be late
dispatch-stop-ahead = Not there yet
dispatch-stop-not-made = Not reached
dispatch-cargo-state-open = Not there yet
dispatch-cargo-state-handed_over = Handed over
dispatch-cargo-state-short = Handed over short
dispatch-cargo-state-dropped = Put down
dispatch-cargo-state-refused = Refused, comes back
dispatch-cargo-state-absent = Nobody there, comes back
dispatch-cargo-state-behind = Not loaded
dispatch-cargo-state-taken_over = Another run has it
dispatch-events = What happened
dispatch-event-published = Published
dispatch-event-changed = Changed by a later plan
dispatch-event-departed = Left
dispatch-event-handed_over = Handed over
dispatch-event-short = Handed over short
dispatch-event-dropped = Put down
dispatch-event-refused = Refused
dispatch-event-absent = Nobody there
dispatch-event-ended = Back
dispatch-event-broken = Broke down
dispatch-event-cancelled = Cancelled
dispatch-event-link = New link; the old one opens nothing
dispatch-said-depart = The run has left.
dispatch-said-hand_over = It is handed over.
dispatch-said-drop = It is put down.
dispatch-said-refuse = It was refused and comes back.
dispatch-said-absent = Nobody was there. It comes back, and its community is asked to look.
dispatch-said-end = The run is back.
dispatch-said-break_down = It broke down. Plan the rest anew, so that others fetch what is on board.
dispatch-said-behind = The run has left. Orders that were not packed stayed behind: { $n }.

dispatch-arrivals-title = Arrivals
dispatch-to-buildings = My buildings
dispatch-arrivals-none = Nothing is to arrive
dispatch-arrivals-none-text = Once a firm publishes its runs, their times stand here.
dispatch-arrivals-parcels = { $n ->
    [one] { $n } parcel
   *[other] { $n } parcels
}
dispatch-arrivals-planned = planned for { $time }
dispatch-arrivals-done = There
dispatch-arrivals-broken = Broken down, waits for another vehicle
dispatch-arrivals-not = Did not come
dispatch-arrivals-late = Will be late
dispatch-arrivals-out = On the road
dispatch-arrivals-ahead = To leave
dispatch-arrivals-more = There are more; the earliest are shown.
