sms-reply-unknown = 没看懂。请只回复“来”或“不来”和短信里的四位编号，例如：来 3F7K。不想再收提醒，回复“退订”。急事请打 120。
sms-reply-no-code = 没有发给您编号为 { $code } 的短信，请核对短信里的四位编号再回复。
sms-reply-late = 已经过了时间，这条回复没有生效。有事请打门贴上的电话。
sms-stopped = 好的，不再给这个号码发提醒。想重新接收，回复“恢复”。急事请打 120。
sms-started = 好的，以后再给这个号码发提醒。不想收了，回复“退订”。
sms-field-id = 请给出 1 到 { $max } 个字的编号
sms-field-number = 不是能收短信的手机号码
