//! What is raised when a shift lacks people, or ends before all its errands were done: the kinds of needs that this module declares.

use crate::rules::shift::ShiftKind;
use tongxin_ledger::{Kind, Lifeline, RaisedFor, Tier, Topic};

/// The kinds of needs this module declares.
pub const KINDS: &[Kind] = &[SHORTFALL, ERRAND];

/// A shift lacks people although it had to be filled by now: closed when it is filled, called off or over, and by nothing else.
/// It is of a place and of no household.
pub(crate) const SHORTFALL: Kind = Kind {
    key: "volunteer_shortfall",
    name: "volunteer-kind-shortfall",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: true,
    // Between the hour by which a shift has to be filled and its beginning there is half a day.
    topics: &topics([1, 2, 6, 12]),
};

/// An errand to a door that nobody did by the time its shift was over or called off.
pub(crate) const ERRAND: Kind = Kind {
    key: "volunteer_errand",
    name: "volunteer-kind-errand",
    raised_for: RaisedFor::HouseholdBySystem,
    start_tier: Tier::Base,
    closes_itself: false,
    topics: &topics([1, 2, 4, 12]),
};

/// A topic for each kind of shift.
const fn topics(due_hours: [u32; 4]) -> [Topic; 7] {
    [
        of(ShiftKind::Deliver, "volunteer-shift-deliver", Lifeline::Food, due_hours),
        of(
            ShiftKind::Hotline,
            "volunteer-shift-hotline",
            Lifeline::Information,
            due_hours,
        ),
        of(
            ShiftKind::Testing,
            "volunteer-shift-testing",
            Lifeline::Health,
            due_hours,
        ),
        of(
            ShiftKind::Translation,
            "volunteer-shift-translation",
            Lifeline::Information,
            due_hours,
        ),
        of(
            ShiftKind::Medicine,
            "volunteer-shift-medicine",
            Lifeline::Health,
            due_hours,
        ),
        of(ShiftKind::Lessons, "volunteer-shift-lessons", Lifeline::Care, due_hours),
        of(ShiftKind::Other, "volunteer-shift-other", Lifeline::Care, due_hours),
    ]
}

const fn of(kind: ShiftKind, name: &'static str, lifeline: Lifeline, due_hours: [u32; 4]) -> Topic {
    Topic {
        key: kind.as_str(),
        name,
        lifeline,
        due_hours,
    }
}
