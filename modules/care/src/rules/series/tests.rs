use super::*;

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").expect("a zone")
}

fn at(text: &str) -> Timestamp {
    zone().parse_local_input(text).expect("a moment")
}

fn asked() -> AskedSeries {
    AskedSeries {
        household: None,
        hospital: OrgId::from_parts(Timestamp(0), 1),
        first_at: at("2022-11-24T14:00"),
        minutes: 240,
        repeat: Some("FREQ=WEEKLY;BYDAY=TU,TH,SA;COUNT=9".to_owned()),
        ride: SeriesRide::default(),
        contact: " 138 0000 0001 ".to_owned(),
        facts: Facts {
            treatment: Treatment::Dialysis,
            department: "肾内科".to_owned(),
            patient: "陈婆婆".to_owned(),
            note: String::new(),
            card: Card::default(),
            escort_card: Card::default(),
        },
    }
}

fn faults(asked: AskedSeries) -> Vec<(String, &'static str)> {
    let faults = asked.checked(at("2022-11-24T09:00"), &zone()).expect_err("faults");
    faults.into_iter().map(|fault| (fault.field, fault.key)).collect()
}

#[test]
fn a_series_is_read_with_its_days() {
    let checked = asked().checked(at("2022-11-24T09:00"), &zone()).expect("a series");
    assert_eq!((checked.minute, checked.days().len()), (14 * 60, 9));
    assert_eq!(checked.contact.as_deref(), Some("138 0000 0001"));
}

#[test]
fn an_appointment_in_the_past_too_soon_or_too_far_is_told_apart() {
    for (first_at, key) in [
        ("2022-11-24T08:00", "care-field-appointment-past"),
        ("2022-11-24T10:00", "care-field-appointment-soon"),
        ("2023-03-02T10:00", "care-field-appointment-far"),
    ] {
        let series = AskedSeries {
            first_at: at(first_at),
            repeat: None,
            ..asked()
        };
        assert_eq!(faults(series), [("first_at".to_owned(), key)]);
    }
}

#[test]
fn an_appointment_without_a_way_back_is_refused() {
    for (first_at, minutes) in [
        ("2022-11-24T14:00", 0),
        ("2022-11-24T14:00", 800),
        ("2022-11-24T22:00", 180),
    ] {
        let series = AskedSeries {
            first_at: at(first_at),
            minutes,
            ..asked()
        };
        assert_eq!(
            faults(series),
            [("minutes".to_owned(), "care-field-appointment-return")]
        );
    }
}

#[test]
fn a_rule_that_is_not_known_or_leaves_its_first_day_out_is_told() {
    for (rule, key) in [
        ("every day", "care-field-repeat"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "care-field-repeat-first"),
        ("FREQ=DAILY;UNTIL=20221123", "care-field-repeat-none"),
        ("FREQ=DAILY;UNTIL=20231124T000000Z", "care-field-repeat-many"),
    ] {
        let series = AskedSeries {
            repeat: Some(rule.to_owned()),
            ..asked()
        };
        assert_eq!(faults(series), [("repeat".to_owned(), key)]);
    }
}

#[test]
fn half_a_card_and_a_card_of_nobody_are_told() {
    let mut series = asked();
    series.facts.card.surname = "陈".to_owned();
    series.facts.escort_card = Card {
        surname: "李".to_owned(),
        id_end: "0042".to_owned(),
    };
    assert_eq!(
        faults(series),
        [
            ("facts.card.id_end".to_owned(), "pass-field-id-end"),
            ("ride.escort".to_owned(), "care-field-escort")
        ]
    );
}
