//! The edges: nothing to do, nobody to do it, nothing that can be done, and numbers that are too large.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::sample::{With, draft};
use crate::*;

fn settings(iterations: u64) -> Settings {
    Settings {
        limits: Limits {
            time: None,
            iterations: Some(iterations),
        },
        seed: 1,
        ..Settings::default()
    }
}

/// Solves, checks, and gives the reasons of what is left out.
pub(super) fn reasons(draft: Draft) -> Vec<Why> {
    let instance = Instance::new(draft).expect("an instance");
    let plan = solve(&instance, &settings(50), &mut Control::default());
    check(&instance, &plan).expect("a plan that keeps the rules");
    plan.unserved.iter().map(|unserved| unserved.why).collect()
}

fn plain(stops: usize) -> Draft {
    draft(5, stops, With::default())
}

#[test]
fn no_stop_and_no_vehicle() {
    assert_eq!(reasons(plain(0)), []);
    let mut draft = plain(3);
    draft.vehicles.clear();
    assert_eq!(reasons(draft), [Why::NoVehicle; 3]);
    let mut draft = plain(3);
    draft.vehicles[0].count = 0;
    assert_eq!(reasons(draft), [Why::NoVehicle; 3]);
    assert_eq!(
        reasons(Draft {
            travel: vec![Travel::Table(Table {
                size: 0,
                distances: vec![],
                durations: None
            })],
            ..Draft::default()
        }),
        []
    );
}

#[test]
fn cancelled_at_once_and_no_time_still_answer() {
    let instance = Instance::new(plain(20)).expect("an instance");
    let cancel = AtomicBool::new(true);
    let mut control = Control {
        cancel: Some(&cancel),
        on_progress: None,
    };
    let long = Settings {
        limits: Limits {
            time: Some(Duration::from_secs(3_600)),
            iterations: None,
        },
        seed: 1,
        ..Settings::default()
    };
    assert!(check(&instance, &solve(&instance, &long, &mut control)).is_ok());
    let none = Settings {
        limits: Limits {
            time: Some(Duration::ZERO),
            iterations: None,
        },
        seed: 1,
        ..Settings::default()
    };
    assert!(check(&instance, &solve(&instance, &none, &mut Control::default())).is_ok());
    assert!(
        check(
            &instance,
            &solve(&instance, &Settings::default(), &mut Control::default())
        )
        .is_ok()
    );
}

#[test]
fn what_cannot_be_served_says_why() {
    let one = |change: fn(&mut Draft)| {
        let mut draft = plain(3);
        draft.stops.iter_mut().for_each(|stop| stop.area = Some(1));
        change(&mut draft);
        reasons(draft)
    };
    assert_eq!(one(|draft| draft.stops[1].delivery = vec![9_000]), [Why::TooHeavy]);
    assert_eq!(one(|draft| draft.stops[1].skills = vec![9]), [Why::NoSkill]);
    assert_eq!(one(|draft| draft.closed_areas = vec![1]), [Why::AreaClosed; 3]);
    assert_eq!(
        one(|draft| draft.vehicles[0].areas = Some(vec![2])),
        [Why::AreaNotAllowed; 3]
    );
    assert!(matches!(
        one(
            |draft| draft.stops.iter_mut().for_each(|stop| stop.windows = vec![Window {
                earliest: Time(700),
                latest: Time(800)
            }])
        )[..],
        [Why::NoWindowReachable, Why::NoWindowReachable, Why::NoWindowReachable]
    ));
    assert_eq!(one(|draft| draft.stops[1].penalty = Some(Cost(0))), [Why::NotWorthIt]);
}

#[test]
fn two_skills_that_no_vehicle_has_with_the_area() {
    let mut draft = plain(1);
    (draft.stops[0].skills, draft.stops[0].area) = (vec![1], Some(1));
    draft.vehicles[0].areas = Some(vec![1]);
    draft.vehicles.push(VehicleType {
        id: "other".into(),
        skills: vec![1],
        areas: Some(vec![2]),
        ..draft.vehicles[0].clone()
    });
    assert_eq!(reasons(draft), [Why::NoSkillInArea]);
}

#[test]
fn too_few_vehicles_leave_out_what_did_not_fit() {
    let mut draft = plain(12);
    draft.vehicles[0].count = 1;
    let left = reasons(draft);
    assert!(
        !left.is_empty() && left.iter().all(|why| *why == Why::DidNotFit),
        "{left:?}"
    );
}

#[test]
fn places_that_cannot_be_reached() {
    let mut draft = plain(4);
    let size = 6;
    let cut_off = draft.stops[2].location;
    if let Travel::Table(table) = &mut draft.travel[0] {
        (0..size)
            .filter(|&from| from != cut_off)
            .for_each(|from| table.distances[from * size + cut_off] = NO_WAY);
    }
    assert_eq!(reasons(draft), [Why::NoWay]);
}

#[test]
fn first_stops_come_first_or_nobody_goes() {
    let mut base = plain(8);
    base.vehicles.push(VehicleType {
        id: "out".into(),
        count: 1,
        first_stops: vec![5, 2],
        ..base.vehicles[0].clone()
    });
    let instance = Instance::new(base.clone()).expect("an instance");
    let plan = solve(&instance, &settings(200), &mut Control::default());
    check(&instance, &plan).expect("a plan that keeps the rules");
    let out = plan
        .routes
        .iter()
        .find(|route| route.vehicle == 1)
        .expect("it is on its way");
    assert_eq!([out.visits[0].stop, out.visits[1].stop], [Some(5), Some(2)]);
    base.stops[5].windows = vec![Window {
        earliest: Time(0),
        latest: Time(0),
    }];
    base.vehicles[1].shift.earliest = Time(100);
    assert_eq!(reasons(base), [Why::FirstStopsTooLate, Why::NoWindowReachable]);
}

#[test]
fn a_published_plan_is_kept_where_change_is_dear() {
    let mut draft = plain(9);
    draft.vehicles.push(VehicleType {
        id: "second".into(),
        ..draft.vehicles[0].clone()
    });
    for (number, stop) in draft.stops.iter_mut().enumerate() {
        stop.published = Some(Published {
            vehicle: number % 2,
            price_of_change: Cost(100_000),
        });
    }
    let instance = Instance::new(draft).expect("an instance");
    let plan = solve(&instance, &settings(300), &mut Control::default());
    assert_eq!(check(&instance, &plan).map(|bill| bill.changes), Ok(Cost::ZERO));
}

#[test]
fn a_full_van_loads_again() {
    let mut draft = plain(6);
    draft
        .stops
        .iter_mut()
        .for_each(|stop| (stop.delivery, stop.pickup) = (vec![4], vec![]));
    let van = &mut draft.vehicles[0];
    (van.count, van.longest_duration, van.longest_distance) = (1, None, None);
    van.shift.latest = Time(5_000);
    van.reload = Some(Reload {
        location: 0,
        duration: Time(10),
        times: 2,
    });
    let instance = Instance::new(draft).expect("an instance");
    let plan = solve(&instance, &settings(500), &mut Control::default());
    assert_eq!(check(&instance, &plan).map(|bill| bill.required_unserved), Ok(0));
    assert_eq!(
        plan.routes[0]
            .visits
            .iter()
            .filter(|visit| visit.stop.is_none())
            .count(),
        2
    );
}

#[test]
fn drafts_that_are_no_instances() {
    let fault = |change: fn(&mut Draft)| {
        let mut draft = draft(2, 8, With::ALL);
        change(&mut draft);
        Instance::new(draft).expect_err("a fault")
    };
    assert_eq!(fault(|draft| draft.travel.clear()), Fault::NoTravel);
    assert!(matches!(
        fault(|draft| draft.stops[1].id = draft.stops[0].id.clone()),
        Fault::DuplicateId {
            whose: Whose::Stop(1, _)
        }
    ));
    assert!(matches!(
        fault(|draft| draft.vehicles[1].id = "v0".into()),
        Fault::DuplicateId {
            whose: Whose::Vehicle(1, _)
        }
    ));
    assert!(matches!(
        fault(|draft| draft.stops[3].location = 99),
        Fault::NoSuch { found: 99, .. }
    ));
    assert!(matches!(
        fault(|draft| draft.stops[3].service = Time(-1)),
        Fault::OutOfRange { found: -1, .. }
    ));
    assert!(matches!(
        fault(|draft| draft.vehicles[0].fixed_cost = Cost(i64::MAX)),
        Fault::OutOfRange { .. }
    ));
    assert!(matches!(
        fault(|draft| draft.vehicles[0].shift.latest = Time(-4)),
        Fault::OutOfRange { .. }
    ));
    assert!(matches!(
        fault(|draft| draft.vehicles[0].shift.earliest = Time(9_999)),
        Fault::EmptyWindow { .. }
    ));
    assert!(matches!(
        fault(|draft| draft.groups[0].stops.push(0)),
        Fault::SharedStop { .. }
    ));
    assert!(matches!(
        fault(|draft| draft.stops[0].penalty = Some(Cost(1))),
        Fault::OfMember { field: "penalty", .. }
    ));
    assert!(matches!(
        fault(|draft| draft.stops[0].priority = Priority::HIGHEST),
        Fault::OfMember { field: "priority", .. }
    ));
    assert!(matches!(
        fault(|draft| (draft.pairs[0].penalty, draft.pairs[0].priority) = (Some(Cost(1)), Priority::HIGHEST)),
        Fault::PriorityOfOptional { whose: Whose::Pair(0) }
    ));
    assert!(matches!(
        fault(|draft| draft.stops[1].pickup = vec![1]),
        Fault::LoadOfPair { .. }
    ));
    assert!(matches!(
        fault(|draft| draft.vehicles[0].first_stops = vec![4]),
        Fault::FirstStopsOfMany { .. }
    ));
    assert!(matches!(
        fault(|draft| draft.stops[7].skills = vec![64]),
        Fault::NoSuch { found: 64, .. }
    ));
    assert!(matches!(
        fault(|draft| draft.points = vec![[0.0; 2]]),
        Fault::Points { .. }
    ));
    assert!(matches!(
        fault(|draft| {
            draft.vehicles[0].cost_per_distance = Cost(LARGEST_AMOUNT);
            if let Travel::Table(table) = &mut draft.travel[0] {
                table.distances[1] = NO_WAY - 1;
            }
        }),
        Fault::SumTooLarge { .. }
    ));
}

#[test]
fn the_largest_numbers_allowed_do_not_overflow() {
    let mut draft = plain(5);
    let largest = Cost(LARGEST_AMOUNT);
    (draft.vehicles[0].fixed_cost, draft.vehicles[0].cost_per_distance) = (largest, Cost(1 << 16));
    (draft.vehicles[0].shift, draft.vehicles[0].capacity) = (Window::ALWAYS, vec![LARGEST_AMOUNT]);
    (draft.vehicles[0].longest_duration, draft.vehicles[0].longest_distance) = (None, None);
    for stop in &mut draft.stops {
        (stop.delivery, stop.service) = (vec![LARGEST_AMOUNT / 4], Time(1 << 30));
        stop.penalty = Some(largest);
    }
    if let Travel::Table(table) = &mut draft.travel[0] {
        table
            .distances
            .iter_mut()
            .for_each(|far| *far = (*far).saturating_mul(1 << 20).min(NO_WAY - 1));
        table.durations = None;
    }
    assert!(reasons(draft).len() <= 5);
}

#[test]
fn a_plan_to_begin_with_is_kept_as_far_as_it_keeps_the_rules() {
    for seed in 0..20 {
        let instance = Instance::new(draft(seed, 24, With::ALL)).expect("an instance");
        let plan = solve(&instance, &settings(300), &mut Control::default());
        let begun = Settings {
            begin_with: Some(plan.clone()),
            ..Settings::default()
        };
        let again = solve(&instance, &begun, &mut Control::default());
        let (before, after) = (
            check(&instance, &plan).expect("a plan"),
            check(&instance, &again).expect("a plan"),
        );
        assert!(
            (after.required_unserved, after.total()) <= (before.required_unserved, before.total()),
            "seed {seed}"
        );
        let mut changed = instance.into_draft();
        changed
            .vehicles
            .iter_mut()
            .for_each(|vehicle| (vehicle.capacity, vehicle.reload) = (vec![5], None));
        changed.stops.iter_mut().for_each(|stop| stop.service += Time(10));
        let changed = Instance::new(changed).expect("an instance");
        assert!(
            check(&changed, &solve(&changed, &begun, &mut Control::default())).is_ok(),
            "seed {seed}"
        );
    }
}
