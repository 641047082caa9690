//! What a gate tells of itself: how often each verdict came in an hour. Never who, with what, or when exactly.

use crate::limits::{COUNT_MAX, COUNT_ROWS_MAX, COUNTS_AHEAD_MS, COUNTS_KEPT_DAYS};
use std::collections::BTreeMap;
use tongxin_city::{Timestamp, words};
use tongxin_web::FieldFault;

words! {
    /// Which way somebody wanted to pass.
    GateDirection, "direction" {
        /// Into the gate's place.
        Enter = "enter",
        /// Out of it.
        Leave = "leave",
    }
}

words! {
    /// What a gate said, by the key of `tongxin_pass_format::Verdict::key`.
    GateVerdict, "verdict" {
        /// Let through.
        Valid = "valid",
        /// Its time has not come.
        NotYet = "not_yet",
        /// Its time is over.
        Expired = "expired",
        /// It counts elsewhere.
        NotThisPlace = "not_this_place",
        /// It counts the other way.
        NotThisDirection = "not_this_direction",
        /// Not on this day.
        NotThisDay = "not_this_day",
        /// Not at this hour.
        NotThisHour = "not_this_hour",
        /// The issuer took it back.
        Revoked = "revoked",
        /// Signed by a key that does not count.
        UnknownKey = "unknown_key",
        /// No pass, or broken.
        Damaged = "damaged",
        /// Not signed by the key it names.
        Forged = "forged",
        /// The gate needs newer files.
        ListTooOld = "list_too_old",
        /// The gate needs a better clock.
        ClockUnsure = "clock_unsure",
    }
}

/// An hour's count of one verdict, one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateCount {
    /// The hour's first moment.
    pub hour: Timestamp,
    /// Which way.
    pub direction: GateDirection,
    /// What was said.
    pub verdict: GateVerdict,
    /// How often.
    pub count: i64,
}

/// Checks a batch: each hour whole, once for its direction and verdict, not ahead of the clock, and not so old that nobody asks.
///
/// # Errors
/// Every field that is wrong.
pub fn check(counts: Vec<GateCount>, now: Timestamp) -> Result<Vec<GateCount>, Vec<FieldFault>> {
    let mut faults = Vec::new();
    if counts.is_empty() || counts.len() > COUNT_ROWS_MAX {
        faults.push(FieldFault::new("counts", "pass-gate-rows").arg("max", COUNT_ROWS_MAX));
    }
    let mut seen = BTreeMap::new();
    for (number, row) in counts.iter().enumerate().take(COUNT_ROWS_MAX) {
        let at = |field: &str| format!("counts.{number}.{field}");
        let is_whole = row.hour.millis().rem_euclid(Timestamp::HOUR_MS) == 0;
        let span = now.plus_days(-COUNTS_KEPT_DAYS)..=now.plus_millis(COUNTS_AHEAD_MS);
        if !is_whole || !span.contains(&row.hour) {
            faults.push(FieldFault::new(at("hour"), "pass-gate-hour").arg("days", COUNTS_KEPT_DAYS));
        }
        if !(1..=COUNT_MAX).contains(&row.count) {
            faults.push(FieldFault::new(at("count"), "pass-gate-count").arg("max", COUNT_MAX));
        }
        if seen
            .insert((row.hour, row.direction.as_str(), row.verdict.as_str()), number)
            .is_some()
        {
            faults.push(FieldFault::new(at("verdict"), "pass-gate-twice"));
        }
    }
    if faults.is_empty() { Ok(counts) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_pass_format::{Direction, Doubt, ListGap, Refusal};

    const NOW: Timestamp = Timestamp(1_669_262_400_000);

    fn one() -> GateCount {
        GateCount {
            hour: NOW,
            direction: GateDirection::Enter,
            verdict: GateVerdict::Valid,
            count: 3,
        }
    }

    #[test]
    fn whole_hours_of_the_last_weeks_are_taken_once_each() {
        assert_eq!(check(vec![one()], NOW), Ok(vec![one()]));
        for wrong in [
            GateCount {
                hour: NOW.plus_minutes(1),
                ..one()
            },
            GateCount {
                hour: NOW.plus_hours(2),
                ..one()
            },
            GateCount {
                hour: NOW.plus_days(-COUNTS_KEPT_DAYS - 1),
                ..one()
            },
            GateCount { count: 0, ..one() },
            GateCount { count: -1, ..one() },
            GateCount {
                count: COUNT_MAX + 1,
                ..one()
            },
        ] {
            assert_eq!(
                check(vec![wrong], NOW).map_err(|faults| faults.len()),
                Err(1),
                "{wrong:?}"
            );
        }
        assert!(check(vec![one(), one()], NOW).is_err());
        assert!(check(Vec::new(), NOW).is_err());
    }

    #[test]
    fn every_verdict_of_the_format_can_be_counted() {
        let place = "500112".parse().expect("a code");
        let refusals = [
            Refusal::Revoked { as_of: NOW },
            Refusal::NotYet { from: NOW },
            Refusal::Expired { since: NOW },
            Refusal::NotThisPlace { place },
            Refusal::NotThisDirection {
                allowed: Direction::Enter,
            },
            Refusal::NotThisDay { next: None },
            Refusal::NotThisHour { next: None },
        ];
        let keys = refusals.iter().map(Refusal::key);
        let doubt = Doubt::ListTooOld(ListGap::OtherIssuer);
        for key in keys.chain([doubt.key(), "clock_unsure", "valid", "damaged", "forged", "unknown_key"]) {
            assert!(key.parse::<GateVerdict>().is_ok(), "{key}");
        }
        assert_eq!(GateVerdict::ALL.len(), 13);
    }
}
