//! A visit of the day's round, and what knocks at the door say about it.
//!
//! Knocks are only ever added, and so is what was heard of somebody elsewhere ([`Finding`]). How a visit stands follows from all of them together, in whatever order they came in, so that
//! two phones without a signal can't undo each other.

use crate::limits::{
    CLOCK_AHEAD_MS, DAY_ENDS_HOUR, MORNING_ENDS_HOUR, SAID_LATE_DAYS, SECOND_TRY_MS, TAKEN_BACK_MS, TRIES_APART_MS,
};
use crate::rules::enquiry::Finding;
use crate::rules::group::Rhythm;
use tongxin_city::{Day, Timestamp, Zone, words};
use tongxin_web::FieldFault;

words! {
    /// Which part of a day a visit belongs to.
    Part, "part of a day" {
        /// Any time until the evening.
        Day = "day",
        /// The morning.
        Morning = "morning",
        /// The evening.
        Evening = "evening",
    }
}

impl Part {
    /// The parts of a day in which somebody of that rhythm is visited.
    pub const fn of(rhythm: Rhythm) -> &'static [Part] {
        match rhythm {
            Rhythm::TwiceADay => &[Part::Morning, Part::Evening],
            Rhythm::EveryDays(_) => &[Part::Day],
            Rhythm::Never => &[],
        }
    }

    /// When a visit of that part is over.
    pub fn due_at(self, day: Day, zone: &Zone) -> Timestamp {
        let hour = match self {
            Part::Morning => MORNING_ENDS_HOUR,
            Part::Day | Part::Evening => DAY_ENDS_HOUR,
        };
        // A clock that jumps over the hour has a day that ends with it.
        zone.at(day, hour, 0).unwrap_or_else(|| zone.span_of(day).end)
    }
}

words! {
    /// How a knock at a door ended.
    Outcome, "outcome of a knock" {
        /// Seen, and well.
        Well = "well",
        /// Seen, and something is needed.
        Needs = "needs",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// They answered and want no visit.
        Refused = "refused",
        /// They live here no more.
        Moved = "moved",
    }
}

words! {
    /// How a visit stands.
    VisitState, "state of a visit" {
        /// Still to be made.
        Due = "due",
        /// Seen, and well.
        Well = "well",
        /// Seen, and something is needed.
        Needs = "needs",
        /// Nobody answered; somebody has to try again.
        NoAnswer = "no_answer",
        /// Nobody answered twice, or nobody tried again.
        Unanswered = "unanswered",
        /// They want no visit.
        Refused = "refused",
        /// They live here no more.
        Moved = "moved",
        /// Nobody came in time.
        Missed = "missed",
    }
}

impl VisitState {
    /// Whether somebody still has to go there today.
    pub const fn is_open(self) -> bool {
        matches!(self, VisitState::Due | VisitState::NoAnswer)
    }

    /// Whether somebody saw the person, or spoke with them at the door.
    pub const fn is_seen(self) -> bool {
        matches!(self, VisitState::Well | VisitState::Needs | VisitState::Refused)
    }

    /// Whether the visit is over and nobody opened.
    pub const fn is_trouble(self) -> bool {
        matches!(self, VisitState::Unanswered | VisitState::Missed)
    }

    /// Whether nobody knows how the person is, and a need says so: also when somebody else said that they moved.
    pub const fn is_unseen(self) -> bool {
        self.is_trouble() || matches!(self, VisitState::Moved)
    }
}

/// A knock, as far as a visit's standing depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// What they found, or heard elsewhere.
    pub finding: Finding,
    /// Who knocked or asked, as histories remember them.
    pub actor: String,
    /// When they did.
    pub said_at: Timestamp,
}

/// Whether whoever said that they had seen somebody said at the same door shortly after that they had not: a slip of the finger,
/// by which nobody counts as seen.
fn is_taken_back(knock: &Knock, knocks: &[Knock]) -> bool {
    let is_seen = matches!(
        knock.finding,
        Finding::AtDoor(Outcome::Well | Outcome::Needs | Outcome::Refused)
    );
    is_seen
        && knocks.iter().any(|other| {
            let after = other.said_at.millis_since(knock.said_at);
            other.actor == knock.actor
                && matches!(other.finding, Finding::AtDoor(Outcome::NoAnswer | Outcome::Moved))
                && after > 0
                && after <= TAKEN_BACK_MS
        })
}

/// How a visit stands after all these knocks, in whatever order. `before` is how the clock left it.
pub fn standing(before: VisitState, knocks: &[Knock]) -> VisitState {
    let stands = |knock: &&Knock| !is_taken_back(knock, knocks);
    let has = |outcome| {
        let mut kept = knocks.iter().filter(stands);
        kept.any(|knock| knock.finding.says() == Some(outcome))
    };
    let by_outcome = [
        (Outcome::Needs, VisitState::Needs),
        (Outcome::Well, VisitState::Well),
        (Outcome::Refused, VisitState::Refused),
        (Outcome::Moved, VisitState::Moved),
    ];
    if let Some((_, state)) = by_outcome.into_iter().find(|(outcome, _)| has(*outcome)) {
        return state;
    }
    match tries(knocks) {
        0 if before.is_trouble() => VisitState::Missed,
        0 => VisitState::Due,
        1 if !before.is_trouble() => VisitState::NoAnswer,
        _ => VisitState::Unanswered,
    }
}

/// When somebody knocked and nobody answered.
fn in_vain(knocks: &[Knock]) -> impl Iterator<Item = Timestamp> {
    let vain = knocks
        .iter()
        .filter(|knock| knock.finding == Finding::AtDoor(Outcome::NoAnswer));
    vain.map(|knock| knock.said_at)
}

/// How often somebody knocked in vain: knocks shortly after each other are one.
fn tries(knocks: &[Knock]) -> usize {
    let mut times: Vec<Timestamp> = in_vain(knocks).collect();
    times.sort_unstable();
    let mut last: Option<Timestamp> = None;
    let mut count = 0;
    for at in times {
        if last.is_none_or(|last| at.millis_since(last) >= TRIES_APART_MS) {
            (last, count) = (Some(at), count + 1);
        }
    }
    count
}

/// When somebody has to try again, after knocks without an answer.
pub fn again_by(knocks: &[Knock], due_at: Timestamp) -> Option<Timestamp> {
    let first = in_vain(knocks).min()?;
    Some(first.plus_millis(SECOND_TRY_MS).min(due_at))
}

/// Whether people say different things about one visit, so that both have to see it. That nobody answered and somebody did
/// later is no contradiction, and who heard nothing elsewhere contradicts nobody.
pub fn is_disputed(knocks: &[Knock]) -> bool {
    let contradict = |one: &Knock, other: &Knock| {
        let (Some(this), Some(that)) = (one.finding.says(), other.finding.says()) else {
            return false;
        };
        one.actor != other.actor
            && this != that
            && !(this == Outcome::NoAnswer && one.said_at <= other.said_at)
            && !(that == Outcome::NoAnswer && other.said_at <= one.said_at)
    };
    let kept: Vec<&Knock> = knocks.iter().filter(|knock| !is_taken_back(knock, knocks)).collect();
    let mut pairs = kept.iter().enumerate();
    pairs.any(|(at, one)| kept[at + 1..].iter().any(|other| contradict(one, other)))
}

/// When a knock was, by a phone's clock that may be wrong.
///
/// # Errors
/// That the phone's clock is ahead, or that it was too long ago.
pub fn said_at(said: Option<Timestamp>, day: Day, zone: &Zone, now: Timestamp) -> Result<Timestamp, FieldFault> {
    let at = said.unwrap_or(now);
    if at > now.plus_millis(CLOCK_AHEAD_MS) {
        return Err(FieldFault::new("said_at", "care-field-clock-ahead").arg("at", zone.format_time(now)));
    }
    if zone.day_of(now).days_since(day) > SAID_LATE_DAYS {
        return Err(FieldFault::new("day", "care-field-too-late").arg("days", SAID_LATE_DAYS));
    }
    if !zone.span_of(day).contains(&at) {
        return Err(FieldFault::new("said_at", "care-field-other-day"));
    }
    Ok(at.min(now))
}

#[cfg(test)]
mod tests;
