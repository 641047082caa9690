//! When those who drive work. A firm lists a shift for each of them, by day, by night or by turns, and no hours; whoever works by
//! turns works whenever the firm needs them. Nobody drives for longer than the longest day.

use crate::rules::plan::PlanBody;
use crate::rules::ride::RideTimes;
use std::cmp::Reverse;
use std::collections::HashSet;
use tongxin_city::{RunId, StaffId, Timestamp};
use tongxin_supply::Shift;

/// Between these it is day, in minutes after midnight: what the Ministry of Labour calls night work lies between 22:00 and 06:00
/// (its answers on the protection of women workers, 1989).
const DAY_MINUTES: [i64; 2] = [6 * 60, 22 * 60];
/// The longest day of one driver, from leaving first until they are back last: eight hours, and three of overtime (Labour Law of
/// the PRC, articles 36 and 41).
pub const LONGEST_DAY_MS: i64 = 11 * 60 * Timestamp::MINUTE_MS;

/// From one moment to another.
pub type Span = (Timestamp, Timestamp);

/// Somebody who drives, on the day of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Driver {
    /// Who.
    pub id: StaffId,
    /// When they work.
    pub shift: Shift,
    /// When the day begins.
    pub midnight: Timestamp,
    /// When they left first that day, if they did.
    pub began_at: Option<Timestamp>,
}

impl Driver {
    /// When they work within a span; of two times the longer one. Nothing when they don't.
    pub fn works(&self, within: Span) -> Option<Span> {
        let until = self
            .began_at
            .map_or(within.1, |at| within.1.min(at.plus_millis(LONGEST_DAY_MS)));
        let [dawn, dusk] = DAY_MINUTES.map(|minute| self.midnight.plus_minutes(minute));
        let times = match self.shift {
            Shift::Day => vec![(dawn, dusk)],
            Shift::Night => vec![(dusk.plus_days(-1), dawn), (dusk, dawn.plus_days(1))],
            Shift::Rotating => vec![within],
        };
        let parts = times.into_iter().map(|(from, to)| (within.0.max(from), until.min(to)));
        let parts = parts.filter(|(from, to)| from < to);
        parts.min_by_key(|(from, to)| Reverse(to.millis_since(*from)))
    }

    /// Whether they may drive a run from one moment to another beside their other ones.
    pub fn may_drive(&self, run: Span, others: impl IntoIterator<Item = Span>) -> bool {
        let (mut from, mut until) = (self.began_at.unwrap_or(run.0).min(run.0), run.1);
        for other in others {
            (from, until) = (from.min(other.0), until.max(other.1));
        }
        self.works(run) == Some(run) && until.millis_since(from) <= LONGEST_DAY_MS
    }

    /// Whether they work when a ride can be fetched and until it can be there.
    pub fn can_fetch(&self, times: &RideTimes) -> bool {
        let works = self.works((times.from_at, times.due_at));
        works.is_some_and(|(from, until)| from <= times.until_at && times.there_from_at <= until)
    }
}

/// From when to when each run of a driver is under way.
pub fn runs_of(body: &PlanBody, driver: StaffId) -> impl Iterator<Item = Span> {
    let own = body.runs.iter().filter(move |run| run.driver == Some(driver));
    own.map(|run| (run.start_at, run.end_at))
}

/// The runs of a plan that have not left and that their drivers may not drive. Nothing is known of drivers who are not listed.
pub fn off_shift(body: &PlanBody, drivers: &[Driver]) -> HashSet<(RunId, StaffId)> {
    let is_off = |driver: &Driver, run: Span| !driver.may_drive(run, runs_of(body, driver.id));
    let waiting = body.runs.iter().filter(|run| !run.has_left);
    let driven = waiting.filter_map(|run| {
        let driver = drivers.iter().find(|driver| Some(driver.id) == run.driver)?;
        is_off(driver, (run.start_at, run.end_at)).then_some((run.id, driver.id))
    });
    driven.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MIDNIGHT: Timestamp = Timestamp(1_669_219_200_000);

    fn driver(shift: Shift) -> Driver {
        Driver {
            id: StaffId::try_from(1).expect("an id"),
            shift,
            midnight: MIDNIGHT,
            began_at: None,
        }
    }

    fn hours(from: i64, to: i64) -> Span {
        (MIDNIGHT.plus_hours(from), MIDNIGHT.plus_hours(to))
    }

    #[test]
    fn a_shift_narrows_the_hours_of_a_plan() {
        let works = |shift, from, to| driver(shift).works(hours(from, to));
        assert_eq!(works(Shift::Day, 5, 23), Some(hours(6, 22)));
        assert_eq!(works(Shift::Night, 6, 22), None, "nobody is got out of bed");
        assert_eq!(works(Shift::Night, 20, 24), Some(hours(22, 24)));
        assert_eq!(works(Shift::Night, 0, 24), Some(hours(0, 6)), "the longer of two times");
        assert_eq!(
            works(Shift::Night, 21, 27),
            Some(hours(22, 27)),
            "a run that is back after midnight"
        );
        assert_eq!(works(Shift::Rotating, 3, 24), Some(hours(3, 24)));
    }

    #[test]
    fn nobody_drives_for_longer_than_the_longest_day() {
        let begun = Driver {
            began_at: Some(MIDNIGHT.plus_hours(7)),
            ..driver(Shift::Day)
        };
        assert_eq!(begun.works(hours(12, 22)), Some(hours(12, 18)));
        assert_eq!(begun.works(hours(18, 22)), None);
        assert!(begun.may_drive(hours(16, 18), []) && !begun.may_drive(hours(16, 19), []));
        let fresh = driver(Shift::Day);
        assert!(fresh.may_drive(hours(14, 18), [hours(7, 9)]));
        assert!(!fresh.may_drive(hours(14, 19), [hours(7, 9)]));
        assert!(!fresh.may_drive(hours(5, 7), []));
    }

    #[test]
    fn a_ride_needs_somebody_who_works_when_it_is_fetched_and_when_it_is_there() {
        let ride = |from, to| RideTimes {
            from_at: MIDNIGHT.plus_hours(from),
            until_at: MIDNIGHT.plus_hours(from + 2),
            there_from_at: MIDNIGHT.plus_hours(from + 1),
            due_at: MIDNIGHT.plus_hours(to),
        };
        assert!(driver(Shift::Day).can_fetch(&ride(5, 8)));
        assert!(!driver(Shift::Day).can_fetch(&ride(3, 7)));
        assert!(!driver(Shift::Night).can_fetch(&ride(9, 12)));
    }

    proptest! {
        #[test]
        fn work_lies_within_what_was_asked_and_within_the_longest_day(
            shift in prop::sample::select(Shift::ALL.to_vec()), from in 0i64..24, length in 1i64..24, began in 0i64..24,
        ) {
            let within = hours(from, from + length);
            let begun = Driver { began_at: Some(MIDNIGHT.plus_hours(began)), ..driver(shift) };
            if let Some((from, until)) = begun.works(within) {
                prop_assert!(within.0 <= from && from < until && until <= within.1);
                prop_assert!(until.millis_since(MIDNIGHT.plus_hours(began)) <= LONGEST_DAY_MS);
                prop_assert!(driver(shift).may_drive((from, until), []) || until.millis_since(from) > LONGEST_DAY_MS);
            }
        }
    }
}
