//! What can go wrong with supply: the kinds of needs this module declares. It raises them itself, as the system.

use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[SHORTAGE, ORDER];

/// What an outlet or warehouse runs out of.
pub(crate) const SHORTAGE: Kind = Kind {
    key: "supply_shortage",
    name: "supply-kind-shortage",
    raised_for: RaisedFor::Org(&["outlet", "pharmacy", "warehouse", "wholesaler", "carrier"]),
    start_tier: Tier::District,
    closes_itself: false,
    topics: &[
        Topic {
            key: "cover",
            name: "supply-topic-cover",
            lifeline: Lifeline::Goods,
            due_hours: [6, 12, 24, 48],
        },
        Topic {
            key: "transfer",
            name: "supply-topic-transfer",
            lifeline: Lifeline::Goods,
            due_hours: [6, 12, 24, 48],
        },
        Topic {
            key: "vehicles",
            name: "supply-topic-vehicles",
            lifeline: Lifeline::Goods,
            due_hours: [4, 12, 24, 48],
        },
    ],
};

/// What is wrong with a household's order.
pub(crate) const ORDER: Kind = Kind {
    key: "supply_order",
    name: "supply-kind-order",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: false,
    topics: &[
        Topic {
            key: "late",
            name: "supply-topic-late",
            lifeline: Lifeline::Food,
            due_hours: [2, 4, 8, 24],
        },
        Topic {
            key: "short",
            name: "supply-topic-short",
            lifeline: Lifeline::Food,
            due_hours: [4, 8, 24, 48],
        },
    ],
};
