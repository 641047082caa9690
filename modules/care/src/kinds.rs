//! What a household behind a closed door asks for: the kind of need this module declares.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[HOUSEHOLD_REQUEST];

const HOUSEHOLD_REQUEST: Kind = Kind {
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
];
