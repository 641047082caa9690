//! What can go wrong with passes: the kinds of needs this module declares.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[PASS];

/// A pass that an organisation waits for. It starts at the city's tier: the districts have had their time.
pub(crate) const PASS: Kind = Kind {
    key: "pass",
    name: "pass-kind",
    raised_for: RaisedFor::Org(&["outlet", "pharmacy", "warehouse", "wholesaler", "carrier"]),
    start_tier: Tier::City,
    closes_itself: false,
    topics: &[
        Topic {
            key: "agreement",
            name: "pass-topic-agreement",
            lifeline: Lifeline::Goods,
            due_hours: [4, 8, 12, 24],
        },
        Topic {
            key: "other",
            name: "pass-topic-other",
            lifeline: Lifeline::Goods,
            due_hours: [4, 12, 24, 48],
        },
    ],
};
