supply-stock-kind-count = Count
supply-stock-kind-receipt = Goods came
supply-stock-kind-order = Left with an order
supply-stock-kind-transfer_out = Sent to another outlet
supply-stock-kind-transfer_in = Came from another outlet
supply-stock-kind-waste = Lost
supply-stock-kind-return = Came back
supply-stock-kind-undone = { $kind }, taken back

supply-stock-column-time = Time
supply-stock-column-kind = Why
supply-stock-column-item = Item
supply-stock-column-unit = Sold by
supply-stock-column-came = Came
supply-stock-column-went = Went
supply-stock-column-who = Who
supply-stock-column-note = Note

supply-stock-no-rows = Nothing is filled in. Enter a number for at least one item
supply-stock-many-rows = At most { $max } rows in one report; there are { $found }
supply-stock-item-or-gtin = Name the item by its id or by its GTIN, one of the two
supply-stock-unknown-item = This outlet can't carry an item of this id. Add it under goods first
supply-stock-unknown-gtin = No item has the GTIN { $gtin } yet. Add it under goods first
supply-stock-item-twice = This item is in row { $row } already; give it one row
supply-stock-pieces = A whole number of pieces from { $min } to { $max }
supply-stock-not-there = Only { $on_hand } are in stock. If more are there, report a count first
supply-stock-older = It was counted later than that, at { $time }. Report a newer count
supply-stock-counted-later = The time of the count lies ahead. Choose now or earlier
supply-stock-counted-long-ago = A count of more than { $days } days ago says nothing of today. Count again
supply-stock-file-too-long = More than { $max } movements. Choose fewer days or one item

problem-report-not-own = This report was made by somebody else
    .detail = Whoever made it can take it back. You can report the right count.
problem-report-undone = This report was taken back already
    .detail = Stock is as it was before it.
problem-report-too-old = This report is more than ten minutes old
    .detail = Report a new count instead.
problem-stock-moved-since = Goods moved since this report
    .detail = Nothing was taken back. Report a new count instead.

supply-outlet-all = Your firms
supply-outlet-pages = Pages of this firm
supply-outlet-tab-now = Now
supply-outlet-tab-stock = Stock
supply-outlet-tab-goods = Goods
supply-outlet-tab-movements = Movements
supply-outlet-tab-passes = Passes
supply-outlet-now = What must be done now
supply-outlet-orders = orders
supply-outlet-orders-placed = to pack
supply-outlet-orders-packed = packed, not sent
supply-outlet-orders-sent = on the way
supply-outlet-orders-dropped = at a drop point
supply-outlet-no-goods = No goods yet
supply-outlet-no-goods-text = Add what you carry, then report how much is there.
supply-outlet-nothing = Nothing presses
supply-outlet-nothing-text = Nothing is sold out, and everything was counted within a day.
supply-outlet-uncounted = { $n ->
    [one] One item was not counted for a day
   *[other] { $n } items were not counted for a day
}
supply-outlet-ask = What do you lack?
supply-outlet-cancel = Cancel

supply-stock-title = Stock
supply-stock-on-hand = On hand
supply-stock-promised = Promised
supply-stock-free = Free
supply-stock-counted = Last counted
supply-stock-look = To look at
supply-stock-never = Never
supply-stock-level = { $on_hand } on hand, { $promised } promised
supply-stock-attention-uncovered = More promised than there
supply-stock-attention-sold_out = Sold out
supply-stock-attention-low = Less than a day left
supply-stock-attention-uncounted = To be counted

supply-stock-report-count = Report a count
supply-stock-report-receipt = Goods came
supply-stock-report-waste = Goods are lost
supply-stock-button-count = Report the count
supply-stock-button-receipt = Enter what came
supply-stock-button-waste = Enter the loss
supply-stock-note-count = Note
supply-stock-note-receipt = Where from, delivery note
supply-stock-note-waste = Why: spoiled, broken, past its date
supply-stock-leave-empty = Fill in only the items it is about; leave the others empty.
supply-stock-in-books = In the books: { $on_hand }
supply-stock-counted-at = Counted at
supply-stock-counted-at-hint = Leave empty if it was just now. At most { $days } days ago; what came and went since is taken into account.
supply-stock-counted-unreadable = Choose a day and time
supply-stock-draft = Draft kept on this device
supply-stock-busy = Sending…
supply-stock-done-count = { $n ->
    [one] The count of one item is entered.
   *[other] The count of { $n } items is entered.
}
supply-stock-done-receipt = { $n ->
    [one] One item is entered as come.
   *[other] { $n } items are entered as come.
}
supply-stock-done-waste = { $n ->
    [one] One item is entered as lost.
   *[other] { $n } items are entered as lost.
}
supply-stock-done-uncovered = { $n ->
    [one] One item is entered.
   *[other] { $n } items are entered.
} { $short ->
    [one] Of one item more is promised than is there: { $items } short. Get more, or tell those who ordered.
   *[other] Of { $short } items more is promised than is there: { $items } short. Get more, or tell those who ordered.
}
supply-stock-done-undo = The report is taken back. Stock is as before.
supply-stock-not-undone = Nothing was taken back: { $why }

supply-stock-movements = Movements
supply-stock-movements-of = How stock came to be so
supply-stock-column-change = Change
supply-stock-all-kinds = All reasons
supply-stock-from = from
supply-stock-until = until
supply-stock-show = Show
supply-stock-no-movements = No movements
supply-stock-no-movements-text = Nothing came or went in these days, or of this kind.
supply-stock-unknown-name = This outlet carries no item called “{ $name }”
supply-stock-name-twice = Two items are called “{ $name }”; name it by its GTIN
