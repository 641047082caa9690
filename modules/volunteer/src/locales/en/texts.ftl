
# Texts
volunteer-sms-reminder = Tongxin shift: { $day } { $at }, { $kind }, { $place }. Reply YES { $code } if you come, NO { $code } if you can't.
volunteer-sms-kept = Good, the place is yours. Thank you, and come safely.
volunteer-sms-left = Your place goes to somebody who waits. Thank you for saying so in time.
volunteer-sms-changed = This place has changed, and your reply did nothing. Look at your volunteer's link.
volunteer-reminder-sms = You get a text the evening before; reply STOP for no more of them, START to get them again. You can subscribe to the calendar as well.
