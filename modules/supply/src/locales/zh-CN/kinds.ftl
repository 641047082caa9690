supply-kind-shortage = 保供短缺
supply-topic-cover = 库存告急
supply-topic-transfer = 调拨异常
supply-topic-vehicles = 缺车辆或人员
supply-kind-order = 居民订单
supply-topic-late = 订单超时未送达
supply-topic-short = 订单缺货

supply-figure-listed = 在册保供企业
supply-figure-vehicles = 保供车辆
supply-figure-staff = 保供人员
supply-figure-placed = 下单
supply-figure-delivered = 送达
supply-figure-on_time = 其中按时
supply-figure-late = 超时未送达
supply-figure-short = 缺货
supply-figure-cancelled = 取消
supply-figure-needs_raised = 新增保供事项（缺货、超时、短少）
supply-figure-needs_struck_off = 保供事项销号

supply-orders-day-title = 当天的订单
supply-orders-day = 日期
supply-orders-day-show = 查看
supply-orders-day-what = 发生了什么
supply-orders-day-none = 没有订单
supply-orders-day-none-text = 当天，您能看到的订单里没有发生这件事的。
