//! JSON: an instance field by field as in [`Draft`], and plans for people and programs.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::model::{Bill, Draft, Instance, Plan, Route, Step, Time, Why};

use super::words::{Trouble, What};

/// Reads an instance.
///
/// # Errors
/// Where it is no JSON, not of the form, or no instance.
pub fn read(text: &str) -> Result<Instance, Trouble> {
    let draft = serde_json::from_str(text).map_err(|error| misshapen(text, &error))?;
    Instance::new(draft).map_err(|fault| Trouble {
        line: line_of(text, &fault.path()),
        what: fault.into(),
    })
}

/// Reads once more what is not of the form, to say which field it is; that would slow the reading of what is.
fn misshapen(text: &str, error: &serde_json::Error) -> Trouble {
    let reader = &mut serde_json::Deserializer::from_str(text);
    let field = serde_path_to_error::deserialize::<_, Draft>(reader)
        .err()
        .map(|error| error.path().to_string());
    // A full stop is the whole.
    let field = field
        .filter(|field| field != ".")
        .map_or(String::new(), |field| format!("{field}: "));
    Trouble {
        line: error.line().max(1),
        what: What::Json(format!("{field}{error}")),
    }
}

/// The line where a part of a JSON text begins; that of what it is missing from, if it isn't there.
fn line_of(text: &str, path: &[Step]) -> usize {
    let mut part = text.trim_start();
    for step in path {
        let inner = match step {
            Step::Field(field) => serde_json::from_str::<BTreeMap<String, &RawValue>>(part)
                .ok()
                .and_then(|fields| fields.get(field).copied()),
            Step::Entry(entry) => serde_json::from_str::<Vec<&RawValue>>(part)
                .ok()
                .and_then(|entries| entries.get(*entry).copied()),
        };
        let Some(inner) = inner else { break };
        part = inner.get();
    }
    // Every part is a slice of the text.
    let before = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    1 + text.as_bytes()[..before].iter().filter(|&&byte| byte == b'\n').count()
}

/// Writes an instance.
pub fn write_instance(instance: &Instance) -> String {
    pretty(instance.draft())
}

#[derive(Serialize)]
struct PlanForm<'p> {
    cost: i64,
    bill: Bill,
    routes: Vec<RouteForm<'p>>,
    unserved: Vec<UnservedForm<'p>>,
}

#[derive(Serialize)]
struct RouteForm<'p> {
    vehicle: &'p str,
    number: usize,
    start: Time,
    end: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<crate::model::RestTaken>,
    visits: Vec<VisitForm<'p>>,
}

#[derive(Serialize)]
struct VisitForm<'p> {
    /// None for a reload.
    stop: Option<&'p str>,
    arrival: Time,
    begin: Time,
    departure: Time,
}

#[derive(Serialize)]
struct UnservedForm<'p> {
    stop: &'p str,
    why: Why,
}

/// Writes a plan with the ids of its stops and vehicles.
pub fn write_plan(instance: &Instance, plan: &Plan, bill: &Bill) -> String {
    let id = |stop: usize| instance.stops()[stop].id.as_str();
    let route = |route: &Route| RouteForm {
        vehicle: instance.vehicles()[route.vehicle].id.as_str(),
        number: route.number,
        start: route.start,
        end: route.end,
        rest: route.rest,
        visits: route
            .visits
            .iter()
            .map(|visit| VisitForm {
                stop: visit.stop.map(id),
                arrival: visit.arrival,
                begin: visit.begin,
                departure: visit.departure,
            })
            .collect(),
    };
    let routes = plan.routes.iter().map(route).collect();
    let unserved = plan
        .unserved
        .iter()
        .map(|left| UnservedForm {
            stop: id(left.stop),
            why: left.why,
        })
        .collect();
    pretty(&PlanForm {
        cost: bill.total().0,
        bill: *bill,
        routes,
        unserved,
    })
}

/// What is written here has text keys and no numbers that JSON doesn't know, so that it always can be.
pub(super) fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
