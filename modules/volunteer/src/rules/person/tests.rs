use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn asked(birth_year: i16) -> AskedVolunteer {
    AskedVolunteer {
        name: " 陈  小明 ".into(),
        phone: "+86 138-0000-0001".into(),
        birth_year,
        home: Some("900010101".parse().expect("a code")),
        skills: vec![Skill::Teaching, Skill::Languages, Skill::Teaching],
        ..AskedVolunteer::default()
    }
}

fn faults(asked: AskedVolunteer) -> Vec<String> {
    let faults = asked.checked(day("2022-11-24")).expect_err("something wrong");
    faults.into_iter().map(|fault| fault.field).collect()
}

#[test]
fn what_somebody_says_is_kept_in_one_form() {
    let checked = asked(1990).checked(day("2022-11-24")).expect("all is right");
    assert_eq!(
        (checked.name.as_str(), checked.phone.as_str()),
        ("陈 小明", "13800000001")
    );
    assert_eq!(checked.skills, [Skill::Languages, Skill::Teaching]);
    assert_eq!(checked.reach, Reach::Subdistrict);
}

#[test]
fn impossible_years_of_birth_and_numbers_are_told_together() {
    let wrong = AskedVolunteer {
        phone: "call me".into(),
        ..asked(2030)
    };
    assert_eq!(faults(wrong), ["phone", "birth_year", "guardian_agrees"]);
    assert_eq!(faults(asked(1899)), ["birth_year"]);
    assert_eq!(faults(asked(2009)), ["birth_year", "guardian_agrees"]);
}

#[test]
fn whoever_may_not_be_of_age_needs_a_guardians_word() {
    assert_eq!(faults(asked(2004)), ["guardian_agrees"]);
    let agreed = AskedVolunteer {
        guardian_agrees: true,
        ..asked(2004)
    };
    assert!(agreed.checked(day("2022-11-24")).is_ok());
    assert!(!is_adult(2004, day("2022-12-31")), "the birthday may be to come");
    assert!(is_adult(2004, day("2023-01-01")));
}

#[test]
fn the_night_belongs_to_the_day_it_began_on() {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    let slot = |text: &str, hour| Slot::of(zone.at(day(text), hour, 0).expect("a time"), &zone);
    assert_eq!(slot("2022-11-24", 9), Slot::WeekdayMorning);
    assert_eq!(slot("2022-11-26", 2), Slot::WeekdayNight, "Friday's night");
    assert_eq!(slot("2022-11-28", 2), Slot::WeekendNight, "Sunday's night");
    assert_eq!(slot("2022-11-27", 18), Slot::WeekendEvening);
}

#[test]
fn however_a_number_is_written_it_is_one_number() {
    for written in [
        "138 0000 0001",
        "+86-138-0000-0001",
        "0086 13800000001",
        "（86）138.0000.0001",
        "１３８０００００００１",
    ] {
        assert_eq!(plain_phone(written).as_deref(), Some("13800000001"), "{written}");
    }
    assert_eq!(
        plain_phone("0023 6789 1234").as_deref(),
        Some("002367891234"),
        "another country's"
    );
}

proptest! {
    #[test]
    fn a_number_is_read_the_same_however_it_is_written(digits in "[1-9][0-9]{6,14}", dashes in prop::collection::vec(1_usize..6, 0..3)) {
        let mut written = digits.clone();
        for at in dashes {
            if at < written.len() { written.insert(at, '-'); }
        }
        prop_assert_eq!(plain_phone(&written), plain_phone(&digits));
    }

    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,40}") {
        if let Some(phone) = plain_phone(&text) {
            prop_assert!(PHONE_DIGITS.contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
