use super::*;
use proptest::prelude::*;

fn zone() -> Zone {
    Zone::named("Atlantic/Azores").expect("a zone")
}

/// From an hour of a day of November 2022 for so many hours.
fn span(day: i8, hour: i8, hours: i64) -> Span {
    let start = zone()
        .at(Day::new(2022, 11, day).expect("a day"), hour, 0)
        .expect("a time");
    start..start.plus_hours(hours)
}

fn take(new: Span, others: &[Span]) -> Result<(), Tired> {
    may_take(&new, others, &zone())
}

#[test]
fn nobody_is_in_two_places() {
    assert_eq!(take(span(24, 9, 3), &[span(24, 11, 2)]), Err(Tired::Overlap));
    assert_eq!(take(span(24, 9, 3), &[span(24, 12, 2)]), Ok(()), "one after the other");
}

#[test]
fn a_day_has_eight_hours() {
    assert_eq!(take(span(24, 8, 4), &[span(24, 13, 4)]), Ok(()));
    assert_eq!(take(span(24, 8, 5), &[span(24, 14, 4)]), Err(Tired::Day));
}

#[test]
fn a_shift_across_midnight_counts_on_both_days() {
    let night = span(24, 20, 8);
    assert_eq!(take(night.clone(), &[]), Ok(()), "four hours on each");
    assert_eq!(take(night, &[span(24, 12, 5)]), Err(Tired::Day), "nine on the first");
}

#[test]
fn between_two_days_of_work_there_is_a_nights_sleep() {
    assert_eq!(take(span(25, 6, 4), &[span(24, 18, 4)]), Err(Tired::Rest));
    assert_eq!(take(span(25, 9, 4), &[span(24, 18, 4)]), Ok(()));
    let evening = span(24, 16, 8);
    assert_eq!(
        take(span(25, 0, 8), &[evening]),
        Err(Tired::Day),
        "sixteen hours at a stretch"
    );
}

#[test]
fn the_third_night_of_a_week_is_left_to_others() {
    let nights = [span(20, 22, 4), span(22, 22, 4)];
    assert_eq!(take(span(24, 22, 4), &nights), Err(Tired::Nights));
    assert_eq!(take(span(24, 9, 4), &nights), Ok(()), "a day is no night");
    assert_eq!(take(span(27, 22, 4), &nights), Ok(()), "a week after the first");
}

#[test]
fn a_week_has_forty_hours() {
    let week: Vec<Span> = (21..=25).map(|day| span(day, 9, 8)).collect();
    assert_eq!(take(span(26, 9, 1), &week), Err(Tired::Week));
    assert_eq!(take(span(28, 9, 8), &week), Ok(()));
}

#[test]
fn hours_are_real_ones_on_the_night_the_clock_is_set_back() {
    let start = zone()
        .at(Day::new(2022, 10, 29).expect("a day"), 22, 0)
        .expect("a time");
    let end = zone().at(Day::new(2022, 10, 30).expect("a day"), 6, 0).expect("a time");
    assert_eq!(minutes(&(start..end)), 9 * 60);
    assert!(is_night(&(start..end), &zone()));
}

#[test]
fn how_long_somebody_rested_is_counted_from_the_last_shift() {
    assert_eq!(
        rested_ms(&span(24, 9, 2), &[span(22, 9, 2), span(23, 9, 2)]),
        Some(22 * Timestamp::HOUR_MS)
    );
    assert_eq!(rested_ms(&span(24, 9, 2), &[span(25, 9, 2)]), None);
}

proptest! {
    /// Whatever the order in which shifts are offered, nobody ends up with more than the rules allow.
    #[test]
    fn taken_one_by_one_they_never_break_a_rule(starts in prop::collection::vec((0_i64..240, 1_i64..9), 1..30)) {
        let zone = zone();
        let base = zone.start_of(Day::new(2022, 11, 14).expect("a day"));
        let mut taken: Vec<Span> = Vec::new();
        for (hour, hours) in starts {
            let new = base.plus_hours(hour)..base.plus_hours(hour + hours);
            if may_take(&new, &taken, &zone).is_ok() {
                taken.push(new);
            }
        }
        for (at, one) in taken.iter().enumerate() {
            let others: Vec<Span> = taken.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, span)| span.clone()).collect();
            prop_assert_eq!(may_take(one, &others, &zone), Ok(()));
        }
    }
}
