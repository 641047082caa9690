supply-kind-shortage = Supply shortage
supply-topic-cover = Stock is running out
supply-topic-transfer = A transfer went wrong
supply-topic-vehicles = Vehicles or staff are missing
supply-kind-order = Household order
supply-topic-late = Order is late
supply-topic-short = Order came short
