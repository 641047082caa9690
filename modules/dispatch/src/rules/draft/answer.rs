//! From routes to runs: a vehicle has one for each time it leaves.

use super::road::OnRoad;
use super::{Available, Built, Group, World, drivers, moment_of};
use crate::rules::capacity::{Capacity, Measure};
use crate::rules::cargo::{Cargo, Seats};
use crate::rules::plan::{LeftOut, LeftOutWhy, PlanBody, PlannedRun, PlannedStop};
use crate::rules::ways::Ways;
use crate::rules::working::Driver;
use std::collections::{BTreeMap, HashMap, VecDeque};
use tongxin_city::{PlaceCode, RunId, Timestamp, VehicleId};
use tongxin_dispatch_solver::{Plan, Route, Visit};

pub(super) fn body(built: &Built, plan: &Plan) -> PlanBody {
    let world = &built.world;
    let mut runs: Vec<PlannedRun> = world.before.iter().filter(|run| !world.is_open(run)).cloned().collect();
    let mut left = left_out(built, plan);
    let mut ids = Ids::of(built);
    let drives = |route: &Route| world.vehicles[built.fleet[route.vehicle].members[route.number]].id;
    let mut on_road: Vec<(OnRoad<'_>, Option<&Route>)> = OnRoad::all(world).map(|road| (road, None)).collect();
    for route in &plan.routes {
        match on_road.iter_mut().find(|(road, _)| road.run.vehicle == drives(route)) {
            Some((_, own)) => *own = Some(route),
            None => runs.extend(runs_of(built, route, &mut ids)),
        }
    }
    runs.extend(
        on_road
            .iter()
            .map(|(road, route)| road.continued(built, *route, &mut left)),
    );
    runs.sort_by(|a, b| (&a.plate, a.start_at).cmp(&(&b.plate, b.start_at)));
    drivers::name(built, &mut runs);
    PlanBody {
        runs,
        unserved: unserved(built, &left),
        is_estimated: world.ways.is_estimated(),
        travel: world.ways.basis(),
    }
}

/// Runs keep their numbers: the first of a vehicle that has not left stays the first.
struct Ids(HashMap<VehicleId, VecDeque<RunId>>);

impl Ids {
    fn of(built: &Built) -> Ids {
        let mut waiting: Vec<&PlannedRun> = built.world.before.iter().filter(|run| !run.has_left).collect();
        waiting.sort_by_key(|run| run.start_at);
        let mut ids: HashMap<VehicleId, VecDeque<RunId>> = HashMap::new();
        for run in waiting {
            ids.entry(run.vehicle).or_default().push_back(run.id);
        }
        Ids(ids)
    }

    fn next(&mut self, vehicle: VehicleId, now: Timestamp) -> RunId {
        let kept = self.0.get_mut(&vehicle).and_then(VecDeque::pop_front);
        kept.unwrap_or_else(|| RunId::generate(now))
    }
}

fn runs_of(built: &Built, route: &Route, ids: &mut Ids) -> Vec<PlannedRun> {
    let world = &built.world;
    let vehicle = &world.vehicles[built.fleet[route.vehicle].members[route.number]];
    let mut runs = Vec::new();
    let rested = rested(built, route);
    let mut start = route.start;
    let mut visits: Vec<&Visit> = Vec::new();
    let mut close = |start, end, visits: &mut Vec<&Visit>| {
        if visits.is_empty() {
            return;
        }
        let start_at = moment_of(world, start);
        let mut run = PlannedRun {
            id: ids.next(vehicle.id, world.shift.0),
            vehicle: vehicle.id,
            plate: vehicle.plate.clone(),
            capacity: vehicle.listed,
            room: vehicle.room,
            driver: None,
            from: world.depot,
            start_at,
            end_at: moment_of(world, end),
            metres: 0,
            has_left: false,
            is_anew: false,
            stops: stops_of(built, visits),
        };
        if let Some((at, minutes)) = rested
            && let Some(at) = visits.iter().position(|visit| std::ptr::eq(*visit, &route.visits[at]))
        {
            run.stops[at].rest_minutes = minutes;
        }
        if !run.room.is_none() {
            let earliest = moment_of(world, built.instance.vehicles()[route.vehicle].shift.earliest);
            let by = hasten(&mut run.stops, &world.ways, (run.from, earliest), Seats::NONE);
            run.start_at = run.start_at.plus_millis(-by);
            if let Some(last) = run.stops.last() {
                let (_, way) = world.ways.leg(&last.place, &run.from);
                run.end_at = last.leave_at.plus_millis(way * 1_000);
            }
        }
        measure(built, &mut run);
        runs.push(run);
        visits.clear();
    };
    for visit in &route.visits {
        match visit.stop {
            Some(_) => visits.push(visit),
            None => {
                close(start, visit.arrival, &mut visits);
                start = visit.departure;
            }
        }
    }
    close(start, route.end, &mut visits);
    runs
}

/// Before which visit whoever drives rests, and how many minutes after they got there they go on. A rest before the vehicle
/// leaves or while it is loaded is no part of a run.
fn rested(built: &Built, route: &Route) -> Option<(usize, i64)> {
    let taken = route.rest?;
    let rest = built.instance.vehicles()[route.vehicle].rest?;
    let at = taken.before.filter(|&at| route.visits[at].stop.is_some())?;
    let over = taken.begin + rest.duration;
    Some((at, ((over - route.visits[at].arrival).0 + 59) / 60))
}

/// Brings each trip of patients, from an empty vehicle to an empty one, as far forward as its windows and the trip before
/// let it: searches end early and begin late, and would fetch everybody at the last moment that will do. Within a trip
/// nothing moves, so that nobody sits longer. The vehicle is free at a place from a moment on, with so many on board. Answers
/// by how many milliseconds the first trip came forward.
pub(super) fn hasten(
    stops: &mut [PlannedStop],
    ways: &Ways,
    (mut free_at, mut free_from): (PlaceCode, Timestamp),
    mut on_board: Seats,
) -> i64 {
    let (mut first, mut first_by) = (0, 0);
    for last in 0..stops.len() {
        let stop = &stops[last];
        on_board = if stop.is_pickup {
            on_board.and(stop.people)
        } else {
            on_board.without(stop.people)
        };
        if !on_board.is_none() {
            continue;
        }
        let trip = &mut stops[first..=last];
        let reached = free_from.plus_millis(ways.leg(&free_at, &trip[0].place).1 * 1_000);
        let waits = trip.iter().map(|stop| stop.begin_at().millis_since(stop.from_at)).min();
        let by = (waits.unwrap_or(0).min(trip[0].arrive_at.millis_since(reached))).max(0);
        for stop in trip.iter_mut() {
            stop.arrive_at = stop.arrive_at.plus_millis(-by);
            stop.leave_at = stop.leave_at.plus_millis(-by);
        }
        if first == 0 {
            first_by = by;
        }
        let end = &stops[last];
        (free_at, free_from, first) = (end.place, end.leave_at, last + 1);
    }
    first_by
}

pub(super) fn stops_of(built: &Built, visits: &[&Visit]) -> Vec<PlannedStop> {
    // Every second number, so that what is taken on has the number before that at which it is handed over.
    let handed_over = |visit: &&&Visit| visit.stop.is_some_and(|stop| !built.meaning[stop].1);
    let numbers: HashMap<usize, i64> = (1..)
        .zip(visits.iter().filter(handed_over))
        .filter_map(|(number, visit)| Some((built.meaning[visit.stop?].0, 2 * number)))
        .collect();
    let stop = |visit: &&Visit| {
        let (number_of_group, is_pickup) = built.meaning[visit.stop?];
        let number = numbers.get(&number_of_group).copied().unwrap_or(0) - i64::from(is_pickup);
        let group = &built.groups[number_of_group];
        let (place, from_at, due_at) = match group.taken_on {
            Some(taken_on) if is_pickup => (taken_on.place, taken_on.from_at, taken_on.until_at),
            _ => (group.place, group.from_at, group.due_at),
        };
        // Where a pass does not count yet, the vehicle waits until it does.
        let waits = built.by_hours.contains(&number_of_group);
        let from_at = if waits {
            from_at.max(moment_of(&built.world, visit.begin))
        } else {
            from_at
        };
        Some(PlannedStop {
            stop: number,
            place,
            from_at,
            due_at,
            arrive_at: moment_of(&built.world, visit.arrival),
            leave_at: moment_of(&built.world, visit.departure),
            metres: 0,
            load: group.load,
            people: group.people,
            is_cold: group.is_cold(),
            is_pinned: group.promised.is_some_and(|(_, is_pinned)| is_pinned),
            is_done: false,
            is_pickup,
            rest_minutes: 0,
            cargo: group.cargo.clone(),
        })
    };
    visits.iter().filter_map(stop).collect()
}

pub(super) fn measure(built: &Built, run: &mut PlannedRun) {
    let ways = &built.world.ways;
    let mut at: PlaceCode = run.from;
    run.metres = 0;
    for stop in &mut run.stops {
        stop.metres = ways.leg(&at, &stop.place).0;
        run.metres += stop.metres;
        at = stop.place;
    }
    run.metres += ways.leg(&at, &run.from).0;
}

/// What no route carries, and why.
fn left_out(built: &Built, plan: &Plan) -> BTreeMap<Cargo, LeftOutWhy> {
    let mut left: BTreeMap<Cargo, LeftOutWhy> = BTreeMap::new();
    for unserved in &plan.unserved {
        let (number, is_pickup) = built.meaning[unserved.stop];
        let group = &built.groups[number];
        if is_pickup {
            continue;
        }
        let why = match LeftOutWhy::from(unserved.why) {
            LeftOutWhy::TooHeavy if !group.people.is_none() => LeftOutWhy::NoSeats,
            LeftOutWhy::TooHeavy => too_much(built, group),
            LeftOutWhy::NoColdChain if !group.people.is_none() => LeftOutWhy::NoCrew,
            LeftOutWhy::PlaceClosed | LeftOutWhy::TooFar if built.by_hours.contains(&number) => LeftOutWhy::PassHours,
            LeftOutWhy::TooFar if drivers::is_in_time_with_drivers(&built.world, group) => LeftOutWhy::NoDriver,
            LeftOutWhy::NoVehicle => no_vehicle(&built.world),
            why => why,
        };
        left.extend(group.cargo.iter().map(|cargo| (*cargo, why)));
    }
    left
}

/// Why no vehicle is driven: all are idle because somebody is off work, or there are none, or nobody is listed who could drive more.
fn no_vehicle(world: &World) -> LeftOutWhy {
    let is_off = |driver: &Driver| driver.works(world.shift).is_none();
    if !world.vehicles.is_empty() && world.drivers.iter().any(is_off) {
        LeftOutWhy::NoDriver
    } else {
        LeftOutWhy::NoVehicle
    }
}

/// By which measure goods are too much for every vehicle that is driven, carries goods and may bring them: the first that is enough
/// in none of them, together with those before it. Without such a vehicle nothing is too much: nobody drives one.
fn too_much(built: &Built, group: &Group) -> LeftOutWhy {
    let world = &built.world;
    let needs_cold = group.is_cold() && world.asked.is_cold_only;
    let may_bring = |vehicle: &&Available| {
        let is_right = vehicle.room.is_none() && (vehicle.has_cold_chain || !needs_cold);
        is_right && world.admission.admits(&vehicle.plate, &group.place)
    };
    let driven = built.fleet.iter().flat_map(|kind| &kind.members);
    let driven = driven.map(|&number| &world.vehicles[number]);
    let kinds: Vec<Capacity> = driven.filter(may_bring).map(|vehicle| vehicle.listed).collect();
    let is_enough = |measures: &[Measure]| {
        let holds = |kind: &Capacity| measures.iter().all(|measure| kind.is_enough(*measure, group.load));
        kinds.iter().any(holds)
    };
    if kinds.is_empty() {
        no_vehicle(world)
    } else if !is_enough(&[Measure::Weight]) {
        LeftOutWhy::TooHeavy
    } else if !is_enough(&[Measure::Weight, Measure::Volume]) {
        LeftOutWhy::TooBulky
    } else {
        LeftOutWhy::NoColdBoxes
    }
}

fn unserved(built: &Built, left: &BTreeMap<Cargo, LeftOutWhy>) -> Vec<LeftOut> {
    let things = built.world.to_carry.iter();
    things
        .filter_map(|thing| {
            Some(LeftOut {
                cargo: thing.cargo,
                place: thing.place,
                from_at: thing.from_at,
                due_at: thing.due_at,
                load: thing.load,
                people: thing.people,
                taken_on: thing.taken_on,
                is_cold: thing.load.cold_millilitres > 0,
                why: *left.get(&thing.cargo)?,
            })
        })
        .collect()
}
