supply-kind-shortage = Supply shortage
supply-topic-cover = Stock is running out
supply-topic-transfer = A transfer went wrong
supply-topic-vehicles = Vehicles or staff are missing
supply-kind-order = Household order
supply-topic-late = Order is late
supply-topic-short = Order came short

supply-figure-listed = Firms on the whitelist
supply-figure-vehicles = Their vehicles
supply-figure-staff = Their staff
supply-figure-placed = Orders placed
supply-figure-delivered = Orders delivered
supply-figure-on_time = of them on time
supply-figure-late = Orders that became late
supply-figure-short = Orders that came short
supply-figure-cancelled = Orders cancelled
supply-figure-needs_raised = Needs raised: shortages, late and short orders
supply-figure-needs_struck_off = of such needs, closed

supply-orders-day-title = Orders of a day
supply-orders-day = Day
supply-orders-day-show = Show
supply-orders-day-what = What happened to them
supply-orders-day-none = No order
supply-orders-day-none-text = To no order you may see did this happen on that day.
