project-kind = Project need
project-topic-materials = Materials
project-topic-staff = Workers
project-topic-transport = Transport
project-topic-approval = Approval
