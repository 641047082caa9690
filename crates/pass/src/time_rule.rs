//! Does a pass count at this moment, as far as the gate's clock can tell?
//!
//! Every pass counts [`CLOCK_TOLERANCE_MS`] earlier and later than it says. A clock that may be wrong by no more than that
//! is taken at its word; of one that may be wrong by more, only what goes beyond remains as doubt: the true moment lies
//! somewhere within, and the answer is unsure when it is not the same all the way.

use tongxin_city::{Timestamp, Zone};

use crate::limits::{CLOCK_TOLERANCE_MS, CLOCK_UNCERTAINTY_MAX_MS};
use crate::pass::{Days, Hours, Pass};
use crate::situation::Situation;
use crate::verdict::{Edge, Refusal};

const WEEK_MS: i64 = 7 * Timestamp::DAY_MS;
/// 1 January 1970 was a Thursday; days of the week count from Monday.
const EPOCH_WEEKDAY: i64 = 3;

/// The moments between which the true one lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    earliest: Timestamp,
    latest: Timestamp,
}

impl Clock {
    pub fn of(gate: &Situation<'_>) -> Clock {
        let uncertainty = i64::try_from(gate.clock_uncertainty.as_millis()).unwrap_or(i64::MAX);
        let slack = uncertainty.saturating_sub(CLOCK_TOLERANCE_MS).max(0);
        Clock {
            earliest: gate.at.plus_millis(-slack),
            latest: gate.at.plus_millis(slack),
        }
    }

    fn slack_ms(self) -> i64 {
        self.latest.millis_since(self.earliest) / 2
    }

    /// Whether all of it lies before a moment.
    pub fn is_before(self, moment: Timestamp) -> bool {
        self.latest < moment.plus_millis(-CLOCK_TOLERANCE_MS)
    }

    /// Whether some of it lies before a moment.
    fn may_be_before(self, moment: Timestamp) -> bool {
        self.earliest < moment.plus_millis(-CLOCK_TOLERANCE_MS)
    }

    /// Whether all of it lies at or after a moment.
    fn is_after(self, moment: Timestamp) -> bool {
        self.earliest >= moment.plus_millis(CLOCK_TOLERANCE_MS)
    }

    /// Whether some of it lies at or after a moment.
    pub fn may_be_after(self, moment: Timestamp) -> bool {
        self.latest >= moment.plus_millis(CLOCK_TOLERANCE_MS)
    }
}

/// Whether a pass counts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeAnswer {
    Allowed,
    Refused(Refusal),
    Unsure(Edge),
}

/// The pass's own span.
pub(crate) fn span_rule(pass: &Pass, clock: Clock) -> TimeAnswer {
    if clock.is_after(pass.expires) {
        TimeAnswer::Refused(Refusal::Expired { since: pass.expires })
    } else if clock.is_before(pass.not_before) {
        TimeAnswer::Refused(Refusal::NotYet { from: pass.not_before })
    } else if clock.may_be_after(pass.expires) {
        TimeAnswer::Unsure(Edge::Expires(pass.expires))
    } else if clock.may_be_before(pass.not_before) {
        TimeAnswer::Unsure(Edge::NotBefore(pass.not_before))
    } else {
        TimeAnswer::Allowed
    }
}

/// The pass's days and hours, by the clock on the city's walls.
pub(crate) fn hours_rule(pass: &Pass, gate: &Situation<'_>, clock: Clock) -> TimeAnswer {
    if (pass.days, pass.hours) == (Days::ALL, Hours::ALL) {
        return TimeAnswer::Allowed;
    }
    if clock.slack_ms() > CLOCK_UNCERTAINTY_MAX_MS {
        return TimeAnswer::Unsure(Edge::Hours);
    }
    let now = moment_of_week(gate.at, gate.zone);
    match coverage(pass, now - clock.slack_ms(), now + clock.slack_ms()) {
        Coverage::All => TimeAnswer::Allowed,
        Coverage::Part => TimeAnswer::Unsure(Edge::Hours),
        Coverage::None => {
            let next = next_start(pass, now).map(|wait| gate.at.plus_millis(wait));
            let next = next.filter(|next| *next < pass.expires);
            let weekday = (now / Timestamp::DAY_MS) as u8;
            TimeAnswer::Refused(if pass.days.has(weekday) {
                Refusal::NotThisHour { next }
            } else {
                Refusal::NotThisDay { next }
            })
        }
    }
}

/// Milliseconds since Monday's midnight by the clock on the wall.
fn moment_of_week(at: Timestamp, zone: &Zone) -> i64 {
    let weekday = (zone.day_of(at).number() + EPOCH_WEEKDAY).rem_euclid(7);
    let minute = i64::from(zone.minute_of_day(at));
    let rest = at.millis().rem_euclid(Timestamp::MINUTE_MS);
    weekday * Timestamp::DAY_MS + minute * Timestamp::MINUTE_MS + rest
}

/// The times at which the pass counts, in milliseconds of last, this and next week, in order.
fn windows(pass: &Pass) -> impl Iterator<Item = (i64, i64)> {
    let (days, hours) = (pass.days, pass.hours);
    (-7..14_i64)
        .filter(move |day| days.has(day.rem_euclid(7) as u8))
        .map(move |day| {
            let start = day * Timestamp::DAY_MS + i64::from(hours.from_minute()) * Timestamp::MINUTE_MS;
            (start, start + i64::from(hours.minutes()) * Timestamp::MINUTE_MS)
        })
}

enum Coverage {
    All,
    Part,
    None,
}

/// How much of the time between two moments, both part of it, the windows cover.
fn coverage(pass: &Pass, first: i64, last: i64) -> Coverage {
    let (mut covered_to, mut is_touched, mut is_whole) = (first, false, false);
    for (start, end) in windows(pass) {
        let (start, end) = (start - CLOCK_TOLERANCE_MS, end + CLOCK_TOLERANCE_MS);
        is_touched |= start <= last && first < end;
        if start <= covered_to && covered_to < end {
            covered_to = end;
            is_whole |= end > last;
        }
    }
    match (is_whole, is_touched) {
        (true, _) => Coverage::All,
        (false, true) => Coverage::Part,
        (false, false) => Coverage::None,
    }
}

/// Milliseconds until the next window opens.
fn next_start(pass: &Pass, now: i64) -> Option<i64> {
    debug_assert!((0..WEEK_MS).contains(&now));
    windows(pass).map(|(start, _)| start - now).find(|wait| *wait > 0)
}
