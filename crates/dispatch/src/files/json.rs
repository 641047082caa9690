//! JSON: an instance field by field as in [`Draft`], and plans for people and programs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::{
    Bill, Cost, Draft, Instance, LATEST_TIME, Plan, RestTaken, Route, Step, Time, Unserved, Visit, Why,
};

use super::form::{Form, Stated};
use super::words::{Trouble, What};

/// Reads an instance.
///
/// # Errors
/// Where it is no JSON, not of the form, or no instance.
pub fn read(text: &str) -> Result<Instance, Trouble> {
    let draft = serde_json::from_str(text).map_err(|error| misshapen::<Draft>(text, &error))?;
    Instance::new(draft).map_err(|fault| Trouble {
        line: line_of(text, &fault.path()),
        what: fault.into(),
    })
}

/// Reads once more what is not of the form, to say which field it is; that would slow the reading of what is.
fn misshapen<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> Trouble {
    let reader = &mut serde_json::Deserializer::from_str(text);
    let field = serde_path_to_error::deserialize::<_, T>(reader)
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

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanForm<'p> {
    cost: i64,
    bill: Bill,
    routes: Vec<RouteForm<'p>>,
    unserved: Vec<UnservedForm<'p>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteForm<'p> {
    vehicle: Cow<'p, str>,
    number: usize,
    start: Time,
    end: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<RestTaken>,
    visits: Vec<VisitForm<'p>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VisitForm<'p> {
    /// None for a reload.
    stop: Option<Cow<'p, str>>,
    arrival: Time,
    begin: Time,
    departure: Time,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnservedForm<'p> {
    stop: Cow<'p, str>,
    why: Why,
}

/// Writes a plan with the ids of its stops and vehicles.
pub fn write_plan(instance: &Instance, plan: &Plan, bill: &Bill) -> String {
    let id = |stop: usize| Cow::Borrowed(instance.stops()[stop].id.as_str());
    let route = |route: &Route| RouteForm {
        vehicle: instance.vehicles()[route.vehicle].id.as_str().into(),
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

/// Reads a plan as [`write_plan`] writes it. Its times and what it leaves out are taken as they stand.
///
/// # Errors
/// Where it is no JSON or not of the form, names what the instance hasn't, or has a time that none can be.
pub fn read_plan(text: &str, instance: &Instance, form: &Form) -> Result<Stated, Trouble> {
    let said: PlanForm = serde_json::from_str(text).map_err(|error| misshapen::<PlanForm>(text, &error))?;
    let stops = instance.stops().iter().map(|stop| stop.id.as_str());
    let vehicles = instance.vehicles().iter().map(|vehicle| vehicle.id.as_str());
    let reader = PlanReader {
        text,
        stops: stops.zip(0..).collect(),
        vehicles: vehicles.zip(0..).collect(),
    };
    let routes = said.routes.iter().enumerate();
    let unserved = said.unserved.iter().enumerate();
    let plan = Plan {
        routes: routes
            .map(|(number, route)| reader.route(number, route))
            .collect::<Result<_, _>>()?,
        unserved: unserved
            .map(|(number, left)| reader.unserved(number, left))
            .collect::<Result<_, _>>()?,
    };
    let cost = Some(form.cost(Cost(said.cost)));
    Ok(Stated { plan, cost })
}

/// What a plan's ids stand for, and its text, to say where a mistake is.
struct PlanReader<'t> {
    text: &'t str,
    stops: BTreeMap<&'t str, usize>,
    vehicles: BTreeMap<&'t str, usize>,
}

impl PlanReader<'_> {
    fn route(&self, number: usize, said: &RouteForm) -> Result<Route, Trouble> {
        let path = vec![Step::Field("routes".into()), Step::Entry(number)];
        let rest = said.rest.map(|rest| ("rest", rest.begin));
        for (field, time) in [("start", said.start), ("end", said.end)].into_iter().chain(rest) {
            self.in_range(&path, field, time)?;
        }
        let visits = said.visits.iter().enumerate();
        Ok(Route {
            vehicle: self.known(&self.vehicles, &path, "vehicle", &said.vehicle)?,
            number: said.number,
            start: said.start,
            visits: visits
                .map(|(number, visit)| self.visit(&path, number, visit))
                .collect::<Result<_, _>>()?,
            rest: said.rest,
            end: said.end,
        })
    }

    fn visit(&self, route: &[Step], number: usize, said: &VisitForm) -> Result<Visit, Trouble> {
        let path = [route, &[Step::Field("visits".into()), Step::Entry(number)]].concat();
        let times = [
            ("arrival", said.arrival),
            ("begin", said.begin),
            ("departure", said.departure),
        ];
        for (field, time) in times {
            self.in_range(&path, field, time)?;
        }
        let stop = said.stop.as_deref();
        Ok(Visit {
            stop: stop.map(|id| self.known(&self.stops, &path, "stop", id)).transpose()?,
            arrival: said.arrival,
            begin: said.begin,
            departure: said.departure,
        })
    }

    fn unserved(&self, number: usize, said: &UnservedForm) -> Result<Unserved, Trouble> {
        let path = [Step::Field("unserved".into()), Step::Entry(number)];
        Ok(Unserved {
            stop: self.known(&self.stops, &path, "stop", &said.stop)?,
            why: said.why,
        })
    }

    fn known(
        &self,
        ids: &BTreeMap<&str, usize>,
        path: &[Step],
        field: &'static str,
        id: &str,
    ) -> Result<usize, Trouble> {
        ids.get(id).copied().ok_or_else(|| {
            self.trouble(path, field, |field| What::Unknown {
                field,
                found: id.into(),
                expected: "an id of the instance",
            })
        })
    }

    /// A time that no plan can have would only make sums overflow.
    fn in_range(&self, path: &[Step], field: &'static str, time: Time) -> Result<(), Trouble> {
        if (Time::ZERO..=LATEST_TIME).contains(&time) {
            return Ok(());
        }
        Err(self.trouble(path, field, |field| What::Reference {
            field,
            found: time.0,
            expected: format!("a time from 0 to {LATEST_TIME}"),
        }))
    }

    /// The trouble with a field of the plan.
    fn trouble(&self, path: &[Step], field: &str, what: impl FnOnce(String) -> What) -> Trouble {
        let path = [path, &[Step::Field(field.into())]].concat();
        Trouble {
            line: line_of(self.text, &path),
            what: what(field.into()),
        }
    }
}

/// What is written here has text keys and no numbers that JSON doesn't know, so that it always can be.
pub(super) fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
