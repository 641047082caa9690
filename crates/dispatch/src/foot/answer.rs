//! From the solver's plan to runs that people read.

use super::fault::FootFault;
use super::model::{FootCall, FootPlan, FootRun, FootTrip, LeftDoor};
use super::pace::LOADING_SECONDS;
use super::ways::{Spot, Ways, is_same_unit};
use super::writing::Written;
use crate::check::check;
use crate::model::{Instance, Plan, Route, Why};
use crate::schedule::route_of;

/// Doors of one unit in the order that spares the carrier: by stairs from the bottom up, so that the load is lightest where
/// most is climbed; with a lift from the top down, so that short ways between floors are walked downwards. Kept where it
/// takes no longer than the order found.
pub(crate) fn in_best_order(written: &Written, instance: &Instance, mut plan: Plan) -> Result<Plan, FootFault> {
    for route in &mut plan.routes {
        let found: Vec<Option<usize>> = route.visits.iter().map(|visit| visit.stop).collect();
        for is_downwards in [true, false] {
            let ordered = ordered(written, &found, is_downwards);
            let timed = Route {
                number: route.number,
                ..route_of(instance, route.vehicle, &ordered)
            };
            let length = |route: &Route| route.end - route.start;
            if length(&timed) <= length(route) {
                *route = timed;
            }
        }
    }
    check(instance, &plan).map_err(FootFault::Plan)?;
    Ok(plan)
}

/// Every stretch of doors of one unit, sorted by floor.
fn ordered(written: &Written, stops: &[Option<usize>], is_downwards: bool) -> Vec<Option<usize>> {
    let spot = |stop: &Option<usize>| stop.map_or(Spot::Drop, |stop| spot_of(written, stop));
    let level = |stop: &Option<usize>| match spot(stop) {
        Spot::Drop => 0,
        Spot::Door { level, .. } => i32::from(level),
    };
    let stretches = stops.chunk_by(|a, b| is_same_unit(spot(a), spot(b)));
    let sorted = stretches.flat_map(|stretch| {
        let mut stretch = stretch.to_vec();
        stretch.sort_by_key(|stop| if is_downwards { -level(stop) } else { level(stop) });
        stretch
    });
    sorted.collect()
}

fn spot_of(written: &Written, stop: usize) -> Spot {
    written.spots[written.draft.stops[stop].location]
}

/// The plan in the task's words.
pub(crate) fn read_plan(written: &Written, ways: &Ways<'_>, plan: &Plan) -> FootPlan {
    let runs: Vec<FootRun> = plan.routes.iter().map(|route| run(written, ways, route)).collect();
    FootPlan {
        seconds: runs.iter().map(|run| run.seconds).max().unwrap_or(0),
        left: left(written, plan),
        runs,
    }
}

fn run(written: &Written, ways: &Ways<'_>, route: &Route) -> FootRun {
    let mut run = FootRun {
        carrier: route.vehicle,
        number: route.number,
        trips: Vec::new(),
        seconds: whole_seconds((route.end - route.start).0) + LOADING_SECONDS,
        metres: 0,
        floors_climbed: 0,
        bags: 0,
        bag_floors: 0,
    };
    let mut at = Spot::Drop;
    for trip in route.visits.split(|visit| visit.stop.is_none()) {
        let stops = trip.iter().filter_map(|visit| Some((visit.stop?, visit.begin)));
        let calls: Vec<FootCall> = stops
            .map(|(stop, begin)| {
                let (load, spot) = (written.loads[stop], spot_of(written, stop));
                run.walk(ways, &mut at, spot);
                let is_by_lift = ways.is_by_lift(spot);
                run.bag_floors += if is_by_lift {
                    0
                } else {
                    load.bags * ways.leg(Spot::Drop, spot).floors_climbed
                };
                FootCall {
                    door: load.door,
                    bags: load.bags,
                    at_seconds: whole_seconds((begin - route.start).0) + LOADING_SECONDS,
                    is_by_lift,
                }
            })
            .collect();
        run.walk(ways, &mut at, Spot::Drop);
        let bags = calls.iter().map(|call| call.bags).sum();
        run.bags += bags;
        if !calls.is_empty() {
            run.trips.push(FootTrip { bags, calls });
        }
    }
    run
}

impl FootRun {
    fn walk(&mut self, ways: &Ways<'_>, at: &mut Spot, to: Spot) {
        if *at != to {
            let leg = ways.leg(*at, to);
            self.metres += leg.metres;
            self.floors_climbed += leg.floors_climbed;
        }
        *at = to;
    }
}

/// Loads that stay, summed by door.
fn left(written: &Written, plan: &Plan) -> Vec<LeftDoor> {
    let mut left: Vec<LeftDoor> = Vec::new();
    let mut stops: Vec<(usize, Why)> = plan
        .unserved
        .iter()
        .map(|unserved| (unserved.stop, unserved.why))
        .collect();
    stops.sort_by_key(|(stop, _)| *stop);
    for (stop, why) in stops {
        let load = written.loads[stop];
        match left.last_mut().filter(|last| last.door == load.door) {
            Some(last) => last.bags += load.bags,
            None => left.push(LeftDoor {
                door: load.door,
                bags: load.bags,
                why,
            }),
        }
    }
    left
}

fn whole_seconds(seconds: i64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX - LOADING_SECONDS)
}
