//! What a plan comes to, and what changed against another.

use crate::rules::cargo::Cargo;
use crate::rules::plan::PlanBody;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use tongxin_city::VehicleId;
use utoipa::ToSchema;

/// A plan in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanFigures {
    /// Runs.
    pub runs: i64,
    /// Vehicles that drive.
    pub vehicles: i64,
    /// Stops.
    pub stops: i64,
    /// Things that are brought.
    pub cargo: i64,
    /// Metres driven.
    pub metres: i64,
    /// Minutes under way, of all vehicles together.
    pub minutes: i64,
    /// Stops at which handing over begins after it is due.
    pub late: i64,
    /// Things that no run carries.
    pub unserved: i64,
    /// Runs that carry more than their vehicle may.
    pub overloaded: i64,
    /// What vehicles carry of what they could, in thousandths, over all runs.
    pub load_per_mille: i64,
}

impl PlanFigures {
    /// The figures of a plan.
    pub fn of(body: &PlanBody) -> PlanFigures {
        let runs = &body.runs;
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let stops = || runs.iter().flat_map(|run| &run.stops).filter(|stop| !stop.is_pickup);
        let carried: i64 = runs.iter().map(|run| run.grams()).sum();
        let could: i64 = runs.iter().map(|run| run.payload_kg.saturating_mul(1_000)).sum();
        PlanFigures {
            runs: count(runs.len()),
            vehicles: count(runs.iter().map(|run| run.vehicle).collect::<HashSet<_>>().len()),
            stops: count(stops().count()),
            cargo: count(stops().map(|stop| stop.cargo.len()).sum()),
            metres: runs.iter().map(|run| run.metres).sum(),
            minutes: runs
                .iter()
                .map(|run| (run.end_at.millis() - run.start_at.millis()) / 60_000)
                .sum(),
            late: count(stops().filter(|stop| stop.is_late()).count()),
            unserved: count(body.unserved.len()),
            overloaded: count(runs.iter().filter(|run| run.is_overloaded()).count()),
            load_per_mille: carried.saturating_mul(1_000) / could.max(1),
        }
    }
}

/// How many things another vehicle brings than in the plan before, of those that both bring.
pub fn changed(before: &PlanBody, after: &PlanBody) -> i64 {
    let brings = |body: &PlanBody| -> HashMap<Cargo, VehicleId> {
        let runs = body.runs.iter();
        runs.flat_map(|run| {
            run.stops
                .iter()
                .flat_map(|stop| &stop.cargo)
                .map(|cargo| (*cargo, run.vehicle))
        })
        .collect()
    };
    let (before, after) = (brings(before), brings(after));
    let moved = before
        .iter()
        .filter(|(cargo, vehicle)| after.get(cargo).is_some_and(|now| now != *vehicle));
    i64::try_from(moved.count()).unwrap_or(i64::MAX)
}
