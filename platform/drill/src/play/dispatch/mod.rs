//! Playing dispatch: firms plan and publish before each window, drivers leave and say at each door what became of it, some
//! break down. Beside it stands a book of every run, kept by the rules as the documents state them.

mod doors;
mod driving;
mod planning;
mod rides;
mod run;
mod settling;

pub(crate) use rides::{RideStanding, Rides, of_firm};
pub(crate) use run::{LiveRun, LiveStop, Load, RunStanding};

use super::Log;
use super::supply::{Market, Stage};
use crate::error::DrillError;
use crate::plan::{By, Plan};
use crate::plan_supply::{Deed, PlanFor, PlannedDispatch, SupplyAct};
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::Timestamp;

/// Random streams of dispatch's commands begin here, beyond those of errands.
const STREAM: u64 = 1 << 42;
/// Those of trips.
const RIDE_STREAM: u64 = 1 << 43;
/// Those of what holds a run up.
const HELD_UP_STREAM: u64 = 1 << 44;

/// What no run fetches from a vehicle that broke down is a need so many minutes later; what is due before that, so many.
const UNCLAIMED_MINUTES: [i64; 2] = [30, 5];

/// What happened to runs, as the briefing counts it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FleetTally {
    /// Plans that were published.
    pub plans: i64,
    /// Runs that left.
    pub runs: i64,
    /// Kilometres of those, each rounded.
    pub kilometres: i64,
    /// Stops that were made.
    pub stops: i64,
    /// Of these, those in time.
    pub on_time: i64,
    /// And those that were not.
    pub late: i64,
    /// Things that arrived.
    pub arrived: i64,
    /// Things that came back.
    pub came_back: i64,
    /// Things that the plans left out by which each firm drove last.
    pub unserved: i64,
    /// Orders that stayed behind because they were not packed, or called off.
    pub behind: i64,
    /// Vehicles that broke down.
    pub broken: i64,
}

/// Every run, and what is still to be done about orders that no run brings.
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    /// Runs by their ids.
    pub runs: BTreeMap<String, LiveRun>,
    /// What was counted.
    pub tally: FleetTally,
    /// Patients' rides.
    pub rides: Rides,
    /// How many things the plan left out that was published last, by firm.
    left_out: BTreeMap<usize, i64>,
    /// Orders by their ids.
    orders: BTreeMap<String, usize>,
    /// What people do later about what a run brought, or what none brings.
    later: BTreeMap<Timestamp, Vec<SupplyAct>>,
    /// Until when things are due that are planned now, in milliseconds since 1970.
    due_ms: i64,
    next_plan: usize,
    next_key: u64,
    broken: usize,
}

impl Fleet {
    /// Before anything was planned; nothing when the scenario plans no runs.
    pub(in crate::play) fn open(plan: &Plan) -> Option<Fleet> {
        let supply = plan.supply.as_ref()?;
        supply.dispatch.as_ref().map(|story| Fleet {
            rides: Rides::open(story),
            ..Fleet::default()
        })
    }

    /// Notes of what the system must say that it will be late, before people act.
    pub(in crate::play) fn expect_late(&mut self, market: &mut Market, now: Timestamp) {
        let late = self.runs.values().flat_map(|run| run.expected_late(now));
        let late: Vec<Load> = late.chain(self.unclaimed(now)).collect();
        for order in late.iter().filter_map(|load| load.order()) {
            market.expected_late.entry(order).or_insert(now);
        }
        let rides = late.into_iter().filter_map(Load::ride);
        self.rides.expect_late(rides, now);
    }

    /// What lies on vehicles that broke down, or sits in them, and that no run fetches, long enough after that or soon enough due.
    fn unclaimed(&self, now: Timestamp) -> Vec<Load> {
        let open = self.runs.values().filter(|run| run.is_open());
        let held: BTreeSet<Load> = open
            .flat_map(|run| &run.stops)
            .flat_map(|stop| stop.open.clone())
            .collect();
        let mut lies: BTreeMap<Load, (Timestamp, Timestamp)> = BTreeMap::new();
        for run in self.runs.values() {
            let Some(broken_at) = run.broken_at else { continue };
            let stops = run.stops.iter().filter(|stop| !stop.is_pickup);
            for (load, due_at) in stops.flat_map(|stop| stop.open.iter().map(|load| (*load, stop.due_at))) {
                let known = lies.entry(load).or_insert((broken_at, due_at));
                *known = (*known).max((broken_at, due_at));
            }
        }
        let [long, least] = UNCLAIMED_MINUTES;
        let is_late = |(broken_at, due_at): &(Timestamp, Timestamp)| {
            let is_soon = *due_at < now.plus_minutes(long);
            let minutes = if is_soon { least } else { long };
            broken_at.plus_minutes(minutes) <= now
        };
        let late = lies.iter().filter(|(load, at)| !held.contains(load) && is_late(at));
        late.map(|(load, _)| *load).collect()
    }

    /// Does what is due.
    pub(in crate::play) async fn play(
        &mut self,
        story: &PlannedDispatch,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let mut done = self.carry_out_later(stage, market, log).await?;
        done += self.ask_for_rides(story, stage, log).await?;
        while let Some((_, what)) = story.plans.get(self.next_plan).filter(|(at, _)| *at <= stage.now) {
            self.next_plan += 1;
            let firms = self.firms_that_plan(*what, stage, market);
            done += self.plan(&firms, stage, market, log).await?;
        }
        done += self.drive(story, stage, market, log).await?;
        let broken = self.break_down(story, stage, log).await?;
        if !broken.is_empty() {
            done += self.plan(&broken, stage, market, log).await?;
        }
        Ok(done)
    }

    /// Firms that have something to plan.
    fn firms_that_plan(&mut self, what: PlanFor, stage: Stage<'_>, market: &Market) -> Vec<usize> {
        let due = match what {
            PlanFor::Day => stage.plan.day_starts_at.plus_days(1),
            PlanFor::Window(window) => stage.supply.windows[window].to_at,
            PlanFor::Rides => return self.rides.take_fresh().into_iter().collect(),
        };
        self.due_ms = due.millis();
        let mut firms = firms_with_open(stage, market, due);
        if what == PlanFor::Day {
            firms.extend(self.rides.take_fresh());
        }
        firms
    }

    async fn carry_out_later(
        &mut self,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let rest = self.later.split_off(&stage.now.plus_millis(1));
        let due: Vec<SupplyAct> = std::mem::replace(&mut self.later, rest)
            .into_values()
            .flatten()
            .collect();
        let count = due.len();
        let keyed = due.into_iter().map(|act| (self.key(), act)).collect();
        market.carry_out(keyed, stage, log).await?;
        Ok(count)
    }

    fn key(&mut self) -> u64 {
        self.next_key += 1;
        self.next_key
    }

    fn later(&mut self, at: Timestamp, by: By, deed: Deed) {
        self.later.entry(at).or_default().push(SupplyAct { at, by, deed });
    }
}

/// Firms with a manager who has something to bring by then.
fn firms_with_open(stage: Stage<'_>, market: &Market, due: Timestamp) -> Vec<usize> {
    let open = market.orders.iter().filter(|(order, live)| {
        let window = stage.supply.orders[**order].window;
        live.book.is_waiting() && stage.supply.windows[window].to_at <= due
    });
    let firms: BTreeSet<usize> = open.map(|(order, _)| stage.supply.orders[*order].firm).collect();
    firms.into_iter().collect()
}

/// Who speaks for a firm.
fn manager(stage: Stage<'_>, firm: usize) -> By {
    By::Person(stage.supply.firms[firm].manager.unwrap_or_default())
}
