#![allow(clippy::unwrap_used, missing_docs)]
//! Plans: repeatable, in proportion, and never against the ledger's rules unless meant to be.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tongxin_city::{City, Level};
use tongxin_drill::book::{BookNeed, Refused, State};
use tongxin_drill::{By, NeedKind, OrgKind, Over, Plan, PlanError, Role, Scenario, What};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn scenario(name: &str) -> Scenario {
    Scenario::load(&root().join(format!("drills/{name}.toml"))).unwrap()
}

static CHONGQING: LazyLock<City> = LazyLock::new(|| City::load(&root().join("data/chongqing")).unwrap());
static HARBOUR: LazyLock<City> = LazyLock::new(|| City::load(&root().join("data/harbour")).unwrap());

fn harbour_plan(seed: u64) -> Plan {
    Plan::draw(&scenario("harbour-flood"), &HARBOUR, 1.0, seed).unwrap()
}

fn chongqing_plan(scale: f64, seed: u64) -> Plan {
    Plan::draw(&scenario("chongqing-2022"), &CHONGQING, scale, seed).unwrap()
}

fn people_of(plan: &Plan, role: Role) -> usize {
    plan.people.iter().filter(|person| person.role == role).count()
}

#[test]
fn a_seed_draws_the_same_plan_and_another_seed_another_one() {
    assert_eq!(harbour_plan(7), harbour_plan(7));
    assert_ne!(harbour_plan(7).acts, harbour_plan(8).acts);
    assert_eq!(chongqing_plan(0.01, 7), chongqing_plan(0.01, 7));
    assert_ne!(chongqing_plan(0.01, 7).places, chongqing_plan(0.01, 8).places);
}

#[test]
fn the_whole_city_has_everyone_the_scenario_names() {
    let plan = chongqing_plan(1.0, 1);
    assert_eq!(plan.places.len(), 11_270 * 3);
    assert_eq!(plan.households.len(), 60_000);
    assert_eq!(people_of(&plan, Role::Commander), 1);
    assert_eq!(people_of(&plan, Role::Officer), 1 + 38 + 1_031);
    assert_eq!(people_of(&plan, Role::Steward), 2_000);
    assert_eq!(plan.orgs.iter().filter(|org| org.kind == OrgKind::Plant).count(), 6_600);
    assert_eq!(
        plan.orgs.iter().filter(|org| org.kind == OrgKind::Project).count(),
        2_000
    );
    let count = |kind| plan.needs.iter().filter(|need| need.kind == kind).count();
    assert_eq!(count(NeedKind::HouseholdRequest), 21_500);
    assert_eq!(count(NeedKind::PlantBlockage), 660);
    assert_eq!(count(NeedKind::ProjectNeed), 330);
}

#[test]
fn every_subdistrict_has_an_officer_and_a_worker() {
    let plan = chongqing_plan(1.0, 1);
    let places_of = |role| -> HashSet<_> {
        plan.people
            .iter()
            .filter(|person| person.role == role)
            .map(|person| person.over)
            .collect()
    };
    let (officers, workers) = (places_of(Role::Officer), places_of(Role::CommunityWorker));
    for subdistrict in CHONGQING.tree.at_level(CHONGQING.file.code, Level::Subdistrict) {
        assert!(officers.contains(&Over::Place(subdistrict.code)), "{subdistrict:?}");
        assert!(workers.contains(&Over::Place(subdistrict.code)), "{subdistrict:?}");
    }
}

#[test]
fn whoever_acts_on_a_need_has_a_role_over_its_place_or_organisation() {
    let plan = harbour_plan(4);
    for act in &plan.acts {
        let need = &plan.needs[act.need];
        match act.by {
            By::Household(household) => assert_eq!(need.household, Some(household)),
            By::Person(person) => match plan.people[person].over {
                Over::Place(place) => assert!(need.place.is_inside(&place), "{act:?}"),
                Over::Org(org) => assert_eq!(need.org, Some(org)),
                Over::Firm(_) => panic!("a manager acts on no need: {act:?}"),
            },
        }
    }
}

#[test]
fn counts_follow_the_scale() {
    let (tenth, hundredth) = (chongqing_plan(0.1, 3), chongqing_plan(0.01, 3));
    assert_eq!(tenth.households.len(), 6_000);
    assert_eq!(hundredth.households.len(), 600);
    assert_eq!(tenth.needs.len(), 2_000 + 150 + 60 + 6 + 30 + 3);
    assert_eq!(hundredth.needs.len(), 200 + 15 + 6 + 1 + 3 + 1);
}

#[test]
fn the_smallest_drill_still_has_every_role_and_every_kind_of_need() {
    for seed in 0..20 {
        let plan = chongqing_plan(0.001, seed);
        for role in Role::ALL {
            assert!(people_of(&plan, role) >= 1, "seed {seed}: {role:?}");
        }
        for kind in NeedKind::ALL {
            assert!(plan.needs.iter().any(|need| need.kind == kind), "seed {seed}: {kind:?}");
        }
    }
}

#[test]
fn a_scale_that_is_no_share_of_the_city_is_refused() {
    for scale in [0.0, -1.0, 1.5, f64::NAN] {
        let refused = Plan::draw(&scenario("harbour-flood"), &HARBOUR, scale, 1).unwrap_err();
        assert!(matches!(refused, PlanError::Scale(_)));
    }
}

/// Plays a plan in the book alone: the clock acts at each tick before people do.
fn played_in_the_book(plan: &Plan) -> (HashMap<usize, BookNeed>, Vec<(What, Refused)>) {
    let mut book: HashMap<usize, BookNeed> = HashMap::new();
    let mut refused = Vec::new();
    let mut acts = plan.acts.iter().peekable();
    let mut now = plan.starts_at;
    while now < plan.ends_at {
        now = now.plus_millis(plan.tick_ms);
        for need in book.values_mut() {
            need.clock_acts(now);
        }
        while let Some(act) = acts.next_if(|act| act.at <= now) {
            let planned = &plan.needs[act.need];
            if act.what == What::Raise {
                let owner = planned.household.map_or(act.by, By::Household);
                book.insert(
                    act.need,
                    BookNeed::raised(planned, act.by, owner, 0, [2, 8, 24, 72], now),
                );
                continue;
            }
            let is_target_open = match act.what {
                What::Merge(into) => book.get(&into).is_some_and(|target| target.state().is_open()),
                _ => true,
            };
            let need = book
                .get_mut(&act.need)
                .expect("raised before anything else happens to it");
            if let Err(why) = need.act(act.by, &act.what, now, is_target_open) {
                refused.push((act.what.clone(), why));
            }
        }
    }
    assert!(acts.peek().is_none(), "nothing is planned after the end");
    (book, refused)
}

#[test]
fn the_book_refuses_only_what_is_meant_to_be_refused() {
    for seed in 0..40 {
        let plan = harbour_plan(seed);
        let (book, refused) = played_in_the_book(&plan);
        assert_eq!(book.len(), plan.needs.len());
        for (what, why) in refused {
            let is_meant = matches!(
                (&what, why),
                (What::StrikeOff(None), Refused::SolverStrikesOff)
                    | (What::Undo, Refused::UndoNotLast | Refused::UndoTooLate)
                    | (What::Accept, Refused::WrongState)
            );
            assert!(is_meant, "seed {seed}: {what:?} was refused: {why:?}");
        }
    }
}

#[test]
fn needs_end_in_every_state_and_some_go_up_by_themselves() {
    let (book, refused) = played_in_the_book(&chongqing_plan(0.05, 11));
    for state in State::ALL {
        let is_passing = matches!(
            state,
            State::Raised | State::Reopened | State::Accepted | State::Assigned
        );
        assert!(
            is_passing || book.values().any(|need| need.state() == state),
            "{state:?}"
        );
    }
    assert!(
        book.values()
            .any(|need| need.entries().iter().any(|entry| entry.by.is_none())),
        "the clock acted"
    );
    assert!(
        refused.iter().any(|(_, why)| *why == Refused::SolverStrikesOff),
        "the rule was tried"
    );
}

#[test]
fn acts_lie_within_the_drill_and_those_of_a_need_follow_each_other() {
    let plan = chongqing_plan(0.05, 5);
    let mut last = HashMap::new();
    for act in &plan.acts {
        assert!(act.at > plan.starts_at && act.at < plan.ends_at, "{act:?}");
        match last.insert(act.need, act.at) {
            None => assert_eq!(act.what, What::Raise, "{act:?}"),
            Some(before) => assert!(act.at > before, "{act:?}"),
        }
    }
}
