
# 短信
volunteer-sms-reminder = 同心志愿：{ $day }{ $at }，{ $kind }，{ $place }。能来回复“来 { $code }”，不能来回复“不来 { $code }”
volunteer-sms-kept = 好的，名额给您留着。谢谢，路上注意安全。
volunteer-sms-left = 名额已经交还，排队的人可以补上。谢谢您提前说。
volunteer-sms-changed = 这个班次的名额已经有变动，这条回复没有生效。请打开您的志愿者链接看看。
volunteer-reminder-sms = 前一天傍晚会给您发短信提醒（不想收回复“退订”，想再收回复“恢复”），也可以订阅日历。
