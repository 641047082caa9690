topic-food = Food
topic-medicine = Medicine
topic-care = Care
topic-repair = Repair
topic-materials = Materials
topic-transport = Transport
topic-approval = Approval
