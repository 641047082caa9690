# Pages of plans.
dispatch-km = { $n } km
dispatch-kg = { $n } kg
dispatch-today = Today, { $day }
dispatch-tomorrow = Tomorrow, { $day }
dispatch-days = Choose a day
dispatch-other-day = Another day
dispatch-day = Day
dispatch-show = Show
dispatch-busy = One moment …
dispatch-actor-driver = The driver, by the run's link
dispatch-actor-system = The system
dispatch-parcel-door = { $door } · order { $number }
dispatch-parcel-order = Order { $number }
dispatch-parcel-goods = Transfer: { $name } × { $pieces }
dispatch-parcel-transfer = Transfer { $number }
dispatch-parcels = { $n ->
    [one] { $n } parcel
   *[other] { $n } parcels
}
dispatch-quoted = “{ $text }”

dispatch-plan-state-making = Being made
dispatch-plan-state-ready = Ready, not published
dispatch-plan-state-published = Published: people drive by it
dispatch-plan-state-replaced = A later plan took its place
dispatch-plan-state-dropped = Dropped
dispatch-plan-state-failed = Could not be made

dispatch-plans-title = Plans for { $day }
dispatch-present = What people drive by now
dispatch-present-none = No run of this day is published.
dispatch-to-day-runs = The day's runs
dispatch-to-plans = Plans
dispatch-to-vehicles = List vehicles
dispatch-to-staff = Look at the staff
dispatch-to-windows = Delivery windows
dispatch-plans = Plans of this day
dispatch-plans-none = None yet.
dispatch-plan-made = Made { $time }
dispatch-line-runs = { $n ->
    [one] { $n } run
   *[other] { $n } runs
}
dispatch-line-stops = { $n ->
    [one] { $n } stop
   *[other] { $n } stops
}
dispatch-line-late = { $n ->
    [one] { $n } late stop
   *[other] { $n } late stops
}
dispatch-line-left = { $n } left out
dispatch-line-overloaded = { $n ->
    [one] { $n } overloaded run
   *[other] { $n } overloaded runs
}

dispatch-new = Make a new plan
dispatch-asking-again = This form starts from what the plan of { $time } was asked with: { $asked }. Change what is otherwise now.
dispatch-asking-about = To bring: orders { $orders }, transfers { $transfers }. There are: vehicles { $vehicles }, drivers and couriers { $drivers }.
dispatch-no-vehicles = No vehicles are listed
dispatch-no-vehicles-text = A plan is made for the vehicles that are listed and what they carry. List them first, then who drives.
dispatch-no-cargo = There is nothing to bring
dispatch-no-cargo-text = Households order for the windows that are open. Their orders, and transfers that were agreed to, come here.
dispatch-from = Vehicles leave from
dispatch-from-hint = Today never earlier than now.
dispatch-to = They are back by
dispatch-to-hint = 00:00 means midnight at the day's end. Between the two, each driver works by their shift (by day 06:00 to 22:00, by night the rest, by turns whenever), 11 hours at most.
dispatch-due = Only what is due by
dispatch-due-hint = Empty: all of the day. What is not packed yet is planned later.
dispatch-cold = Cold goods
dispatch-cold-only = Cold goods only in vehicles with a cold chain
dispatch-cold-hint = Otherwise a cool box will do.
dispatch-passes = Passes
dispatch-without-passes = Nobody asks for passes on the way
dispatch-passes-hint = Otherwise, as soon as a vehicle of yours has a pass that counts on that day, each goes only where its own pass leads and inside your district. Vehicles for patients go everywhere.
dispatch-closed = Places that nobody can get into (optional)
dispatch-closed-hint = One a line: a code, or a name that only one place has.
dispatch-closed-ways = Bridges or streets that nobody gets across (optional)
dispatch-closed-ways-hint = For each, the two points between which nobody gets across, such as the next crossings on either side: whoever has to get across goes round by the nearer one. Longitude and latitude such as 106.5516, 29.5630, or a place's code or name.
dispatch-way-from = From
dispatch-way-to = To
dispatch-plan-way-half = Fill in both points of a closed way, or neither.
dispatch-plan-way-point = Longitude first, then latitude, such as 106.5516, 29.5630.
dispatch-plan-way-unknown = Nobody knows where { $place } lies. Give longitude and latitude.
dispatch-plan-way-length = The two points of a closed way lie at least { $metres } m and at most { $kilometres } km apart.
dispatch-rest = Rest for whoever drives goods (optional)
dispatch-rest-unit = min
dispatch-rest-hint = From 20 to 120. It begins between 11:00 and 13:30, for everybody who goes on after that.
dispatch-seconds = Time for the search (optional)
dispatch-seconds-unit = s
dispatch-seconds-hint = Left empty, as long as the number of stops suggests, a minute at most. You can end it earlier.
dispatch-make = Make the plan
dispatch-plan-time = A time such as 06:00.

dispatch-plan-title = Plan for { $day }
dispatch-plan-made-by = made { $time } by { $who }
dispatch-asked-shift = Vehicles under way { $span }
dispatch-asked-cold = cold goods only with a cold chain
dispatch-asked-without-passes = no passes asked for
dispatch-asked-rest = a rest of { $minutes } min
dispatch-asked-closed = not into { $places }
dispatch-asked-closed-ways = nobody gets across { $ways }
dispatch-making-title = The plan is being made
dispatch-making-begins = Orders, vehicles and places are being gathered …
dispatch-making-seconds = { $elapsed } s of at most { $limit } s
dispatch-making-cost = Cost of the best plan so far, as kilometres
dispatch-making-fell = The cost fell from { $first } to { $now }
dispatch-stop = Take what there is
dispatch-stopped = It ends now, with the best plan found.
dispatch-failed = No plan was made
dispatch-failed-text = The search broke off. Make a new plan; if that fails too, tell your administrator.
dispatch-estimated = Where some places lie is estimated
dispatch-estimated-text = Nobody has measured them, so they are taken to lie where their codes suggest. Kilometres and times are rough.
dispatch-plan-empty = No run is in this plan
dispatch-plan-empty-text = There was nothing to bring, or none of it fitted; the reasons stand below.

dispatch-figures = The plan in figures
dispatch-compare = Beside what people drive by now
dispatch-column-figure = Figure
dispatch-column-now = Now
dispatch-column-plan = This plan
dispatch-column-difference = Difference
dispatch-column-verdict = Better or worse
dispatch-compare-same = Same
dispatch-compare-better = Better
dispatch-compare-worse = Worse
dispatch-figure-metres = Road
dispatch-figure-minutes = Time under way, together
dispatch-figure-cost = Cost, estimated
dispatch-figure-vehicles = Vehicles
dispatch-figure-runs = Runs
dispatch-figure-stops = Stops
dispatch-figure-metres-a-stop = Road a stop
dispatch-figure-cost-a-stop = Cost a stop, estimated
dispatch-figure-cargo = Parcels brought
dispatch-figure-late = Late stops
dispatch-figure-unserved = Left out
dispatch-figure-overloaded = Overloaded runs
dispatch-figure-load = Load by weight
dispatch-figure-changed = Parcels that change vehicle
dispatch-yuan = ¥{ $n }
dispatch-prices = Estimated at ¥{ $vehicle } a vehicle, ¥{ $km } a km and ¥{ $hour } an hour under way: for comparing plans, not for accounts.

dispatch-left = { $n } left out
dispatch-left-rows = One by one
dispatch-left-more = { $n } more are not shown.
dispatch-left-why-no_vehicle = No vehicle, or nobody to drive
dispatch-left-why-no_driver = Nobody who drives works then
dispatch-left-why-place_closed = Nobody can get into the place
dispatch-left-why-no_pass = No vehicle has a pass to there
dispatch-left-why-no_cold_chain = No vehicle with a cold chain
dispatch-left-why-too_heavy = Too heavy
dispatch-left-why-too_far = Can't be reached in time
dispatch-left-why-no_room = No vehicle has room or time left
dispatch-left-why-taken_out = Taken out by hand
dispatch-left-help-no_vehicle = List more vehicles or drivers, then make a new plan.
dispatch-left-help-no_driver = A driver is given runs within their shift alone, by day 06:00 to 22:00 or by night the rest, and is under way for 11 hours at most. Put the shifts of your staff right, list more drivers, or agree on another window.
dispatch-left-help-place_closed = When the place opens, make a plan without naming it; or agree with the community where outside things are handed over.
dispatch-left-help-no_pass = Apply for a pass that leads there, or ask for a new plan without passes.
dispatch-left-help-no_cold_chain = List a vehicle with a cold chain, or allow cool boxes in a new plan.
dispatch-left-help-too_heavy = It weighs more than any vehicle carries. List a larger one, or split the order.
dispatch-left-help-too_far = Even leaving now is too late for its window. Put it into a run by hand (it will be late), or agree on another window.
dispatch-left-help-no_room = It would fit alone, but every vehicle is full or out of time. Add a vehicle, make the day longer, or put it into a run by hand.
dispatch-left-help-taken_out = It can go into any run again.
dispatch-column-what = What
dispatch-column-where = Where to
dispatch-column-window = Window
dispatch-column-weight = Load
dispatch-put-in = Put into a run
dispatch-tag-cold = cold
dispatch-tag-pinned = pinned
dispatch-rests = first a rest of { $minutes } min

dispatch-map = The runs on the map
dispatch-map-note = Stops are joined by straight lines; kilometres count the bends of roads.
dispatch-map-estimated = Where places lie is estimated. Stops are joined by straight lines; kilometres count the bends of roads.
dispatch-map-hint = Choose a run to see its way and stops alone.
dispatch-map-late = late

dispatch-gantt = The day on a line
dispatch-gantt-run = Run { $number }, { $span } · { $stops ->
    [one] { $stops } stop
   *[other] { $stops } stops
}
dispatch-gantt-rest = rest { $span }
dispatch-gantt-note = Bars are runs, thin lines in them stops, gaps rests; a thick line beyond its bar is a late stop. What is shaded is when vehicles may be under way.
dispatch-column-vehicle = Vehicle

dispatch-runs = Run by run
dispatch-run-choice = { $number }. { $plate } { $time }
dispatch-overloaded = Overloaded
dispatch-has-left = Has left
dispatch-to-run-page = The run's page
dispatch-driver = Driver
dispatch-driver-nobody = Nobody named
dispatch-driver-set = Set driver
dispatch-change-run = Change this run
dispatch-stops-of = { $n ->
    [one] { $n } stop
   *[other] All { $n } stops
}
dispatch-column-stop = Stop
dispatch-column-arrives = Arrives
dispatch-column-parcels = Parcels
dispatch-column-way = Way
dispatch-change-stop = Change
dispatch-to-run = To which run
dispatch-position = As which stop; at the end when left empty
dispatch-position-end = last
dispatch-position-unit = as stop
dispatch-move = Move
dispatch-pin = Pin to this vehicle
dispatch-unpin = Unpin
dispatch-take-out = Take out of the plan
dispatch-stop-done = Done
dispatch-stop-pickup = Goods are taken over here from a broken-down vehicle
dispatch-stop-late = Late by { $time }
dispatch-stop-on-time = On time
dispatch-change-position = A stop's number from 1 on; nothing for the end.
dispatch-changed = Changed. Road { $km_before } → { $km_after } km; late stops { $late_before } → { $late_after }; overloaded runs { $over_before } → { $over_after }; left out { $left_before } → { $left_after }; load by weight { $load_before } → { $load_after } %, by volume { $volume_before } → { $volume_after } %, cold boxes { $boxes_before } → { $boxes_after } %.
dispatch-changed-pin = Changed. A new plan will keep to it.
dispatch-changed-driver = The driver is changed.
dispatch-undone = The last change is taken back.

dispatch-publish = Publish
dispatch-publish-title = What publishing will do
dispatch-publish-fresh = New runs
dispatch-publish-changed = Changed runs
dispatch-publish-same = Unchanged runs
dispatch-publish-cancelled = Cancelled runs
dispatch-publish-missed = Late or not brought
dispatch-publish-raised = Of these, new needs
dispatch-publish-text = Drivers and households then see the new times. Each order that will be late or not come becomes a need at once, and its community sees to it; a transfer's need goes to the firm that waits for it.
dispatch-publish-button = Publish this plan
dispatch-published = Published. Runs: { $runs }. Needs that say what will be late or not come: { $needs }.
dispatch-drop = Drop this plan
dispatch-drop-text = What people drive by stays as it is. A dropped plan can't be published any more.
dispatch-to-runs = Runs of the day
problem-dispatch-run-no-pass = That vehicle has no pass to there
    .detail = Choose a run whose vehicle has one, apply for a pass, or ask for a plan without passes.
problem-dispatch-run-no-way = There is no way there in that order
    .detail = None is known from one stop to the next, or back to where the firm loads. Choose another place in the run, or another run.
problem-dispatch-run-off-shift = Whoever drives does not work then
    .detail = A driver is given runs within their shift alone, and is under way for 11 hours a day at most. Name somebody else or nobody for the run first, or put their shift right among the staff.
problem-dispatch-run-pass-hours = That vehicle's pass does not count there at that hour
    .detail = Move the stop to an hour at which it does, choose a vehicle whose pass does, or ask for a plan without passes.
dispatch-litres = { $n } l
dispatch-boxes = { $n ->
    [one] 1 cold box
   *[other] { $n } cold boxes
}
dispatch-run-weight = Weight { $load } of { $full } ({ $percent } %)
dispatch-run-volume = Volume { $load } of { $full } ({ $percent } %)
dispatch-run-cold_boxes = { $load } of { $full } ({ $percent } %)
dispatch-figure-volume = Load by volume
dispatch-figure-cold-boxes = Cold boxes filled
dispatch-crews = Vehicles with a medical crew that day
dispatch-crews-hint = Those that are listed with a crew have one anyway.
dispatch-asked-crews = { $n ->
    [one] a medical crew for 1 more vehicle
   *[other] a medical crew for { $n } more vehicles
}
dispatch-plan-crews = Choose at most { $max }
dispatch-left-why-pass_hours = No pass counts there at that hour
dispatch-left-help-pass_hours = A vehicle's pass leads there, but not within the window. Apply for a pass with other hours, agree on another window, or ask for a plan without passes.
dispatch-left-why-too_bulky = Too bulky
dispatch-left-help-too_bulky = It takes more room than any vehicle has. List a larger one, check the volume of the items, or split the order.
dispatch-left-why-no_cold_boxes = Too few cold boxes
dispatch-left-help-no_cold_boxes = More has to stay cold than fits into the cold boxes of any vehicle. List a vehicle with a cold chain or more boxes, or split the order.
dispatch-left-why-no_way = No road there and back
dispatch-left-help-no_way = The file of ways or the routing service knows no road there and back, so no vehicle gets there; putting it into a run by hand does not help. If there is a road, have whoever runs the server put it right, then make a new plan. If there is none, agree on a place that vehicles reach.
dispatch-left-why-ride_too_long = The ride would take too long
dispatch-left-help-ride_too_long = Between the latest hour for getting in and the earliest for getting out lies more time than anybody may sit in the vehicle. Have the ride booked anew with times that lie closer together, then make a new plan.
