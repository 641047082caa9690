supply-transfers-need-title = { $item }: { $sent } sent, { $received } arrived
supply-transfers-need-body = From { $from } to { $to }, transfer { $number }. Find out where the difference is.
