# 状态
ledger-state-raised = 已提出
ledger-state-accepted = 已受理
ledger-state-assigned = 已派单
ledger-state-solved = 已办结，待确认
ledger-state-struck_off = 已销号
ledger-state-declined = 未受理
ledger-state-reopened = 重新打开
ledger-state-merged = 已合并
ledger-state-overdue = 逾期

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
ledger-entry-overdue = 逾期
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
ledger-column-overdue = 逾期
ledger-column-closed = 关闭时间
ledger-yes = 是
ledger-no = 否
ledger-export-too-long = 超过 { $max } 条。请缩小筛选范围，或改用 CSV。

# 字段
ledger-field-unprintable = 含有不可显示的字符，请删去
ledger-field-unknown = 没有“{ $found }”。可用：{ $right }
ledger-field-no-such = 没有这个编号或代码。请检查，或从列表里选
ledger-field-elsewhere = 他们不在这里。不填时，按他们自己的地点
ledger-field-too-wide = 请写到街道乡镇或更小的地点
ledger-field-not-assignable = 请选择在您范围内办事的人，或那里的单位
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
problem-need-closes-itself = 这件事会自行办结
    .detail = 不能手工办结：等它所等的事记录下来，就会自行办结。等什么，写在说明里。
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
ledger-row-of-need = 需求 { $name }
ledger-row-of-entry = 需求和记录 { $name }
ledger-row-of-attachment = 照片 { $name }
ledger-row-of-seal = 封印 { $name }
ledger-row-of-head = 封印和需求 { $name }
ledger-row-of-tally = 统计 { $name }
ledger-fault-changed = 被改动
ledger-fault-column-changed = 有字段被改动
ledger-fault-removed = 被删除
ledger-fault-added = 是绕过系统添加的
ledger-fault-heads-changed = 封存的内容被改动
ledger-fault-wrong-signature = 签名不符
ledger-fault-unknown-key = 由未知密钥签名

# 列表
ledger-needs-title = 需求台账
ledger-count = 共 { $n } 件
ledger-count-more = { $n } 件以上
ledger-row-late = 逾期 { $time }
ledger-row-due-in = 还剩 { $time }
ledger-row-to-confirm = 待确认
ledger-row-with = 在办：{ $name }
ledger-row-was-with = 经办：{ $name }
ledger-erased-title = 内容已按期清除
ledger-chips = 快捷筛选
ledger-chip-open = 全部未了结
ledger-chip-overdue = 逾期
ledger-chip-new = 没人接
ledger-chip-mine = 派给我的
ledger-chip-confirm = 待确认
ledger-chip-untouched = 12 小时没动
ledger-filter-show = 显示
ledger-filter-open = 未了结的
ledger-filter-lifeline = 生命线
ledger-filter-any-lifeline = 各条生命线
ledger-filter-any-priority = 不分缓急
ledger-filter-any-time = 不论是否逾期
ledger-filter-overdue-true = 已逾期
ledger-filter-overdue-false = 未逾期
ledger-filter-any-place = 我的全部范围
ledger-filter-sort = 排序
ledger-sort-due = 时限近的在前
ledger-sort-newest = 最新的在前
ledger-sort-untouched = 久没动的在前
ledger-filter-search = 含有的字词
ledger-filter-with-closed = 包括已结的
ledger-filter-button = 筛选
ledger-filter-clear = 清除筛选
ledger-filter-conditions = 其他条件
ledger-filter-remove = （去掉）
ledger-filter-tier = 层级：{ $tier }
ledger-filter-tier_from = 层级：{ $tier }及以上
ledger-filter-raised_before = { $time } 以前提出
ledger-filter-raised_from = { $time } 以后提出
ledger-filter-untouched_since = { $time } 以后没动过
ledger-filter-due_before = { $time } 以前到期
ledger-filter-mine = 派给我的
ledger-filter-household = 某一住户的
ledger-filter-org = 某一单位的
ledger-filter-assigned_account = 派给某人的
ledger-filter-assigned_org = 派给某单位的
ledger-filter-merged_into = 并入 { $id } 的
ledger-empty = 这里现在没有等着的事项
ledger-empty-text = 您范围内的事项都已办结。新提出的会自动出现。
ledger-empty-closed = 看已结的
ledger-empty-filtered = 没有符合条件的事项
ledger-empty-filtered-text = 去掉一个条件，或换个字词再找。
ledger-bulk-all = 全选本页
ledger-bulk-chosen = 已选 { "{n}" } 件
ledger-bulk-none = 还没有选。请先勾选左边的方框。
ledger-bulk-missing = { $field ->
        [to] 请选择派给谁。
        [priority] 请选择紧急程度。
       *[other] 请说明为什么上报。
    }
ledger-bulk-done = { $refused ->
        [0] 已办 { $done } 件。
       *[other] 已办 { $done } 件；{ $refused } 件没有办：{ $why }。
    }
ledger-bulk-undone = { $refused ->
        [0] 已撤销 { $done } 件。
       *[other] 已撤销 { $done } 件；{ $refused } 件没有撤销：{ $why }。
    }

# 待办
ledger-queue-title = 我的待办
ledger-queue-about = { $tier }层级 · 时限近的在前
ledger-queue-list = 在台账里打开
ledger-queue-tier = 到我这一级的
ledger-queue-overdue = 逾期
ledger-queue-coming = 下级快到时限的
ledger-queue-appealed = 重新打开和申诉的
ledger-queue-confirm = 待确认
ledger-queue-empty = 您这一级没有等着的事项
ledger-queue-empty-text = 下级没办成的，会自动上报到这里。

# 一件事项
ledger-moment = { $time }（{ $ago }）
ledger-next = 现在到哪一步
ledger-others = 还可以做什么
ledger-timeline = 经过
ledger-draft = 草稿已存在本机
ledger-photo-alt = 事项的照片
ledger-fact-org = 单位
ledger-fact-assignee = 谁在办
ledger-fact-contact = 联系方式
ledger-fact-merged-into = 并入
ledger-entry-with = { $what }：{ $more }
ledger-actor-account = 工作人员
ledger-actor-household = 住户
ledger-actor-door = 住户 { $door }
ledger-clock = 如果没有进展，{ $time } 自动上报到{ $tier }
ledger-now-raised-act = 还没有人接。受理后，提出的人就知道有人在办。
ledger-now-raised-wait = 已经收到，等人受理。
ledger-now-accepted-act = 已受理。办好后请点“办结”，并写明怎么办的。
ledger-now-accepted-wait = 已有人受理，正在办。
ledger-now-assigned-act = 在办：{ $name }。办好后请点“办结”，并写明怎么办的。
ledger-now-assigned-wait = { $name }正在办。
ledger-now-solved-act = { $solver }说已经办好。办好了就确认；没办好，请在下面重新打开。
ledger-now-solved-wait = { $solver }说已经办好，等别人确认。
ledger-now-reopened-act = 上次没有办好，请重新受理。
ledger-now-reopened-wait = 已重新打开，等人受理。
ledger-now-declined-act = 没有受理，理由在“经过”里。如果不对，可以申诉，由上一级来看。
ledger-now-declined-wait = 没有受理，理由在“经过”里。
ledger-now-struck_off = 已确认销号。如果发现没有办好，可以重新打开。
ledger-now-merged = 与另一件事项相同，由那一件继续办。
ledger-step-confirm = 办好了，确认
ledger-step-withdraw = 不再需要
ledger-ask-assign = 派给谁
ledger-ask-priority = 紧急程度
ledger-ask-priority-hint = 时限随之改变。
ledger-ask-solve = 怎么办的（可不填）
ledger-ask-strike-off = 原因（可不填）
ledger-ask-decline = 为什么办不了
ledger-ask-decline-hint = 提出的人会看到，可以申诉。
ledger-ask-appeal = 为什么不对
ledger-ask-reopen = 还缺什么
ledger-ask-escalate = 为什么要上报
ledger-ask-merge = 并入的事项编号
ledger-ask-merge-hint = 只能合并同一区县内的同类事项。
ledger-ask-comment = 留言
ledger-ask-attach = 照片
ledger-ask-attach-hint = JPEG 或 PNG，不超过 5 MiB。拍摄地点和时间会自动去掉。
ledger-done-accept = { $number } 已受理
ledger-done-assign = { $number } 已派单
ledger-done-solve = { $number } 已办结，等提出的人确认
ledger-done-strike-off = { $number } 已销号
ledger-done-decline = { $number } 未受理
ledger-done-appeal = { $number } 已申诉，由上一级来看
ledger-done-reopen = { $number } 已重新打开
ledger-done-comment = 留言已加上
ledger-done-attach = 照片已加上
ledger-done-escalate = { $number } 已上报一级
ledger-done-merge = { $number } 已合并
ledger-done-priority = { $number } 紧急程度已调整
ledger-done-undo = { $number } 已撤销
ledger-field-no-number = 这不是事项编号。编号在事项页面的上方。

# 提出
ledger-raise-title = 提出需求
ledger-raise-for = 为：{ $subject }
ledger-raise-own = 我家
ledger-raise-whole-building = 整栋楼
ledger-raise-door = 哪一户
ledger-raise-topic = 哪方面的？
ledger-raise-what = 缺什么
ledger-raise-what-hint = 一句话写清楚，带上数量，例如“降压药只够一天”
ledger-raise-more = 补充说明（可不填）
ledger-raise-more-hint = 来办的人需要知道的。
ledger-raise-priority = 有多急
ledger-raise-priority-hint = 有危险时，请马上拨打下面的电话。
ledger-raise-contact = 怎么联系您（可不填）
ledger-raise-contact-hint = 事项办结 90 天后删除。
ledger-raise-photo = 照片（可不填）
ledger-raise-button = 提交
ledger-raise-busy = 正在提交…
ledger-raise-cancel = 先不提
ledger-raise-where = 在哪里？
ledger-raise-find = 名称、拼音首字母或代码
ledger-raise-find-button = 查找
ledger-raise-where-none = 您的范围内没有这个地点
ledger-raise-where-none-text = 换个名称再找，或联系管理地点的人。
ledger-raised = { $number } 已收到。有人受理后，这一页会显示是谁。
ledger-raised-without-photo = { $number } 已收到，但照片没有收到：{ $why }。可以在下面补上。
ledger-field-topic = 请选择是哪方面的

# 提出人自己的页面
ledger-own-confirm = 请您确认
ledger-own-confirm-text = 这几件说是办好了。如果没办好，点开它，写明还缺什么。
ledger-own-open = 正在办
ledger-own-none = 没有在办的事项
ledger-own-none-text = 您提出的事项会一直在这里，直到您说办好了。
ledger-own-closed = 已结
ledger-own-all = 全部，包括已结的
ledger-own-orgs = 您负责的
