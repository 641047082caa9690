# 需求类别
dispatch-kind = 未能交付
dispatch-topic-absent = 家中无人
dispatch-absent-title = 订单退回：家中无人
dispatch-absent-body = 订单 { $number } 已送到门口，家中无人应答，又无法放置。请确认门后的人是否平安，并安排再次配送。

# 填写有误
dispatch-plan-day = 方案只能排今天或之后 { $days } 天之内。
dispatch-plan-seconds = 请填 { $min } 到 { $max } 秒。
dispatch-plan-shift = 收车时间须晚于发车时间，且在同一天。
dispatch-plan-due = 请填零点后 1 到 1440 分钟。
dispatch-plan-rest = 请填 { $min } 到 { $max } 分钟，或者不填。
dispatch-plan-closed = 最多 { $max } 个地点。
dispatch-plan-closed-ways = 封闭的桥或街道最多 { $max } 处。

# 拒绝原因
problem-dispatch-plan-not-ready = 此方案不能修改或下发
    .detail = 它仍在编制中，或已被新方案取代。
problem-dispatch-plan-changed = 他人已修改此方案
    .detail = 请重新查看后再决定。
problem-dispatch-plan-outdated = 编制之后车次已有变化
    .detail = 请重新编制，新方案从当前情况出发。
problem-dispatch-nothing-to-undo = 没有可撤销的改动
    .detail = 只能撤销最近一次人工改动。
problem-dispatch-not-in-plan = 方案中没有这一车次或停靠点
    .detail = 可能已被移动，请重新查看方案。
problem-dispatch-run-left = 该车次已发车
    .detail = 车上的货随车送达。车辆无法继续时，请在车次页说明。
problem-dispatch-run-full = 该车次停靠点已达上限
    .detail = 请移到其他车次。
problem-dispatch-taken-on = 这批货要从故障车上转运
    .detail = 它们跟随转运的车次。
problem-dispatch-no-link = 这个链接打不开车次
    .detail = 链接已更换，或车次结束已超过 36 小时。请向单位要新链接。
problem-dispatch-run-cancelled = 该车次已从方案中取消
    .detail = 货物由其他车次配送，请联系所属企业。
problem-dispatch-run-not-left = 该车次尚未发车
    .detail = 请先点“发车”。
problem-dispatch-run-over = 该车次已结束
    .detail = 不能再登记。
problem-dispatch-run-has-open = 该车次还有未登记的货
    .detail = 请逐件登记结果后再收车。
problem-dispatch-cargo-done = 这件货已登记过结果
    .detail = 以第一次登记为准；如有误请告知企业。

dispatch-travel-straight = 路程按直线距离乘以本市道路系数估算，时间仅供参考。
dispatch-travel-service = 路程由路线服务（OSRM）按道路计算。
dispatch-travel-service-failed = 路线服务（OSRM）未能答复，路程改按直线距离乘以本市道路系数估算，时间仅供参考。
dispatch-travel-file = 路程取自运维方提供的路程文件。
dispatch-travel-file-with-gaps = 路程取自运维方提供的路程文件；文件中没有的按直线距离乘以本市道路系数估算。

# 当日数字
dispatch-counted-runs = 已发车次
dispatch-counted-stops = 已完成停靠
dispatch-counted-on_time = 按时停靠
dispatch-counted-late = 超时停靠
dispatch-counted-arrived = 已交付或放置
dispatch-counted-came_back = 退回
dispatch-counted-kilometres = 车次里程（千米）
dispatch-counted-unserved = 方案未能安排
# 纸质行车单
dispatch-sheet-title = { $plate } 的行车单
dispatch-sheet-about = { $day } { $from } 至 { $to } · { $stops } 站 · { $km } 公里
dispatch-sheet-loads-at = 装货地点：{ $place }
dispatch-sheet-file = 导出表格（XLSX）
dispatch-sheet-qr = 打开此车次的二维码
dispatch-sheet-open = 在手机上打开
dispatch-sheet-open-text = 出车当天有信号时扫一次，之后全天没有信号也能用。谁扫了谁就能登记此车次，请勿交给别人。
dispatch-sheet-destroy = 单上有门牌和电话，收车后请销毁。
dispatch-sheet-doors-later = 门牌、电话和备注出车当天才有，请在 { $day } 当天打印。
dispatch-sheet-pickup = 在此从故障车上接货
dispatch-sheet-cold = 冷藏
dispatch-sheet-yuan = 收 ¥{ $price }
dispatch-sheet-stop = 站
dispatch-sheet-place = 地点
dispatch-sheet-window = 时段
dispatch-sheet-planned = 预计到达
dispatch-sheet-rest = { $at }，先休息 { $minutes } 分钟
dispatch-sheet-planned-at = 预计 { $at }
dispatch-sheet-door = 门牌
dispatch-sheet-number = 单号
dispatch-sheet-contents = 内容
dispatch-sheet-contact = 电话
dispatch-sheet-to-pay = 应收
dispatch-sheet-note = 备注
dispatch-sheet-load = 装载
dispatch-sheet-load-of = { $kg } 千克，约 { $litres } 升
dispatch-sheet-load-cold = { $kg } 千克，约 { $litres } 升，其中冷藏 { $boxes } 箱
dispatch-sheet-pass = 通行证有效时段 { $span }
dispatch-sheet-pass-corridor = 通行证有效时段 { $span }，走{ $road }
