#![allow(clippy::unwrap_used, missing_docs)]
//! Plans of supply: in proportion, within every household's share, and never against the shop's rules.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tongxin_city::{City, Timestamp};
use tongxin_drill::book::{BookLine, BookOrder, OrderState, ShelfChange, Shelves, Step};
use tongxin_drill::{
    By, Deed, FirmKind, Missing, OrderEnding, OrgKind, Plan, PlanFor, Scenario, SupplyPlan, TripEnding,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

static CITY: LazyLock<City> = LazyLock::new(|| City::load(&root().join("data/chongqing")).unwrap());
static WHOLE: LazyLock<Plan> = LazyLock::new(|| plan(1.0, 1));

fn plan(scale: f64, seed: u64) -> Plan {
    let scenario = Scenario::load(&root().join("drills/chongqing-2022.toml")).unwrap();
    Plan::draw(&scenario, &CITY, scale, seed).unwrap()
}

fn supply(plan: &Plan) -> &SupplyPlan {
    plan.supply.as_ref().unwrap()
}

#[test]
fn the_whole_city_is_fed_by_as_many_as_in_the_reference_case() {
    let supply = supply(&WHOLE);
    assert_eq!(
        (supply.firms.len(), supply.vehicles.len(), supply.staff.len()),
        (320, 2_100, 3_100)
    );
    assert_eq!(supply.orders.len(), 20_000);
    assert_eq!(supply.transfers.len(), 6);
    let short = supply.stocks.iter().filter(|stock| stock.is_short).count();
    assert_eq!(short, 6, "each outlet that runs short is helped");
}

#[test]
fn what_has_to_be_unique_is() {
    let supply = supply(&WHOLE);
    let codes: HashSet<_> = supply.firms.iter().map(|firm| &firm.credit_code).collect();
    let plates: HashSet<_> = supply.vehicles.iter().map(|vehicle| &vehicle.plate).collect();
    let names: HashSet<_> = supply.staff.iter().map(|staff| (&staff.name, staff.firm)).collect();
    let numbers: HashSet<_> = supply.items.iter().map(|item| &item.gtin).collect();
    assert_eq!(codes.len(), supply.firms.len());
    assert_eq!(plates.len(), supply.vehicles.len());
    assert_eq!(names.len(), supply.staff.len());
    assert_eq!(numbers.len(), supply.items.len());
}

#[test]
fn the_smallest_drill_still_orders_transfers_and_draws_lots() {
    for seed in 0..20 {
        let plan = plan(0.001, seed);
        let supply = supply(&plan);
        for kind in FirmKind::ALL {
            assert!(
                supply.firms.iter().any(|firm| firm.kind == kind),
                "seed {seed}: {kind:?}"
            );
        }
        assert_eq!(supply.orders.len(), 19 + 2, "seed {seed}");
        assert_eq!(supply.transfers.len(), 1, "seed {seed}");
        assert!(supply.allotment.is_some(), "seed {seed}");
    }
}

#[test]
fn patients_are_driven_to_a_hospital_of_their_district_after_a_plan_can_know_of_it() {
    let supply = supply(&WHOLE);
    let dispatch = supply.dispatch.as_ref().unwrap();
    let booked = || dispatch.trips.iter().filter(|trip| !trip.is_appointment);
    assert_eq!(booked().count(), 500);
    let of_day = dispatch
        .trips
        .iter()
        .filter(|trip| trip.booked_at >= WHOLE.day_starts_at);
    assert_eq!(of_day.count(), 150);
    let mut households = HashSet::new();
    // What goes with an appointment is booked by the hospital's word.
    for trip in booked() {
        let home = WHOLE.households[trip.household].building;
        let hospital = &WHOLE.orgs[trip.hospital];
        assert_eq!(hospital.kind, OrgKind::Hospital);
        assert!(hospital.place.shared_width(&home) >= 6, "{trip:?}");
        assert!(households.insert(trip.household), "one trip a day");
        assert!(trip.by == By::Household(trip.household) || matches!(trip.by, By::Person(_)));
        assert!(trip.seats + trip.wheelchairs >= 1 && trip.wheelchairs <= 1, "{trip:?}");
        let mut plans = dispatch
            .plans
            .iter()
            .filter(|(_, what)| !matches!(what, PlanFor::Window(_)));
        let planned = plans.find(|(at, _)| *at > trip.booked_at).unwrap().0;
        assert!(trip.appointment_at.millis_since(planned) >= 2 * 60 * 60_000, "{trip:?}");
        let off = trip.called_off_at;
        assert_eq!(off.is_some(), trip.ending == TripEnding::CalledOff);
        assert!(
            off.is_none_or(|off| off > trip.booked_at && off < trip.appointment_at),
            "{trip:?}"
        );
    }
    let for_patients = supply.vehicles.iter().filter(|vehicle| vehicle.patient_seats > 0);
    assert_eq!(for_patients.count(), 280);
}

#[test]
fn one_seed_draws_the_same_supply_and_another_another() {
    assert_eq!(plan(0.01, 7).supply, plan(0.01, 7).supply);
    assert_ne!(supply(&plan(0.01, 7)).acts, supply(&plan(0.01, 8)).acts);
}

#[test]
fn households_order_where_they_are_served_and_no_more_than_their_share() {
    let supply = supply(&WHOLE);
    let mut had: HashMap<(usize, usize), i64> = HashMap::new();
    let mut orders: HashMap<usize, usize> = HashMap::new();
    for order in &supply.orders {
        let building = WHOLE.households[order.household].building;
        let serves = &supply.firms[order.firm].serves;
        assert!(serves.iter().any(|place| building.is_inside(place)), "{order:?}");
        *orders.entry(order.household).or_default() += 1;
        for (item, pieces) in &order.lines {
            *had.entry((order.household, *item)).or_default() += pieces;
        }
    }
    assert!(orders.values().all(|count| *count <= 8));
    for ((_, item), pieces) in had {
        assert!(pieces <= i64::from(supply.items[item].household_max));
    }
}

/// When something happens to an order, without placing it.
fn step_of(deed: &Deed) -> Option<(Vec<usize>, Step)> {
    let lacks = |missing: &Option<Missing>| missing.map(|missing| (missing.line, missing.pieces));
    Some(match deed {
        Deed::Cancel(order) => (vec![*order], Step::Cancel),
        Deed::Pack(order, missing) => (vec![*order], Step::Pack(lacks(missing))),
        Deed::Send(orders) => (orders.clone(), Step::Send),
        Deed::Drop(order) => (vec![*order], Step::Drop),
        Deed::HandOver(order) => (vec![*order], Step::Receive(None)),
        Deed::Receive(order, missing) => (vec![*order], Step::Receive(lacks(missing))),
        Deed::Return(order) => (vec![*order], Step::Return),
        _ => return None,
    })
}

fn placed(supply: &SupplyPlan, order: usize) -> BookOrder {
    let planned = &supply.orders[order];
    let lines = planned.lines.iter().enumerate();
    let line = |(number, (item, pieces)): (usize, &(usize, i64))| {
        BookLine::ordered(number + 1, *item, supply.items[*item].price, *pieces)
    };
    BookOrder::placed(lines.map(line).collect(), supply.windows[planned.window].to_at)
}

/// Plays the orders in the book alone; each step must be allowed, and in a turn of the clock of its own.
fn played_in_the_book(plan: &Plan) -> (BTreeMap<usize, BookOrder>, Shelves) {
    let supply = supply(plan);
    let (mut book, mut shelves) = (BTreeMap::new(), Shelves::default());
    let mut last: HashMap<usize, Timestamp> = HashMap::new();
    for stock in &supply.stocks {
        shelves.change(stock.firm, stock.item, ShelfChange::Arrive, stock.pieces);
    }
    for act in &supply.acts {
        assert!(act.at > plan.starts_at && act.at < plan.ends_at, "{act:?}");
        if let Deed::Place(order) = act.deed {
            let planned = &supply.orders[order];
            for (item, pieces) in &planned.lines {
                shelves.change(planned.firm, *item, ShelfChange::Promise, *pieces);
            }
            assert!(act.at.plus_millis(plan.tick_ms) < supply.windows[planned.window].closes_at);
            book.insert(order, placed(supply, order));
            last.insert(order, act.at);
        }
        let Some((orders, step)) = step_of(&act.deed) else {
            continue;
        };
        for order in orders {
            let before = last.insert(order, act.at).unwrap();
            assert!(act.at.millis_since(before) > plan.tick_ms, "order {order}: {act:?}");
            let live: &mut BookOrder = book.get_mut(&order).unwrap();
            let follows = live.step(step, act.at.plus_millis(plan.tick_ms));
            let follows = follows.unwrap_or_else(|| panic!("order {order}: {act:?}"));
            for (item, change, pieces) in follows.shelf {
                shelves.change(supply.orders[order].firm, item, change, pieces);
            }
        }
    }
    (book, shelves)
}

#[test]
fn no_step_of_an_order_is_against_the_rules_and_no_shelf_runs_empty() {
    let (book, shelves) = played_in_the_book(&WHOLE);
    assert_eq!(book.len(), 20_000);
    for (place, shelf) in shelves.iter() {
        assert!(
            0 <= shelf.promised && shelf.promised <= shelf.on_hand,
            "{place:?}: {shelf:?}"
        );
    }
}

#[test]
fn orders_end_in_every_way_and_those_meant_to_be_in_time_are() {
    let plan = plan(0.05, 3);
    let supply = supply(&plan);
    let (book, _) = played_in_the_book(&plan);
    // The rest of their way depends on the plans that firms will make.
    for state in [OrderState::Placed, OrderState::Packed, OrderState::Cancelled] {
        assert!(book.values().any(|order| order.state() == state), "{state:?}");
    }
    assert!(book.values().any(BookOrder::is_short));
    let endings = &supply.dispatch.as_ref().unwrap().endings;
    for ending in OrderEnding::ALL {
        assert!(endings.iter().any(|planned| planned.ending == ending), "{ending:?}");
    }
    let late = endings.iter().filter(|planned| planned.ending == OrderEnding::Late);
    let share = late.count() as f64 / book.len() as f64;
    assert!((0.005..0.04).contains(&share), "{share}");
}

#[test]
fn an_order_in_the_book_costs_what_was_packed_and_came() {
    let due = Timestamp(1_000);
    let lines = vec![BookLine::ordered(1, 0, 500, 2), BookLine::ordered(2, 1, 300, 1)];
    let mut order = BookOrder::placed(lines, due);
    assert_eq!(order.total(), 1_300);
    let packed = order.step(Step::Pack(Some((0, 1))), due).unwrap();
    assert_eq!(packed.shelf, [(0, ShelfChange::Release, 1)]);
    assert_eq!((order.total(), packed.is_newly_short), (800, true));
    assert!(order.step(Step::Cancel, due).is_none(), "packed already");
    order.step(Step::Send, due).unwrap();
    let received = order.step(Step::Receive(Some((1, 1))), due).unwrap();
    assert_eq!(received.counted, ["delivered", "on_time"], "short once only");
    assert_eq!((order.total(), order.seq()), (500, 4));
}

#[test]
fn a_scenario_without_supply_plays_none() {
    let text = std::fs::read_to_string(root().join("drills/chongqing-2022.toml")).unwrap();
    let (text, _) = text.split_once("[supply]").unwrap();
    let scenario = Scenario::parse("test.toml", text).unwrap();
    let plan = Plan::draw(&scenario, &CITY, 0.002, 1).unwrap();
    assert_eq!(plan.supply, None);
}
