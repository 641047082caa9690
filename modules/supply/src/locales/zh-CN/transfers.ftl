supply-transfers-need-title = { $item }发出 { $sent }、实收 { $received }
supply-transfers-need-body = { $from }调往{ $to }，调拨单号 { $number }。请查明差额去向。
