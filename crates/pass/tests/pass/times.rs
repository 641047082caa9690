//! Edges of time: the tolerance, a poor clock, days of the week and hours past midnight.

use std::time::Duration;

use tongxin_city::Timestamp;
use tongxin_pass_format::limits::CLOCK_TOLERANCE_MS;
use tongxin_pass_format::pass::{Days, Hours};
use tongxin_pass_format::{About, Doubt, Edge, KeySet, Pass, Refusal, Situation, StatusList, Statuses, Verdict, check};

use crate::world::*;

/// The verdict with files that count all year round.
fn verdict_at(pass: &Pass, at_: Timestamp, uncertainty: Duration) -> Verdict {
    let (from, until) = (at("2022-11-01T00:00:00Z"), at("2023-02-01T00:00:00Z"));
    let keys = KeySet::new("同心", tongxin_pass_format::IssueNumber(1), from, until, issuer_keys()).unwrap();
    let about = About {
        issued_at: from,
        good_until: until,
        ..about(1)
    };
    let list = StatusList::new(about, Statuses::covering(80_000)).unwrap();
    let situation = Situation {
        at: at_,
        clock_uncertainty: uncertainty,
        ..gate()
    };
    check(&issued(pass), &keys, &list, &situation)
}

fn key_at(pass: &Pass, at: Timestamp, uncertainty_seconds: u64) -> &'static str {
    verdict_at(pass, at, Duration::from_secs(uncertainty_seconds)).key()
}

#[test]
fn a_pass_counts_two_minutes_longer_at_both_ends() {
    let (from, until) = (truck().not_before, truck().expires);
    for (moment, right) in [
        (from.plus_millis(-CLOCK_TOLERANCE_MS - 1), "not_yet"),
        (from.plus_millis(-CLOCK_TOLERANCE_MS), "valid"),
        (from, "valid"),
        (until, "valid"),
        (until.plus_millis(CLOCK_TOLERANCE_MS - 1), "valid"),
        (until.plus_millis(CLOCK_TOLERANCE_MS), "expired"),
    ] {
        for uncertainty_seconds in [0, 60, 120] {
            assert_eq!(key_at(&truck(), moment, uncertainty_seconds), right, "{moment}");
        }
    }
}

#[test]
fn a_clock_that_may_be_far_off_is_sure_only_far_from_the_edges() {
    let (from, until) = (truck().not_before, truck().expires);
    let (hour, slack) = (3_600, 58 * 60);
    for (moment, right) in [
        (from.plus_seconds(-120 - slack - 1), "not_yet"),
        (from.plus_seconds(-120 - slack), "clock_unsure"),
        (from.plus_seconds(-120 + slack - 1), "clock_unsure"),
        (from.plus_seconds(-120 + slack), "valid"),
        (until.plus_seconds(120 - slack - 1), "valid"),
        (until.plus_seconds(120 - slack), "clock_unsure"),
        (until.plus_seconds(120 + slack - 1), "clock_unsure"),
        (until.plus_seconds(120 + slack), "expired"),
    ] {
        assert_eq!(key_at(&truck(), moment, hour), right, "{moment}");
    }
    let clock_uncertainty = Duration::from_secs(hour);
    let edge = Edge::Expires(until);
    let why = Doubt::ClockUnsure {
        edge,
        clock_uncertainty,
    };
    let pass = Box::new(truck());
    assert_eq!(
        verdict_at(&truck(), until, clock_uncertainty),
        Verdict::Unsure { pass, why }
    );
}

#[test]
fn days_and_hours_are_those_of_the_citys_walls() {
    let pass = Pass {
        days: Days::WORKDAYS,
        hours: Hours::new(6 * 60, 22 * 60).unwrap(),
        expires: at("2022-12-10T00:00:00+08:00"),
        ..truck()
    };
    for (moment, right) in [
        ("2022-11-24T05:57:59+08:00", "not_this_hour"),
        ("2022-11-24T05:58:00+08:00", "valid"),
        ("2022-11-24T22:01:59+08:00", "valid"),
        ("2022-11-24T22:02:00+08:00", "not_this_hour"),
        ("2022-11-25T12:00:00+08:00", "valid"),
        ("2022-11-26T12:00:00+08:00", "not_this_day"),
        ("2022-11-27T12:00:00+08:00", "not_this_day"),
        ("2022-11-28T12:00:00+08:00", "valid"),
    ] {
        assert_eq!(key_at(&pass, at(moment), 0), right, "{moment}");
    }
    let refusal_at = |moment: &str| match verdict_at(&pass, at(moment), Duration::ZERO) {
        Verdict::Refused { why, .. } => why,
        other => panic!("{other:?}"),
    };
    let monday = Some(at("2022-11-28T06:00:00+08:00"));
    assert_eq!(
        refusal_at("2022-11-26T12:00:00+08:00"),
        Refusal::NotThisDay { next: monday }
    );
    assert_eq!(
        refusal_at("2022-11-25T23:00:00+08:00"),
        Refusal::NotThisHour { next: monday }
    );
    assert_eq!(
        refusal_at("2022-12-09T23:00:00+08:00"),
        Refusal::NotThisHour { next: None }
    );
}

#[test]
fn hours_past_midnight_belong_to_the_day_they_start_on() {
    // Fridays only, from 22:00 until 06:00 the next morning.
    let pass = Pass {
        days: Days::from_bits(1 << 4).unwrap(),
        hours: Hours::new(22 * 60, 6 * 60).unwrap(),
        expires: at("2022-12-10T00:00:00+08:00"),
        ..truck()
    };
    for (moment, right) in [
        ("2022-11-25T03:00:00+08:00", "not_this_hour"),
        ("2022-11-25T23:00:00+08:00", "valid"),
        ("2022-11-26T03:00:00+08:00", "valid"),
        ("2022-11-26T07:00:00+08:00", "not_this_day"),
        ("2022-11-26T23:00:00+08:00", "not_this_day"),
    ] {
        assert_eq!(key_at(&pass, at(moment), 0), right, "{moment}");
    }
    // Sunday night goes on into Monday, past the end of the week.
    let sundays = Pass {
        days: Days::from_bits(1 << 6).unwrap(),
        ..pass
    };
    assert_eq!(key_at(&sundays, at("2022-11-28T03:00:00+08:00"), 0), "valid");
    assert_eq!(key_at(&sundays, at("2022-11-28T07:00:00+08:00"), 0), "not_this_day");
}

#[test]
fn a_poor_clock_is_unsure_near_the_hours_edges() {
    let pass = Pass {
        hours: Hours::new(6 * 60, 22 * 60).unwrap(),
        ..truck()
    };
    for (moment, right) in [
        ("2022-11-24T12:00:00+08:00", "valid"),
        ("2022-11-24T06:30:00+08:00", "clock_unsure"),
        ("2022-11-24T22:30:00+08:00", "clock_unsure"),
        ("2022-11-25T02:00:00+08:00", "not_this_hour"),
    ] {
        assert_eq!(key_at(&pass, at(moment), 3_600), right, "{moment}");
    }
    assert_eq!(
        key_at(&pass, at("2022-11-25T12:00:00+08:00"), 26 * 3_600),
        "clock_unsure"
    );
    // Every hour of every day leaves nothing to be unsure about.
    let always = Pass {
        hours: Hours::new(0, 1_440).unwrap(),
        days: Days::from_bits(127).unwrap(),
        ..truck()
    };
    assert_eq!(key_at(&always, at("2022-11-25T12:00:00+08:00"), 3_600), "valid");
}

#[test]
fn neighbouring_windows_leave_no_gap() {
    // From noon to noon, each day: all the time, in two ways of saying it.
    let pass = Pass {
        days: Days::from_bits(0b111_1110).unwrap(),
        hours: Hours::new(12 * 60, 11 * 60 + 59).unwrap(),
        expires: at("2022-12-10T00:00:00+08:00"),
        ..truck()
    };
    assert_eq!(key_at(&pass, at("2022-11-25T11:59:30+08:00"), 0), "valid");
    assert_eq!(key_at(&pass, at("2022-11-25T12:00:00+08:00"), 10 * 3_600), "valid");
}
