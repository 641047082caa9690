//! From what a firm has to carry to an instance for the solver, and from the solver's answer to a plan.
//!
//! Everything for one building in one window is one stop (consolidation); a patient's ride is a stop where they get in and one
//! where they get out. Vehicles kept for patients have room for people and for no goods, and the others for goods only, so
//! that no plan can lend them. A vehicle that comes back to load again has a run
//! for each time it leaves. Runs with goods that have left stay as they are and keep their vehicle until they are back; those
//! of patients go on from their next stop as the plan has it. Stops of published runs are promised to their vehicle at
//! [`PRICE_OF_CHANGE`].

mod answer;
mod groups;
mod road;

pub use groups::{Group, grouped};
pub use road::Out;

use crate::rules::admission::Admission;
use crate::rules::asked::AskedPlan;
use crate::rules::cargo::{Seats, TakenOn, ToCarry};
use crate::rules::plan::{PlanBody, PlannedRun};
use crate::rules::prices::{PRICE_OF_CHANGE, PRICE_OF_PIN, SECOND_COST, VEHICLE_COST};
use crate::rules::rest::rest_of;
use crate::rules::ride::longest_seconds;
use crate::rules::ways::{CARGO_SECONDS, LOAD_SECONDS, Ways, service_seconds};
use road::OnRoad;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use tongxin_city::{PlaceCode, StaffId, Timestamp, VehicleId};
use tongxin_dispatch_solver::{
    Cost, Draft, Fault, Instance, Pair, Plan, Priority, Published, Reload, Rest, Route, Stop, Time, VehicleType, Visit,
    Window,
};

/// How urgent a patient's ride is, where not everybody can be driven.
const RIDE_PRIORITY: Priority = Priority::HIGHEST;
/// How urgent medicine is, and what comes to the same door with it, where not everything can be brought.
const MEDICINE_PRIORITY: Priority = Priority::HIGH;
/// How often a vehicle loads again at most.
const RELOADS_MAX: usize = 5;
/// The area of everything that is closed.
const CLOSED: u8 = 0;
/// The skill of a cold chain.
const COLD: u8 = 0;

/// A vehicle as a plan sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Available {
    /// The vehicle.
    pub id: VehicleId,
    /// Its plate.
    pub plate: String,
    /// What it carries.
    pub payload_kg: i64,
    /// Whether it keeps goods cold.
    pub has_cold_chain: bool,
    /// Whom it has room for; one with any is kept for patients and carries no goods.
    pub room: Seats,
}

impl Available {
    /// What it carries, in grams.
    pub fn payload_grams(&self) -> i64 {
        if self.room.is_none() {
            self.payload_kg * 1_000
        } else {
            0
        }
    }
}

/// All that a plan is made from.
#[derive(Debug, Clone)]
pub struct World {
    /// What is asked.
    pub asked: AskedPlan,
    /// From when to when vehicles may be under way; a day that has begun begins now.
    pub shift: (Timestamp, Timestamp),
    /// When the day begins.
    pub midnight: Timestamp,
    /// Where the firm loads.
    pub depot: PlaceCode,
    /// What drives, without what broke down.
    pub vehicles: Vec<Available>,
    /// Who drives. Nobody listed means that the firm keeps no list of them, and every vehicle has somebody.
    pub drivers: Vec<StaffId>,
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
    /// By type: the vehicles, in the order of their numbers.
    fleet: Vec<Vec<usize>>,
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
        draft.vehicles = fleet.iter().map(|members| vehicle_type(&world, members)).collect();
        let type_of = types_by_vehicle(&world, &fleet);
        let mut meaning = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            let at = draft.stops.len();
            if let Some(taken_on) = &group.taken_on {
                draft.stops.push(pickup_of(&world, number, group, taken_on));
                meaning.push((number, true));
                draft.pairs.push(Pair {
                    pickup: at,
                    delivery: at + 1,
                    longest_ride: (!group.people.is_none())
                        .then(|| longest_ride(&world, &taken_on.place, &group.place)),
                    priority: priority_of(group),
                    ..Pair::default()
                });
            }
            draft.stops.push(stop_of(&world, number, group, &type_of));
            meaning.push((number, false));
        }
        let begin_with = begin_with(&world, &groups, &meaning, &type_of);
        Ok(Built {
            instance: Instance::new(draft)?,
            begin_with,
            world,
            groups,
            meaning,
            fleet,
        })
    }

    /// How many stops there are.
    pub fn stops(&self) -> usize {
        self.groups.len()
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

/// By what vehicles are alike: what they carry, whether they keep it cold, whom they have room for, which areas they may enter.
type Like = (i64, bool, Seats, Option<Vec<u8>>);

/// Vehicles that are alike, together: those with published runs each by itself, so that stops can be promised to them.
fn fleet_of(world: &World) -> Vec<Vec<usize>> {
    let has_runs = |vehicle: &Available| world.before.iter().any(|run| run.vehicle == vehicle.id);
    let is_on_road = |vehicle: &Available| OnRoad::of(world, vehicle.id).is_some();
    let mut order: Vec<usize> = (0..world.vehicles.len()).collect();
    order.sort_by_key(|&number| {
        let vehicle = &world.vehicles[number];
        // Where drivers are fewer, those vehicles drive that may go to the most places.
        let areas = areas_of(world, vehicle).map_or(0, |areas| areas.len());
        (
            !is_on_road(vehicle),
            !has_runs(vehicle),
            vehicle.room.is_none(),
            Reverse(areas),
        )
    });
    if !world.drivers.is_empty() {
        keep_drivable(world, &mut order);
    }
    let mut fleet: Vec<Vec<usize>> = Vec::new();
    let mut alike: HashMap<Like, usize> = HashMap::new();
    for number in order {
        let vehicle = &world.vehicles[number];
        if has_runs(vehicle) {
            fleet.push(vec![number]);
            continue;
        }
        let kind = *alike
            .entry((
                vehicle.payload_kg,
                vehicle.has_cold_chain,
                vehicle.room,
                areas_of(world, vehicle),
            ))
            .or_insert_with(|| {
                fleet.push(Vec::new());
                fleet.len() - 1
            });
        fleet[kind].push(number);
    }
    fleet
}

/// As many vehicles as there are people who drive. Patients come first, but no more vehicles wait for them than they can need.
fn keep_drivable(world: &World, order: &mut Vec<usize>) {
    let rides = world.to_carry.iter().filter(|thing| !thing.people.is_none()).count();
    let mut for_patients = 0;
    order.retain(|&number| {
        let is_for_patients = !world.vehicles[number].room.is_none();
        for_patients += usize::from(is_for_patients);
        !is_for_patients || for_patients <= rides
    });
    order.truncate(world.drivers.len());
}

/// The areas that a vehicle may enter by its passes; `None` for all that are open.
fn areas_of(world: &World, vehicle: &Available) -> Option<Vec<u8>> {
    world
        .admission
        .areas_of(&vehicle.plate)
        .filter(|_| vehicle.room.is_none())
}

/// The area that a stop at a place lies in.
fn area_of(world: &World, place: &PlaceCode) -> Option<u8> {
    if world.asked.is_open(place) {
        world.admission.area(place)
    } else {
        Some(CLOSED)
    }
}

fn vehicle_type(world: &World, members: &[usize]) -> VehicleType {
    let vehicle = &world.vehicles[members[0]];
    let depot = world.ways.number(&world.depot);
    let road = OnRoad::of(world, vehicle.id);
    let is_out = |run: &&PlannedRun| run.vehicle == vehicle.id && run.has_left;
    let back = world.before.iter().filter(is_out).map(|run| run.end_at).max();
    let back = back.map_or(Time::ZERO, |back| {
        time_of(world, back).max(Time::ZERO) + Time(LOAD_SECONDS)
    });
    let earliest = road.map_or(back, |road| time_of(world, road.free_at));
    let cold = vehicle.has_cold_chain.then_some(COLD);
    let latest = time_of(world, world.shift.1);
    VehicleType {
        id: vehicle.plate.clone(),
        // One that is back only after the shift stays where it is.
        count: if earliest < latest { members.len() } else { 0 },
        capacity: vec![vehicle.payload_grams(), vehicle.room.seats, vehicle.room.wheelchairs],
        start: road.map_or(depot, |road| world.ways.number(&road.at)),
        end: Some(depot),
        shift: Window {
            earliest: earliest.min(latest),
            latest,
        },
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
        skills: cold.into_iter().chain(road.map(|road| road.skill)).collect(),
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

fn types_by_vehicle(world: &World, fleet: &[Vec<usize>]) -> HashMap<VehicleId, usize> {
    let own = fleet.iter().enumerate().filter(|(_, members)| members.len() == 1);
    own.map(|(kind, members)| (world.vehicles[members[0]].id, kind))
        .collect()
}

fn stop_of(world: &World, number: usize, group: &Group, type_of: &HashMap<VehicleId, usize>) -> Stop {
    let published = group.promised.and_then(|(vehicle, is_pinned)| {
        Some(Published {
            vehicle: *type_of.get(&vehicle)?,
            price_of_change: if is_pinned { PRICE_OF_PIN } else { PRICE_OF_CHANGE },
        })
    });
    let road = OnRoad::carrying(world, group);
    Stop {
        id: number.to_string(),
        location: world.ways.number(&group.place),
        delivery: if group.taken_on.is_none() {
            loads(group)
        } else {
            Vec::new()
        },
        service: Time(service_seconds(group.cargo.len())),
        windows: vec![road.map_or_else(
            || window(world, group.from_at, group.due_at),
            |road| road.window(world, group),
        )],
        skills: needed(world, group)
            .into_iter()
            .chain(road.map(|road| road.skill))
            .collect(),
        area: area_of(world, &group.place),
        // One that belongs to a pair has the pair's.
        priority: if group.taken_on.is_none() {
            priority_of(group)
        } else {
            Priority::LOWEST
        },
        published,
        ..Stop::default()
    }
}

fn pickup_of(world: &World, number: usize, group: &Group, taken_on: &TakenOn) -> Stop {
    let windows = match taken_on.run {
        Some(_) => Vec::new(),
        None => vec![window(world, taken_on.from_at, taken_on.until_at)],
    };
    Stop {
        id: format!("{number} on board"),
        location: world.ways.number(&taken_on.place),
        pickup: loads(group),
        service: Time(taking_on_seconds(group)),
        windows,
        skills: needed(world, group),
        area: area_of(world, &taken_on.place),
        ..Stop::default()
    }
}

/// What is overdue has to come all the same, as soon as it pays.
fn window(world: &World, from_at: Timestamp, until_at: Timestamp) -> Window {
    let (earliest, latest) = (time_of(world, from_at), time_of(world, until_at));
    let latest = if latest <= Time::ZERO {
        time_of(world, world.shift.1)
    } else {
        latest
    };
    Window {
        earliest: earliest.max(Time::ZERO).min(latest),
        latest,
    }
}

fn priority_of(group: &Group) -> Priority {
    match group {
        group if !group.people.is_none() => RIDE_PRIORITY,
        group if group.has_medicine => MEDICINE_PRIORITY,
        _ => Priority::LOWEST,
    }
}

/// In the order of a vehicle's room.
fn loads(group: &Group) -> Vec<i64> {
    vec![group.grams, group.people.seats, group.people.wheelchairs]
}

fn taking_on_seconds(group: &Group) -> i64 {
    if group.people.is_none() {
        CARGO_SECONDS
    } else {
        service_seconds(group.cargo.len())
    }
}

/// How long somebody may sit in the vehicle at most between two places.
fn longest_ride(world: &World, from: &PlaceCode, to: &PlaceCode) -> Time {
    let (_, direct) = world.ways.leg(from, to);
    Time(longest_seconds(direct))
}

fn needed(world: &World, group: &Group) -> Vec<u8> {
    if group.is_cold && world.asked.is_cold_only {
        vec![COLD]
    } else {
        Vec::new()
    }
}

/// What published runs have yet to do, in the instance's numbers.
fn begin_with(
    world: &World,
    groups: &[Group],
    meaning: &[(usize, bool)],
    type_of: &HashMap<VehicleId, usize>,
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
    let stop_of: HashMap<(usize, bool), usize> = (meaning.iter().enumerate())
        .map(|(stop, meaning)| (*meaning, stop))
        .collect();
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
                    if is_known && taken.insert((group, stop.is_pickup)) {
                        let at = stop_of.get(&(group, stop.is_pickup)).copied();
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
