industry-kind = Plant blockage
industry-topic-materials = Materials
industry-topic-transport = Transport
industry-topic-staff = Staff
industry-topic-utilities = Utilities
industry-topic-approval = Approval

industry-raise = Report a blockage
industry-ask-about = What blocks us
industry-choose = My plants
