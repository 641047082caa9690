supply-orders-gtin-unknown = No item has the GTIN { $gtin }. Add it under goods first
supply-orders-many-lines = At most { $max } lines; each line of the order exactly once
supply-orders-say-picked = Say how many were there; 0 when none was
supply-orders-not-here = “{ $name }” is not in this order
supply-orders-enough = “{ $name }”: all { $of } are counted already
supply-runs-orders-count = Choose from 1 to { $max } packed orders; { $found } are chosen
supply-runs-not-packed = Order { $number } is not packed, or has left already. Nothing was sent
supply-runs-no-staff = Nobody of this firm's staff. Choose one of those shown
supply-runs-no-vehicle = No vehicle of this firm. Choose one of those shown
supply-labels-orders = Order numbers with commas between them
supply-windows-day = A day such as 2022-11-24
supply-windows-no-days = Choose at least one day of the week

problem-picks-too-long = The pick list would be too long
    .detail = Ask for it building by building.

supply-outlet-tab-orders = Orders
supply-outlet-tab-picks = Picking
supply-outlet-tab-runs = Runs
supply-outlet-tab-windows = Windows
supply-outlet-tab-plans = Plans
supply-outlet-tab-day-runs = Day’s runs

supply-orders-title = Orders
supply-orders-states = How they stand
supply-orders-tab-placed = To pack
supply-orders-tab-packed = Packed
supply-orders-tab-sent = On their way
supply-orders-tab-dropped = At a drop point
supply-orders-tab-over = Over
supply-orders-late = Late · { $state }
supply-orders-show = Orders for
supply-orders-window = Delivery window
supply-orders-any-window = any window
supply-orders-building = Building
supply-orders-any-building = any building
supply-orders-filter = Filter
supply-orders-choose = Show
supply-orders-all = All of them
supply-orders-none = No orders here
supply-orders-none-text = New orders stand under “To pack”. Households order for the windows that are open.
supply-orders-none-here = No orders for this filter
supply-orders-none-here-text = Choose another window or building.

supply-orders-pack = Pack
supply-orders-scan = Barcode
supply-orders-scan-hint = Scan a piece, or type its number and press Enter: the line's count goes up by one.
supply-orders-count = Count one
supply-orders-counted = { $name }: { $n } of { $of }
supply-orders-all-filled = Every line is filled in as ordered. Check it, then pack.
supply-orders-ordered = Ordered: { $n }
supply-orders-instead = Something else instead
supply-orders-instead-what = What comes instead
supply-orders-instead-pieces = How many of it
supply-orders-instead-hint = As many as are missing when left empty.
supply-orders-unit = pieces
supply-orders-no-substitute = Nothing else
supply-orders-no-instead = The household wants nothing else instead. What is missing becomes a request of theirs.
supply-orders-agreed = The household was asked and agrees
supply-orders-pack-button = Packed as filled in
supply-orders-all-there = All is there
supply-orders-busy = One moment …
supply-orders-done-packed = Order { $number } is packed.
supply-orders-done-short = Order { $number } is packed. What is missing is now a request of the household.
supply-orders-short = It came short; the household's community knows.
supply-orders-short-before = It was short when it was packed before; people close the request that came of it.
supply-orders-send-with = Send with others
supply-orders-send-alone = Send alone now
supply-orders-run = The run it left with
supply-orders-waits = It waits at its drop point for the household.
supply-orders-over = Nothing more has to be done.
supply-orders-unpack = Take packing back
supply-orders-unpack-hint = It is to be packed again, and what was ordered is set aside once more. What came instead is free again. If others have what was missing by now, packing can't be taken back.
supply-orders-unpack-button = Pack it anew
supply-orders-done-unpacked = Packing of order { $number } is taken back. Pack it anew.
supply-orders-hand-over = Hand over
supply-orders-code = Hand-over code
supply-orders-code-hint = The household says six digits at the door.
supply-orders-hand-over-button = Handed over
supply-orders-done-received = Order { $number } is handed over.
supply-orders-drop = Put down
supply-orders-point = Where it was put down
supply-orders-point-hint = For example: drop point at gate 2.
supply-orders-drop-point = Drop point
supply-orders-drop-button = It is put down
supply-orders-done-dropped = Order { $number } waits at its drop point.
supply-orders-done-dropped-no-photo = Order { $number } waits at its drop point, but the photo was not kept: { $why }. You can take another on the order's page.
supply-orders-photo = Photo of the drop point
supply-orders-photo-of = Photo of the drop point: { $point }
supply-orders-photo-label = Photo
supply-orders-photo-optional = Photo (optional)
supply-orders-photo-hint = Of the place, without people. The household sees it; where and when it was taken is removed, and it is erased 30 days after the order is closed.
supply-orders-photo-button = Add the photo
supply-orders-photo-again = Use this one instead
supply-orders-done-photo = The photo of order { $number } is kept.
supply-orders-return = It came back
supply-orders-return-reason = Why it came back
supply-orders-fit-hint = How many pieces can be sold again:
supply-orders-of = of { $n }
supply-orders-return-button = Take it back into stock
supply-orders-done-returned = Order { $number } came back.
supply-orders-cancel-reason = Why it can't be delivered
supply-orders-cancel-hint = The household reads it.
supply-orders-done-cancelled = Order { $number } is called off. Its pieces are free again.
supply-orders-pieces = Pieces
supply-orders-column-ordered = Ordered
supply-orders-history = What happened
supply-orders-household = The household
supply-orders-event-placed = Placed
supply-orders-event-packed = Packed
supply-orders-event-unpacked = Packing taken back
supply-orders-event-sent = Sent
supply-orders-event-dropped = Put down
supply-orders-event-received = Received
supply-orders-event-presumed = Taken as received
supply-orders-event-cancelled = Called off
supply-orders-event-returned = Came back

supply-picks-title = Pick list
supply-picks-items = From the shelf
supply-picks-buildings = By building
supply-picks-item = Item
supply-picks-pieces = Pieces
supply-picks-picked = Packed
supply-picks-orders = { $n ->
    [one] one order
   *[other] { $n } orders
}
supply-picks-pieces-of = { $n ->
    [one] one piece
   *[other] { $n } pieces
}
supply-picks-none = Nothing to pick
supply-picks-none-text = This window has no orders that have not left. Choose another window.

supply-labels-title = Labels
supply-labels-one = Label
supply-labels-about = { $n ->
    [one] One label.
   *[other] { $n } labels.
} Print them, cut them out, one for each order's bags.
supply-labels-more = There are more orders; print the labels building by building.
supply-labels-none = No labels
supply-labels-none-text = Labels are printed for orders that have not left. Choose a window on the pick list.
supply-labels-pieces = { $n ->
    [one] One piece
   *[other] { $n } pieces
}
supply-labels-order = Order { $number }

supply-runs-title = Runs
supply-runs-one = Run { $number }
supply-runs-choose = Send packed orders
supply-runs-none-packed = No packed orders
supply-runs-none-packed-text = Orders are packed first; then they are sent from here.
supply-runs-more = Not all packed orders are shown. Choose a window.
supply-runs-staff = Who brings them
supply-runs-vehicle = With which vehicle
supply-runs-unsaid = not said
supply-runs-note = Note
supply-runs-send = Send what is chosen
supply-runs-sent = { $n ->
    [one] One order is on its way.
   *[other] { $n } orders are on their way.
}
supply-runs-list = Runs so far
supply-runs-open = on the way
supply-runs-done = done
supply-runs-none = None here.
supply-runs-orders = { $n ->
    [one] one order
   *[other] { $n } orders
}
supply-runs-left = { $n } on the way
supply-runs-made = Left
supply-runs-carrier = Brought by

supply-windows-title = Delivery windows
supply-windows-none = No windows yet
supply-windows-none-text = Households can order once there is a window. Add one below.
supply-windows-open = open
supply-windows-full = full
supply-windows-closed = closed
supply-windows-taken = { $n } of { $max } orders
supply-windows-closes-at = Ordering until { $at }
supply-windows-close = Close
supply-windows-reopen = Open again
supply-windows-closed-now = The window takes no more orders. What was ordered stays ordered.
supply-windows-reopened = The window takes orders again.
supply-windows-opened = { $n ->
    [one] One window is open.
   *[other] { $n } windows are open.
}
supply-windows-add = Add a window
supply-windows-on = Day
supply-windows-from = From
supply-windows-to = To
supply-windows-closes = Ordering ends
supply-windows-closes-hint = So long before the window begins; 0 for until then.
supply-windows-minutes = minutes before
supply-windows-max = At most
supply-windows-orders = orders
supply-windows-add-button = Open this window
supply-windows-week = Add a week's pattern
supply-windows-days = On these days
supply-windows-first-day = From this day on
supply-windows-weeks = For
supply-windows-weeks-unit = weeks
supply-windows-weeks-hint = At most { $max }.
supply-windows-week-button = Open these windows
supply-windows-weekday-0 = Mon
supply-windows-weekday-1 = Tue
supply-windows-weekday-2 = Wed
supply-windows-weekday-3 = Thu
supply-windows-weekday-4 = Fri
supply-windows-weekday-5 = Sat
supply-windows-weekday-6 = Sun
