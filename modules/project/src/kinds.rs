//! What a building site needs to go on: the kind of need this module declares.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[PROJECT_NEED];

const PROJECT_NEED: Kind = Kind {
    key: "project_need",
    name: "project-kind",
    raised_for: RaisedFor::Org(&["project"]),
    start_tier: Tier::Base,
    closes_itself: false,
    topics: TOPICS,
};

/// What it can be about, with the hours until it is due: urgent, high, normal, low.
const TOPICS: &[Topic] = &[
    Topic {
        key: "materials",
        name: "project-topic-materials",
        lifeline: Lifeline::Projects,
        due_hours: [8, 24, 72, 120],
    },
    Topic {
        key: "staff",
        name: "project-topic-staff",
        lifeline: Lifeline::Projects,
        due_hours: [8, 24, 72, 120],
    },
    Topic {
        key: "transport",
        name: "project-topic-transport",
        lifeline: Lifeline::Projects,
        due_hours: [4, 24, 48, 96],
    },
    Topic {
        key: "approval",
        name: "project-topic-approval",
        lifeline: Lifeline::Projects,
        due_hours: [8, 24, 72, 120],
    },
];
