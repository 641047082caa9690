//! Runs of patients that are on the road. Their vehicles are planned from their next stop on: who is on board stays there and
//! gets out no later than can be helped; who has yet to be fetched may go with another vehicle, and others may get in. What no
//! other vehicle can fetch in time stays where it is: one that comes late is better than none.

use super::answer::{hasten, measure, stops_of};
use super::{Built, Group, World, longest_ride, moment_of, time_of};
use crate::rules::cargo::{Cargo, Seats};
use crate::rules::plan::{LeftOutWhy, PlannedRun, PlannedStop};
use crate::rules::ways::{Ways, service_seconds};
use std::collections::{BTreeMap, HashMap};
use tongxin_city::{PlaceCode, RunId, Timestamp, VehicleId};
use tongxin_dispatch_solver::{Route, Time, Window};

/// How much later than expected somebody on board may get out because of others, where that is late already (an assumption).
const SLACK_MS: i64 = 5 * Timestamp::MINUTE_MS;

impl World {
    /// Whether a published run's open stops are planned anew: it has not left, or it is on the road with patients.
    pub(super) fn is_open(&self, run: &PlannedRun) -> bool {
        !run.has_left || self.on_road.iter().any(|out| out.run == run.id)
    }
}

/// A run on the road, and when its vehicle can be at its next stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Out {
    /// The run.
    pub run: RunId,
    /// By where it was done last, and when; now, where it should have been there before.
    pub next_at: Timestamp,
}

/// A run whose open stops are planned anew.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnRoad<'w> {
    pub(super) run: &'w PlannedRun,
    /// Its vehicle's mark in the instance: no other brings who is on board. The cold chain's is 0.
    pub(super) skill: u8,
    /// Where it is next.
    pub(super) at: PlaceCode,
    /// When it can be there.
    pub(super) free_at: Timestamp,
    /// By how much it is later there than its stops say.
    behind_ms: i64,
}

impl<'w> OnRoad<'w> {
    /// The runs of a world that are planned anew.
    pub(super) fn all(world: &'w World) -> impl Iterator<Item = OnRoad<'w>> {
        (1..).zip(&world.on_road).filter_map(|(skill, out)| {
            let run = world.before.iter().find(|run| run.id == out.run)?;
            let next = open(run).next()?;
            let free_at = moment_of(world, time_of(world, out.next_at));
            Some(OnRoad {
                run,
                skill,
                at: next.place,
                free_at,
                behind_ms: free_at.millis_since(next.arrive_at).max(0),
            })
        })
    }

    /// The one that a vehicle drives.
    pub(super) fn of(world: &'w World, vehicle: VehicleId) -> Option<OnRoad<'w>> {
        OnRoad::all(world).find(|road| road.run.vehicle == vehicle)
    }

    /// The one whose vehicle has a group's patient on board.
    pub(super) fn carrying(world: &'w World, group: &Group) -> Option<OnRoad<'w>> {
        let cargo = group.cargo.first().filter(|_| group.is_on_board())?;
        OnRoad::all(world).find(|road| open(road.run).any(|stop| stop.cargo.contains(cargo)))
    }

    /// When somebody on board gets out: in time and before the longest ride is over, or else as soon as is expected now.
    pub(super) fn window(&self, world: &World, group: &Group) -> Window {
        let holds = |stop: &&PlannedStop| group.cargo.iter().any(|cargo| stop.cargo.contains(cargo));
        let gets_in = self.run.stops.iter().filter(holds).find(|stop| stop.is_pickup);
        let gets_out = self.run.stops.iter().filter(holds).find(|stop| !stop.is_pickup);
        let bound = gets_in.map_or(group.due_at, |stop| {
            let Time(longest) = longest_ride(world, &stop.place, &group.place);
            group.due_at.min(stop.leave_at.plus_millis(longest * 1_000))
        });
        let expected = gets_out.map_or(bound, |stop| stop.begin_at().plus_millis(self.behind_ms + SLACK_MS));
        let latest = time_of(world, bound.max(expected)).max(Time::ZERO);
        Window {
            earliest: time_of(world, group.from_at).max(Time::ZERO).min(latest),
            latest,
        }
    }

    /// The run as it goes on by a solver's route; `left` loses what stays with it though the route left it out. It is the
    /// same as before when its open stops are the same in the same order, so that nobody is told anything new for nothing.
    pub(super) fn continued(
        &self,
        built: &Built,
        route: Option<&Route>,
        left: &mut BTreeMap<Cargo, LeftOutWhy>,
    ) -> PlannedRun {
        let ways = &built.world.ways;
        let visits: Vec<_> = route.into_iter().flat_map(|route| &route.visits).collect();
        let mut stops = stops_of(built, &visits);
        hasten(&mut stops, ways, (self.at, self.free_at), self.on_board());
        self.keep_with_it(&mut stops, left);
        if stops.iter().map(key).eq(open(self.run).map(key)) {
            return self.run.clone();
        }
        let end_at = self.drive(&mut stops, ways);
        self.number(&mut stops);
        let done = self.run.stops.iter().filter(|stop| stop.is_done).cloned();
        let mut run = PlannedRun {
            end_at,
            is_anew: true,
            stops: done.chain(stops).collect(),
            ..self.run.clone()
        };
        measure(built, &mut run);
        run
    }

    /// Whether somebody got in and has not got out.
    fn is_on_board(&self, cargo: &[Cargo]) -> bool {
        let mut stops = self.run.stops.iter();
        stops.any(|stop| stop.is_pickup && stop.is_done && stop.cargo == cargo)
    }

    fn on_board(&self) -> Seats {
        let gets_out = open(self.run).filter(|stop| !stop.is_pickup && self.is_on_board(&stop.cargo));
        gets_out.fold(Seats::NONE, |all, stop| all.and(stop.people))
    }

    /// Puts in what the route left out and the vehicle keeps: who is on board first, and who would wait for nobody else where
    /// they waited before, as soon as nobody sits in the vehicle, so that there is room.
    fn keep_with_it(&self, stops: &mut Vec<PlannedStop>, left: &mut BTreeMap<Cargo, LeftOutWhy>) {
        let (mut front, mut after) = (0, 0);
        for stop in open(self.run) {
            if let Some(at) = stops.iter().position(|other| key(other) == key(stop)) {
                after = at + 1;
                continue;
            }
            let why = stop.cargo.first().and_then(|cargo| left.get(cargo)).copied();
            if !stop.is_pickup && self.is_on_board(&stop.cargo) {
                stops.insert(front, stop.clone());
                front += 1;
            } else if stop.is_pickup && why.is_some_and(|why| why != LeftOutWhy::PlaceClosed) {
                let Some(gets_out) = open(self.run).find(|other| !other.is_pickup && other.cargo == stop.cargo) else {
                    continue;
                };
                let at = empty_from(stops, after.max(front), self.on_board());
                stops.splice(at..at, [stop.clone(), gets_out.clone()]);
                after = at + 2;
            } else {
                continue;
            }
            for cargo in &stop.cargo {
                left.remove(cargo);
            }
        }
    }

    /// Makes no stop earlier than the vehicle gets there; answers when it is back.
    fn drive(&self, stops: &mut [PlannedStop], ways: &Ways) -> Timestamp {
        let (mut at, mut now) = (self.at, self.free_at);
        for stop in stops {
            stop.arrive_at = stop
                .arrive_at
                .max(now.plus_millis(ways.leg(&at, &stop.place).1 * 1_000));
            let handled = service_seconds(stop.cargo.len()) * 1_000;
            stop.leave_at = stop.leave_at.max(stop.begin_at().plus_millis(handled));
            (at, now) = (stop.place, stop.leave_at);
        }
        now.plus_millis(ways.leg(&at, &self.run.from).1 * 1_000)
    }

    /// Stops keep their numbers; new ones have the next, a ride's two in a row.
    fn number(&self, stops: &mut [PlannedStop]) {
        let mut last = self.run.stops.iter().map(|stop| stop.stop).max().unwrap_or(0);
        let mut fresh: HashMap<Vec<Cargo>, i64> = HashMap::new();
        for stop in stops {
            let known = self.run.stops.iter().find(|known| key(known) == key(stop));
            stop.stop = known.map_or_else(
                || {
                    let gets_in = *fresh.entry(stop.cargo.clone()).or_insert_with(|| {
                        last += 2;
                        last - 1
                    });
                    gets_in + i64::from(!stop.is_pickup)
                },
                |known| known.stop,
            );
        }
    }
}

/// What of a run has yet to be done.
pub(super) fn open(run: &PlannedRun) -> impl Iterator<Item = &PlannedStop> {
    run.stops.iter().filter(|stop| !stop.is_done)
}

fn key(stop: &PlannedStop) -> (&[Cargo], bool) {
    (&stop.cargo, stop.is_pickup)
}

/// The first position from `from` on at which nobody sits in a vehicle that begins with so many on board; the end, at the latest.
fn empty_from(stops: &[PlannedStop], from: usize, mut on_board: Seats) -> usize {
    for (at, stop) in stops.iter().enumerate() {
        if at >= from && on_board.is_none() {
            return at;
        }
        on_board = if stop.is_pickup {
            on_board.and(stop.people)
        } else {
            on_board.without(stop.people)
        };
    }
    stops.len()
}
