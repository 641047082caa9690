//! When whoever drives rests. Whoever is under way around noon and would go on after it gets a rest at one of their stops,
//! before they hand over there; at the depot they rest while the vehicle is loaded.

use std::ops::RangeInclusive;
use tongxin_city::Timestamp;
use tongxin_dispatch_solver::{Rest, Time, Window};

/// How long a rest may be, in minutes. After four hours at the wheel the law asks for 20 (Regulation on the Implementation of
/// the Road Traffic Safety Law of the PRC, article 62, item 7).
pub const REST_MINUTES: RangeInclusive<i64> = 20..=120;
/// A rest begins between these, in minutes after midnight: at noon, when people eat, and before four hours since eight are long over.
const BEGINS: RangeInclusive<i64> = 11 * 60..=13 * 60 + 30;

/// The rest of whoever drives a vehicle, in an instance that begins at `shift`; none for one that sets out later.
pub fn rest_of(minutes: i64, midnight: Timestamp, shift: Timestamp, earliest: Time) -> Option<Rest> {
    let at = |minute: i64| Time((midnight.plus_minutes(minute).millis_since(shift) / 1_000).max(0));
    let window = Window {
        earliest: at(*BEGINS.start()),
        latest: at(*BEGINS.end()),
    };
    (minutes > 0 && earliest < window.latest).then_some(Rest {
        window,
        duration: Time(minutes * 60),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_rests_who_sets_out_after_noon_or_has_none_asked_for() {
        let midnight = Timestamp(0);
        let shift = midnight.plus_hours(6);
        let rest = rest_of(30, midnight, shift, Time::ZERO).expect("a rest");
        assert_eq!(rest.window.earliest, Time(5 * 3_600));
        assert_eq!(rest.window.latest, Time(7 * 3_600 + 1_800));
        assert_eq!(rest_of(0, midnight, shift, Time::ZERO), None);
        assert_eq!(rest_of(30, midnight, shift, Time(8 * 3_600)), None);
        assert_eq!(rest_of(30, midnight, midnight.plus_hours(15), Time::ZERO), None);
        let late = rest_of(30, midnight, midnight.plus_hours(12), Time::ZERO).expect("a rest");
        assert_eq!(late.window.earliest, Time::ZERO, "a day planned anew at noon");
    }
}
