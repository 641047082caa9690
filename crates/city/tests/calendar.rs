#![allow(clippy::unwrap_used, missing_docs)]
//! Moments, days and clock times, in zones with and without clock changes.

use std::time::Duration;

use proptest::prelude::*;
use tongxin_city::relative::{duration_in_words, from_now_in_words};
use tongxin_city::{CalendarError, Day, Lang, Timestamp, Zone};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn a_moment_is_rfc_3339_in_json_and_milliseconds_inside() {
    let moment = at("2022-11-24T19:00:00+08:00");
    assert_eq!(moment, Timestamp(1_669_287_600_000));
    assert_eq!(serde_json::to_string(&moment).unwrap(), "\"2022-11-24T11:00:00Z\"");
    assert_eq!(moment.plus_millis(7).to_string(), "2022-11-24T11:00:00.007Z");
    for wrong in [
        "",
        "2022-11-24",
        "2022-11-24T11:00:00",
        "2022-02-30T00:00:00Z",
        "yesterday",
        "1669287600000",
    ] {
        assert!(
            matches!(wrong.parse::<Timestamp>(), Err(CalendarError::NotATimestamp(_))),
            "{wrong}"
        );
    }
    assert!(serde_json::from_str::<Timestamp>("1669287600000").is_err());
}

proptest! {
    #[test]
    fn a_moment_survives_its_text(millis in -62_000_000_000_000i64..250_000_000_000_000) {
        let moment = Timestamp(millis);
        prop_assert_eq!(at(&moment.to_string()), moment);
        prop_assert_eq!(serde_json::from_str::<Timestamp>(&serde_json::to_string(&moment).unwrap()).unwrap(), moment);
    }

    #[test]
    fn a_day_survives_its_number_and_its_text(number in -700_000i64..2_900_000) {
        let day = Day::from_number(number);
        prop_assert_eq!(day.number(), number);
        prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
        prop_assert_eq!(day.next().previous(), day);
        prop_assert_eq!(day.plus_days(400).days_since(day), 400);
    }

    #[test]
    fn every_moment_lies_in_the_span_of_its_day(
        millis in 0i64..4_000_000_000_000,
        name in prop::sample::select(vec!["Asia/Shanghai", "Atlantic/Azores", "Asia/Beirut", "Australia/Lord_Howe"]),
    ) {
        let (moment, zone) = (Timestamp(millis), zone(name));
        let day = zone.day_of(moment);
        prop_assert!(zone.span_of(day).contains(&moment));
        prop_assert_eq!(zone.day_of(zone.start_of(day)), day);
        prop_assert!(zone.minute_of_day(moment) < 1_440);
    }

    #[test]
    fn no_number_breaks_the_calendar(millis in any::<i64>(), days in any::<i64>()) {
        let zone = zone("Asia/Shanghai");
        let day = zone.day_of(Timestamp(millis)).plus_days(days);
        let _ = (zone.format_with_year(Timestamp(millis), Lang::Zh), zone.span_of(day), Timestamp(millis).plus_days(days));
    }
}

#[test]
fn moments_add_and_subtract() {
    let noon = at("2022-11-24T12:00:00Z");
    assert_eq!(
        noon.plus_hours(1).plus_minutes(30).plus_seconds(5),
        at("2022-11-24T13:30:05Z")
    );
    assert_eq!(noon.plus_days(-1), at("2022-11-23T12:00:00Z"));
    assert_eq!(
        noon + Duration::from_secs(60) - Duration::from_secs(61),
        noon.plus_seconds(-1)
    );
    assert_eq!(noon.plus_hours(2).millis_since(noon), 2 * Timestamp::HOUR_MS);
    assert_eq!(Timestamp(i64::MAX).plus_days(i64::MAX), Timestamp(i64::MAX));
}

#[test]
fn days_and_times_read_well_in_both_languages() {
    let zone = zone("Asia/Shanghai");
    let evening = at("2026-11-24T11:07:00Z");
    assert_eq!(zone.format(evening, Lang::Zh), "11月24日 周二 19:07");
    assert_eq!(zone.format(evening, Lang::En), "Tue 24 Nov 19:07");
    assert_eq!(zone.format_with_year(evening, Lang::Zh), "2026年11月24日 周二 19:07");
    assert_eq!(zone.format_with_year(evening, Lang::En), "Tue 24 Nov 2026 19:07");
    assert_eq!(zone.format_time(at("2026-11-23T16:00:00Z")), "00:00");
    assert_eq!(zone.minute_of_day(evening), 19 * 60 + 7);
    assert_eq!(day("2026-11-29").format(Lang::Zh), "11月29日 周日");
    assert_eq!(day("2026-01-05").format(Lang::En), "Mon 5 Jan");
}

#[test]
fn a_day_is_iso_8601_and_nothing_else() {
    assert_eq!(serde_json::to_string(&day("2022-11-24")).unwrap(), "\"2022-11-24\"");
    assert_eq!(Day::new(2024, 2, 29).unwrap().to_string(), "2024-02-29");
    assert_eq!(Day::new(2023, 2, 29), None);
    for wrong in [
        "",
        "2022-13-01",
        "2022-11-31",
        "2022-11-24T00:00",
        "24/11/2022",
        "2022-11-24 10:00",
        "今天",
    ] {
        assert!(
            matches!(wrong.parse::<Day>(), Err(CalendarError::NotADay(_))),
            "{wrong}"
        );
    }
}

#[test]
fn chongqings_day_starts_at_16_utc_of_the_day_before() {
    let zone = zone("Asia/Shanghai");
    assert_eq!(zone.start_of(day("2022-11-24")), at("2022-11-23T16:00:00Z"));
    assert_eq!(zone.day_of(at("2022-11-23T15:59:59.999Z")), day("2022-11-23"));
    assert_eq!(zone.day_of(at("2022-11-23T16:00:00Z")), day("2022-11-24"));
    assert_eq!(zone.at(day("2022-11-24"), 17, 30), Some(at("2022-11-24T09:30:00Z")));
    assert_eq!(zone.at(day("2022-11-24"), 24, 0), None);
    assert_eq!(zone.at(day("2022-11-24"), 12, 60), None);
}

#[test]
fn a_day_is_23_or_25_hours_long_where_clocks_change() {
    let hours = |zone: &Zone, text: &str| {
        let span = zone.span_of(day(text));
        span.end.millis_since(span.start) / Timestamp::HOUR_MS
    };
    let azores = zone("Atlantic/Azores");
    assert_eq!(
        ["2022-03-27", "2022-10-30", "2022-11-01"].map(|text| hours(&azores, text)),
        [23, 25, 24]
    );
    assert_eq!(hours(&zone("Asia/Shanghai"), "2022-03-27"), 24);
}

#[test]
fn a_day_without_midnight_starts_at_its_first_moment() {
    // In Beirut clocks went from 00:00 to 01:00 on 27 March 2022.
    let beirut = zone("Asia/Beirut");
    let start = beirut.start_of(day("2022-03-27"));
    assert_eq!(start, at("2022-03-26T22:00:00Z"));
    assert_eq!(beirut.format_time(start), "01:00");
    assert_eq!(beirut.day_of(start.plus_millis(-1)), day("2022-03-26"));
}

#[test]
fn a_skipped_clock_time_moves_on_and_a_repeated_one_is_its_first() {
    let lisbon = zone("Europe/Lisbon");
    let skipped = lisbon.at(day("2022-03-27"), 1, 30).unwrap();
    assert_eq!(lisbon.format_time(skipped), "02:30");
    assert_eq!(lisbon.at(day("2022-10-30"), 1, 30), Some(at("2022-10-30T00:30:00Z")));
}

#[test]
fn a_form_field_gives_back_the_local_time_it_was_given() {
    let zone = zone("Asia/Shanghai");
    let evening = at("2022-11-24T11:07:00Z");
    assert_eq!(zone.to_local_input(evening), "2022-11-24T19:07");
    assert_eq!(zone.parse_local_input("2022-11-24T19:07"), Ok(evening));
    assert_eq!(
        zone.parse_local_input("2022-11-24T19:07:30"),
        Ok(evening.plus_seconds(30))
    );
    for wrong in [
        "",
        "2022-11-24",
        "19:07",
        "2022-11-24T25:00",
        "2022-11-24T19:07Z",
        "2022-11-24T19:07+08:00",
        "T",
    ] {
        assert!(
            matches!(zone.parse_local_input(wrong), Err(CalendarError::NotALocalTime(_))),
            "{wrong}"
        );
    }
}

#[test]
fn an_unknown_zone_is_named_in_the_error() {
    assert_eq!(
        Zone::named("Mars/Olympus"),
        Err(CalendarError::UnknownZone("Mars/Olympus".into()))
    );
    assert_eq!(zone("Asia/Shanghai").name(), "Asia/Shanghai");
}

#[test]
fn lengths_of_time_are_said_in_their_two_largest_units() {
    let minute = Timestamp::MINUTE_MS;
    for (minutes, zh, en) in [
        (0, "不到1分钟", "under 1 min"),
        (45, "45分钟", "45 min"),
        (60, "1小时", "1 h"),
        (125, "2小时5分钟", "2 h 5 min"),
        (24 * 60 + 5, "1天", "1 d"),
        (51 * 60, "2天3小时", "2 d 3 h"),
        (-125, "2小时5分钟", "2 h 5 min"),
    ] {
        assert_eq!(duration_in_words(minutes * minute, Lang::Zh), zh);
        assert_eq!(duration_in_words(minutes * minute, Lang::En), en);
    }
    let now = at("2022-11-24T12:00:00Z");
    assert_eq!(from_now_in_words(now.plus_hours(-3), now, Lang::Zh), "3小时前");
    assert_eq!(
        from_now_in_words(now.plus_minutes(52 * 60), now, Lang::En),
        "in 2 d 4 h"
    );
    assert_eq!(
        from_now_in_words(now.plus_minutes(-90), now, Lang::En),
        "1 h 30 min ago"
    );
    assert_eq!(from_now_in_words(now.plus_minutes(5), now, Lang::Zh), "5分钟后");
    assert_eq!(from_now_in_words(now.plus_seconds(20), now, Lang::Zh), "刚刚");
    let _ = duration_in_words(i64::MIN, Lang::En);
}
