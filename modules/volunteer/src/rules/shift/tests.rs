use super::*;

const NOW: Timestamp = Timestamp(1_669_280_400_000);

fn asked() -> AskedShift {
    AskedShift {
        kind: ShiftKind::Deliver,
        place: "900010101".parse().expect("a code"),
        about: String::new(),
        meet: "东门".into(),
        start_at: NOW.plus_hours(24),
        end_at: NOW.plus_hours(28),
        fill_by: None,
        is_entering: true,
        team: None,
        posts: vec![AskedPost { skill: None, needed: 4 }],
    }
}

fn faults(asked: AskedShift) -> Vec<&'static str> {
    let faults = asked.checked(NOW).expect_err("something wrong");
    faults.into_iter().map(|fault| fault.key).collect()
}

#[test]
fn a_shift_has_to_be_filled_half_a_day_before_it_begins() {
    let checked = asked().checked(NOW).expect("all is right");
    assert_eq!(checked.fill_by, NOW.plus_hours(12));
    let soon = AskedShift {
        start_at: NOW.plus_hours(2),
        end_at: NOW.plus_hours(4),
        ..asked()
    };
    assert_eq!(soon.checked(NOW).expect("all is right").fill_by, NOW, "at once");
}

#[test]
fn times_that_cant_be_are_told_by_field() {
    let past = AskedShift {
        start_at: NOW.plus_hours(-1),
        end_at: NOW.plus_hours(-2),
        fill_by: Some(NOW),
        meet: " ".into(),
        ..asked()
    };
    let expected = [
        "field-required",
        "volunteer-field-start-past",
        "volunteer-field-length",
        "volunteer-field-fill-by",
    ];
    assert_eq!(faults(past), expected);
    let far = AskedShift {
        start_at: NOW.plus_days(61),
        end_at: NOW.plus_days(61).plus_hours(13),
        ..asked()
    };
    assert_eq!(faults(far), ["volunteer-field-start-far", "volunteer-field-length"]);
}

#[test]
fn a_shift_needs_somebody_and_asks_for_each_skill_once() {
    let post = |skill, needed| AskedPost { skill, needed };
    let none = AskedShift {
        posts: vec![],
        ..asked()
    };
    assert_eq!(faults(none), ["volunteer-field-posts"]);
    let twice = AskedShift {
        posts: vec![
            post(None, 0),
            post(Some(Skill::Driving), 1),
            post(Some(Skill::Driving), 2),
        ],
        ..asked()
    };
    assert_eq!(faults(twice), ["volunteer-field-whole", "volunteer-field-post-twice"]);
}

#[test]
fn a_time_that_the_clock_skips_is_refused_and_one_that_it_shows_twice_is_the_first() {
    let zone = Zone::named("Atlantic/Azores").expect("a zone");
    let read = |typed: &str| chosen_time("start_at", typed, &zone);
    // On 26 March 2023 the clock goes from 0:00 to 1:00; on 30 October 2022 from 1:00 back to 0:00.
    let fault = read("2023-03-26T00:30").expect_err("skipped");
    assert_eq!(
        (fault.key, fault.args[0].1.as_str()),
        ("volunteer-field-no-such-time", "01:30")
    );
    let doubled = read("2022-10-30T00:30").expect("the first");
    assert!(doubled.is_doubled);
    assert_eq!(doubled.at.to_string(), "2022-10-30T00:30:00Z");
    assert!(!read("2022-10-30T02:30").expect("once").is_doubled);
    assert_eq!(read("tomorrow").expect_err("no time").key, "volunteer-field-time");
}
