
volunteer-counted-applied = 等社区核实的志愿者
volunteer-counted-verified = 已核实的志愿者
volunteer-counted-shifts = 当天的班次
volunteer-counted-needed = 需要的名额
volunteer-counted-held = 已有人的名额
volunteer-counted-short = 缺人的班次
volunteer-counted-came = 到岗
volunteer-counted-missed = 报名没来
volunteer-counted-hours = 服务时长（小时）
volunteer-shifts-of-day = 只看 { $from } 至 { $until } 的班次，不含取消的。
volunteer-shifts-all-days = 看今后的班次
