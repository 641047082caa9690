
# Texts
care-sms-reminder = Tongxin: your appointment { $day } { $at }{ $car }. Reply YES { $code } to keep it, NO { $code } to call it off.
care-sms-car = , car at your door { $at }
care-sms-car-between = , car at your door { $from } to { $until }
care-sms-kept = Good, nothing changes. Please be at home when the car comes.
care-sms-cancelled = Appointment and car are called off. To ask again, call the number on your door notice or open your household's page.
care-sms-changed = This appointment has changed, and your reply did nothing. Open your household's page or call the number on your door notice.
care-reminder-sms = A text comes the evening before, to the mobile number left with the appointment. Whoever replies STOP gets no more of them, and with START gets them again.
care-reminder-calendar = Reminders come by calendar only: subscribe below.
