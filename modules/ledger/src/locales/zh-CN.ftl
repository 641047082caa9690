# 状态
ledger-state-raised = 已提出
ledger-state-accepted = 已受理
ledger-state-assigned = 已派单
ledger-state-solved = 已办结，待确认
ledger-state-struck_off = 已销号
ledger-state-declined = 未受理
ledger-state-reopened = 重新打开
ledger-state-merged = 已合并
ledger-state-overdue = 超时

# 层级
ledger-tier-base = 社区或企业
ledger-tier-subdistrict = 街道乡镇
ledger-tier-district = 区县
ledger-tier-city = 市级

# 紧急程度
ledger-priority-urgent = 特急
ledger-priority-high = 紧急
ledger-priority-normal = 一般
ledger-priority-low = 不急

# 生命线
ledger-lifeline-food = 食品和日用品
ledger-lifeline-health = 就医用药
ledger-lifeline-care = 照护
ledger-lifeline-goods = 货运物流
ledger-lifeline-industry = 工业生产
ledger-lifeline-projects = 重点项目
ledger-lifeline-information = 信息与文化

# 记录
ledger-entry-raised = 提出
ledger-entry-accepted = 受理
ledger-entry-assigned = 派单
ledger-entry-solved = 办结
ledger-entry-struck_off = 销号
ledger-entry-declined = 不予受理
ledger-entry-appealed = 申诉
ledger-entry-reopened = 重新打开
ledger-entry-commented = 留言
ledger-entry-attached = 上传照片
ledger-entry-escalated = 上报一级
ledger-entry-overdue = 超时
ledger-entry-merged = 合并
ledger-entry-prioritised = 调整紧急程度
ledger-entry-undone = 撤销上一步
ledger-entry-erased = 到期清除个人信息
ledger-reason-overdue = 超过办理时限，自动上报
ledger-reason-untouched = 24小时无人处理，自动上报
ledger-actor-system = 系统

# 操作
ledger-command-accept = 受理
ledger-command-assign = 派单
ledger-command-solve = 办结
ledger-command-strike-off = 销号
ledger-command-decline = 不予受理
ledger-command-appeal = 申诉
ledger-command-reopen = 重新打开
ledger-command-comment = 留言
ledger-command-attach = 上传照片
ledger-command-escalate = 上报一级
ledger-command-merge = 合并
ledger-command-priority = 调整紧急程度
ledger-command-undo = 撤销

# 导出
ledger-sheet = 需求台账
ledger-column-id = 编号
ledger-column-state = 状态
ledger-column-priority = 紧急程度
ledger-column-kind = 类别
ledger-column-topic = 事项
ledger-column-place = 地点
ledger-column-place-code = 区划代码
ledger-column-title = 需求
ledger-column-body = 说明
ledger-column-tier = 层级
ledger-column-raised = 提出时间
ledger-column-due = 办理时限
ledger-column-overdue = 超时
ledger-column-closed = 关闭时间
ledger-yes = 是
ledger-no = 否
ledger-export-too-long = 超过 { $max } 条。请缩小筛选范围，或改用 CSV。

# 字段
ledger-field-unprintable = 含有不可显示的字符，请删去
ledger-field-unknown = 没有“{ $found }”。可用：{ $right }
ledger-field-not-allowed = 这里不能填写此项
ledger-field-cursor = 翻页位置无效，请从第一页开始
ledger-field-limit = 请填 1 至 { $max }
ledger-field-bulk = 一次可处理 1 至 { $max } 条，现在是 { $found } 条

# 拒绝的原因
problem-need-wrong-state = { $state ->
        [raised] 此事项已提出但未受理，现在不能这样操作
        [accepted] 此事项已受理，现在不能这样操作
        [assigned] 此事项已派单，现在不能这样操作
        [solved] 此事项已办结，正等待确认，现在不能这样操作
        [struck_off] 此事项已销号，现在不能这样操作
        [declined] 此事项未受理，现在不能这样操作
        [reopened] 此事项已重新打开，现在不能这样操作
       *[merged] 此事项已合并，现在不能这样操作
    }
    .detail = { $command ->
        [solve] 请先受理或派单，再办结。
        [strike-off] 办结后才能由他人确认销号；提出人可随时说明不再需要。
        [appeal] 只有未受理的事项可以申诉。
        [reopen] 只有已办结、已销号或已合并的事项可以重新打开。
       *[other] 刷新页面，看看现在的状态再操作。
    }
problem-need-solver-strikes-off = 不能给自己办结的事项销号
    .detail = 请由提出人或其他回访人员确认。
problem-need-top-tier = 已经是市级，无法再上报
    .detail = 可以留言说明情况。
problem-need-same-priority = 紧急程度没有变化
    .detail = 请选择另一个等级。
problem-need-same-assignee = 已经派给该对象
    .detail = 请选择另一个人或单位。
problem-need-merge-into-itself = 不能与自身合并
    .detail = 请选择另一条事项。
problem-need-merge-target-missing = 找不到要并入的事项
    .detail = 请检查编号，或确认它在您的范围内。
problem-need-merge-target-closed = 要并入的事项已关闭
    .detail = 请选择未关闭的事项。
problem-need-merge-target-differs = 两条事项不是同一类别或不在同一区县
    .detail = 只能合并同一区县内的同类事项。
problem-need-undo-not-last = 之后又有了新的记录，不能撤销
    .detail = 刷新页面，看看第 { $last } 条记录。
problem-need-undo-not-yours = 只能撤销自己的操作
    .detail = 请联系做出该操作的人。
problem-need-undo-too-late = 已超过10分钟，不能撤销
    .detail = 请用其他操作更正，例如重新打开。
problem-need-undo-not-possible = 这类记录不能撤销
    .detail = 请用其他操作更正。
problem-need-erased = 此事项的内容已按期清除
    .detail = 如仍有需要，请重新提出。
problem-need-too-many-photos = 照片已达 { $max } 张上限
    .detail = 请用文字补充说明。
problem-need-too-many-entries = 记录已达 { $max } 条上限
    .detail = 请销号后另行提出。
problem-photo-empty = 照片是空的
    .detail = 请重新选择照片。
problem-photo-too-large = 照片太大
    .detail = 不超过 { $mib } MiB。
problem-photo-too-many-pixels = 照片尺寸太大
    .detail = 请缩小后再上传。
problem-photo-wrong-type = 这不是 JPEG 或 PNG 照片
    .detail = 请上传 JPEG 或 PNG。
problem-photo-damaged = 照片已损坏，无法读取
    .detail = 请重新拍摄或选择另一张。

# 校验
ledger-fault-changed = 被改动
ledger-fault-column-changed = 有字段被改动
ledger-fault-removed = 被删除
ledger-fault-added = 是绕过系统添加的
ledger-fault-heads-changed = 封存的内容被改动
ledger-fault-wrong-signature = 签名不符
ledger-fault-unknown-key = 由未知密钥签名
