//! `.sol`: a line `Route #n: stop stop …` for each route, then the cost.

use std::fmt::Write;

use crate::model::{Bill, Instance, Plan, Route, Unserved, Why};
use crate::schedule::route_of;

use super::form::Form;
use super::words::{Trouble, What, lines};

/// Writes a plan. A reload is a `0`. Where routes are numbered by vehicle, idle vehicles have empty lines.
pub fn write(instance: &Instance, form: &Form, plan: &Plan, bill: &Bill) -> String {
    let line = |route: &Route| {
        let stop =
            |visit: &crate::model::Visit| visit.stop.map_or("0".into(), |stop| instance.stops()[stop].id.clone());
        route.visits.iter().map(stop).collect::<Vec<_>>().join(" ")
    };
    let mut text = String::new();
    let mut say = |number: usize, stops: &str| {
        // Writing to a string can't fail.
        let _ = writeln!(text, "Route #{number}: {stops}");
    };
    if form.is_numbered {
        let mut numbers = vec![0; instance.vehicles().len()];
        for (vehicle, &kind) in form.vehicles.iter().enumerate() {
            let route = plan
                .routes
                .iter()
                .find(|route| route.vehicle == kind && route.number == numbers[kind]);
            numbers[kind] += 1;
            say(vehicle + 1, &route.map(line).unwrap_or_default());
        }
    } else {
        plan.routes
            .iter()
            .enumerate()
            .for_each(|(index, route)| say(index + 1, &line(route)));
    }
    let _ = writeln!(text, "Cost: {}", form.cost(bill.total()));
    text
}

/// A plan as read, and the cost that was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The routes, with times computed.
    pub plan: Plan,
    /// The cost, as it was written.
    pub cost: Option<String>,
}

/// Reads a plan for an instance. Stops that it doesn't visit are unserved.
///
/// # Errors
/// The first [`Trouble`].
pub fn read(text: &str, instance: &Instance, form: &Form) -> Result<Stated, Trouble> {
    let ids: std::collections::BTreeMap<&str, usize> = instance
        .stops()
        .iter()
        .enumerate()
        .map(|(stop, facts)| (facts.id.as_str(), stop))
        .collect();
    let mut stated = Stated {
        plan: Plan::default(),
        cost: None,
    };
    let mut numbers = vec![0; instance.vehicles().len()];
    let mut vehicle = 0;
    for line in lines(text) {
        if let Some(cost) = line.text.to_ascii_lowercase().strip_prefix("cost") {
            stated.cost = Some(cost.trim_start_matches(':').trim().into());
            continue;
        }
        let expected = "Route #n: stops, or Cost: number";
        let unknown = || {
            line.trouble(What::Unknown {
                field: "line".into(),
                found: line.text.into(),
                expected,
            })
        };
        let (head, stops) = line.text.split_once(':').ok_or_else(unknown)?;
        if !head.to_ascii_lowercase().starts_with("route") {
            return Err(unknown());
        }
        let stop = |word: &str| match ids.get(word) {
            Some(&stop) => Ok(Some(stop)),
            None if word == "0" => Ok(None),
            None => {
                let expected = "the id of a stop, or 0 for a reload";
                Err(line.trouble(What::Unknown {
                    field: "stop".into(),
                    found: word.into(),
                    expected,
                }))
            }
        };
        let stops: Vec<Option<usize>> = stops.split_whitespace().map(stop).collect::<Result<_, _>>()?;
        let kind = *form.vehicles.get(vehicle).ok_or_else(|| {
            let expected = format!("at most {} routes, one a vehicle", form.vehicles.len());
            line.trouble(What::Reference {
                field: "route".into(),
                found: vehicle as i64 + 1,
                expected,
            })
        })?;
        if form.is_numbered || !stops.is_empty() {
            if !stops.is_empty() {
                let number = numbers[kind];
                stated.plan.routes.push(Route {
                    number,
                    ..route_of(instance, kind, &stops)
                });
            }
            numbers[kind] += 1;
            vehicle += 1;
        }
    }
    stated.plan.unserved = unvisited(instance, &stated.plan);
    Ok(stated)
}

/// What a plan from elsewhere leaves out. Why is its maker's secret: that it didn't fit is the least that can be said.
fn unvisited(instance: &Instance, plan: &Plan) -> Vec<Unserved> {
    let mut is_served = vec![false; instance.stops().len()];
    plan.routes
        .iter()
        .flat_map(|route| &route.visits)
        .filter_map(|visit| visit.stop)
        .for_each(|stop| is_served[stop] = true);
    for group in instance.groups() {
        if group.stops.iter().any(|&stop| is_served[stop]) {
            group.stops.iter().for_each(|&stop| is_served[stop] = true);
        }
    }
    let left = (0..is_served.len()).filter(|&stop| !is_served[stop]);
    left.map(|stop| Unserved {
        stop,
        why: Why::DidNotFit,
    })
    .collect()
}
