#![allow(clippy::unwrap_used, missing_docs)]
//! Plans of passes: in proportion, within what firms have listed, and judged by the book alone as they are meant to be.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tongxin_city::{City, Timestamp};
use tongxin_drill::book::{BookDesk, PassState, Showing};
use tongxin_drill::{
    PassDeed, PassKind, PassPlan, Plan, PlannedGate, PlannedHolder, PlannedPass, Role, Scenario, SentAs, Tampered, Way,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

static CITY: LazyLock<City> = LazyLock::new(|| City::load(&root().join("data/chongqing")).unwrap());
static TENTH: LazyLock<Plan> = LazyLock::new(|| plan(0.1, 1));

fn plan(scale: f64, seed: u64) -> Plan {
    let scenario = Scenario::load(&root().join("drills/chongqing-2022.toml")).unwrap();
    Plan::draw(&scenario, &CITY, scale, seed).unwrap()
}

fn passes(plan: &Plan) -> &PassPlan {
    plan.pass.as_ref().unwrap()
}

/// Everything is applied for and done in the book, as far as people do it.
fn played_in_the_book(plan: &Plan) -> BookDesk {
    let (pass, supply) = (passes(plan), plan.supply.as_ref().unwrap());
    let mut desk = BookDesk::open(pass, supply);
    for act in &pass.acts {
        assert!(act.at > plan.starts_at && act.at < plan.ends_at, "{act:?}");
        let mut all = |passes: &[usize], from: &[PassState], to| {
            for index in passes {
                desk.step(*index, &pass.passes[*index], from, to);
            }
        };
        match &act.deed {
            PassDeed::Apply(application) => {
                for index in &pass.applications[*application].rows {
                    desk.apply(*index, &pass.passes[*index], act.at);
                }
            }
            PassDeed::Approve(passes) => all(passes, &[PassState::Waiting], PassState::Approved),
            PassDeed::Refuse(passes) => all(passes, &[PassState::Waiting, PassState::Agreeing], PassState::Refused),
            PassDeed::Withdraw(passes) => all(passes, &[PassState::Waiting], PassState::Withdrawn),
            PassDeed::Revoke(index) => all(&[*index], &[PassState::Valid], PassState::Revoked),
            PassDeed::Agree(passes) => {
                let tongxin_drill::By::Person(person) = act.by else {
                    panic!("{act:?}")
                };
                let tongxin_drill::Over::Place(own) = plan.people[person].over else {
                    panic!("{act:?}")
                };
                for index in passes {
                    desk.agree(*index, &own);
                }
            }
            PassDeed::RevokeFirm(_) => {}
            PassDeed::Renew(index) => _ = desk.apply(*index, &pass.passes[*index], act.at),
        }
        if matches!(act.deed, PassDeed::Apply(_) | PassDeed::Approve(_) | PassDeed::Agree(_)) {
            desk.issue(pass);
        }
    }
    desk.issue(pass);
    desk
}

#[test]
fn the_whole_city_gets_as_many_passes_as_in_the_reference_case() {
    let whole = plan(1.0, 1);
    let pass = passes(&whole);
    let rows = pass.passes.iter().filter(|row| row.renews.is_none()).count();
    assert_eq!((rows, pass.gates.len(), pass.checks.len()), (84_000, 200, 100_000));
    let desk = played_in_the_book(&whole);
    let issued = desk.iter().filter(|(_, book)| book.state.is_issued()).count();
    assert!(issued >= 80_000, "{issued}");
    for kind in PassKind::ALL {
        assert!(pass.passes.iter().any(|row| row.kind == kind), "{kind:?}");
    }
    let districts = whole
        .people
        .iter()
        .filter(|person| person.role == Role::CheckpointStaff);
    assert_eq!(districts.count(), 38);
}

#[test]
fn rows_stand_with_the_rules_in_the_scenarios_shares() {
    let desk = played_in_the_book(&TENTH);
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, book) in desk.iter() {
        *rules.entry(book.rule).or_default() += 1;
    }
    for (rule, share) in [("listed_fleet", 0.91), ("outside_area", 0.07), ("not_in_fleet", 0.01)] {
        let found = rules[rule] as f64 / 8_400.0;
        assert!((found - share).abs() < 0.015, "{rule}: {found}");
    }
    for rule in ["over_cap", "holder_has_pass"] {
        let found = rules[rule] as f64 / 8_400.0;
        assert!((0.003..0.007).contains(&found), "{rule}: {found}");
    }
    let agreeing = desk.iter().filter(|(_, book)| !book.districts.is_empty()).count() as f64 / 8_400.0;
    assert!((0.04..0.06).contains(&agreeing), "{agreeing}");
}

#[test]
fn what_has_to_be_unique_is_and_a_firms_rows_stand_together() {
    let (pass, supply) = (passes(&TENTH), TENTH.supply.as_ref().unwrap());
    let vehicles = || supply.vehicles.iter().chain(&pass.vehicles);
    let plates: HashSet<_> = vehicles().map(|vehicle| &vehicle.plate).collect();
    assert_eq!(plates.len(), vehicles().count());
    let staff = || supply.staff.iter().chain(&pass.staff);
    let names: HashSet<_> = staff().map(|staff| (&staff.name, staff.firm)).collect();
    assert_eq!(names.len(), staff().count());
    let mut seen = HashSet::new();
    let mut sent: HashSet<usize> = HashSet::new();
    for application in &pass.applications {
        let mut firms: Vec<usize> = application.rows.iter().map(|row| pass.passes[*row].firm).collect();
        firms.dedup();
        for firm in &firms {
            assert!(seen.insert(*firm), "firm {firm} applies once");
        }
        match application.sent_as {
            SentAs::Rows(firm) | SentAs::OwnTable(firm) => assert_eq!(firms, [firm]),
            SentAs::FirmsTable => assert!(!firms.is_empty()),
        }
        assert!(!matches!(application.sent_as, SentAs::Rows(_)) || application.rows.len() <= 500);
        sent.extend(&application.rows);
    }
    assert_eq!(sent.len(), 8_400, "each row is sent once");
    let mut of_firm: HashMap<usize, usize> = HashMap::new();
    vehicles().for_each(|vehicle| *of_firm.entry(vehicle.firm).or_default() += 1);
    assert!(
        of_firm.values().all(|count| *count <= 2_000),
        "no firm may list more vehicles"
    );
}

#[test]
fn the_smallest_drill_still_applies_decides_and_checks() {
    for seed in 0..10 {
        let plan = plan(0.001, seed);
        let pass = passes(&plan);
        let deeds: HashSet<&str> = pass.acts.iter().map(|act| act.deed.as_str()).collect();
        assert!(
            deeds.contains("apply") && deeds.contains("revoke firm"),
            "seed {seed}: {deeds:?}"
        );
        assert_eq!(pass.gates.len(), 1, "seed {seed}");
        assert!(
            (1..=100).contains(&pass.checks.len()),
            "seed {seed}: {}",
            pass.checks.len()
        );
        played_in_the_book(&plan);
    }
}

#[test]
fn one_seed_draws_the_same_passes_and_another_others() {
    assert_eq!(plan(0.01, 7).pass, plan(0.01, 7).pass);
    assert_ne!(passes(&plan(0.01, 7)).checks, passes(&plan(0.01, 8)).checks);
}

#[test]
fn a_scenario_without_passes_plays_none_and_leaves_the_rest_as_it_was() {
    let text = std::fs::read_to_string(root().join("drills/chongqing-2022.toml")).unwrap();
    // The trips of appointments, drawn with care, stand among the supply's: both go without it.
    let (with, _) = text.split_once("[care]").unwrap();
    let (without, _) = text.split_once("[pass]").unwrap();
    let [with, without] = [with, without].map(|text| {
        let scenario = Scenario::parse("test.toml", text).unwrap();
        Plan::draw(&scenario, &CITY, 0.002, 1).unwrap()
    });
    assert!(with.pass.is_some());
    assert_eq!(without.pass, None);
    assert_eq!((&without.supply, &without.acts), (&with.supply, &with.acts));
}

const MIDNIGHT: Timestamp = Timestamp(1_669_132_800_000);

fn row() -> PlannedPass {
    PlannedPass {
        firm: 0,
        kind: PassKind::KeyGoods,
        holder: PlannedHolder::Vehicle("渝Z00001".into()),
        from: vec!["500112001001".parse().unwrap()],
        to: vec!["500103001001".parse().unwrap()],
        both_ways: false,
        corridor: Some("G75".into()),
        minutes: Some([480, 1_080]),
        last_day: "2022-11-24".parse().unwrap(),
        renews: None,
    }
}

fn gate(place: &str, corridor: Option<&str>) -> PlannedGate {
    PlannedGate {
        place: place.parse().unwrap(),
        corridor: corridor.map(str::to_owned),
        by: tongxin_drill::By::Person(0),
    }
}

#[test]
fn the_book_says_of_a_pass_what_the_format_says() {
    let (row, noon) = (row(), MIDNIGHT.plus_hours(12));
    let says = |gate: &PlannedGate, way, state, tampered, now| {
        let showing = Showing {
            pass: &row,
            state,
            tampered,
            gate,
            way,
            today: "2022-11-23".parse().unwrap(),
            midnight: MIDNIGHT,
            now,
        };
        showing.verdict()
    };
    let (there, home) = (gate("500103001001", None), gate("500112001001", None));
    let valid = |gate: &PlannedGate, way, now| says(gate, way, PassState::Valid, Tampered::Not, now);
    assert_eq!(valid(&there, Way::Enter, noon), "valid");
    assert_eq!(valid(&there, Way::Leave, noon), "not_this_direction");
    assert_eq!(valid(&home, Way::Leave, noon), "valid");
    assert_eq!(
        valid(&gate("500103", None), Way::Enter, noon),
        "valid",
        "the district around it"
    );
    assert_eq!(valid(&gate("500113001001", None), Way::Enter, noon), "not_this_place");
    assert_eq!(valid(&gate("500113001001", Some("G75")), Way::Leave, noon), "valid");
    assert_eq!(valid(&there, Way::Enter, MIDNIGHT.plus_minutes(478)), "valid");
    assert_eq!(valid(&there, Way::Enter, MIDNIGHT.plus_minutes(477)), "not_this_hour");
    assert_eq!(valid(&there, Way::Enter, MIDNIGHT.plus_minutes(1_082)), "not_this_hour");
    assert_eq!(
        valid(&there, Way::Enter, MIDNIGHT.plus_days(2).plus_minutes(1)),
        "not_this_hour"
    );
    assert_eq!(
        valid(&there, Way::Enter, MIDNIGHT.plus_days(2).plus_minutes(2)),
        "expired"
    );
    let enter = |state, tampered| says(&there, Way::Enter, state, tampered, noon);
    assert_eq!(enter(PassState::Revoked, Tampered::Not), "revoked");
    assert_eq!(enter(PassState::Replaced, Tampered::Not), "revoked");
    assert_eq!(
        enter(PassState::Revoked, Tampered::Forged),
        "forged",
        "nothing of it is believed"
    );
    assert_eq!(enter(PassState::Valid, Tampered::UnknownKey), "unknown_key");
    assert_eq!(enter(PassState::Valid, Tampered::Damaged), "damaged");
}
