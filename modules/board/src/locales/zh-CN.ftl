board-title = { $place }现在缺什么
board-live = 实时，{"{time}"} 更新
board-lost = 断线，最后更新 {"{time}"}
board-wall = 大屏
board-to-briefing = 看今晚简报
board-lifelines = 生命线
board-middle = 各地情况与最急的事项
board-charts = 走势

board-sum-open = 未了结 { $n } 件
board-sum-overdue = 逾期 { $n } 件
board-sum-unanswered = 没人接 { $n } 件
board-sum-raised-today = 今天新报 { $n } 件
board-sum-struck-off-today = 今天销号 { $n } 件

condition-stable = 平稳
condition-strained = 吃紧
condition-failing = 告急
condition-unknown = 未报

board-unit = 件
board-tile-open = 未了结
board-tile-overdue = 未了结，其中逾期 { $n } 件
board-spark = 近七天每天新报：{ $days }
board-rule-never-reported = 还没有人报过
board-rule-nothing-open = 没有未了结的
board-rule-nothing-overdue = 没有逾期的
board-rule-few = 逾期 { $n } 件，不满 { $limit } 小时
board-rule-below = 逾期 { $percent }%，不到 { $limit }%
board-rule-share = 逾期 { $percent }%，满 { $limit }% 即{ $state }
board-rule-unseen = 有 { $n } 人没人见到，即{ $state }
board-rule-oldest = 最久的逾期 { $hours } 小时，满 { $limit } 小时即{ $state }
board-rule-neglected = 逾期 { $percent }%，最久的 { $hours } 小时，即{ $state }

board-level-city = 市
board-level-district = 区县
board-level-subdistrict = 街道乡镇
board-level-community = 社区村
board-level-compound = 小区
board-level-building = 楼栋
board-map-open = 哪些{ $level }缺得最多？
board-map-overdue = 哪些{ $level }拖得最多？
board-map-note-open = 每十万人未了结事项
board-map-note-overdue = 逾期占未了结事项
board-map-unit-open = 件
board-map-unit-overdue = %
board-map-said-open = { $n } 件
board-map-said-overdue = { $n }%
board-measure-open = 每十万人
board-measure-overdue = 逾期占比
board-measures = 按什么比较
board-places-none = 这里还没有登记{ $level }

board-oldest = 最急的
board-oldest-all = 全部 { $n } 件
board-oldest-none = 没有等着办的
board-oldest-none-why = 报上来的都办了，或者还没有人报。

board-trend-note = { $place }，近 { $days } 天
board-trends-elsewhere = 走势按街道乡镇统计：看{ $place }
board-axis-unit = 件
board-flow-question = 新报的和销号的，哪个更多？
board-open-question = 什么事项最多？
board-open-note = 未了结，现在
board-late-question = 每天有多少拖过了时限？
board-day = 日期
board-lifeline = 生命线
board-raised = 新报
board-struck-off = 销号
board-open = 未了结
board-overdue = 逾期
board-became-overdue = 新逾期
board-escalated = 上报一级

problem-board-too-many-watchers = 看实时数据的人太多
    .detail = 页面照常可用，刷新就能看到最新数字。
problem-board-no-city = 还没有装入城市
    .detail = 请管理员运行 tongxin city load。
