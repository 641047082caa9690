industry-kind = Plant blockage
industry-topic-materials = Materials
industry-topic-transport = Transport
industry-topic-staff = Staff
industry-topic-utilities = Utilities
industry-topic-approval = Approval

industry-ask-about = What blocks you?
