
care-appointments-counted-asked = 当天的预约
care-appointments-counted-confirmed = 医院已确认
care-appointments-counted-refused = 医院接不了
care-appointments-counted-unconfirmed = 还没确认
care-appointments-counted-lapsed = 到点仍没落实
care-appointments-counted-needs_raised = 没落实转为事项
care-appointments-counted-ridden = 已接到医院
care-appointments-counted-ride_missed = 没接上或不愿去
care-duty-counted-no_steward = 没有楼栋长的楼
care-duty-counted-vacant = 没有人负责的需求

care-day-title = 当天的就医预约
care-day-about = { $day }，{ $place }：{ $n } 次
care-day-text = 这里只看时间、医院和进展，不写住户和病情。与医院联系时报预约代号。
care-day-none = 没有这样的预约
care-day-none-text = 换一项、换一天或换一个地方看看。
