topic-food = 食品
topic-medicine = 药品
topic-care = 照护
topic-repair = 维修
topic-materials = 原料
topic-transport = 运输
topic-approval = 审批
