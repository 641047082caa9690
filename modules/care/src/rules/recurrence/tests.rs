use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn rule(text: &str) -> Recurrence {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The days of a rule that begins with a day, or at a moment.
fn days(first: &str, text: &str) -> String {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    let days = if first.contains('T') {
        let local = first.strip_suffix("+08:00").unwrap_or(first);
        let at = zone.parse_local_input(local).expect("a moment");
        let read = Recurrence::read(text, at, &zone).unwrap_or_else(|error| panic!("{text}: {error}"));
        read.days(zone.day_of(at))
    } else {
        rule(text).days(day(first))
    };
    let days: Vec<String> = days.iter().map(Day::to_string).collect();
    days.join(" ")
}

/// What another program makes of the same rules; tests/calendar/check.py asks it again.
#[test]
fn days_are_those_of_another_program() {
    let cases: Vec<(String, String, Vec<String>)> = serde_json::from_str(CASES).expect("cases");
    assert!(cases.len() > 8);
    for (first, text, expected) in cases {
        assert_eq!(days(&first, &text), expected.join(" "), "{first} {text}");
    }
}

const CASES: &str = include_str!("../../../../../tests/calendar/rules.json");

#[test]
fn a_rule_without_an_end_or_with_two_is_refused() {
    for text in ["FREQ=DAILY", "FREQ=DAILY;COUNT=3;UNTIL=20221224"] {
        assert_eq!(text.parse::<Recurrence>(), Err(RecurrenceError::Ending), "{text}");
    }
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    for (text, part) in [
        ("FREQ=HOURLY;COUNT=3", "FREQ=HOURLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "BYMONTHDAY=-1"),
        ("FREQ=DAILY;BYDAY=MO;COUNT=3", "BYDAY"),
        ("FREQ=DAILY;FREQ=DAILY;COUNT=3", "FREQ=DAILY"),
        ("every tuesday", "every tuesday"),
    ] {
        assert_eq!(
            text.parse::<Recurrence>(),
            Err(RecurrenceError::Part(part.to_owned())),
            "{text}"
        );
    }
    for text in [
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=61",
        "FREQ=DAILY;INTERVAL=+2;COUNT=3",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=3",
        "FREQ=DAILY;UNTIL=20221324",
        "FREQ=DAILY;UNTIL=2022",
        "FREQ=DAILY;UNTIL=20221224T",
        "FREQ=DAILY;UNTIL=20221224T250000Z",
    ] {
        assert!(
            matches!(text.parse::<Recurrence>(), Err(RecurrenceError::Value(_))),
            "{text}"
        );
    }
}

#[test]
fn more_times_than_a_series_has_are_known() {
    for (text, is_too_long) in [
        ("FREQ=DAILY;UNTIL=20230122", false),
        ("FREQ=DAILY;UNTIL=20230123", true),
        ("FREQ=DAILY;COUNT=60", false),
    ] {
        let rule = rule(text);
        assert_eq!(rule.is_too_long(day("2022-11-24")), is_too_long, "{text}");
        assert_eq!(rule.days(day("2022-11-24")).len(), 60, "{text}");
    }
}

#[test]
fn a_first_day_that_the_rule_does_not_name_is_known() {
    let rule = rule("FREQ=WEEKLY;BYDAY=TU,TH,SA;COUNT=9");
    assert!(rule.names(day("2022-11-24")));
    assert!(!rule.names(day("2022-11-25")));
}

prop_compose! {
    fn any_rule()(
        frequency in prop_oneof![Just(Frequency::Daily), Just(Frequency::Weekly), Just(Frequency::Monthly)],
        interval in 1..=INTERVAL_MAX,
        bits in 0_u8..128,
        count in 1..=TIMES_MAX,
        until in prop::option::of(0_i64..200),
    ) -> Recurrence {
        let by_day = Weekday::all().filter(|day| frequency == Frequency::Weekly && bits & (1 << day.0) != 0).collect();
        let ending = until.map_or(Ending::Count(count), |days| Ending::Until(day("2022-11-24").plus_days(days)));
        Recurrence { frequency, interval, by_day, ending }
    }
}

proptest! {
    #[test]
    fn a_rule_reads_back_from_its_text(rule in any_rule()) {
        prop_assert_eq!(rule.to_string().parse::<Recurrence>(), Ok(rule));
    }

    #[test]
    fn days_rise_begin_with_the_first_and_keep_the_end(rule in any_rule(), ahead in 0_i64..400) {
        let first = day("2022-11-24").plus_days(ahead);
        let days = rule.days(first);
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(days.iter().all(|day| *day >= first));
        match rule.ending {
            Ending::Count(count) => prop_assert!(days.len() <= usize::from(count)),
            Ending::Until(last) => prop_assert!(days.iter().all(|day| *day <= last)),
        }
        if rule.names(first) && !matches!(rule.ending, Ending::Until(last) if last < first) {
            prop_assert_eq!(days.first(), Some(&first));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,150}") {
        let _ = text.parse::<Recurrence>();
    }
}
