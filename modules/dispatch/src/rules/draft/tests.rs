//! From cargo to runs and back, with a real search of a few hundred steps.

mod bounds;
mod drivers;
mod on_road;

use super::stops::RIDE_PRIORITY;
use super::*;
use crate::rules::cargo::{Cargo, CargoKind, RideNeeds, TakenOn};
use crate::rules::plan::{LeftOutWhy, PlanBody, PlannedStop};
use crate::rules::ride::{DETOUR_SECONDS, RideTimes, RideWay};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tongxin_city::{Day, OrderId, RideId, RunId, StaffId, Zone};
use tongxin_dispatch_solver::{Control, Limits, Priority, Settings, check, solve};
use tongxin_supply::{Load, Shift};

const DAY: i64 = 19_320;

fn morning() -> Timestamp {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    AskedPlan::of_day(Day::from_number(DAY)).shift(&zone).0
}

fn place(number: usize) -> PlaceCode {
    format!("500112016001{number:03}").parse().expect("a code")
}

fn vehicle(number: i64, payload_kg: i64) -> Available {
    Available {
        id: VehicleId::try_from(number).expect("an id"),
        plate: format!("渝Z{number:05}"),
        listed: Capacity {
            payload_kg,
            volume_litres: 10_000,
            cold_boxes: Some(10),
        },
        has_cold_chain: false,
        room: Seats::NONE,
        has_crew: false,
    }
}

fn driver(number: i64, shift: Shift) -> Driver {
    Driver {
        id: StaffId::try_from(number).expect("an id"),
        shift,
        midnight: morning().plus_hours(-6),
        began_at: None,
    }
}

/// Order `number` for building `building`, due so many hours after the shift begins.
fn order(number: i64, building: usize, due_hours: i64, kilograms: i64) -> ToCarry {
    ToCarry {
        cargo: Cargo::Order(OrderId::try_from(number).expect("an id")),
        place: place(building),
        from_at: morning().plus_hours(due_hours - 3),
        due_at: morning().plus_hours(due_hours),
        load: Load {
            grams: kilograms * 1_000,
            millilitres: kilograms * 2_000,
            cold_millilitres: 0,
        },
        has_medicine: false,
        people: Seats::NONE,
        needs: RideNeeds::NONE,
        taken_on: None,
    }
}

/// Twenty buildings in a row, a kilometre apart; the last one lies far out.
fn world(vehicles: Vec<Available>, to_carry: Vec<ToCarry>) -> World {
    let places: Vec<PlaceCode> = (0..20).map(place).collect();
    let along = |number| {
        if number == 19 {
            107.2
        } else {
            106.5 + f64::from(number) * 0.0102
        }
    };
    let points = (0..20).map(|number| [along(number), 29.5]).collect();
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    let asked = AskedPlan::of_day(Day::from_number(DAY));
    World {
        shift: asked.shift(&zone),
        midnight: zone.span_of(asked.day).start,
        asked,
        depot: place(0),
        vehicles,
        drivers: Vec::new(),
        to_carry,
        admission: Admission::default(),
        ways: Ways::straight(places, points, 1.0, true),
        before: Vec::new(),
        on_road: Vec::new(),
    }
}

/// So many litres of what has to stay cold, a kilogram each.
fn cold(litres: i64) -> Load {
    Load {
        grams: litres * 1_000,
        millilitres: litres * 1_000,
        cold_millilitres: litres * 1_000,
    }
}

fn planned(world: World) -> PlanBody {
    let (built, plan) = solved(world);
    built.body(&plan)
}

/// The instance and a plan of it that keeps every rule.
fn solved(world: World) -> (Built, Plan) {
    let built = Built::of(world).expect("an instance");
    let settings = Settings {
        limits: Limits {
            time: None,
            iterations: Some(2_000),
        },
        seed: 1,
        begin_with: built.begin_with.clone(),
        ..Settings::default()
    };
    let plan = solve(&built.instance, &settings, &mut Control::default());
    check(&built.instance, &plan).expect("keeps every rule");
    (built, plan)
}

fn carried(body: &PlanBody) -> BTreeMap<Cargo, usize> {
    let mut seen = BTreeMap::new();
    let stops = body
        .runs
        .iter()
        .flat_map(|run| &run.stops)
        .filter(|stop| !stop.is_pickup);
    for cargo in stops
        .flat_map(|stop| &stop.cargo)
        .chain(body.unserved.iter().map(|left| &left.cargo))
    {
        *seen.entry(*cargo).or_insert(0) += 1;
    }
    seen
}

#[test]
fn everything_for_one_building_in_one_window_is_one_stop() {
    let things = vec![
        order(1, 5, 4, 10),
        order(2, 5, 4, 20),
        order(3, 5, 9, 10),
        order(4, 6, 4, 10),
    ];
    let body = planned(world(vec![vehicle(1, 1_000)], things));
    let stops: Vec<usize> = body
        .runs
        .iter()
        .flat_map(|run| &run.stops)
        .map(|stop| stop.cargo.len())
        .collect();
    assert_eq!(stops.iter().sum::<usize>(), 4);
    assert_eq!(stops.len(), 3, "two orders share a stop: {stops:?}");
    assert!(body.unserved.is_empty() && body.is_estimated);
}

#[test]
fn a_vehicle_that_loads_again_has_a_run_for_each_time_it_leaves() {
    let things: Vec<ToCarry> = (1..=4).map(|number| order(number, number as usize, 9, 400)).collect();
    let body = planned(world(vec![vehicle(1, 900)], things));
    assert_eq!(body.unserved, []);
    assert_eq!(body.runs.len(), 2, "two loads of two orders");
    assert!(body.runs.iter().all(|run| !run.is_overloaded() && run.metres > 0));
    assert!(body.runs[1].start_at >= body.runs[0].end_at.plus_millis(LOAD_SECONDS * 1_000));
    assert_ne!(body.runs[0].id, body.runs[1].id);
}

#[test]
fn what_can_not_be_brought_says_why() {
    let mut world = world(
        vec![vehicle(1, 500)],
        vec![order(1, 3, 4, 900), order(2, 4, 4, 10), order(3, 19, 1, 10)],
    );
    world.asked.closed = vec![place(4)];
    let body = planned(world);
    let why: Vec<LeftOutWhy> = body.unserved.iter().map(|left| left.why).collect();
    assert_eq!(why, [LeftOutWhy::TooHeavy, LeftOutWhy::PlaceClosed, LeftOutWhy::TooFar]);
    assert!(planned(self::world(Vec::new(), vec![order(1, 3, 4, 1)])).unserved[0].why == LeftOutWhy::NoVehicle);
}

#[test]
fn what_is_overdue_comes_all_the_same_and_counts_as_late() {
    let body = planned(world(vec![vehicle(1, 500)], vec![order(1, 3, -1, 10)]));
    assert_eq!(body.unserved, []);
    assert!(body.runs[0].stops[0].is_late());
}

#[test]
fn cold_goods_wait_for_a_cold_chain_only_where_that_was_asked_for() {
    let milk = ToCarry {
        load: cold(10),
        ..order(1, 3, 4, 10)
    };
    assert_eq!(planned(world(vec![vehicle(1, 500)], vec![milk.clone()])).unserved, []);
    let mut strict = world(vec![vehicle(1, 500)], vec![milk]);
    strict.asked.is_cold_only = true;
    assert_eq!(planned(strict.clone()).unserved[0].why, LeftOutWhy::NoColdChain);
    strict.vehicles[0].has_cold_chain = true;
    strict.vehicles[0].listed.cold_boxes = None;
    assert_eq!(planned(strict).unserved, []);
}

#[test]
fn where_not_everything_can_be_brought_medicine_is() {
    let medicine = ToCarry {
        has_medicine: true,
        ..order(9, 18, 3, 400)
    };
    let rice = (1..=6).map(|number| order(number, 2, 3, 90));
    let mut world = world(vec![vehicle(1, 500)], rice.chain([medicine]).collect());
    // There is time for one way out and none for a second.
    world.shift.1 = world.shift.0.plus_minutes(100);
    let body = planned(world);
    let brought = body.runs.iter().flat_map(|run| &run.stops).flat_map(|stop| &stop.cargo);
    let brought: Vec<i64> = brought.map(|cargo| cargo.number()).collect();
    assert!(brought.contains(&9), "{brought:?}");
    assert!(body.unserved.len() >= 5, "{:?}", body.unserved);
}

#[test]
fn whoever_is_under_way_over_noon_rests_at_a_stop_and_nobody_else_does() {
    // Windows of three hours that end at eleven, at two and at four: the way goes on after half past one.
    let things: Vec<ToCarry> = (1..=16)
        .map(|number| order(number, number as usize, [5, 8, 10, 10][number as usize % 4], 10))
        .collect();
    let mut world = world(vec![vehicle(1, 500)], things);
    world.asked.rest_minutes = Some(30);
    let body = planned(world.clone());
    assert_eq!(body.unserved, []);
    let stops: Vec<&PlannedStop> = body.runs.iter().flat_map(|run| &run.stops).collect();
    let rests: Vec<&&PlannedStop> = stops.iter().filter(|stop| stop.rest_minutes > 0).collect();
    assert_eq!(rests.len(), 1, "{stops:?}");
    for stop in &rests {
        assert!(stop.rest_minutes >= 30);
        let begins = stop.begin_at().plus_minutes(-30).millis_since(world.midnight);
        assert!(begins >= 11 * 60 * Timestamp::MINUTE_MS, "{stop:?}");
        assert!(stop.leave_at >= stop.begin_at(), "{stop:?}");
    }
    world
        .to_carry
        .retain(|thing| thing.due_at <= world.shift.0.plus_hours(5));
    let morning = planned(world);
    assert!(
        morning
            .runs
            .iter()
            .flat_map(|run| &run.stops)
            .all(|stop| stop.rest_minutes == 0)
    );
}

#[test]
fn nobody_drives_without_a_driver_and_whoever_was_told_keeps_the_vehicle() {
    let things: Vec<ToCarry> = (1..=6)
        .map(|number| order(number, 2 * number as usize, 4, 400))
        .collect();
    let mut few = world(vec![vehicle(1, 500), vehicle(2, 500), vehicle(3, 500)], things);
    few.drivers = vec![driver(71, Shift::Day), driver(72, Shift::Day)];
    let body = planned(few.clone());
    let vehicles: std::collections::BTreeSet<_> = body.runs.iter().map(|run| run.vehicle).collect();
    assert!(vehicles.len() <= 2);
    few.before = body.runs.clone();
    few.drivers.reverse();
    let again = planned(few);
    for run in &again.runs {
        let before = body
            .runs
            .iter()
            .find(|other| other.vehicle == run.vehicle)
            .expect("the same vehicles");
        assert_eq!(run.driver, before.driver);
    }
}

#[test]
fn a_day_planned_anew_with_one_more_order_changes_little_and_keeps_the_runs() {
    let things: Vec<ToCarry> = (1..=12).map(|number| order(number, number as usize, 9, 60)).collect();
    let mut again = world(vec![vehicle(1, 500), vehicle(2, 500)], things);
    let body = planned(again.clone());
    again.before = body.runs.clone();
    again.to_carry.push(order(13, 13, 9, 60));
    let after = planned(again);
    assert_eq!(after.unserved, []);
    assert_eq!(
        crate::rules::figures::changed(&body, &after),
        0,
        "nobody's vehicle changes for one order more"
    );
    for run in &body.runs {
        assert!(
            after.runs.iter().any(|other| other.id == run.id),
            "a run keeps its number"
        );
    }
}

#[test]
fn a_run_that_left_stays_and_its_vehicle_comes_only_when_it_is_back() {
    let mut world = world(vec![vehicle(1, 500)], vec![order(1, 5, 9, 100)]);
    let mut body = planned(world.clone());
    body.runs[0].has_left = true;
    let back = body.runs[0].end_at;
    world.before = body.runs.clone();
    world.to_carry = vec![order(2, 6, 12, 100)];
    let after = planned(world);
    assert_eq!(after.runs[0], body.runs[0]);
    assert!(after.runs[1].start_at >= back.plus_millis(LOAD_SECONDS * 1_000));
}

#[test]
fn what_lies_on_a_vehicle_that_broke_down_is_fetched_before_it_is_brought() {
    let broken = RunId::try_from(9).expect("an id");
    let mut things = vec![order(1, 8, 9, 100), order(2, 9, 9, 100)];
    things[0].taken_on = Some(TakenOn {
        place: place(7),
        from_at: morning(),
        until_at: things[0].due_at,
        run: Some(broken),
    });
    let body = planned(world(vec![vehicle(1, 500)], things));
    assert_eq!(body.unserved, []);
    let stops: Vec<(PlaceCode, bool)> = body.runs[0]
        .stops
        .iter()
        .map(|stop| (stop.place, stop.is_pickup))
        .collect();
    let fetched = stops
        .iter()
        .position(|stop| *stop == (place(7), true))
        .expect("fetched");
    let brought = stops
        .iter()
        .position(|stop| *stop == (place(8), false))
        .expect("brought");
    assert!(fetched < brought);
    let numbers = &body.runs[0].stops;
    assert_eq!(numbers[fetched].stop + 1, numbers[brought].stop);
}

/// A car for patients.
fn car(number: i64, seats: i64, wheelchairs: i64) -> Available {
    Available {
        room: Seats { seats, wheelchairs },
        ..vehicle(number, 400)
    }
}

/// Ride `number` from one building to another, for an appointment so many hours after the shift begins.
fn ride(number: i64, (from, to): (usize, usize), hours: i64, seats: i64) -> ToCarry {
    let at = morning().plus_hours(hours);
    let times = RideTimes::of(RideWay::There, at, at, 0);
    ToCarry {
        cargo: Cargo::Ride(RideId::try_from(number).expect("an id")),
        place: place(to),
        from_at: times.there_from_at,
        due_at: times.due_at,
        load: Load::NONE,
        people: Seats { seats, wheelchairs: 0 },
        needs: RideNeeds::NONE,
        has_medicine: false,
        taken_on: Some(times.taken_on(place(from))),
    }
}

#[test]
fn patients_ride_in_vehicles_kept_for_them_and_goods_in_the_others() {
    let things = vec![order(1, 2, 6, 100), ride(2, (3, 9), 5, 2), ride(3, (4, 9), 5, 2)];
    let body = planned(world(vec![vehicle(1, 500), car(2, 4, 0)], things.clone()));
    assert_eq!((body.runs.len(), &body.unserved[..]), (2, &[][..]));
    for run in &body.runs {
        let is_for_patients = run.vehicle == VehicleId::try_from(2).expect("an id");
        assert!(run.stops.iter().all(|stop| stop.people.is_none() != is_for_patients));
        assert!(!run.is_overloaded());
    }
    let built = Built::of(world(vec![vehicle(1, 500)], things.clone())).expect("an instance");
    let priorities: Vec<Priority> = built.instance.pairs().iter().map(|pair| pair.priority).collect();
    assert_eq!(priorities, [RIDE_PRIORITY; 2]);
    let alone = planned(world(vec![vehicle(1, 500)], things.clone()));
    let why: Vec<LeftOutWhy> = alone.unserved.iter().map(|left| left.why).collect();
    assert_eq!(why, [LeftOutWhy::NoSeats, LeftOutWhy::NoSeats], "no van is lent");
    let idle = planned(world(vec![car(2, 4, 0)], things));
    let why: Vec<LeftOutWhy> = idle.unserved.iter().map(|left| left.why).collect();
    assert_eq!(why, [LeftOutWhy::NoVehicle], "no car brings goods");
}

#[test]
fn nobody_is_driven_around_for_long_or_sits_on_another() {
    let things = vec![ride(1, (3, 9), 5, 2), ride(2, (4, 9), 5, 2), ride(3, (5, 9), 5, 2)];
    let world = world(vec![car(1, 4, 0)], things);
    let direct = |from: usize| world.ways.leg(&place(from), &place(9)).1;
    let bounds: Vec<i64> = [3, 4, 5]
        .map(|from| (direct(from) * 3 / 2).max(direct(from) + DETOUR_SECONDS))
        .into();
    let body = planned(world.clone());
    for (number, bound) in (1..).zip(bounds) {
        let cargo = Cargo::Ride(RideId::try_from(number).expect("an id"));
        let stops = body.runs.iter().flat_map(|run| &run.stops);
        let stops: Vec<&PlannedStop> = stops.filter(|stop| stop.cargo == [cargo]).collect();
        let [on, off] = stops[..] else { panic!("{stops:?}") };
        assert!(on.is_pickup && !off.is_pickup && on.stop + 1 == off.stop);
        assert!(off.begin_at().millis() - on.leave_at.millis() <= bound * 1_000);
    }
    assert!(body.runs.iter().all(|run| run.room.holds(run.most_people())));
}

#[test]
fn nobody_is_fetched_at_the_last_moment_because_of_a_ride_much_later() {
    let things = vec![ride(1, (3, 9), 5, 2), ride(2, (9, 3), 14, 2)];
    let world = world(vec![car(1, 4, 0)], things);
    let body = planned(world.clone());
    let [run] = &body.runs[..] else { panic!("{body:?}") };
    let [on, off, back_on, back_off] = &run.stops[..] else {
        panic!("{run:?}")
    };
    assert!(on.is_pickup && !off.is_pickup && back_on.is_pickup && !back_off.is_pickup);
    assert_eq!(off.begin_at(), off.from_at, "there as early as they may be");
    assert_eq!(back_off.begin_at(), back_off.from_at);
    let way = |from: usize, to: usize| world.ways.leg(&place(from), &place(to)).1 * 1_000;
    assert_eq!(off.arrive_at.millis() - on.leave_at.millis(), way(3, 9));
    assert_eq!(on.arrive_at.millis() - run.start_at.millis(), way(0, 3));
    assert_eq!(run.end_at.millis() - back_off.leave_at.millis(), way(3, 0));
}

#[test]
fn a_ride_over_a_hundred_and_twenty_kilometres_is_planned() {
    let mut world = world(vec![car(1, 4, 0)], Vec::new());
    let points = world.ways.points().to_vec();
    world.ways = Ways::straight((0..20).map(place).collect(), points, 1.8, true);
    let (metres, seconds) = world.ways.leg(&place(1), &place(19));
    assert!(metres > 120_000 && seconds > 90 * 60);
    let at = morning().plus_hours(10);
    let times = RideTimes::of(RideWay::There, at, at, seconds);
    world.to_carry = vec![ToCarry {
        from_at: times.there_from_at,
        due_at: times.due_at,
        taken_on: Some(times.taken_on(place(1))),
        ..ride(1, (1, 19), 10, 1)
    }];
    let body = planned(world);
    assert_eq!((body.unserved, body.runs.len()), (Vec::new(), 1));
}

#[test]
fn where_few_drive_patients_come_first() {
    let things = vec![order(1, 2, 6, 100), ride(2, (3, 9), 5, 1)];
    let mut world = world(vec![vehicle(1, 500), car(2, 3, 0), car(3, 3, 0)], things);
    world.drivers = vec![driver(1, Shift::Day)];
    let left = planned(world.clone()).unserved;
    assert_eq!(
        left.iter().map(|left| left.cargo.kind()).collect::<Vec<_>>(),
        [CargoKind::Order]
    );
    world.drivers.push(driver(2, Shift::Day));
    assert_eq!(
        planned(world).unserved,
        [],
        "the second car does not keep the van's driver waiting"
    );
}

#[test]
fn a_published_ride_keeps_its_vehicle() {
    let things = vec![ride(1, (3, 9), 5, 2), ride(2, (12, 9), 9, 2)];
    let mut world = world(vec![car(1, 4, 0), car(2, 4, 0)], things);
    let body = planned(world.clone());
    world.before = body.runs.clone();
    assert!(Built::of(world.clone()).expect("an instance").begin_with.is_some());
    let after = planned(world);
    let by = |body: &PlanBody| -> BTreeMap<Cargo, VehicleId> {
        let runs = body.runs.iter();
        runs.flat_map(|run| run.stops.iter().map(|stop| (stop.cargo[0], run.vehicle)))
            .collect()
    };
    assert_eq!(by(&after), by(&body));
}

#[test]
fn a_pinned_stop_stays_with_its_vehicle_whatever_that_costs() {
    let things = vec![order(1, 1, 9, 100), order(2, 2, 9, 100), order(3, 3, 9, 100)];
    let mut world = world(vec![vehicle(1, 500), vehicle(2, 500)], things);
    let mut body = planned(world.clone());
    assert_eq!(body.runs.len(), 1, "one vehicle does it all");
    // Somebody gives one stop to the other vehicle and pins it there.
    let other = if body.runs[0].vehicle == world.vehicles[0].id {
        1
    } else {
        0
    };
    let mut pinned = body.runs[0].clone();
    (pinned.id, pinned.vehicle) = (RunId::try_from(77).expect("an id"), world.vehicles[other].id);
    pinned.plate = world.vehicles[other].plate.clone();
    pinned.stops = vec![body.runs[0].stops.remove(1)];
    pinned.stops[0].is_pinned = true;
    world.before = vec![body.runs[0].clone(), pinned.clone()];
    let after = planned(world);
    let kept = after
        .runs
        .iter()
        .find(|run| run.vehicle == pinned.vehicle)
        .expect("the other vehicle drives");
    let stop = kept.stops.iter().find(|stop| stop.cargo == pinned.stops[0].cargo);
    assert!(stop.expect("the pinned stop is there").is_pinned);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn everything_is_on_one_run_or_left_out_once(
        things in prop::collection::vec((1usize..20, 1i64..14, 1i64..700), 0..30),
        vehicles in prop::collection::vec((100i64..1_500, 100i64..4_000, prop::option::of(0i64..8)), 0..4),
        rooms in prop::collection::vec((1i64..900, 0i64..3), 30),
    ) {
        let vehicles = (1..).zip(&vehicles)
            .map(|(number, (payload_kg, volume_litres, cold_boxes))| Available {
                listed: Capacity { payload_kg: *payload_kg, volume_litres: *volume_litres, cold_boxes: *cold_boxes },
                ..vehicle(number, 0)
            })
            .collect();
        let things: Vec<ToCarry> = (1..).zip(things.iter().zip(&rooms))
            .map(|(number, ((building, due, weight), (litres, cold)))| ToCarry {
                // A third of all goods is cold as a whole.
                load: Load {
                    grams: weight * 1_000,
                    millilitres: litres * 1_000,
                    cold_millilitres: if *cold == 0 { litres * 1_000 } else { 0 },
                },
                ..order(number, *building, *due, *weight)
            })
            .collect();
        let body = planned(world(vehicles, things.clone()));
        let seen = carried(&body);
        prop_assert_eq!(seen.len(), things.len());
        prop_assert!(seen.values().all(|times| *times == 1));
        for run in &body.runs {
            prop_assert!(!run.is_overloaded());
            prop_assert!(run.stops.iter().all(|stop| !stop.is_late()));
            prop_assert_eq!(run.stops.iter().map(|stop| stop.metres).sum::<i64>() <= run.metres, true);
        }
    }
}
