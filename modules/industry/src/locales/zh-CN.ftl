industry-kind = 企业堵点
industry-topic-materials = 原料
industry-topic-transport = 运输
industry-topic-staff = 人员
industry-topic-utilities = 水电气
industry-topic-approval = 审批

industry-ask-about = 哪里卡住了？
