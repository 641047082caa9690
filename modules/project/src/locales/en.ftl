project-kind = Project need
project-topic-materials = Materials
project-topic-staff = Workers
project-topic-transport = Transport
project-topic-approval = Approval

project-raise = Ask for something
project-ask-about = What the site lacks
project-choose = My projects
