//! `.sol`: a line `Route #n: stop stop …` for each route, then the cost.
//!
//! A stop is called by its id and a reload `0`. Where ids can't stand in such a line (one has a space, or is a `0` beside
//! vehicles that reload), stops are called by their numbers in the instance, and the first line is [`BY_NUMBER`] to say so.
//! Times, windows and rests are not in the form: whoever reads it computes them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::{Bill, Instance, Plan, Route, Unserved, Visit, Why};
use crate::schedule::route_of;

use super::form::{Form, Stated};
use super::words::{Line, Trouble, What, lines};

/// The line of a file in which stops are called by their numbers, so that 0 is free for a reload.
pub const BY_NUMBER: &str = "# stops by number: 1 is the instance's first";

/// What a reload is called.
const RELOAD: &str = "0";

/// Writes a plan. Where routes are numbered by vehicle, idle vehicles have empty lines.
pub fn write(instance: &Instance, form: &Form, plan: &Plan, bill: &Bill) -> String {
    let mut text = String::new();
    // Writing to a string can't fail.
    let mut say = |line: std::fmt::Arguments| {
        let _ = writeln!(text, "{line}");
    };
    let is_by_number = !has_plain_ids(instance);
    if is_by_number {
        say(format_args!("{BY_NUMBER}"));
    }
    let name = |visit: &Visit| match visit.stop {
        None => RELOAD.to_owned(),
        Some(stop) => name_of(instance, stop, is_by_number),
    };
    let stops = |route: &Route| route.visits.iter().map(name).collect::<Vec<_>>().join(" ");
    if form.is_numbered {
        let mut numbers = vec![0; instance.vehicles().len()];
        for (vehicle, &kind) in form.vehicles.iter().enumerate() {
            let route = plan
                .routes
                .iter()
                .find(|route| route.vehicle == kind && route.number == numbers[kind]);
            numbers[kind] += 1;
            let stops = route.map(stops).unwrap_or_default();
            say(format_args!("Route #{}: {stops}", vehicle + 1));
        }
    } else {
        for (index, route) in plan.routes.iter().enumerate() {
            say(format_args!("Route #{}: {}", index + 1, stops(route)));
        }
    }
    say(format_args!("Cost: {}", form.cost(bill.total())));
    text
}

/// Whether every stop can be called by its id: it is one word, and not what a reload is called where there are reloads.
fn has_plain_ids(instance: &Instance) -> bool {
    let is_word = |id: &str| !id.is_empty() && !id.contains(char::is_whitespace);
    let can_reload = can_reload(instance);
    instance
        .stops()
        .iter()
        .all(|stop| is_word(&stop.id) && !(can_reload && stop.id == RELOAD))
}

fn can_reload(instance: &Instance) -> bool {
    instance.vehicles().iter().any(|vehicle| vehicle.reload.is_some())
}

fn name_of(instance: &Instance, stop: usize, is_by_number: bool) -> String {
    if is_by_number {
        (stop + 1).to_string()
    } else {
        instance.stops()[stop].id.clone()
    }
}

/// What may stand in a route: stops by what they are called, and none for a reload.
struct Names {
    by_name: BTreeMap<String, Option<usize>>,
    /// What would be right, in words.
    expected: &'static str,
}

impl Names {
    fn of(instance: &Instance, is_by_number: bool) -> Self {
        let stops = (0..instance.stops().len()).map(|stop| (name_of(instance, stop, is_by_number), Some(stop)));
        let mut by_name: BTreeMap<String, Option<usize>> = stops.collect();
        if can_reload(instance) {
            by_name.insert(RELOAD.into(), None);
        } else {
            by_name.entry(RELOAD.into()).or_insert(None);
        }
        let expected = if is_by_number {
            "the number of a stop, from 1, or 0 for a reload"
        } else {
            "the id of a stop, or 0 for a reload"
        };
        Self { by_name, expected }
    }

    /// The stops of a route's line.
    fn read(&self, line: Line, stops: &str) -> Result<Vec<Option<usize>>, Trouble> {
        let stop = |word: &str| {
            let known = self.by_name.get(word).copied();
            known.ok_or_else(|| {
                line.trouble(What::Unknown {
                    field: "stop".into(),
                    found: word.into(),
                    expected: self.expected,
                })
            })
        };
        stops.split_whitespace().map(stop).collect()
    }
}

/// Reads a plan for an instance. Stops that it doesn't visit are unserved.
///
/// # Errors
/// The first [`Trouble`].
pub fn read(text: &str, instance: &Instance, form: &Form) -> Result<Stated, Trouble> {
    let is_by_number = lines(text).any(|line| line.text == BY_NUMBER);
    let names = Names::of(instance, is_by_number);
    let mut stated = Stated {
        plan: Plan::default(),
        cost: None,
    };
    let mut numbers = vec![0; instance.vehicles().len()];
    let mut vehicle = 0;
    for line in lines(text).filter(|line| line.text != BY_NUMBER) {
        if let Some(cost) = line.text.to_ascii_lowercase().strip_prefix("cost") {
            stated.cost = Some(cost.trim_start_matches(':').trim().into());
            continue;
        }
        let stops = names.read(line, stops_of(line)?)?;
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

/// What stands behind `Route #n:`.
fn stops_of(line: Line<'_>) -> Result<&str, Trouble> {
    let route = line.text.split_once(':');
    let route = route.filter(|(head, _)| head.to_ascii_lowercase().starts_with("route"));
    let (_, stops) = route.ok_or_else(|| {
        let expected = "Route #n: stops, or Cost: number";
        line.trouble(What::Unknown {
            field: "line".into(),
            found: line.text.into(),
            expected,
        })
    })?;
    Ok(stops)
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
