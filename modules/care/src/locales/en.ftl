care-kind = Household request
care-topic-food = Food
care-topic-medicine = Medicine
care-topic-care = Care
care-topic-repair = Repair
