//! Tiny instances, where every plan can be tried: the search finds one that is as cheap as the cheapest.

use super::sample::{With, draft};
use crate::schedule::schedule;
use crate::timing::Call;
use crate::*;

/// The cheapest plan of all, as what is required and left out weighs, and cost.
fn cheapest(instance: &Instance) -> (i64, Cost) {
    let vehicles: Vec<(usize, usize)> = instance
        .vehicles()
        .iter()
        .enumerate()
        .flat_map(|(kind, vehicle)| (0..vehicle.count).map(move |number| (kind, number)))
        .collect();
    let mut best = (i64::MAX, Cost::ZERO);
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
    best: &mut (i64, Cost),
) {
    if stop == instance.stops().len() {
        reload(instance, vehicles, 0, routes, best);
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

/// Lets this vehicle, and then all later ones, load again nowhere or once between any two stops.
fn reload(
    instance: &Instance,
    vehicles: &[(usize, usize)],
    vehicle: usize,
    routes: &mut Vec<Vec<Option<usize>>>,
    best: &mut (i64, Cost),
) {
    if vehicle == routes.len() {
        *best = judge(instance, vehicles, routes).into_iter().fold(*best, std::cmp::min);
        return;
    }
    reload(instance, vehicles, vehicle + 1, routes, best);
    if instance.vehicles()[vehicles[vehicle].0].reload.is_some() {
        for index in 1..routes[vehicle].len() {
            routes[vehicle].insert(index, None);
            reload(instance, vehicles, vehicle + 1, routes, best);
            routes[vehicle].remove(index);
        }
    }
}

/// A route in every choice of its stops' windows.
fn timings(instance: &Instance, (kind, number): (usize, usize), route: &[Option<usize>]) -> Vec<Route> {
    let windows = |stop: Option<usize>| stop.map_or(1, |stop| instance.stops()[stop].windows.len().max(1));
    let mut choices: Vec<Vec<Call>> = vec![Vec::new()];
    for &stop in route {
        let longer = |choice: Vec<Call>| {
            let call = move |window| [&choice[..], &[Call { stop, window }]].concat();
            (0..windows(stop)).map(call)
        };
        choices = choices.into_iter().flat_map(longer).collect();
    }
    let timed = |calls: Vec<Call>| Route {
        number,
        ..schedule(instance, kind, &calls)
    };
    choices.into_iter().map(timed).collect()
}

/// The cheapest plan with these routes, if there is one.
fn judge(instance: &Instance, vehicles: &[(usize, usize)], routes: &[Vec<Option<usize>>]) -> Option<(i64, Cost)> {
    let used = routes.iter().zip(vehicles).filter(|(route, _)| !route.is_empty());
    let mut plans: Vec<Vec<Route>> = vec![Vec::new()];
    for (route, &vehicle) in used {
        let timed = timings(instance, vehicle, route);
        let with = |plan: &Vec<Route>| {
            timed
                .iter()
                .map(|route| [&plan[..], std::slice::from_ref(route)].concat())
                .collect::<Vec<_>>()
        };
        plans = plans.iter().flat_map(with).collect();
    }
    plans.into_iter().filter_map(|routes| cost(instance, routes)).min()
}

fn cost(instance: &Instance, routes: Vec<Route>) -> Option<(i64, Cost)> {
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
    Some((bill.weight_unserved, bill.total()))
}

/// One window a stop, and at most one reload a vehicle.
fn compare(seed: u64, stops: usize, with: With) {
    let mut draft = tiny(seed, stops, with);
    draft.stops.iter_mut().for_each(|stop| stop.windows.truncate(1));
    compare_draft(seed, draft);
}

/// One vehicle of each of two kinds at most.
fn tiny(seed: u64, stops: usize, with: With) -> Draft {
    let mut draft = draft(seed, stops, with);
    draft.vehicles.truncate(2);
    for vehicle in &mut draft.vehicles {
        vehicle.count = 1;
        vehicle.reload = vehicle.reload.map(|reload| Reload { times: 1, ..reload });
    }
    let kinds = draft.vehicles.len();
    draft
        .stops
        .iter_mut()
        .for_each(|stop| stop.published = stop.published.filter(|published| published.vehicle < kinds));
    draft
}

fn compare_draft(seed: u64, draft: Draft) {
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
    assert_eq!((bill.weight_unserved, bill.total()), cheapest(&instance), "seed {seed}");
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
fn vehicles_of_several_sizes_are_solved() {
    let with = With {
        windows: true,
        sizes: true,
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

#[test]
fn the_most_urgent_of_too_many_are_served() {
    let with = With {
        windows: true,
        pairs: true,
        priorities: true,
        ..With::default()
    };
    (0..16).for_each(|seed| compare(seed, 5, with));
}

#[test]
fn reloads_at_the_depot_are_solved() {
    let with = With {
        windows: true,
        reloads: true,
        ..With::default()
    };
    (0..16).for_each(|seed| compare(seed, 5, with));
}

#[test]
fn several_windows_are_solved() {
    for seed in 0..16 {
        let with = With {
            windows: true,
            optional: seed % 2 == 1,
            ..With::default()
        };
        let mut draft = tiny(seed, 5, with);
        for stop in draft.stops.iter_mut().filter(|stop| stop.windows.len() == 1) {
            let Window { earliest, latest } = stop.windows[0];
            let wait = Time(90);
            stop.windows.push(Window {
                earliest: latest + wait,
                latest: latest + wait + latest - earliest,
            });
        }
        assert!(draft.stops.iter().any(|stop| stop.windows.len() == 2));
        compare_draft(seed, draft);
    }
}
