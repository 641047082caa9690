
# 短信
care-sms-reminder = 同心提醒：{ $day }{ $at }的预约{ $car }。去，回复“去 { $code }”；不去，回复“不去 { $code }”
care-sms-car = ，车{ $at }到楼下
care-sms-car-between = ，车{ $from }至{ $until }到楼下
care-sms-kept = 好的，预约不变。请按时在家等车。
care-sms-cancelled = 预约和车已经取消。需要再约，请打门贴上的电话或打开您家的页面。
care-sms-changed = 这个预约已经有变动，这条回复没有生效。请打开您家的页面看看，或打门贴上的电话。
care-reminder-sms = 前一天傍晚会给预约里留的手机号发短信提醒。不想再收，回复“退订”；想再收，回复“恢复”。
care-reminder-calendar = 提醒只在日历里：请订阅下面的日历。
