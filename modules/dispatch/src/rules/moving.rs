//! Changing a plan by hand. Times are worked out anew at once, and nothing stops a person from planning a late stop or a heavy
//! run: the figures say so.

use crate::limits::RUN_STOPS_MAX;
use crate::rules::cargo::Cargo;
use crate::rules::plan::{LeftOut, LeftOutWhy, PlanBody, PlannedRun, PlannedStop};
use crate::rules::retime::retime;
use crate::rules::ways::{LOAD_SECONDS, Ways};
use serde::{Deserialize, Serialize};
use tongxin_city::{RunId, StaffId, Timestamp};
use utoipa::ToSchema;

/// One change of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A stop comes at another place of its run or of another.
    Move {
        /// The run it is of.
        run: RunId,
        /// Its number there.
        stop: i64,
        /// The run it comes to.
        to: RunId,
        /// Before which stop of that run, counted from 0; at its end when there are fewer.
        #[schema(minimum = 0, maximum = 200)]
        position: usize,
    },
    /// A stop is taken out of the plan.
    TakeOut {
        /// The run it is of.
        run: RunId,
        /// Its number there.
        stop: i64,
    },
    /// Something that was left out comes into a run.
    PutIn {
        /// What.
        cargo: Cargo,
        /// The run it comes to.
        to: RunId,
        /// Before which stop, counted from 0.
        #[schema(minimum = 0, maximum = 200)]
        position: usize,
    },
    /// A stop stays with its vehicle when the day is planned anew, or no longer has to.
    Pin {
        /// The run it is of.
        run: RunId,
        /// Its number there.
        stop: i64,
        /// Whether it stays.
        is_pinned: bool,
    },
    /// Somebody else drives.
    Driver {
        /// The run.
        run: RunId,
        /// Who; nobody named when left out.
        driver: Option<StaffId>,
    },
}

/// Why a plan can't be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// The plan has no such run, stop or thing left out.
    NotThere,
    /// The run has left.
    HasLeft,
    /// The run has as many stops as one person can make.
    Full,
    /// Goods from a vehicle that broke down go with where they are taken on.
    TakenOn,
}

impl ChangeRefusal {
    /// The code of the problem.
    pub const fn code(self) -> &'static str {
        match self {
            ChangeRefusal::NotThere => "dispatch-not-in-plan",
            ChangeRefusal::HasLeft => "dispatch-run-left",
            ChangeRefusal::Full => "dispatch-run-full",
            ChangeRefusal::TakenOn => "dispatch-taken-on",
        }
    }
}

/// The plan after a change. `shift` is when vehicles may leave at the earliest.
///
/// # Errors
/// Why not; then nothing changed.
pub fn change(body: &PlanBody, change: &Change, ways: &Ways, shift: Timestamp) -> Result<PlanBody, ChangeRefusal> {
    let mut body = body.clone();
    match change {
        Change::Move {
            run,
            stop,
            to,
            position,
        } => {
            let moved = take(&mut body, *run, *stop)?;
            put(&mut body, *to, *position, moved)?;
        }
        Change::TakeOut { run, stop } => {
            let taken = take(&mut body, *run, *stop)?;
            let each = taken.grams / i64::try_from(taken.cargo.len().max(1)).unwrap_or(1);
            body.unserved.extend(taken.cargo.iter().map(|cargo| LeftOut {
                cargo: *cargo,
                place: taken.place,
                from_at: taken.from_at,
                due_at: taken.due_at,
                grams: each,
                is_cold: taken.is_cold,
                why: LeftOutWhy::TakenOut,
            }));
        }
        Change::PutIn { cargo, to, position } => {
            let at = body.unserved.iter().position(|left| left.cargo == *cargo);
            let left = body.unserved.remove(at.ok_or(ChangeRefusal::NotThere)?);
            let stop = stop_of(&left);
            put(&mut body, *to, *position, stop)?;
        }
        Change::Pin { run, stop, is_pinned } => {
            let run = open_run(&mut body, *run)?;
            let found = run.stops.iter_mut().find(|other| other.stop == *stop);
            found.ok_or(ChangeRefusal::NotThere)?.is_pinned = *is_pinned;
            return Ok(body);
        }
        Change::Driver { run, driver } => {
            open_run(&mut body, *run)?.driver = *driver;
            return Ok(body);
        }
    }
    body.runs.retain(|run| run.has_left || !run.stops.is_empty());
    retime_all(&mut body, ways, shift);
    Ok(body)
}

fn open_run(body: &mut PlanBody, id: RunId) -> Result<&mut PlannedRun, ChangeRefusal> {
    let run = body
        .runs
        .iter_mut()
        .find(|run| run.id == id)
        .ok_or(ChangeRefusal::NotThere)?;
    if run.has_left {
        Err(ChangeRefusal::HasLeft)
    } else {
        Ok(run)
    }
}

fn take(body: &mut PlanBody, run: RunId, stop: i64) -> Result<PlannedStop, ChangeRefusal> {
    let run = open_run(body, run)?;
    let at = run.stops.iter().position(|other| other.stop == stop);
    let at = at.ok_or(ChangeRefusal::NotThere)?;
    let cargo = run.stops[at].cargo.clone();
    let is_taken_on = run
        .stops
        .iter()
        .any(|other| other.is_pickup && other.cargo.iter().any(|one| cargo.contains(one)));
    if is_taken_on {
        return Err(ChangeRefusal::TakenOn);
    }
    Ok(run.stops.remove(at))
}

fn put(body: &mut PlanBody, run: RunId, position: usize, mut stop: PlannedStop) -> Result<(), ChangeRefusal> {
    let run = open_run(body, run)?;
    if run.stops.len() >= RUN_STOPS_MAX {
        return Err(ChangeRefusal::Full);
    }
    stop.stop = run.stops.iter().map(|other| other.stop).max().unwrap_or(0) + 1;
    run.stops.insert(position.min(run.stops.len()), stop);
    Ok(())
}

fn stop_of(left: &LeftOut) -> PlannedStop {
    PlannedStop {
        stop: 0,
        place: left.place,
        from_at: left.from_at,
        due_at: left.due_at,
        arrive_at: left.from_at,
        leave_at: left.from_at,
        metres: 0,
        grams: left.grams,
        is_cold: left.is_cold,
        is_pinned: false,
        is_done: false,
        is_pickup: false,
        cargo: vec![left.cargo],
    }
}

/// A vehicle's runs one after the other; each loads before it leaves.
fn retime_all(body: &mut PlanBody, ways: &Ways, shift: Timestamp) {
    body.runs
        .sort_by(|a, b| (&a.plate, a.start_at).cmp(&(&b.plate, b.start_at)));
    let mut before: Option<(String, Timestamp)> = None;
    for run in &mut body.runs {
        let earliest = match &before {
            Some((plate, back)) if *plate == run.plate => back.plus_millis(LOAD_SECONDS * 1_000),
            _ => shift,
        };
        if !run.has_left {
            retime(run, ways, earliest);
        }
        before = Some((run.plate.clone(), run.end_at));
    }
}

#[cfg(test)]
mod tests;
