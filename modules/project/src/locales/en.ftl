project-kind = Project need
project-topic-materials = Materials
project-topic-staff = Workers
project-topic-transport = Transport
project-topic-approval = Approval

project-ask-about = What does the site lack?
