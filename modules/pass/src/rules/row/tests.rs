use super::*;
use proptest::prelude::*;
use tongxin_city::NewPlace;

fn tree() -> PlaceTree {
    let mut tree = PlaceTree::new(Widths::CHINA);
    for code in ["50", "500112", "500112001"] {
        let place = NewPlace {
            code: code.parse().expect("a code"),
            name_zh: code.into(),
            name_en: None,
            population: None,
        };
        tree.add(place).expect("added");
    }
    tree
}

fn today() -> Day {
    Day::new(2022, 11, 24).expect("a day")
}

fn asked() -> AskedPass {
    AskedPass {
        kind: Some(PassKind::KeyGoods),
        plate: "渝a·7b231".into(),
        from: vec!["500112".parse().expect("a code")],
        to: vec!["500112001".parse().expect("a code")],
        last_day: Some(today().plus_days(91)),
        ..AskedPass::default()
    }
}

fn faults(asked: AskedPass) -> Vec<(String, &'static str)> {
    let faults = PassRow::read(asked, &tree(), today()).expect_err("refused");
    faults.into_iter().map(|fault| (fault.field, fault.key)).collect()
}

#[test]
fn a_right_row_is_read() {
    let row = PassRow::read(asked(), &tree(), today()).expect("right");
    let plate = Holder::Vehicle {
        plate: "渝A7B231".into(),
    };
    assert_eq!((row.holder, row.first_day, row.hours), (plate, today(), Hours::ALL));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let wrong = AskedPass {
        surname: "王".into(),
        id_end: "48".into(),
        to: vec!["500199".parse().expect("a code")],
        from: vec![],
        corridor: "G75\u{202e}".into(),
        days: "8".into(),
        hours: "6".into(),
        first_day: Some(today().plus_days(-1)),
        last_day: None,
        kind: None,
        plate: String::new(),
        both_ways: false,
    };
    let fields: Vec<String> = faults(wrong).into_iter().map(|(field, _)| field).collect();
    let expected = [
        "kind",
        "id_end",
        "from",
        "to",
        "corridor",
        "days",
        "hours",
        "first_day",
        "last_day",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_pass_is_of_a_person_or_of_a_vehicle() {
    let nobody = AskedPass {
        plate: String::new(),
        ..asked()
    };
    assert_eq!(faults(nobody), [("plate".into(), "pass-field-holder")]);
    let both = AskedPass {
        surname: "王".into(),
        ..asked()
    };
    assert_eq!(faults(both), [("plate".into(), "pass-field-one-holder")]);
}

#[test]
fn a_pass_lasts_at_most_its_longest_life() {
    let long = AskedPass {
        last_day: Some(today().plus_days(92)),
        ..asked()
    };
    assert_eq!(faults(long), [("last_day".into(), "pass-field-day")]);
}

proptest! {
    #[test]
    fn whatever_is_typed_as_a_holder_is_read_or_refused_and_fits_the_format(
        surname in "\\PC{0,12}", id_end in "[ -~]{0,6}", plate in "\\PC{0,10}",
    ) {
        use tongxin_pass_format::pass::{End, PassNumber, Scope};
        let asked = AskedPass { surname, id_end, plate, ..asked() };
        if let Ok(row) = PassRow::read(asked, &tree(), today()) {
            let pass = tongxin_pass_format::Pass {
                issuer: "city".into(),
                number: PassNumber::new(0).expect("a number"),
                kind: row.kind.of_format(),
                holder: row.holder,
                org: "firm".into(),
                scope: Scope {
                    from: vec![],
                    to: row.to.iter().map(|place| End::Place(*place)).collect(),
                    ways: row.ways,
                    corridor: row.corridor,
                },
                days: row.days,
                hours: row.hours,
                not_before: tongxin_city::Timestamp(0),
                expires: tongxin_city::Timestamp(1_000),
            };
            prop_assert_eq!(pass.check(), Ok(()));
        }
    }
}
