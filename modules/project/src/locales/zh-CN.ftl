project-kind = 项目需求
project-topic-materials = 材料
project-topic-staff = 用工
project-topic-transport = 运输
project-topic-approval = 审批

project-ask-about = 项目缺什么？
