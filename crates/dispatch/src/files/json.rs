//! JSON: an instance field by field as in [`Draft`], and plans for people and programs.

use serde::Serialize;

use crate::model::{Bill, Draft, Instance, Plan, Route, Time, Why};

use super::words::{Trouble, What};

/// Reads an instance.
///
/// # Errors
/// Where it is no JSON, not of the form, or no instance.
pub fn read(text: &str) -> Result<Instance, Trouble> {
    let draft: Draft = serde_json::from_str(text).map_err(|error| Trouble {
        line: error.line().max(1),
        what: What::Json(error.to_string()),
    })?;
    let line = text.lines().count().max(1);
    Instance::new(draft).map_err(|fault| Trouble {
        line,
        what: fault.into(),
    })
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
