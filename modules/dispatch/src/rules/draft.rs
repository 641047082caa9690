//! From what a firm has to carry to an instance for the solver, and from the solver's answer to a plan.
//!
//! Everything for one building in one window is one stop (consolidation); a patient's ride is a stop where they get in and one
//! where they get out. Vehicles kept for patients have room for people and for no goods, and the others for goods only, so
//! that no plan can lend them. Who rides alone fills a vehicle. Where a vehicle may go only at its passes' hours, a stop is there
//! once for each such hours, and one of them is served. A vehicle that comes back to load again has a run
//! for each time it leaves. Runs with goods that have left stay as they are and keep their vehicle until they are back; those
//! of patients go on from their next stop as the plan has it. Stops of published runs are promised to their vehicle at
//! [`PRICE_OF_CHANGE`].

mod answer;
mod drivers;
mod groups;
mod road;
mod stops;

pub use groups::{Group, grouped};
pub use road::Out;

use crate::rules::admission::Admission;
use crate::rules::asked::AskedPlan;
use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Seats, ToCarry};
use crate::rules::plan::{PlanBody, PlannedRun};
use crate::rules::prices::{SECOND_COST, VEHICLE_COST};
use crate::rules::rest::rest_of;
use crate::rules::ride::longest_seconds;
use crate::rules::ways::{LOAD_SECONDS, Ways};
use crate::rules::working::{Driver, LONGEST_DAY_MS, Span};
use road::OnRoad;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use tongxin_city::{PlaceCode, Timestamp, VehicleId};
use tongxin_dispatch_solver::{
    Cost, Draft, Fault, Instance, LATEST_TIME, Plan, Reload, Rest, Route, Time, VehicleType, Visit, Window,
};

/// How often a vehicle loads again at most.
const RELOADS_MAX: usize = 5;
/// The area of everything that is closed.
const CLOSED: u8 = 0;
/// The skill of a cold chain.
const COLD: u8 = 0;
/// The skill of a medical crew. Between the two lie the marks of vehicles on the road.
const CREW: u8 = 63;

/// A vehicle as a plan sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Available {
    /// The vehicle.
    pub id: VehicleId,
    /// Its plate.
    pub plate: String,
    /// What it takes of goods, as it is listed.
    pub listed: Capacity,
    /// Whether it keeps goods cold.
    pub has_cold_chain: bool,
    /// Whom it has room for; one with any is kept for patients and carries no goods.
    pub room: Seats,
    /// Whether somebody medical rides with it that day.
    pub has_crew: bool,
}

impl Available {
    /// What it takes of goods: nothing, when it is kept for patients.
    pub fn capacity(&self) -> Capacity {
        if self.room.is_none() {
            self.listed
        } else {
            Capacity::default()
        }
    }
}

/// All that a plan is made from.
#[derive(Debug, Clone)]
pub struct World {
    /// What is asked.
    pub asked: AskedPlan,
    /// From when to when vehicles may be under way; a day that has begun begins now.
    pub shift: Span,
    /// When the day begins.
    pub midnight: Timestamp,
    /// Where the firm loads.
    pub depot: PlaceCode,
    /// What drives, without what broke down.
    pub vehicles: Vec<Available>,
    /// Who drives. Nobody listed means that the firm keeps no list of them, and every vehicle has somebody.
    pub drivers: Vec<Driver>,
    /// What has to be carried and is not on a run that has left, but for the rides of those planned anew.
    pub to_carry: Vec<ToCarry>,
    /// How far everything is.
    pub ways: Ways,
    /// Where vehicles with goods may go; those of patients are let through everywhere.
    pub admission: Admission,
    /// The published runs that have not come back.
    pub before: Vec<PlannedRun>,
    /// Those of them with patients that have left and are planned anew from their next stop on; one for a vehicle.
    pub on_road: Vec<Out>,
}

/// An instance, and what its numbers mean.
#[derive(Debug)]
pub struct Built {
    /// The instance.
    pub instance: Instance,
    /// The published plan in its numbers.
    pub begin_with: Option<Plan>,
    world: World,
    groups: Vec<Group>,
    /// By stop: the group, and whether it is where goods are taken on.
    meaning: Vec<(usize, bool)>,
    /// The groups that passes let nobody bring, or not all of their windows long.
    by_hours: HashSet<usize>,
    /// By type.
    fleet: Vec<Kind>,
}

/// Vehicles that are alike.
#[derive(Debug)]
struct Kind {
    /// In the order of their numbers.
    members: Vec<usize>,
    /// When whoever drives one of them works.
    hours: Span,
}

impl Built {
    /// The instance of a world.
    ///
    /// # Errors
    /// When its numbers are beyond what the solver takes.
    pub fn of(world: World) -> Result<Built, Fault> {
        let groups = grouped(&world);
        let mut draft = Draft {
            travel: vec![world.ways.travel().clone()],
            points: world.ways.points().to_vec(),
            closed_areas: vec![CLOSED],
            ..Draft::default()
        };
        let fleet = fleet_of(&world);
        draft.vehicles = fleet.iter().map(|kind| vehicle_type(&world, kind)).collect();
        let type_of = types_by_vehicle(&world, &fleet);
        let (meaning, by_hours) = stops::enter(&mut draft, &world, &groups, &type_of);
        let begin_with = begin_with(&world, &groups, &meaning, (&type_of, &draft));
        Ok(Built {
            instance: Instance::new(draft)?,
            begin_with,
            world,
            groups,
            meaning,
            by_hours,
            fleet,
        })
    }

    /// How many stops there are.
    pub fn stops(&self) -> usize {
        self.groups.len()
    }

    /// When whoever drives a vehicle works.
    fn hours_of(&self, vehicle: VehicleId) -> Option<Span> {
        let is_it = |number: &usize| self.world.vehicles[*number].id == vehicle;
        let kind = self.fleet.iter().find(|kind| kind.members.iter().any(is_it));
        kind.map(|kind| kind.hours)
    }

    /// A solver's answer as a plan. Runs that have left stand in it as they are.
    pub fn body(&self, plan: &Plan) -> PlanBody {
        answer::body(self, plan)
    }
}

/// The present moment in an instance: seconds after the shift begins.
pub(crate) fn time_of(world: &World, at: Timestamp) -> Time {
    Time((at.millis() - world.shift.0.millis()) / 1_000)
}

/// The same back.
pub(crate) fn moment_of(world: &World, time: Time) -> Timestamp {
    world.shift.0.plus_millis(time.0.saturating_mul(1_000))
}

/// By what vehicles are alike: what they take, whether they keep it cold, whom they have room for, whether with a crew, which
/// areas they may enter, when they are driven.
type Like = (Capacity, bool, Seats, bool, Option<Vec<u8>>, Span);

/// Vehicles that are alike, together: those with published runs each by itself, so that stops can be promised to them.
fn fleet_of(world: &World) -> Vec<Kind> {
    let has_runs = |vehicle: &Available| world.before.iter().any(|run| run.vehicle == vehicle.id);
    let mut fleet: Vec<Kind> = Vec::new();
    let mut alike: HashMap<Like, usize> = HashMap::new();
    for (number, hours) in world.driven(in_order(world)) {
        let vehicle = &world.vehicles[number];
        let mut fresh = || {
            fleet.push(Kind {
                members: Vec::new(),
                hours,
            });
            fleet.len() - 1
        };
        let kind = if has_runs(vehicle) {
            fresh()
        } else {
            let like = (
                vehicle.listed,
                vehicle.has_cold_chain,
                vehicle.room,
                vehicle.has_crew,
                areas_of(world, vehicle),
                hours,
            );
            *alike.entry(like).or_insert_with(fresh)
        };
        fleet[kind].members.push(number);
    }
    fleet
}

/// Vehicles in the order in which they get somebody to drive them, where those are fewer. Patients come first, but no more vehicles
/// wait for them than they can need.
fn in_order(world: &World) -> Vec<usize> {
    let has_runs = |vehicle: &Available| world.before.iter().any(|run| run.vehicle == vehicle.id);
    let is_on_road = |vehicle: &Available| OnRoad::of(world, vehicle.id).is_some();
    let mut order: Vec<usize> = (0..world.vehicles.len()).collect();
    order.sort_by_key(|&number| {
        let vehicle = &world.vehicles[number];
        // Those that may go to the most places.
        let areas = areas_of(world, vehicle).map_or(0, |areas| areas.len());
        (
            !is_on_road(vehicle),
            !has_runs(vehicle),
            vehicle.room.is_none(),
            !vehicle.has_crew,
            Reverse(areas),
        )
    });
    if !world.drivers.is_empty() {
        let rides = world.to_carry.iter().filter(|thing| !thing.people.is_none()).count();
        let mut for_patients = 0;
        order.retain(|&number| {
            let is_for_patients = !world.vehicles[number].room.is_none();
            for_patients += usize::from(is_for_patients);
            !is_for_patients || for_patients <= rides
        });
    }
    order
}

/// How long somebody may sit in the vehicle at most between two places.
fn longest_ride(world: &World, from: &PlaceCode, to: &PlaceCode) -> Time {
    let (_, direct) = world.ways.leg(from, to);
    // Where no way leads the solver says so of the ride; a longer time than there is would be refused with the whole day.
    Time(longest_seconds(direct)).min(LATEST_TIME)
}

/// The areas that a vehicle may enter by its passes; `None` for all that are open.
fn areas_of(world: &World, vehicle: &Available) -> Option<Vec<u8>> {
    world
        .admission
        .areas_of(&vehicle.plate)
        .filter(|_| vehicle.room.is_none())
}

/// From when to when a vehicle can be under way, whoever drives it, in the instance's time.
fn free_in(world: &World, vehicle: &Available) -> Window {
    let is_out = |run: &&PlannedRun| run.vehicle == vehicle.id && run.has_left;
    let back = world.before.iter().filter(is_out).map(|run| run.end_at).max();
    let back = back.map_or(Time::ZERO, |back| {
        time_of(world, back).max(Time::ZERO) + Time(LOAD_SECONDS)
    });
    let road = OnRoad::of(world, vehicle.id);
    Window {
        earliest: road.map_or(back, |road| time_of(world, road.free_at)),
        latest: time_of(world, world.shift.1),
    }
}

/// Where a vehicle is when its day begins.
fn start_of(world: &World, vehicle: &Available) -> PlaceCode {
    OnRoad::of(world, vehicle.id).map_or(world.depot, |road| road.at)
}

fn vehicle_type(world: &World, kind: &Kind) -> VehicleType {
    let vehicle = &world.vehicles[kind.members[0]];
    let depot = world.ways.number(&world.depot);
    let road = OnRoad::of(world, vehicle.id);
    let free = free_in(world, vehicle);
    let earliest = free.earliest.max(time_of(world, kind.hours.0));
    let latest = free.latest.min(time_of(world, kind.hours.1));
    let cold = vehicle.has_cold_chain.then_some(COLD);
    let crew = vehicle.has_crew.then_some(CREW);
    VehicleType {
        id: vehicle.plate.clone(),
        // One that is back only after the shift stays where it is.
        count: if earliest < latest { kind.members.len() } else { 0 },
        capacity: stops::room_of(vehicle),
        start: world.ways.number(&start_of(world, vehicle)),
        end: Some(depot),
        shift: Window {
            earliest: earliest.min(latest),
            latest,
        },
        longest_duration: Some(Time(LONGEST_DAY_MS / 1_000)),
        // One that is out already costs nothing more.
        fixed_cost: if road.is_some() { Cost::ZERO } else { VEHICLE_COST },
        cost_per_distance: Cost(1),
        cost_per_time: SECOND_COST,
        // Nobody waits in a vehicle while it loads.
        reload: vehicle.room.is_none().then_some(Reload {
            location: depot,
            duration: Time(LOAD_SECONDS),
            times: RELOADS_MAX,
        }),
        skills: cold
            .into_iter()
            .chain(crew)
            .chain(road.map(|road| road.skill))
            .collect(),
        rest: rest_for(world, vehicle, earliest),
        areas: areas_of(world, vehicle),
        ..VehicleType::default()
    }
}

/// The rest of whoever drives a vehicle. With patients one waits between trips, and a run that has left may have had it.
fn rest_for(world: &World, vehicle: &Available, earliest: Time) -> Option<Rest> {
    let is_own = |run: &&PlannedRun| run.vehicle == vehicle.id && run.has_left;
    let mut left = world.before.iter().filter(is_own).flat_map(|run| &run.stops);
    let has_rested = left.any(|stop| stop.rest_minutes > 0);
    let minutes = world
        .asked
        .rest_minutes
        .filter(|_| vehicle.room.is_none() && !has_rested)?;
    rest_of(minutes, world.midnight, world.shift.0, earliest)
}

fn types_by_vehicle(world: &World, fleet: &[Kind]) -> HashMap<VehicleId, usize> {
    let own = fleet.iter().enumerate().filter(|(_, kind)| kind.members.len() == 1);
    own.map(|(number, kind)| (world.vehicles[kind.members[0]].id, number))
        .collect()
}

/// What published runs have yet to do, in the instance's numbers.
fn begin_with(
    world: &World,
    groups: &[Group],
    meaning: &[(usize, bool)],
    (type_of, draft): (&HashMap<VehicleId, usize>, &Draft),
) -> Option<Plan> {
    let mut routes: HashMap<usize, Vec<&PlannedRun>> = HashMap::new();
    for run in world.before.iter().filter(|run| world.is_open(run)) {
        if let Some(kind) = type_of.get(&run.vehicle) {
            routes.entry(*kind).or_default().push(run);
        }
    }
    if routes.is_empty() {
        return None;
    }
    let mut taken = HashSet::new();
    let mut stops_of: HashMap<(usize, bool), Vec<usize>> = HashMap::new();
    for (stop, meaning) in meaning.iter().enumerate() {
        stops_of.entry(*meaning).or_default().push(stop);
    }
    // Of stops that stand for one another, the one that the vehicle may visit.
    let may_enter = |vehicle: usize, stop: usize| {
        let allowed = draft.vehicles[vehicle].areas.as_ref();
        let area = draft.stops[stop].area;
        area.is_none_or(|area| allowed.is_none_or(|allowed| allowed.contains(&area)))
    };
    let stop_for = |vehicle: usize, meaning: (usize, bool)| {
        let mut stops = stops_of.get(&meaning)?.iter();
        stops.find(|stop| may_enter(vehicle, **stop)).copied()
    };
    let routes = routes.into_iter().map(|(vehicle, mut runs)| {
        runs.sort_by_key(|run| run.start_at);
        let mut visits = Vec::new();
        for run in runs {
            if !visits.is_empty() && run.room.is_none() {
                visits.push(visit(None, time_of(world, run.start_at)));
            }
            for stop in road::open(run) {
                for group in groups::of_stop(groups, stop) {
                    let is_known = groups[group].taken_on.is_none_or(|taken_on| taken_on.run.is_none());
                    let at = stop_for(vehicle, (group, stop.is_pickup));
                    if is_known && at.is_some() && taken.insert((group, stop.is_pickup)) {
                        visits.push(visit(at, time_of(world, stop.begin_at())));
                    }
                }
            }
        }
        Route {
            vehicle,
            visits,
            ..Route::default()
        }
    });
    Some(Plan {
        routes: routes.collect(),
        unserved: Vec::new(),
    })
}

fn visit(stop: Option<usize>, begin: Time) -> Visit {
    Visit {
        stop,
        arrival: begin,
        begin,
        departure: begin,
    }
}

#[cfg(test)]
mod tests;
