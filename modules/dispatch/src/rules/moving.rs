//! Changing a plan by hand. Times are worked out anew at once, and nothing stops a person from planning a late stop or a heavy
//! run: the figures say so. But no vehicle is sent where or when its passes don't lead or where no way leads, nobody drives outside
//! their shift or for longer than the longest day, and nobody shares a vehicle who rides alone. A ride moves with both its stops,
//! and only to a vehicle kept for patients, with a medical crew where it needs one.

use crate::limits::RUN_STOPS_MAX;
use crate::rules::admission::Admission;
use crate::rules::cargo::{Cargo, RideNeeds, TakenOn};
use crate::rules::plan::{LeftOut, LeftOutWhy, PlanBody, PlannedRun, PlannedStop};
use crate::rules::retime::retime;
use crate::rules::ways::{LOAD_SECONDS, Ways};
use crate::rules::working::{Driver, off_shift};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use tongxin_city::{RideId, RunId, StaffId, Timestamp, VehicleId};
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
    /// Goods don't ride in a vehicle kept for patients, nor patients in one for goods.
    KeptForPatients,
    /// Nobody gets out before they got in.
    OutBeforeIn,
    /// The vehicle has no pass that leads there.
    NoPass,
    /// The vehicle's pass does not count there at that hour.
    PassHours,
    /// No medical crew rides with the vehicle.
    NoCrew,
    /// Somebody would share the vehicle who rides alone.
    RidesAlone,
    /// There is no way there from the stop before, or back from there.
    NoWay,
    /// Whoever drives does not work then, or not for so long.
    OffShift,
}

impl ChangeRefusal {
    /// The code of the problem.
    pub const fn code(self) -> &'static str {
        match self {
            ChangeRefusal::NotThere => "dispatch-not-in-plan",
            ChangeRefusal::HasLeft => "dispatch-run-left",
            ChangeRefusal::Full => "dispatch-run-full",
            ChangeRefusal::TakenOn => "dispatch-taken-on",
            ChangeRefusal::KeptForPatients => "dispatch-kept-for-patients",
            ChangeRefusal::OutBeforeIn => "dispatch-out-before-in",
            ChangeRefusal::NoPass => "dispatch-run-no-pass",
            ChangeRefusal::PassHours => "dispatch-run-pass-hours",
            ChangeRefusal::NoCrew => "dispatch-run-no-crew",
            ChangeRefusal::RidesAlone => "dispatch-rides-alone",
            ChangeRefusal::NoWay => "dispatch-run-no-way",
            ChangeRefusal::OffShift => "dispatch-run-off-shift",
        }
    }
}

/// What no change by hand breaks.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    /// Where vehicles may go, and when.
    pub admission: Admission,
    /// When whoever drives works.
    pub drivers: Vec<Driver>,
    /// Vehicles with a medical crew.
    pub crews: HashSet<VehicleId>,
    /// What the plan's rides need.
    pub needs: HashMap<RideId, RideNeeds>,
}

impl Bounds {
    fn needs(&self, stop: &PlannedStop) -> RideNeeds {
        let rides = stop.cargo.iter().filter_map(|cargo| cargo.ride());
        let each = rides.filter_map(|ride| self.needs.get(&ride));
        each.fold(RideNeeds::NONE, |all, needs| RideNeeds {
            medical_crew: all.medical_crew || needs.medical_crew,
            alone: all.alone || needs.alone,
        })
    }

    /// The stops that vehicles make where their passes lead, but not at that hour.
    fn out_of_hours(&self, body: &PlanBody) -> Breaches {
        let is_out = |run: &PlannedRun, stop: &PlannedStop| {
            let leads = run.room.is_none() && self.admission.admits(&run.plate, &stop.place);
            let span = (stop.begin_at(), stop.leave_at);
            leads && !stop.is_done && !self.admission.admits_at(&run.plate, &stop.place, span)
        };
        let mut out = Breaches::new();
        for run in &body.runs {
            for stop in run.stops.iter().filter(|stop| is_out(run, stop)) {
                out.extend(stop.cargo.iter().map(|cargo| (run.id, *cargo)));
            }
        }
        out
    }

    /// Who gets in where somebody sits already, and one of them rides alone.
    fn shared(&self, body: &PlanBody) -> Breaches {
        let mut shared = Breaches::new();
        for run in &body.runs {
            let mut on_board: Vec<&PlannedStop> = Vec::new();
            for stop in run.stops.iter().filter(|stop| !stop.people.is_none()) {
                if !stop.is_pickup {
                    on_board.retain(|other| other.cargo != stop.cargo);
                    continue;
                }
                let mut all = on_board.iter().copied().chain([stop]);
                if !on_board.is_empty() && all.any(|stop| self.needs(stop).alone) {
                    shared.extend(stop.cargo.iter().map(|cargo| (run.id, *cargo)));
                }
                on_board.push(stop);
            }
        }
        shared
    }
}

/// What vehicles can't get to from their stop before, or can't come back from.
fn cut_off(body: &PlanBody, ways: &Ways) -> Breaches {
    let mut cut_off = Breaches::new();
    for run in body.runs.iter().filter(|run| !run.has_left) {
        let mut at = &run.from;
        for stop in &run.stops {
            if !ways.is_passable(at, &stop.place) {
                cut_off.extend(stop.cargo.iter().map(|cargo| (run.id, *cargo)));
            }
            at = &stop.place;
        }
        if let Some(last) = run
            .stops
            .last()
            .filter(|last| !ways.is_passable(&last.place, &run.from))
        {
            cut_off.extend(last.cargo.iter().map(|cargo| (run.id, *cargo)));
        }
    }
    cut_off
}

/// What breaks a bound, and on which run.
type Breaches = HashSet<(RunId, Cargo)>;

/// The plan after a change. `shift` is when vehicles may leave at the earliest.
///
/// # Errors
/// Why not; then nothing changed.
pub fn change(
    before: &PlanBody,
    change: &Change,
    (ways, bounds): (&Ways, &Bounds),
    shift: Timestamp,
) -> Result<PlanBody, ChangeRefusal> {
    let mut body = before.clone();
    match change {
        Change::Move {
            run,
            stop,
            to,
            position,
        } => {
            if !(run == to && shift_of_ride(&mut body, *run, *stop, *position)?) {
                let moved = take(&mut body, *run, *stop)?;
                put(&mut body, *to, *position, moved, bounds)?;
            }
        }
        Change::TakeOut { run, stop } => {
            let taken = take(&mut body, *run, *stop)?;
            body.unserved.extend(left_out(&taken));
        }
        Change::PutIn { cargo, to, position } => {
            let at = body.unserved.iter().position(|left| left.cargo == *cargo);
            let left = body.unserved.remove(at.ok_or(ChangeRefusal::NotThere)?);
            put(&mut body, *to, *position, stops_of(&left), bounds)?;
        }
        Change::Pin { run, stop, is_pinned } => {
            let run = open_run(&mut body, *run)?;
            let found = run.stops.iter_mut().find(|other| other.stop == *stop);
            found.ok_or(ChangeRefusal::NotThere)?.is_pinned = *is_pinned;
            return Ok(body);
        }
        Change::Driver { run, driver } => {
            open_run(&mut body, *run)?.driver = *driver;
            return on_shift(before, body, bounds);
        }
    }
    body.runs.retain(|run| run.has_left || !run.stops.is_empty());
    // A plan that breaks a bound already can still be made better.
    if !cut_off(&body, ways).is_subset(&cut_off(before, ways)) {
        return Err(ChangeRefusal::NoWay);
    }
    retime_all(&mut body, ways, shift);
    if !bounds.out_of_hours(&body).is_subset(&bounds.out_of_hours(before)) {
        return Err(ChangeRefusal::PassHours);
    }
    if !bounds.shared(&body).is_subset(&bounds.shared(before)) {
        return Err(ChangeRefusal::RidesAlone);
    }
    on_shift(before, body, bounds)
}

/// A changed plan, if nobody drives in it who may not and did not before.
fn on_shift(before: &PlanBody, body: PlanBody, bounds: &Bounds) -> Result<PlanBody, ChangeRefusal> {
    if off_shift(&body, &bounds.drivers).is_subset(&off_shift(before, &bounds.drivers)) {
        Ok(body)
    } else {
        Err(ChangeRefusal::OffShift)
    }
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

/// A stop with all that goes with it: a ride's other stop.
fn take(body: &mut PlanBody, run: RunId, stop: i64) -> Result<Vec<PlannedStop>, ChangeRefusal> {
    let run = open_run(body, run)?;
    let cargo = found(run, stop)?.cargo.clone();
    let goes_along = |other: &PlannedStop| other.cargo.iter().any(|one| cargo.contains(one));
    let is_taken_on = |other: &PlannedStop| goes_along(other) && other.takes_goods_on();
    if run.stops.iter().any(is_taken_on) {
        return Err(ChangeRefusal::TakenOn);
    }
    let at = run.stops.iter().position(goes_along).unwrap_or_default();
    let mut taken: Vec<PlannedStop> = run.stops.extract_if(.., |other| goes_along(other)).collect();
    let rest_minutes: i64 = taken.iter().map(|stop| stop.rest_minutes).sum();
    taken.iter_mut().for_each(|stop| stop.rest_minutes = 0);
    // Whoever drives rests at the stop that comes instead.
    let instead = at.min(run.stops.len().saturating_sub(1));
    if let Some(stop) = run.stops.get_mut(instead) {
        stop.rest_minutes += rest_minutes;
    }
    Ok(taken)
}

/// Moves one stop of a ride within its run; answers whether it was one.
fn shift_of_ride(body: &mut PlanBody, run: RunId, stop: i64, position: usize) -> Result<bool, ChangeRefusal> {
    let run = open_run(body, run)?;
    if found(run, stop)?.people.is_none() {
        return Ok(false);
    }
    let at = run.stops.iter().position(|other| other.stop == stop);
    let moved = run.stops.remove(at.ok_or(ChangeRefusal::NotThere)?);
    let at = position.min(run.stops.len());
    let other = (run.stops.iter()).position(|other| other.cargo == moved.cargo && other.is_pickup != moved.is_pickup);
    if other.is_some_and(|other| (other < at) == moved.is_pickup) {
        return Err(ChangeRefusal::OutBeforeIn);
    }
    run.stops.insert(at, moved);
    Ok(true)
}

fn found(run: &PlannedRun, stop: i64) -> Result<&PlannedStop, ChangeRefusal> {
    let found = run.stops.iter().find(|other| other.stop == stop);
    found.ok_or(ChangeRefusal::NotThere)
}

fn put(
    body: &mut PlanBody,
    run: RunId,
    position: usize,
    stops: Vec<PlannedStop>,
    bounds: &Bounds,
) -> Result<(), ChangeRefusal> {
    let run = open_run(body, run)?;
    if run.stops.len() + stops.len() > RUN_STOPS_MAX {
        return Err(ChangeRefusal::Full);
    }
    if stops.iter().any(|stop| stop.people.is_none() != run.room.is_none()) {
        return Err(ChangeRefusal::KeptForPatients);
    }
    // Those of patients are let through everywhere.
    if run.room.is_none()
        && !stops
            .iter()
            .all(|stop| bounds.admission.admits(&run.plate, &stop.place))
    {
        return Err(ChangeRefusal::NoPass);
    }
    if stops.iter().any(|stop| bounds.needs(stop).medical_crew) && !bounds.crews.contains(&run.vehicle) {
        return Err(ChangeRefusal::NoCrew);
    }
    let last = run.stops.iter().map(|other| other.stop).max().unwrap_or(0);
    let at = position.min(run.stops.len());
    let numbered = (1..).zip(stops).map(|(number, stop)| PlannedStop {
        stop: last + number,
        ..stop
    });
    run.stops.splice(at..at, numbered);
    Ok(())
}

/// What taken stops were to bring.
fn left_out(taken: &[PlannedStop]) -> impl Iterator<Item = LeftOut> {
    let taken_on = taken.iter().find(|stop| stop.is_pickup).map(|stop| TakenOn {
        place: stop.place,
        from_at: stop.from_at,
        until_at: stop.due_at,
        run: None,
    });
    let brings = taken.iter().filter(|stop| !stop.is_pickup);
    brings.flat_map(move |stop| {
        let each = stop.load.shared_by(stop.cargo.len());
        stop.cargo.iter().map(move |cargo| LeftOut {
            cargo: *cargo,
            place: stop.place,
            from_at: stop.from_at,
            due_at: stop.due_at,
            load: each,
            people: stop.people,
            taken_on,
            is_cold: stop.is_cold,
            why: LeftOutWhy::TakenOut,
        })
    })
}

/// Where it is taken on, where it has to be, and where it is handed over.
fn stops_of(left: &LeftOut) -> Vec<PlannedStop> {
    let over = PlannedStop {
        stop: 0,
        place: left.place,
        from_at: left.from_at,
        due_at: left.due_at,
        arrive_at: left.from_at,
        leave_at: left.from_at,
        metres: 0,
        load: left.load,
        people: left.people,
        is_cold: left.is_cold,
        is_pinned: false,
        is_done: false,
        is_pickup: false,
        rest_minutes: 0,
        cargo: vec![left.cargo],
    };
    let on = left.taken_on.map(|taken_on| PlannedStop {
        place: taken_on.place,
        from_at: taken_on.from_at,
        due_at: taken_on.until_at,
        is_pickup: true,
        ..over.clone()
    });
    on.into_iter().chain([over]).collect()
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
