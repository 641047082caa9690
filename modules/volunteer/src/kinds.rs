//! What is raised when a shift lacks people: the kind of need that this module declares.

use crate::rules::shift::ShiftKind;
use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[SHORTFALL];

/// A shift lacks people although it had to be filled by now: closed when it is filled, called off or over, and by nothing else.
/// It is of a place and of no household.
pub(crate) const SHORTFALL: Kind = Kind {
    key: "volunteer_shortfall",
    name: "volunteer-kind-shortfall",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: true,
    topics: &[
        topic(ShiftKind::Deliver, "volunteer-shift-deliver", Lifeline::Food),
        topic(ShiftKind::Hotline, "volunteer-shift-hotline", Lifeline::Information),
        topic(ShiftKind::Testing, "volunteer-shift-testing", Lifeline::Health),
        topic(
            ShiftKind::Translation,
            "volunteer-shift-translation",
            Lifeline::Information,
        ),
        topic(ShiftKind::Medicine, "volunteer-shift-medicine", Lifeline::Health),
        topic(ShiftKind::Lessons, "volunteer-shift-lessons", Lifeline::Care),
        topic(ShiftKind::Other, "volunteer-shift-other", Lifeline::Care),
    ],
};

const fn topic(kind: ShiftKind, name: &'static str, lifeline: Lifeline) -> Topic {
    Topic {
        key: kind.as_str(),
        name,
        lifeline,
        // Between the hour by which a shift has to be filled and its beginning there is half a day.
        due_hours: [1, 2, 6, 12],
    }
}
