//! The checker finds every rule that is broken: each test takes a right plan and breaks one.

use crate::*;

/// Two vans, three stops on a line, a pair, a group, everything with a bound.
fn draft() -> Draft {
    let at = |x: i32| [x, 0];
    let stop = |id: &str, location: usize| Stop {
        id: id.into(),
        location,
        delivery: vec![1],
        service: Time(5),
        windows: vec![Window {
            earliest: Time(0),
            latest: Time(400),
        }],
        ..Stop::default()
    };
    let mut stops = vec![
        stop("a", 1),
        stop("b", 2),
        stop("from", 3),
        stop("to", 4),
        stop("one", 1),
        stop("other", 2),
    ];
    (stops[2].delivery, stops[2].pickup, stops[3].delivery) = (vec![], vec![2], vec![]);
    (stops[0].skills, stops[1].area) = (vec![3], Some(1));
    let van = |id: &str| VehicleType {
        id: id.into(),
        capacity: vec![4],
        end: Some(0),
        shift: Window {
            earliest: Time(0),
            latest: Time(900),
        },
        longest_duration: Some(Time(800)),
        longest_distance: Some(Distance(500)),
        rest: Some(Rest {
            window: Window {
                earliest: Time(0),
                latest: Time(600),
            },
            duration: Time(10),
        }),
        reload: Some(Reload {
            location: 0,
            duration: Time(5),
            times: 1,
        }),
        skills: vec![3],
        ..VehicleType::default()
    };
    Draft {
        travel: vec![Travel::Straight(Straight {
            positions: vec![at(0), at(10), at(20), at(30), at(40)],
            road_per_thousand: 1_000,
            time_per_thousand: 1_000,
        })],
        stops,
        pairs: vec![Pair {
            pickup: 2,
            delivery: 3,
            longest_ride: Some(Time(100)),
            ..Pair::default()
        }],
        groups: vec![Group {
            stops: vec![4, 5],
            ..Group::default()
        }],
        vehicles: vec![van("first"), van("second")],
        ..Draft::default()
    }
}

fn right() -> (Draft, Plan) {
    let draft = draft();
    let instance = Instance::new(draft.clone()).expect("an instance");
    let stops = [0, 1, 2, 3, 5].map(Some);
    let plan = Plan {
        routes: vec![route_of(&instance, 0, &stops)],
        unserved: vec![],
    };
    assert_eq!(check(&instance, &plan).map(|bill| bill.vehicles), Ok(1));
    (draft, plan)
}

/// What the checker says after something was changed.
fn found(change: impl FnOnce(&mut Draft, &mut Plan)) -> Vec<Violation> {
    let (mut draft, mut plan) = right();
    change(&mut draft, &mut plan);
    check(&Instance::new(draft).expect("an instance"), &plan).expect_err("a broken rule")
}

/// One test a rule: its name, the change, and the violation that must be among those found.
macro_rules! broken {
    ($($name:ident: $change:expr => $violation:pat),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                let found = found($change);
                assert!(found.iter().any(|violation| matches!(violation, $violation)), "{found:?}");
                assert!(found.iter().all(|violation| !violation.to_string().is_empty()));
            }
        )+
    };
}

/// Drops a visit from the only route without a word.
fn drop_visit(plan: &mut Plan, index: usize) {
    plan.routes[0].visits.remove(index);
}

broken! {
    an_unknown_vehicle: |_, plan| plan.routes[0].vehicle = 9 => Violation::NoSuchVehicle { vehicle: 9, .. },
    a_vehicle_too_many: |_, plan| plan.routes[0].number = 1 => Violation::NoSuchNumber { .. },
    a_vehicle_used_twice: |_, plan| plan.routes.push(Route { vehicle: 0, ..Route::default() }) => Violation::VehicleTwice { route: 1 },
    an_unknown_stop: |_, plan| plan.routes[0].visits[0].stop = Some(77) => Violation::NoSuchStop { stop: 77, .. },
    a_stop_visited_twice: |_, plan| plan.routes[0].visits[1].stop = Some(0) => Violation::StopTwice { stop: 0 },
    a_stop_forgotten: |_, plan| drop_visit(plan, 0) => Violation::StopForgotten { stop: 0 },
    a_served_stop_listed: |_, plan| plan.unserved.push(Unserved { stop: 0, why: Why::DidNotFit }) => Violation::ServedAndListed { stop: 0 },
    a_missing_skill: |draft, _| draft.vehicles[0].skills.clear() => Violation::MayNotVisit { stop: 0, .. },
    an_area_not_allowed: |draft, _| draft.vehicles[0].areas = Some(vec![2]) => Violation::MayNotVisit { stop: 1, .. },
    a_closed_area: |draft, _| draft.closed_areas = vec![1] => Violation::MayNotVisit { stop: 1, .. },
    a_start_before_the_shift: |draft, _| draft.vehicles[0].shift.earliest = Time(899) => Violation::StartsEarly { .. },
    an_end_after_the_shift: |draft, _| draft.vehicles[0].shift.latest = Time(1) => Violation::EndsLate { .. },
    a_way_that_is_none: |draft, _| draft.travel = vec![Travel::Table(Table { size: 5, distances: vec![NO_WAY; 25], durations: None })] => Violation::NoWay { .. },
    a_visit_reached_too_fast: |_, plan| plan.routes[0].visits[1].arrival = Time(0) => Violation::TooFast { visit: 1, .. },
    an_end_reached_too_fast: |_, plan| plan.routes[0].end = plan.routes[0].visits[4].departure => Violation::TooFast { visit: 5, .. },
    a_service_before_arrival: |_, plan| plan.routes[0].visits[0].arrival += Time(9) => Violation::BeginsEarly { visit: 0, .. },
    a_service_outside_the_windows: |draft, _| draft.stops[3].windows[0].latest = Time(3) => Violation::OutsideWindows { visit: 3, .. },
    a_service_cut_short: |_, plan| plan.routes[0].visits[0].departure = plan.routes[0].visits[0].begin => Violation::LeavesEarly { visit: 0, .. },
    too_much_on_board: |draft, _| draft.vehicles[0].capacity = vec![2] => Violation::TooHeavy { capacity: 2, .. },
    a_dimension_it_has_not: |draft, _| draft.stops[0].delivery = vec![1, 1] => Violation::TooHeavy { dimension: 1, .. },
    too_long_a_day: |draft, _| draft.vehicles[0].longest_duration = Some(Time(30)) => Violation::TooLong { .. },
    too_long_a_way: |draft, _| draft.vehicles[0].longest_distance = Some(Distance(30)) => Violation::TooFar { .. },
    a_reload_it_may_not_make: |draft, plan| {
        draft.vehicles[0].reload = None;
        let visit = plan.routes[0].visits[4];
        plan.routes[0].visits.push(Visit { stop: None, ..visit });
    } => Violation::TooManyReloads { times: 1, most: 0, .. },
    a_rest_not_taken: |draft, _| draft.vehicles[0].rest = Some(Rest { window: Window { earliest: Time(0), latest: Time(20) }, duration: Time(1) }) => Violation::NoRest { .. },
    a_rest_nobody_may_take: |draft, plan| {
        draft.vehicles[0].rest = None;
        plan.routes[0].rest = Some(RestTaken { before: None, begin: Time(0) });
    } => Violation::NoRest { .. },
    half_a_pair: |_, plan| {
        drop_visit(plan, 3);
        plan.unserved.push(Unserved { stop: 3, why: Why::DidNotFit });
    } => Violation::PairBroken { pair: 0 },
    a_pair_the_wrong_way: |_, plan| {
        let visits = &mut plan.routes[0].visits;
        (visits[2].stop, visits[3].stop) = (Some(3), Some(2));
    } => Violation::PairBroken { pair: 0 },
    a_ride_too_long: |draft, _| draft.pairs[0].longest_ride = Some(Time(3)) => Violation::RideTooLong { pair: 0, .. },
    two_of_a_group: |_, plan| plan.routes[0].visits[0].stop = Some(4) => Violation::GroupTwice { group: 0 },
    first_stops_moved: |draft, _| draft.vehicles[0].first_stops = vec![1] => Violation::FirstStopsMoved { vehicle: 0 },
}

#[test]
fn a_bill_says_what_everything_costs() {
    let (mut draft, mut plan) = right();
    draft.vehicles[0].fixed_cost = Cost(1_000);
    draft.vehicles[0].cost_per_time = Cost(2);
    draft.stops[1].penalty = Some(Cost(70));
    draft.stops[0].published = Some(Published {
        vehicle: 1,
        price_of_change: Cost(9),
    });
    drop_visit(&mut plan, 1);
    plan.unserved.push(Unserved {
        stop: 1,
        why: Why::NotWorthIt,
    });
    let bill = check(&Instance::new(draft).expect("an instance"), &plan).expect("a right plan");
    let route = &plan.routes[0];
    assert_eq!(bill.distance, Distance(80));
    assert_eq!(
        (bill.fixed, bill.travelling, bill.penalties, bill.changes),
        (Cost(1_000), Cost(80), Cost(70), Cost(9))
    );
    assert_eq!(bill.working, Cost(2 * (route.end - route.start).0));
    assert_eq!(bill.total(), bill.fixed + bill.travelling + bill.working + Cost(79));
}
