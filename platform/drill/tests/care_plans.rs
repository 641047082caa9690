#![allow(clippy::unwrap_used, missing_docs)]
//! Plans of care and volunteers: everybody the scenario names takes part, and what can't be played is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tongxin_city::{City, Level};
use tongxin_drill::book::{BookShift, BookVisit, PlaceState, ShiftState, VisitState};
use tongxin_drill::{
    By, CareDeed, CareGroup, CarePlan, Found, Part, Plan, PlannedShift, Post, Role, Scenario, VisitEnding,
    VolunteerDeed, VolunteerPlan,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn plan(name: &str, city: &City, scale: f64, seed: u64) -> Plan {
    let scenario = Scenario::load(&root().join(format!("drills/{name}.toml"))).unwrap();
    Plan::draw(&scenario, city, scale, seed).unwrap()
}

static CHONGQING: LazyLock<City> = LazyLock::new(|| City::load(&root().join("data/chongqing")).unwrap());
static HARBOUR: LazyLock<City> = LazyLock::new(|| City::load(&root().join("data/harbour")).unwrap());
static WHOLE: LazyLock<Plan> = LazyLock::new(|| plan("chongqing-2022", &CHONGQING, 1.0, 1));

fn care(plan: &Plan) -> &CarePlan {
    plan.care.as_ref().unwrap()
}

fn volunteers(plan: &Plan) -> &VolunteerPlan {
    plan.volunteer.as_ref().unwrap()
}

#[test]
fn a_seed_draws_the_same_care_and_volunteers() {
    let draw = |seed| plan("harbour-flood", &HARBOUR, 1.0, seed);
    assert_eq!(draw(7).care, draw(7).care);
    assert_eq!(draw(7).volunteer, draw(7).volunteer);
    assert_ne!(draw(7).care, draw(8).care);
}

#[test]
fn every_building_has_a_steward_and_every_cadre_a_compound() {
    let plan = &*WHOLE;
    let widths = CHONGQING.tree.widths();
    let is_building = |place: &&tongxin_drill::PlannedPlace| widths.level_of(&place.code) == Some(Level::Building);
    let buildings: BTreeSet<_> = plan.places.iter().filter(is_building).map(|place| place.code).collect();
    let of = |post| care(plan).posts.iter().filter(move |held| held.post == post);
    let stewarded: BTreeSet<_> = of(Post::Steward).map(|held| held.place).collect();
    assert_eq!(buildings.len(), 22_540);
    assert_eq!(stewarded, buildings);
    assert_eq!(of(Post::Cadre).count(), 2_000);
    assert_eq!(of(Post::Deputy).count(), 4_000);
}

#[test]
fn the_share_of_elders_alone_is_that_of_the_public_statistics() {
    let elders = care(&WHOLE)
        .looked_after
        .iter()
        .filter(|who| who.group == CareGroup::AloneOld)
        .count();
    // 701.04 of ten thousands sixty or older, 14.2 % of them alone, in 1,204.02 of ten thousands of households.
    let expected = 701.04 * 0.142 / 1_204.02;
    let found = elders as f64 / WHOLE.households.len() as f64;
    assert!((found - expected).abs() < 0.001, "{found}");
}

#[test]
fn there_are_600_000_volunteers_and_nobody_is_on_two_shifts() {
    let plan = volunteers(&WHOLE);
    assert_eq!(plan.volunteers.len(), 600_000);
    assert_eq!(plan.shifts.len(), 1_500);
    let (mut on, mut wants_two) = (BTreeMap::new(), Vec::new());
    for act in &plan.acts {
        match (act.deed, act.deed.volunteer()) {
            (VolunteerDeed::Clash(who), _) => wants_two.push((who, act.shift)),
            (_, Some(who)) => {
                let shift = *on.entry(who).or_insert(act.shift);
                assert_eq!(shift, act.shift, "{who} is on both");
                assert_eq!(plan.volunteers[who].home, plan.shifts[shift].place);
            }
            (_, None) => {}
        }
    }
    // Whoever signs up for a second one has a place in another that begins when it does.
    assert!(wants_two.len() > 100, "{}", wants_two.len());
    for (who, shift) in wants_two {
        let (first, second) = (&plan.shifts[on[&who]], &plan.shifts[shift]);
        assert_ne!(on[&who], shift);
        assert_eq!(first.start_at, second.start_at, "{who}");
    }
}

#[test]
fn whoever_is_on_oxygen_is_visited_twice_and_everybody_else_once() {
    let care = care(&WHOLE);
    for (index, who) in care.looked_after.iter().enumerate() {
        let parts: Vec<Part> = care
            .visits
            .iter()
            .filter(|visit| visit.person == index)
            .map(|visit| visit.part)
            .collect();
        let expected: &[Part] = match who.group {
            CareGroup::Oxygen => &[Part::Morning, Part::Evening],
            _ => &[Part::Day],
        };
        assert_eq!(parts, expected);
        if index > 500 {
            break;
        }
    }
}

#[test]
fn a_dispute_is_between_two_and_a_second_try_is_in_time() {
    let care = care(&WHOLE);
    let knocks = |visit: usize| {
        let acts = care
            .acts
            .iter()
            .filter(move |act| matches!(act.deed, CareDeed::Knock { visit: of, .. } if of == visit));
        acts.collect::<Vec<_>>()
    };
    let of = |ending| {
        care.visits
            .iter()
            .enumerate()
            .filter(move |(_, visit)| visit.ending == ending)
    };
    let (mut disputes, mut tries) = (0, 0);
    for (visit, _) in of(VisitEnding::Disputed).take(20) {
        let people: BTreeSet<By> = knocks(visit).iter().map(|act| act.by).collect();
        assert_eq!(people.len(), 2);
        disputes += 1;
    }
    for (visit, planned) in of(VisitEnding::SecondTry).take(20) {
        let times: Vec<_> = knocks(visit).iter().map(|act| act.at).collect();
        let minutes = times[1].millis_since(times[0]) / 60_000;
        assert!((15..120).contains(&minutes) && times[1] < planned.due_at, "{minutes}");
        tries += 1;
    }
    assert_eq!((disputes, tries), (20, 20));
}

#[test]
fn a_small_part_of_the_city_keeps_every_role() {
    let plan = plan("chongqing-2022", &CHONGQING, 0.002, 1);
    for role in Role::ALL {
        assert!(plan.people.iter().any(|person| person.role == role), "{role:?}");
    }
}

#[test]
fn a_visit_in_the_book_stands_as_all_knocks_together_say() {
    let due = WHOLE.day_starts_at.plus_hours(20);
    let at = |minutes| WHOLE.day_starts_at.plus_hours(9).plus_minutes(minutes);
    let (one, other) = (By::Person(1), By::Person(2));
    let mut visit = BookVisit::made(due);
    assert_eq!(visit.knock(Found::NoAnswer, one, at(0)), VisitState::NoAnswer);
    assert_eq!(
        visit.knock(Found::NoAnswer, one, at(5)),
        VisitState::NoAnswer,
        "shortly after is the same try"
    );
    assert_eq!(visit.again_by(), Some(at(120)));
    assert_eq!(visit.clock_acts(at(119)), None);
    assert_eq!(visit.clock_acts(at(120)), Some(VisitState::Unanswered));
    assert_eq!(visit.knock(Found::Well, one, at(150)), VisitState::Well);
    assert!(!visit.is_disputed(), "nobody answered, and somebody did later");
    visit.knock(Found::Refused, other, at(160));
    assert!(visit.is_disputed());
    assert_eq!(BookVisit::made(due).clock_acts(due), Some(VisitState::Missed));
}

#[test]
fn a_shift_in_the_book_gives_a_place_to_whoever_waits_longest() {
    let shift: &PlannedShift = &volunteers(&WHOLE).shifts[0];
    let mut book = BookShift::opened(&PlannedShift { needed: 1, ..*shift });
    assert!(book.lacks(shift.fill_by));
    assert_eq!(book.take(1), PlaceState::Taken);
    assert_eq!(book.take(2), PlaceState::Waiting);
    assert_eq!(book.take(3), PlaceState::Waiting);
    book.leave(1);
    let states: Vec<_> = book.places().map(|(who, place)| (who, place.state)).collect();
    let expected = [(1, PlaceState::Left), (2, PlaceState::Taken), (3, PlaceState::Waiting)];
    assert_eq!(states, expected);
    assert_eq!(
        book.check_in(2, shift.start_at.plus_minutes(-10)),
        Some((PlaceState::In, false))
    );
    assert_eq!(
        book.check_in(2, shift.start_at),
        Some((PlaceState::In, true)),
        "coming twice is coming once"
    );
    assert!(!book.clock_acts(shift.end_at.plus_minutes(119)));
    assert!(book.clock_acts(shift.end_at.plus_minutes(120)));
    assert_eq!(book.state(), ShiftState::Settled);
    let minutes: i64 = book.places().map(|(_, place)| place.minutes).sum();
    assert_eq!(minutes, shift.end_at.millis_since(shift.start_at) / 60_000);
}
