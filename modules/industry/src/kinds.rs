//! What stops a plant from producing: the kind of need this module declares.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[PLANT_BLOCKAGE];

const PLANT_BLOCKAGE: Kind = Kind {
    key: "plant_blockage",
    name: "industry-kind",
    raised_for: RaisedFor::Org(&["plant"]),
    start_tier: Tier::Base,
    closes_itself: false,
    topics: TOPICS,
};

/// What it can be about, with the hours until it is due: urgent, high, normal, low.
const TOPICS: &[Topic] = &[
    Topic {
        key: "materials",
        name: "industry-topic-materials",
        lifeline: Lifeline::Industry,
        due_hours: [8, 24, 48, 96],
    },
    Topic {
        key: "transport",
        name: "industry-topic-transport",
        lifeline: Lifeline::Goods,
        due_hours: [4, 12, 24, 72],
    },
    Topic {
        key: "staff",
        name: "industry-topic-staff",
        lifeline: Lifeline::Industry,
        due_hours: [8, 24, 48, 96],
    },
    Topic {
        key: "utilities",
        name: "industry-topic-utilities",
        lifeline: Lifeline::Industry,
        due_hours: [2, 8, 24, 48],
    },
    Topic {
        key: "approval",
        name: "industry-topic-approval",
        lifeline: Lifeline::Industry,
        due_hours: [8, 24, 72, 120],
    },
];
