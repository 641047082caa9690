care-kind = 入户需求
care-topic-food = 食品
care-topic-medicine = 药品
care-topic-care = 照护
care-topic-repair = 维修
