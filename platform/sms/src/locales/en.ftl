sms-reply-unknown = Not understood. Reply YES or NO and the four symbols of our text, such as: YES 3F7K. Reply STOP for no more reminders. Emergency: 120.
sms-reply-no-code = No text with { $code } was sent to you. Check the four symbols and reply again.
sms-reply-late = That came too late and changed nothing. Call the number on your door notice.
sms-stopped = No more reminders go to this number. Reply START to get them again. In an emergency call 120.
sms-started = Reminders go to this number again. Reply STOP for no more of them.
sms-field-id = An id of 1 to { $max } characters would be right
sms-field-number = No mobile number that texts reach
