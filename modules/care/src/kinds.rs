//! What a household behind a closed door asks for, and what is raised for those who are looked after: the kinds of needs that
//! this module declares.

use crate::rules::duty::Post;
use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[HOUSEHOLD_REQUEST, UNSEEN, REFILL, REVIEW, APPOINTMENT, DUTY];

pub(crate) const HOUSEHOLD_REQUEST: Kind = Kind {
    key: "household_request",
    name: "care-kind",
    raised_for: RaisedFor::Household,
    start_tier: Tier::Base,
    closes_itself: false,
    topics: TOPICS,
};

/// What it can be about, with the hours until it is due: urgent, high, normal, low.
const TOPICS: &[Topic] = &[
    Topic {
        key: "food",
        name: "care-topic-food",
        lifeline: Lifeline::Food,
        due_hours: [4, 12, 24, 48],
    },
    Topic {
        key: "medicine",
        name: "care-topic-medicine",
        lifeline: Lifeline::Health,
        due_hours: [2, 6, 12, 24],
    },
    Topic {
        key: "care",
        name: "care-topic-care",
        lifeline: Lifeline::Care,
        due_hours: [2, 8, 24, 48],
    },
    Topic {
        key: "repair",
        name: "care-topic-repair",
        lifeline: Lifeline::Care,
        due_hours: [4, 24, 48, 96],
    },
    Topic {
        key: "hot_meal",
        name: "care-topic-hot_meal",
        lifeline: Lifeline::Food,
        due_hours: [2, 4, 8, 24],
    },
    Topic {
        key: "talk",
        name: "care-topic-talk",
        lifeline: Lifeline::Care,
        due_hours: [2, 8, 24, 48],
    },
];

/// Nobody knows how somebody is: closed when somebody saw them, or their record ended on the word of somebody who knows where
/// they are, and by nothing else.
pub(crate) const UNSEEN: Kind = Kind {
    key: "care_unseen",
    name: "care-kind-unseen",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: true,
    topics: &[
        Topic {
            key: TOPIC_MISSED,
            name: "care-topic-missed",
            lifeline: Lifeline::Care,
            due_hours: [1, 2, 4, 12],
        },
        Topic {
            key: TOPIC_NO_ANSWER,
            name: "care-topic-no_answer",
            lifeline: Lifeline::Care,
            due_hours: [1, 1, 2, 6],
        },
        Topic {
            key: TOPIC_MOVED,
            name: "care-topic-moved",
            lifeline: Lifeline::Care,
            due_hours: [2, 4, 8, 24],
        },
    ],
};

/// Nobody came.
pub(crate) const TOPIC_MISSED: &str = "missed";
/// Nobody answered, twice, or nobody tried again.
pub(crate) const TOPIC_NO_ANSWER: &str = "no_answer";
/// It was said at the door that they live there no more.
pub(crate) const TOPIC_MOVED: &str = "moved";

/// A medicine runs out: closed when it was brought or counted anew, and by nothing else.
pub(crate) const REFILL: Kind = Kind {
    key: "care_refill",
    name: "care-kind-refill",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: true,
    topics: &[Topic {
        key: TOPIC_REFILL,
        name: "care-topic-refill",
        lifeline: Lifeline::Health,
        due_hours: [4, 12, 24, 48],
    }],
};

/// Somebody has to fetch more.
pub(crate) const TOPIC_REFILL: &str = "refill";

/// A record has to be looked at before it ends and visits with it: closed when that was done, and by nothing else.
pub(crate) const REVIEW: Kind = Kind {
    key: "care_review",
    name: "care-kind-review",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: true,
    topics: &[Topic {
        key: TOPIC_REVIEW,
        name: "care-topic-review",
        lifeline: Lifeline::Care,
        due_hours: [24, 48, 72, 168],
    }],
};

/// Somebody has to look at the record.
pub(crate) const TOPIC_REVIEW: &str = "review";

/// An appointment at a hospital that is not sure: closed when it is confirmed or called off, and by nothing else. It begins where
/// hospitals can be asked for one another: at the district's tier.
pub(crate) const APPOINTMENT: Kind = Kind {
    key: "care_appointment",
    name: "care-kind-appointment",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::District,
    closes_itself: true,
    topics: &[
        Topic {
            key: TOPIC_UNCONFIRMED,
            name: "care-topic-unconfirmed",
            lifeline: Lifeline::Health,
            due_hours: [1, 2, 4, 12],
        },
        Topic {
            key: TOPIC_REFUSED,
            name: "care-topic-refused",
            lifeline: Lifeline::Health,
            due_hours: [1, 2, 4, 12],
        },
    ],
};

/// Nobody confirmed it by the evening before.
pub(crate) const TOPIC_UNCONFIRMED: &str = "unconfirmed";
/// The hospital said that it can't keep it.
pub(crate) const TOPIC_REFUSED: &str = "refused";

/// Nobody is responsible for a building or a compound: closed when somebody is, and by nothing else.
pub(crate) const DUTY: Kind = Kind {
    key: "care_duty",
    name: "care-kind-duty",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: true,
    topics: &[
        Topic {
            key: Post::Steward.as_str(),
            name: "care-post-steward",
            lifeline: Lifeline::Care,
            due_hours: [4, 12, 24, 48],
        },
        Topic {
            key: Post::Deputy.as_str(),
            name: "care-post-deputy",
            lifeline: Lifeline::Care,
            due_hours: [12, 24, 48, 96],
        },
        Topic {
            key: Post::Cadre.as_str(),
            name: "care-post-cadre",
            lifeline: Lifeline::Care,
            due_hours: [12, 24, 48, 96],
        },
    ],
};
