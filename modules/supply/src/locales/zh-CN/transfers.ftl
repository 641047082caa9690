supply-transfers-need-title = { $item }发出 { $sent }、实收 { $received }
supply-transfers-need-body = { $from }调往{ $to }，调拨单号 { $number }。请查明差额去向。

supply-transfers-pieces = 请填 { $min } 到 { $max } 的整数件数
supply-transfers-from = 请选另一家有库存的单位
supply-transfers-item = 请选有商品条码的商品；无条码商品只属于本店

problem-transfer-not-listed = 双方今日都须在保供名单内
    .detail = 未提出调拨。
problem-transfer-other-side = 这一步由对方办理
    .detail = 调出方同意并发货，调入方清点收货。
problem-transfer-moved-on = 调拨单状态已变
    .detail = 请查看目前状态。
problem-transfer-not-free = 可用数量不足
    .detail = 其余已预留。如实际更多请先盘点，或说明理由拒绝。
problem-transfer-not-there = 库存数量不足
    .detail = 请先盘点，或减少发货件数。
problem-transfer-undo-other = 这一步由他人办理
    .detail = 只有办理人可以撤回。
problem-transfer-undo-late = 这一步已超过十分钟
    .detail = 不能再撤回。
problem-transfer-undo-gone = 货物已有变动
    .detail = 可用件数不足，未撤回。
