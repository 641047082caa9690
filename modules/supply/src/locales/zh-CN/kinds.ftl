supply-kind-shortage = 保供短缺
supply-topic-cover = 库存告急
supply-topic-transfer = 调拨异常
supply-topic-vehicles = 缺车辆或人员
supply-kind-order = 居民订单
supply-topic-late = 订单超时未送达
supply-topic-short = 订单缺货
