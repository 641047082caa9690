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
dispatch-foot-too-heavy = more than one takes at once: two carry it, or go twice
dispatch-foot-give = Give out these runs
dispatch-foot-give-hint = Each person then gets a square code: it opens the run on their phone, where they say door by door what was handed over.
dispatch-foot-given = Given out to { $n ->
    [one] one person
   *[other] { $n } people
}. Each scans their own square code.
dispatch-foot-out = Runs that are out
dispatch-foot-out-people = { $n ->
    [one] one person out
   *[other] { $n } people out
}
dispatch-foot-progress = { $done } of { $all } doors
dispatch-foot-given-at = Given out at { $at }
dispatch-foot-came-back = Back at the gate: { $n ->
    [one] 1 parcel
   *[other] { $n } parcels
}
dispatch-foot-qr = Square code of person { $n }
dispatch-foot-scan = Scan it with the phone of whoever carries. Whoever has the code sees these doors until the run is over, for a day at most.
dispatch-foot-open = Open it on this phone
dispatch-foot-renew = New code
dispatch-foot-renewed = There is a new code. The old one opens nothing any more.
dispatch-foot-take-back = Take back
dispatch-foot-taken-back = Taken back. What it was to carry can be planned again.
dispatch-foot-state-planned = not set out
dispatch-foot-state-under_way = carrying
dispatch-foot-state-over = done
dispatch-foot-state-broken = stopped
dispatch-foot-state-cancelled = taken back
problem-dispatch-foot-changed = What there is to hand out has changed
    .detail = Look at the runs again, then give them out.
problem-dispatch-foot-begun = Somebody has set out with this run
    .detail = To stop it, get a new code, open it and say that you can't go on: what is left can then be planned again.
problem-dispatch-foot-door = On foot a parcel is handed over or goes back
    .detail = It lay at the drop point before. Say that it was handed over, not wanted, or that nobody was there.
