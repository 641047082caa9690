//! What can go wrong on a run: the kinds of needs this module declares. It raises them itself, as the system.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[NOT_HANDED_OVER];

/// What a household did not get although somebody was at its door.
pub(crate) const NOT_HANDED_OVER: Kind = Kind {
    key: "dispatch_hand_over",
    name: "dispatch-kind",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    topics: &[Topic {
        key: "absent",
        name: "dispatch-topic-absent",
        lifeline: Lifeline::Food,
        due_hours: [2, 4, 12, 24],
    }],
};
