supply-transfers-need-title = { $item }: { $sent } sent, { $received } arrived
supply-transfers-need-body = From { $from } to { $to }, transfer { $number }. Find out where the difference is.

supply-transfers-pieces = A whole number of pieces from { $min } to { $max }
supply-transfers-from = Choose another firm that keeps stock
supply-transfers-item = Choose an item with a GTIN; other items belong to their outlet alone

problem-transfer-not-listed = Both firms have to be on the whitelist today
    .detail = Nothing was proposed.
problem-transfer-other-side = This step is the other side's
    .detail = The giver agrees and sends; the receiver counts what arrives.
problem-transfer-moved-on = The transfer has moved on
    .detail = Look at how it stands now.
problem-transfer-not-free = Fewer pieces are free
    .detail = The others are promised. Report a count if more are there, or refuse with a reason.
problem-transfer-not-there = Fewer pieces are in stock
    .detail = Report a count first, or send fewer.
problem-transfer-undo-other = This step was taken by somebody else
    .detail = Whoever took it can take it back.
problem-transfer-undo-late = This step is more than ten minutes old
    .detail = It can't be taken back any more.
problem-transfer-undo-gone = The goods have moved on
    .detail = Fewer pieces are free than the step would need. Nothing was taken back.
