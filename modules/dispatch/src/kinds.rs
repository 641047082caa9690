//! What can go wrong on a run: the kinds of needs this module declares. It raises them itself, as the system.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[NOT_HANDED_OVER];

/// An order that came back because nobody was there.
pub(crate) const TOPIC_ABSENT: &str = "absent";
/// A patient's ride that will be late, that nobody drives, or whose patient was not there.
pub(crate) const TOPIC_RIDE: &str = "ride";

/// What a household did not get although somebody was at its door, or was to be.
pub(crate) const NOT_HANDED_OVER: Kind = Kind {
    key: "dispatch_hand_over",
    name: "dispatch-kind",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: false,
    topics: &[
        Topic {
            key: TOPIC_ABSENT,
            name: "dispatch-topic-absent",
            lifeline: Lifeline::Food,
            due_hours: [2, 4, 12, 24],
        },
        Topic {
            key: TOPIC_RIDE,
            name: "dispatch-topic-ride",
            lifeline: Lifeline::Health,
            due_hours: [1, 1, 2, 4],
        },
    ],
};
