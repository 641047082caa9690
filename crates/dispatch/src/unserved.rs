//! Why something was left out: each constraint asked alone, from the plainest to the one that needs a clock.

use crate::model::{Distance, Instance, Leg, VehicleType, Why};
use crate::timing::{Bounds, Call, Timetable};

/// The constraint that rules out what could be served by any one of these short orders of stops.
pub(crate) fn why(instance: &Instance, orders: &[Vec<usize>], is_required: bool) -> Why {
    // Of a group, the member that comes furthest says why.
    orders
        .iter()
        .map(|order| why_order(instance, order, is_required))
        .max()
        .unwrap_or(Why::DidNotFit)
}

fn why_order(instance: &Instance, order: &[usize], is_required: bool) -> Why {
    let vehicles = instance.vehicles();
    let mut able: Vec<usize> = (0..vehicles.len())
        .filter(|&vehicle| vehicles[vehicle].count > 0)
        .collect();
    if able.is_empty() {
        return Why::NoVehicle;
    }
    let areas = || order.iter().filter_map(|&stop| instance.stops()[stop].area);
    if areas().any(|area| instance.draft().closed_areas.contains(&area)) {
        return Why::AreaClosed;
    }
    let may_enter = |vehicle: &VehicleType| {
        areas().all(|area| vehicle.areas.as_ref().is_none_or(|allowed| allowed.contains(&area)))
    };
    let is_skilled = |vehicle: &VehicleType| {
        order
            .iter()
            .flat_map(|&stop| &instance.stops()[stop].skills)
            .all(|skill| vehicle.skills.contains(skill))
    };
    if !able.iter().any(|&vehicle| may_enter(&vehicles[vehicle])) {
        return Why::AreaNotAllowed;
    }
    if !able.iter().any(|&vehicle| is_skilled(&vehicles[vehicle])) {
        return Why::NoSkill;
    }
    able.retain(|&vehicle| may_enter(&vehicles[vehicle]) && is_skilled(&vehicles[vehicle]));
    if able.is_empty() {
        return Why::NoSkillInArea;
    }
    able.retain(|&vehicle| order.iter().all(|&stop| carries(instance, vehicle, stop)));
    if able.is_empty() {
        return Why::TooHeavy;
    }
    if let Some(why) = why_alone(instance, order, able) {
        return why;
    }
    if !is_required {
        return Why::NotWorthIt;
    }
    let is_first = |vehicle: &VehicleType| order.iter().any(|stop| vehicle.first_stops.contains(stop));
    if vehicles.iter().any(is_first) {
        Why::FirstStopsTooLate
    } else {
        Why::DidNotFit
    }
}

fn carries(instance: &Instance, vehicle: usize, stop: usize) -> bool {
    let capacity = &instance.vehicles()[vehicle].capacity;
    let stop = &instance.stops()[stop];
    [&stop.delivery, &stop.pickup].into_iter().all(|load| {
        load.iter()
            .enumerate()
            .all(|(dimension, &amount)| amount <= capacity.get(dimension).copied().unwrap_or(0))
    })
}

/// What no vehicle can keep even if it does nothing else. Each constraint is put to those that kept the ones before it.
fn why_alone(instance: &Instance, order: &[usize], mut able: Vec<usize>) -> Option<Why> {
    able.retain(|&vehicle| legs(instance, vehicle, order).all(Leg::is_passable));
    if able.is_empty() {
        return Some(Why::NoWay);
    }
    able.retain(|&vehicle| {
        let distance: Distance = legs(instance, vehicle, order).map(|leg| leg.distance).sum();
        let longest = instance.vehicles()[vehicle].longest_distance;
        longest.is_none_or(|longest| distance <= longest)
    });
    if able.is_empty() {
        return Some(Why::TooFar);
    }
    let choices = windows_of(instance, order);
    let mut timetable = Timetable::default();
    let bounds = [
        (Bounds::Neither, Why::NoWindowReachable),
        (Bounds::Rides, Why::RideTooLong),
        (Bounds::RidesAndDuration, Why::TooLong),
    ];
    for (bounds, why) in bounds {
        able.retain(|&vehicle| {
            let mut times = choices.iter();
            times.any(|calls| timetable.time_within(instance, vehicle, calls, bounds).is_some())
        });
        if able.is_empty() {
            return Some(why);
        }
    }
    None
}

/// The ways of a vehicle from its start through these stops to its end.
fn legs<'i>(instance: &'i Instance, vehicle: usize, order: &'i [usize]) -> impl Iterator<Item = Leg> + 'i {
    let kind = &instance.vehicles()[vehicle];
    let locations = order.iter().map(|&stop| instance.stops()[stop].location);
    let to = locations.clone().chain(kind.end);
    let from = [kind.start].into_iter().chain(locations);
    from.zip(to).map(move |(from, to)| instance.leg(vehicle, from, to))
}

/// Every choice of windows for these stops, of which there are one or two.
fn windows_of(instance: &Instance, order: &[usize]) -> Vec<Vec<Call>> {
    let mut choices: Vec<Vec<Call>> = vec![Vec::new()];
    for &stop in order {
        let windows = instance.stops()[stop].windows.len().max(1);
        let longer = |choice: &Vec<Call>| {
            (0..windows)
                .map(|window| {
                    [
                        &choice[..],
                        &[Call {
                            stop: Some(stop),
                            window,
                        }],
                    ]
                    .concat()
                })
                .collect::<Vec<_>>()
        };
        choices = choices.iter().flat_map(longer).collect();
    }
    choices
}
