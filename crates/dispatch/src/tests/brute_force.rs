//! Tiny instances, where every plan can be tried: the search finds one that is as cheap as the cheapest.

use super::sample::{With, draft};
use crate::*;

/// The cheapest plan of all, as required stops left out and cost.
fn cheapest(instance: &Instance) -> (usize, Cost) {
    let vehicles: Vec<(usize, usize)> = instance
        .vehicles()
        .iter()
        .enumerate()
        .flat_map(|(kind, vehicle)| (0..vehicle.count).map(move |number| (kind, number)))
        .collect();
    let mut best = (usize::MAX, Cost::ZERO);
    let mut routes = vec![Vec::new(); vehicles.len()];
    place(instance, &vehicles, 0, &mut routes, &mut best);
    best
}

/// Puts a stop, and then all later ones, everywhere.
fn place(
    instance: &Instance,
    vehicles: &[(usize, usize)],
    stop: usize,
    routes: &mut Vec<Vec<Option<usize>>>,
    best: &mut (usize, Cost),
) {
    if stop == instance.stops().len() {
        if let Some(found) = judge(instance, vehicles, routes) {
            *best = (*best).min(found);
        }
        return;
    }
    place(instance, vehicles, stop + 1, routes, best);
    for vehicle in 0..routes.len() {
        for index in 0..=routes[vehicle].len() {
            routes[vehicle].insert(index, Some(stop));
            place(instance, vehicles, stop + 1, routes, best);
            routes[vehicle].remove(index);
        }
    }
}

fn judge(instance: &Instance, vehicles: &[(usize, usize)], routes: &[Vec<Option<usize>>]) -> Option<(usize, Cost)> {
    let used = routes.iter().zip(vehicles).filter(|(route, _)| !route.is_empty());
    let routes: Vec<Route> = used
        .map(|(route, &(kind, number))| Route {
            number,
            ..route_of(instance, kind, route)
        })
        .collect();
    let is_served = |stop: usize| {
        routes
            .iter()
            .flat_map(|route| &route.visits)
            .any(|visit| visit.stop == Some(stop))
    };
    let is_stood_for = |stop: usize| {
        let group = instance.groups().iter().find(|group| group.stops.contains(&stop));
        group.is_some_and(|group| group.stops.iter().any(|&other| is_served(other)))
    };
    let left = (0..instance.stops().len()).filter(|&stop| !is_served(stop) && !is_stood_for(stop));
    let unserved = left
        .map(|stop| Unserved {
            stop,
            why: Why::DidNotFit,
        })
        .collect();
    let bill = check(instance, &Plan { routes, unserved }).ok()?;
    Some((bill.required_unserved, bill.total()))
}

fn compare(seed: u64, stops: usize, with: With) {
    let mut draft = draft(seed, stops, with);
    draft.vehicles.iter_mut().for_each(|vehicle| vehicle.count = 1);
    draft.vehicles.truncate(2);
    draft.stops.iter_mut().for_each(|stop| stop.windows.truncate(1));
    let kinds = draft.vehicles.len();
    draft
        .stops
        .iter_mut()
        .for_each(|stop| stop.published = stop.published.filter(|published| published.vehicle < kinds));
    let instance = Instance::new(draft).expect("samples are instances");
    let limits = Limits {
        time: None,
        iterations: Some(3_000),
    };
    let plan = solve(
        &instance,
        &Settings {
            limits,
            seed,
            ..Settings::default()
        },
        &mut Control::default(),
    );
    let bill = check(&instance, &plan).expect("a plan that keeps the rules");
    assert_eq!(
        (bill.required_unserved, bill.total()),
        cheapest(&instance),
        "seed {seed}"
    );
}

#[test]
fn plain_instances_are_solved() {
    (0..12).for_each(|seed| {
        compare(
            seed,
            5,
            With {
                windows: true,
                ..With::default()
            },
        )
    });
}

#[test]
fn two_kinds_of_vehicles_and_optional_stops_are_solved() {
    let with = With {
        windows: true,
        optional: true,
        kinds: true,
        published: true,
        ..With::default()
    };
    (0..6).for_each(|seed| compare(seed, 5, with));
}

#[test]
fn pairs_and_groups_are_solved() {
    let with = With {
        pairs: true,
        groups: true,
        optional: true,
        ..With::default()
    };
    (0..12).for_each(|seed| compare(seed, 5, with));
}

#[test]
fn rests_are_solved() {
    (0..12).for_each(|seed| {
        compare(
            seed,
            5,
            With {
                windows: true,
                rests: true,
                ..With::default()
            },
        )
    });
}
