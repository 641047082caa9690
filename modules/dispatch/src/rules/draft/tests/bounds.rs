//! What bounds a plan beside weight and time: volume, cold boxes, crews, who rides alone, hours of passes. The solver's checker
//! finds each broken in a plan that was made without it.

use super::*;
use tongxin_dispatch_solver::{NO_WAY, Table, Travel, Violation};
use tongxin_pass::VehiclePass;

fn bulky(number: i64, building: usize, litres: i64) -> ToCarry {
    ToCarry {
        load: Load {
            grams: 1_000,
            millilitres: litres * 1_000,
            cold_millilitres: 0,
        },
        ..order(number, building, 9, 0)
    }
}

fn why(world: World) -> Vec<LeftOutWhy> {
    planned(world).unserved.iter().map(|left| left.why).collect()
}

fn needing(ride: ToCarry, medical_crew: bool, alone: bool) -> ToCarry {
    ToCarry {
        needs: RideNeeds { medical_crew, alone },
        ..ride
    }
}

/// What the checker finds in a plan of one world by the rules of another with the same stops.
fn judged(made_in: World, by: World) -> Vec<Violation> {
    let (_, plan) = solved(made_in);
    let built = Built::of(by).expect("an instance");
    check(&built.instance, &plan).expect_err("breaks a rule")
}

fn is_over(violations: &[Violation], by: usize) -> bool {
    let mut violations = violations.iter();
    violations.any(|found| matches!(found, Violation::TooHeavy { dimension, .. } if *dimension == by))
}

#[test]
fn light_goods_fill_a_hold_and_the_vehicle_loads_again() {
    let things: Vec<ToCarry> = (1..=4).map(|number| bulky(number, number as usize, 4_000)).collect();
    let body = planned(world(vec![vehicle(1, 900)], things));
    assert_eq!(
        (body.unserved.len(), body.runs.len()),
        (0, 2),
        "two orders of four cubic metres at once"
    );
    assert!(body.runs.iter().all(|run| !run.is_overloaded()));
    let run = &body.runs[0];
    assert_eq!(
        (run.load().millilitres, run.capacity.volume_litres),
        (8_000_000, 10_000)
    );
}

#[test]
fn what_is_too_much_says_of_which() {
    let milk = ToCarry {
        load: cold(500),
        ..order(3, 3, 9, 0)
    };
    let things = vec![order(1, 1, 9, 1_000), bulky(2, 2, 12_000), milk];
    let world = world(vec![vehicle(1, 900)], things);
    let all = [LeftOutWhy::TooHeavy, LeftOutWhy::TooBulky, LeftOutWhy::NoColdBoxes];
    assert_eq!(why(world.clone()), all);
    let mut cold = world;
    cold.vehicles[0].has_cold_chain = true;
    cold.vehicles[0].listed.cold_boxes = None;
    assert_eq!(why(cold), all[..2], "a cold hold needs no boxes");
}

#[test]
fn only_who_drives_patients_has_dimensions_for_people() {
    let dimensions = |vehicles| {
        let built = Built::of(world(vehicles, vec![order(1, 1, 9, 1)])).expect("an instance");
        built.instance.dimensions()
    };
    assert_eq!(dimensions(vec![vehicle(1, 500)]), 3);
    assert_eq!(dimensions(vec![vehicle(1, 500), car(2, 4, 0)]), 6);
}

/// The same with no way leading on from the fifth building.
fn cut_off(mut world: World) -> World {
    let places: Vec<PlaceCode> = (0..20).map(place).collect();
    let mut table = Table {
        size: places.len(),
        distances: vec![1_000; places.len() * places.len()],
        durations: None,
    };
    let (size, from) = (table.size, world.ways.number(&place(5)));
    table.distances[from * size..(from + 1) * size].fill(NO_WAY);
    world.ways = Ways::along(places, Vec::new(), Travel::Table(table), false);
    world
}

#[test]
fn where_no_road_leads_is_not_called_too_late() {
    let goods = world(vec![vehicle(1, 500)], vec![order(1, 3, 9, 10), order(2, 5, 9, 10)]);
    assert_eq!(why(cut_off(goods)), [LeftOutWhy::NoWay]);
    let patients = world(vec![car(1, 4, 0)], vec![ride(1, (5, 9), 5, 1), ride(2, (4, 9), 5, 1)]);
    assert_eq!(
        why(cut_off(patients)),
        [LeftOutWhy::NoWay],
        "and the others ride all the same"
    );
}

#[test]
fn goods_that_nobody_is_left_to_drive_are_not_called_too_much() {
    let things = vec![bulky(1, 2, 100), ride(2, (3, 9), 5, 1)];
    let mut world = world(vec![vehicle(1, 500), car(2, 3, 0)], things);
    world.drivers = vec![driver(1, Shift::Day)];
    assert_eq!(why(world), [LeftOutWhy::NoVehicle]);
}

#[test]
fn the_checker_finds_a_hold_or_boxes_filled_over() {
    let things = vec![bulky(1, 1, 4_000), bulky(2, 2, 4_000)];
    let roomy = world(vec![vehicle(1, 900)], things);
    let mut narrow = roomy.clone();
    narrow.vehicles[0].listed.volume_litres = 5_000;
    assert!(is_over(&judged(roomy, narrow), 1));

    let milk = |number: i64| ToCarry {
        load: cold(60),
        ..order(number, number as usize, 9, 0)
    };
    let boxes = world(vec![vehicle(1, 900)], vec![milk(1), milk(2)]);
    let mut few = boxes.clone();
    few.vehicles[0].listed.cold_boxes = Some(2);
    assert!(is_over(&judged(boxes, few), 2));
}

#[test]
fn who_needs_a_crew_rides_with_one() {
    let things = vec![needing(ride(1, (3, 9), 5, 1), true, false), ride(2, (12, 9), 9, 1)];
    let without = world(vec![car(1, 4, 0), car(2, 4, 0)], things);
    assert_eq!(why(without.clone()), [LeftOutWhy::NoCrew]);
    let mut with = without.clone();
    with.vehicles[1].has_crew = true;
    let body = planned(with.clone());
    assert_eq!(body.unserved, []);
    let holds = |run: &&PlannedRun| run.stops.iter().any(|stop| stop.cargo == [things_cargo(1)]);
    let run = body.runs.iter().find(holds).expect("driven");
    assert_eq!(run.vehicle, with.vehicles[1].id);
    let mut nobody = with.clone();
    nobody.vehicles[1].has_crew = false;
    let found = judged(with, nobody);
    assert!(
        found.iter().any(|found| matches!(found, Violation::MayNotVisit { .. })),
        "{found:?}"
    );
}

fn things_cargo(number: i64) -> Cargo {
    Cargo::Ride(RideId::try_from(number).expect("an id"))
}

/// How many rides are in a vehicle at once, at most, while one of these is.
fn company(body: &PlanBody, alone: &[i64]) -> usize {
    let mut most = 0;
    for run in &body.runs {
        let mut on_board: Vec<Cargo> = Vec::new();
        for stop in &run.stops {
            if stop.is_pickup {
                on_board.extend(&stop.cargo);
            } else {
                on_board.retain(|cargo| !stop.cargo.contains(cargo));
            }
            if alone.iter().any(|number| on_board.contains(&things_cargo(*number))) {
                most = most.max(on_board.len());
            }
        }
    }
    most
}

#[test]
fn who_rides_alone_shares_no_vehicle() {
    let things = || vec![ride(1, (3, 9), 5, 1), ride(2, (4, 9), 5, 1), ride(3, (5, 9), 5, 1)];
    let shared = world(vec![car(1, 4, 0)], things());
    assert!(
        company(&planned(shared.clone()), &[1, 2, 3]) > 1,
        "together, where nobody rides alone"
    );
    let mut alone = shared.clone();
    alone.to_carry[1] = needing(alone.to_carry[1].clone(), false, true);
    let body = planned(alone.clone());
    assert!(company(&body, &[2]) <= 1, "{body:?}");
    assert!(is_over(&judged(shared, alone.clone()), 5));
    // One with nobody else is not left out for it.
    alone.to_carry.truncate(2);
    alone.to_carry.remove(0);
    let body = planned(alone);
    assert_eq!((body.unserved.len(), company(&body, &[2])), (0, 1));
}

/// A pass to all places beyond the first ten, between two hours of the shift.
fn pass(hours: (i64, i64)) -> VehiclePass {
    VehiclePass {
        ends: (10..20).map(place).collect(),
        spans: vec![(morning().plus_hours(hours.0), morning().plus_hours(hours.1))],
        corridor: None,
    }
}

/// Vehicles of which each has a pass for these hours, and orders for places beyond the first ten.
fn controlled(hours: &[(i64, i64)], things: Vec<ToCarry>) -> World {
    let vehicles: Vec<Available> = (1..).zip(hours).map(|(number, _)| vehicle(number, 500)).collect();
    let held = vehicles.iter().zip(hours);
    let opened = held
        .map(|(vehicle, hours)| (vehicle.plate.clone(), vec![pass(*hours)]))
        .collect();
    let mut world = world(vehicles, things);
    let places: Vec<PlaceCode> = (0..20).map(place).collect();
    // The first ten places are a district of their own.
    world.admission = Admission::of(opened, &places[10..], &place(0), world.shift);
    world
}

#[test]
fn a_vehicle_is_there_only_at_the_hours_of_its_pass() {
    // From hour 2 to hour 12 of the shift anything will do.
    let wide = |number: i64, building: usize| ToCarry {
        from_at: morning().plus_hours(2),
        due_at: morning().plus_hours(12),
        ..order(number, building, 12, 10)
    };
    let body = planned(controlled(&[(8, 10)], vec![wide(1, 12), wide(2, 4)]));
    assert_eq!(body.unserved, []);
    let stops: Vec<&PlannedStop> = body.runs.iter().flat_map(|run| &run.stops).collect();
    let there = stops.iter().find(|stop| stop.place == place(12)).expect("brought");
    assert!(there.begin_at() >= morning().plus_hours(8) && there.leave_at <= morning().plus_hours(10));

    // Two vehicles with different hours: each order goes with the one whose pass counts then.
    let early = order(1, 12, 3, 10);
    let late = order(2, 13, 11, 10);
    let body = planned(controlled(&[(0, 4), (8, 12)], vec![early.clone(), late]));
    assert_eq!(body.unserved, []);
    for run in &body.runs {
        let hours = if run.vehicle == VehicleId::try_from(1).expect("an id") {
            (0, 4)
        } else {
            (8, 12)
        };
        for stop in &run.stops {
            assert!(stop.begin_at() >= morning().plus_hours(hours.0), "{run:?}");
            assert!(stop.leave_at <= morning().plus_hours(hours.1), "{run:?}");
        }
    }
    assert_eq!(why(controlled(&[(8, 12)], vec![early])), [LeftOutWhy::PassHours]);
    assert_eq!(
        why(controlled(&[(-6, -1)], vec![order(1, 12, 3, 10)])),
        [LeftOutWhy::PassHours]
    );
    let mut elsewhere = controlled(&[(0, 16)], vec![order(1, 12, 3, 10)]);
    elsewhere.admission = Admission::of(
        std::iter::once((
            elsewhere.vehicles[0].plate.clone(),
            vec![VehiclePass {
                ends: vec![place(11)],
                ..pass((0, 16))
            }],
        ))
        .collect(),
        &[place(12)],
        &place(0),
        elsewhere.shift,
    );
    assert_eq!(why(elsewhere), [LeftOutWhy::NoPass]);
}

#[test]
fn the_checker_finds_a_stop_out_of_hours() {
    let thing = order(1, 12, 9, 10);
    let found = judged(
        controlled(&[(0, 16)], vec![thing.clone()]),
        controlled(&[(8, 16)], vec![thing]),
    );
    assert!(
        found
            .iter()
            .any(|found| matches!(found, Violation::OutsideWindows { .. })),
        "{found:?}"
    );
}

#[test]
fn a_day_planned_anew_keeps_what_was_promised_where_passes_have_hours() {
    let things: Vec<ToCarry> = (1..=6)
        .map(|number| order(number, 10 + number as usize, 9, 60))
        .collect();
    let mut again = controlled(&[(0, 10), (3, 16)], things);
    let body = planned(again.clone());
    assert_eq!(body.unserved, []);
    again.before = body.runs.clone();
    again.to_carry.push(order(7, 17, 9, 60));
    let after = planned(again);
    assert_eq!(after.unserved, []);
    assert_eq!(crate::rules::figures::changed(&body, &after), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whoever rides: nobody shares a vehicle with one who rides alone, nobody who needs a crew is without, no seat is used twice.
    #[test]
    fn every_ride_has_what_it_needs(
        rides in prop::collection::vec((1usize..18, 4i64..12, 1i64..3, prop::bool::ANY, prop::bool::weighted(0.3)), 1..9),
        cars in prop::collection::vec((1i64..5, prop::bool::ANY), 1..4),
    ) {
        let vehicles: Vec<Available> = (1..).zip(&cars)
            .map(|(number, (seats, has_crew))| Available { has_crew: *has_crew, ..car(number, *seats, 0) })
            .collect();
        let things: Vec<ToCarry> = (1..).zip(&rides)
            .map(|(number, (from, hours, seats, crew, alone))| needing(ride(number, (*from, 18), *hours, *seats), *crew, *alone))
            .collect();
        let alone: Vec<i64> = things.iter().filter(|thing| thing.needs.alone).map(|thing| thing.cargo.number()).collect();
        let crewed: Vec<Cargo> = things.iter().filter(|thing| thing.needs.medical_crew).map(|thing| thing.cargo).collect();
        let body = planned(world(vehicles.clone(), things.clone()));
        prop_assert_eq!(carried(&body).len(), things.len());
        prop_assert!(company(&body, &alone) <= 1);
        for run in &body.runs {
            prop_assert!(!run.is_overloaded());
            let has_crew = vehicles.iter().any(|vehicle| vehicle.id == run.vehicle && vehicle.has_crew);
            let needs_crew = run.stops.iter().flat_map(|stop| &stop.cargo).any(|cargo| crewed.contains(cargo));
            prop_assert!(has_crew || !needs_crew);
        }
    }

    /// Whatever hours passes have, no stop is made where and when the vehicle's own does not count.
    #[test]
    fn no_stop_is_out_of_hours(
        things in prop::collection::vec((1usize..18, 1i64..14), 1..14),
        hours in prop::collection::vec((0i64..12, 1i64..10), 1..4),
    ) {
        let hours: Vec<(i64, i64)> = hours.iter().map(|(from, long)| (*from, from + long)).collect();
        let things: Vec<ToCarry> = (1..).zip(&things)
            .map(|(number, (building, due))| order(number, *building, *due, 20))
            .collect();
        let world = controlled(&hours, things.clone());
        let body = planned(world.clone());
        prop_assert_eq!(carried(&body).len(), things.len());
        for (run, stop) in body.runs.iter().flat_map(|run| run.stops.iter().map(move |stop| (run, stop))) {
            prop_assert!(world.admission.admits_at(&run.plate, &stop.place, (stop.begin_at(), stop.leave_at)));
        }
    }
}
