//! When a pass counts on a day: what a gate would say at each moment of it.

use tongxin_city::{Day, Timestamp, Zone};
use tongxin_pass_format::pass::{Days, Hours};

/// From a moment until another, which no longer belongs to it.
pub type PassSpan = (Timestamp, Timestamp);

/// When a pass with these days and hours, good between two moments, counts on a day: hours that go on past midnight belong to
/// the day of the week on which they begin.
pub fn spans_on(
    (days, hours): (Days, Hours),
    (not_before, expires): PassSpan,
    (day, zone): (Day, &Zone),
) -> Vec<PassSpan> {
    let whole = zone.span_of(day);
    let bounds = (whole.start.max(not_before), whole.end.min(expires));
    let begun_on = |day: Day| {
        let from = zone.start_of(day).plus_minutes(i64::from(hours.from_minute()));
        (from, from.plus_minutes(i64::from(hours.minutes())))
    };
    let spans = [day.previous(), day].into_iter().filter(|day| days.has(weekday(*day)));
    let spans = spans
        .map(begun_on)
        .map(|(from, until)| (from.max(bounds.0), until.min(bounds.1)));
    let mut joined: Vec<PassSpan> = Vec::new();
    for span in spans.filter(|(from, until)| from < until) {
        match joined.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

/// 0 for Monday, 6 for Sunday: 1 January 1970, day 0, was a Thursday.
fn weekday(day: Day) -> u8 {
    (day.number() + 3).rem_euclid(7) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVER: PassSpan = (Timestamp(i64::MIN / 4), Timestamp(i64::MAX / 4));

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn zone() -> Zone {
        Zone::named("Asia/Shanghai").expect("a zone")
    }

    fn hours(from: u16, until: u16) -> Hours {
        Hours::new(from * 60, until * 60).expect("hours")
    }

    /// The same in hours after the day's midnight.
    fn spans(rule: (Days, Hours), valid: PassSpan, on: &str) -> Vec<(i64, i64)> {
        let (on, zone) = (day(on), zone());
        let since = |at: Timestamp| at.millis_since(zone.start_of(on)) / (60 * Timestamp::MINUTE_MS);
        let found = spans_on(rule, valid, (on, &zone));
        found
            .into_iter()
            .map(|(from, until)| (since(from), since(until)))
            .collect()
    }

    #[test]
    fn days_of_the_week_are_those_of_the_calendar() {
        let weekday_of = |text: &str| weekday(day(text));
        assert_eq!(weekday_of("1970-01-01"), 3);
        assert_eq!(weekday_of("2022-11-21"), 0, "a Monday");
        assert_eq!(weekday_of("2022-11-27"), 6, "a Sunday");
        assert_eq!(weekday_of("1969-12-29"), 0, "a Monday");
    }

    #[test]
    fn hours_count_on_their_days_and_past_midnight() {
        let by_day = (Days::WORKDAYS, hours(6, 22));
        assert_eq!(spans(by_day, EVER, "2022-11-25"), [(6, 22)], "a Friday");
        assert_eq!(spans(by_day, EVER, "2022-11-26"), [], "a Saturday");
        let by_night = (Days::WORKDAYS, hours(22, 4));
        assert_eq!(spans(by_night, EVER, "2022-11-24"), [(0, 4), (22, 24)]);
        assert_eq!(spans(by_night, EVER, "2022-11-26"), [(0, 4)], "what began on Friday");
        assert_eq!(spans(by_night, EVER, "2022-11-21"), [(22, 24)]);
        assert_eq!(spans((Days::ALL, Hours::ALL), EVER, "2022-11-26"), [(0, 24)]);
    }

    #[test]
    fn before_it_begins_and_after_it_ends_it_does_not_count() {
        let start = zone().start_of(day("2022-11-24"));
        let rule = (Days::ALL, hours(6, 22));
        let valid = |from: i64, until: i64| (start.plus_hours(from), start.plus_hours(until));
        assert_eq!(spans(rule, valid(9, 18), "2022-11-24"), [(9, 18)]);
        assert_eq!(spans(rule, valid(24, 48), "2022-11-24"), []);
    }

    proptest! {
        /// As a gate says it, minute by minute of the week.
        #[test]
        fn every_minute_is_as_the_days_and_hours_say(bits in 1_u8..=127, from in 0_u16..1440, until in 1_u16..=1440, on in 19_000i64..19_014) {
            prop_assume!(from != until);
            let (days, hours) = (Days::from_bits(bits).expect("days"), Hours::new(from, until).expect("hours"));
            let (on, zone) = (Day::from_number(on), zone());
            let found = spans_on((days, hours), EVER, (on, &zone));
            for minute in (0..1440).step_by(7) {
                let at = zone.start_of(on).plus_minutes(minute);
                let since = |begun: Day| (minute - i64::from(from) + (on.number() - begun.number()) * 1440, begun);
                let counts = [since(on), since(on.previous())].iter().any(|(since, begun)| {
                    days.has(weekday(*begun)) && (0..i64::from(hours.minutes())).contains(since)
                });
                prop_assert_eq!(found.iter().any(|(from, until)| *from <= at && at < *until), counts);
            }
        }
    }
}
