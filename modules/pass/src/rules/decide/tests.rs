use super::*;
use crate::rules::kind::PassKind;
use proptest::prelude::*;
use tongxin_city::Day;
use tongxin_pass_format::pass::{Days, Hours, Ways};

const WIDTHS: Widths = Widths::CHINA;

fn place(code: &str) -> PlaceCode {
    code.parse().expect("a code")
}

fn today() -> Day {
    Day::new(2022, 11, 24).expect("a day")
}

fn person(surname: &str, id_end: &str) -> Holder {
    Holder::Person {
        surname: surname.into(),
        id_end: id_end.into(),
    }
}

fn truck(plate: &str) -> Holder {
    Holder::Vehicle { plate: plate.into() }
}

fn row(holder: Holder, from: &str, to: &str) -> PassRow {
    PassRow {
        kind: PassKind::KeyGoods,
        holder,
        from: vec![place(from)],
        to: vec![place(to)],
        ways: Ways::Both,
        corridor: None,
        days: Days::ALL,
        hours: Hours::ALL,
        first_day: today(),
        last_day: today().plus_days(6),
    }
}

fn firm() -> FirmFacts {
    FirmFacts {
        listed_until: Some(today().plus_days(60)),
        service_places: vec![place("500112"), place("500103")],
        staff: vec!["王小明".into(), "王芳".into(), "Zhang Wei".into()],
        plates: ["渝A7B231".to_owned(), "渝AD12345".to_owned()].into(),
    }
}

fn rule(row: &PassRow, firm: &FirmFacts, used: &[Holder]) -> (PassState, PassRule) {
    let outcome = decide(row, firm, &used_by(used), &WIDTHS);
    (outcome.state(), outcome.rule)
}

fn used_by(holders: &[Holder]) -> Used {
    let mut used = Used::default();
    holders.iter().for_each(|holder| used.add(holder));
    used
}

#[test]
fn a_listed_truck_where_its_firm_serves_is_approved_by_rule() {
    let approved = (PassState::Approved, PassRule::ListedFleet);
    assert_eq!(
        rule(&row(truck("渝A7B231"), "500112001", "500112"), &firm(), &[]),
        approved
    );
    assert_eq!(
        rule(&row(person("王", "4821"), "500103", "500103001"), &firm(), &[]),
        approved
    );
    assert_eq!(
        rule(&row(person("ZHANG", "82K1"), "500103", "500103"), &firm(), &[]),
        approved
    );
}

#[test]
fn what_is_clearly_no_says_why() {
    let truck_row = row(truck("渝A7B231"), "500112", "500112");
    let suspended = FirmFacts {
        listed_until: None,
        ..firm()
    };
    assert_eq!(
        rule(&truck_row, &suspended, &[]),
        (PassState::Refused, PassRule::NotListed)
    );
    let same = [truck("渝A7B231")];
    assert_eq!(
        rule(&truck_row, &firm(), &same),
        (PassState::Refused, PassRule::HolderHasPass)
    );
    let full = [truck("渝B00001"), truck("渝B00002")];
    assert_eq!(
        rule(&truck_row, &firm(), &full),
        (PassState::Refused, PassRule::OverCap)
    );
}

#[test]
fn what_no_rule_can_judge_goes_to_an_officer() {
    let officer = |rule| (PassState::Waiting, rule);
    let stranger = row(truck("渝B00001"), "500112", "500112");
    assert_eq!(rule(&stranger, &firm(), &[]), officer(PassRule::NotInFleet));
    let third = row(person("王", "0003"), "500112", "500112");
    let two = [person("王", "0001"), person("王", "0002")];
    assert_eq!(
        rule(&third, &firm(), &two),
        officer(PassRule::NotInFleet),
        "only two are called that"
    );
    let elsewhere = row(truck("渝A7B231"), "500107", "500107");
    assert_eq!(rule(&elsewhere, &firm(), &[]), officer(PassRule::OutsideArea));
    let wide = row(truck("渝A7B231"), "50", "500112");
    assert_eq!(rule(&wide, &firm(), &[]), officer(PassRule::WideArea));
    let long = FirmFacts {
        listed_until: Some(today().plus_days(3)),
        ..firm()
    };
    let truck_row = row(truck("渝A7B231"), "500112", "500112");
    assert_eq!(rule(&truck_row, &long, &[]), officer(PassRule::BeyondListing));
}

#[test]
fn both_districts_of_a_way_must_agree_even_when_all_else_is_clear() {
    let across = row(truck("渝A7B231"), "500112001", "500103");
    let outcome = decide(&across, &firm(), &Used::default(), &WIDTHS);
    assert_eq!(outcome.rule, PassRule::CrossDistrict);
    assert_eq!(outcome.districts(), [place("500103"), place("500112")]);
    let stranger = row(truck("渝B00001"), "500112001", "500103");
    let outcome = decide(&stranger, &firm(), &Used::default(), &WIDTHS);
    assert_eq!(
        (outcome.state(), outcome.rule),
        (PassState::Agreeing, PassRule::NotInFleet)
    );
}

fn any_place() -> impl Strategy<Value = PlaceCode> {
    prop::sample::select(vec!["50", "500112", "500112001", "500103", "500103002", "500107"]).prop_map(place)
}

fn any_holder() -> impl Strategy<Value = Holder> {
    let people = (prop::sample::select(vec!["王", "李", "Zhang"]), 0_u32..4)
        .prop_map(|(surname, end)| person(surname, &format!("{end:04}")));
    let trucks = prop::sample::select(vec!["渝A7B231", "渝AD12345", "渝B00001"]).prop_map(truck);
    prop_oneof![people, trucks]
}

fn any_row() -> impl Strategy<Value = PassRow> {
    let ends = || prop::collection::vec(any_place(), 1..3);
    (any_holder(), ends(), ends(), 0_i64..92).prop_map(|(holder, from, to, days)| PassRow {
        from,
        to,
        last_day: today().plus_days(days),
        ..row(holder, "500112", "500112")
    })
}

proptest! {
    #[test]
    fn a_rule_says_yes_exactly_when_every_condition_holds(
        row in any_row(),
        used in prop::collection::vec(any_holder(), 0..4),
        listed in prop::option::of(0_i64..92),
    ) {
        let firm = FirmFacts { listed_until: listed.map(|days| today().plus_days(days)), ..firm() };
        let counted = used_by(&used);
        let outcome = decide(&row, &firm, &counted, &WIDTHS);
        let districts = row.districts(&WIDTHS);
        let in_fleet = match &row.holder {
            Holder::Person { surname, .. } => counted.called(surname) < firm.staff_called(surname),
            Holder::Vehicle { plate } => firm.plates.contains(plate),
        };
        let within_cap = match &row.holder {
            Holder::Person { .. } => counted.people() < firm.staff.len(),
            Holder::Vehicle { .. } => counted.vehicles() < firm.plates.len(),
        };
        let is_clear = listed.is_some_and(|days| row.last_day <= today().plus_days(days))
            && in_fleet
            && within_cap
            && !used.contains(&row.holder)
            && row.ends().all(|place| firm.serves(place))
            && districts.len() == 1;
        prop_assert_eq!(outcome.route == Route::Approved, is_clear);
        prop_assert_eq!(outcome.route == Route::Approved, outcome.rule == PassRule::ListedFleet);
        if outcome.state() != PassState::Refused && districts.len() > 1 {
            prop_assert_eq!(outcome.state(), PassState::Agreeing);
        }
    }

    #[test]
    fn a_firm_never_gets_more_by_rule_than_it_has_listed(rows in prop::collection::vec(any_row(), 0..30)) {
        let (firm, mut used) = (firm(), Used::default());
        for row in rows {
            if decide(&row, &firm, &used, &WIDTHS).state().is_live() {
                prop_assert!(!used.has(&row));
                used.add(&row.holder);
            }
        }
        prop_assert!(used.people() <= firm.staff.len() && used.vehicles() <= firm.plates.len());
    }
}
