//! What whoever drives does at which stop, and when, and what they say there.

use super::rides::{AtDoor, RideStanding, Rides};
use super::{LiveRun, Load, RunStanding};
use crate::book::OrderState;
use crate::plan::By;
use crate::plan_supply::PlannedDispatch;
use crate::play::supply::{Market, Stage};
use crate::scenario_supply::OrderEnding;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

/// What whoever drives knows of the day.
pub(super) struct Day<'a> {
    pub story: &'a PlannedDispatch,
    pub stage: Stage<'a>,
    pub market: &'a Market,
    pub rides: &'a Rides,
}

impl Day<'_> {
    /// What is done at which stop by now, and when. A stop with a late order can't be got into: it is made once the others are.
    pub(super) fn doors(&self, run: &LiveRun) -> Vec<(usize, Load, Timestamp)> {
        let (mut doors, mut put_off) = (Vec::new(), Vec::new());
        for (stop, at) in run.stops.iter().enumerate() {
            let goes: Vec<Load> = at.open.iter().copied().filter(|load| self.goes(run, *load)).collect();
            let (late, in_turn): (Vec<Load>, Vec<Load>) =
                goes.into_iter().partition(|load| self.late_minutes(*load) > 0);
            put_off.extend(late.into_iter().map(|load| (stop, load)));
            let said_at = run.said_at(stop);
            if !in_turn.is_empty() && said_at > self.stage.now {
                return doors;
            }
            doors.extend(in_turn.into_iter().map(|load| (stop, load, said_at)));
        }
        let others_done = (0..run.stops.len()).map(|stop| run.said_at(stop)).max();
        for (stop, load) in put_off {
            let late = run.stops[stop].due_at.plus_minutes(self.late_minutes(load));
            let said_at = others_done.map_or(late, |done| late.max(done));
            if said_at <= self.stage.now {
                doors.push((stop, load, said_at));
            }
        }
        doors
    }

    fn late_minutes(&self, load: Load) -> i64 {
        let ending = load.order().map(|order| self.story.endings[order]);
        let late = ending.filter(|ending| ending.ending == OrderEnding::Late);
        late.map_or(0, |ending| ending.late_minutes)
    }

    /// Whether a run brings something: an order is packed or on board, a patient waits or sits in the vehicle.
    fn goes(&self, run: &LiveRun, load: Load) -> bool {
        match load {
            Load::Order(order) => {
                let state = self.market.orders.get(&order).map(|live| live.book.state());
                match run.standing {
                    RunStanding::Planned if !run.taken_on.contains(&order) => state == Some(OrderState::Packed),
                    _ => state == Some(OrderState::Sent),
                }
            }
            Load::Ride(ride) => self.rides.standing(ride).is_some_and(RideStanding::is_open),
        }
    }

    /// Whether nothing is left to be brought.
    pub(super) fn is_empty(&self, run: &LiveRun) -> bool {
        let mut open = run.stops.iter().flat_map(|stop| &stop.open);
        !open.any(|load| self.goes(run, *load))
    }

    /// What is said at a door, and whose code has to be asked for.
    pub(super) fn door(
        &self,
        run: &LiveRun,
        (stop, load): (usize, Load),
        at: Timestamp,
    ) -> (Value, Option<(String, By)>) {
        match load {
            Load::Order(order) => self.order_at_door(order, at),
            Load::Ride(ride) => (self.ride_at_door(run, stop, ride, at), None),
        }
    }

    fn order_at_door(&self, order: usize, at: Timestamp) -> (Value, Option<(String, By)>) {
        let live = self.market.orders.get(&order);
        let id = live.map(|live| live.id.clone()).unwrap_or_default();
        let cargo = json!({ "kind": "order", "id": id });
        match self.story.endings[order].ending {
            OrderEnding::HandedOver => (
                json!({ "event": "hand_over", "cargo": cargo, "at": at }),
                Some((id, self.stage.supply.orders[order].by)),
            ),
            OrderEnding::Returned => (json!({ "event": "absent", "cargo": cargo, "at": at }), None),
            OrderEnding::Refused => (
                json!({ "event": "refuse", "cargo": cargo, "reason": "住户说不要了", "at": at }),
                None,
            ),
            _ => (
                json!({ "event": "drop", "cargo": cargo, "point": "小区门口 1 号点", "at": at }),
                None,
            ),
        }
    }

    fn ride_at_door(&self, run: &LiveRun, stop: usize, ride: usize, at: Timestamp) -> Value {
        let live = self.rides.live.get(&ride);
        let cargo = json!({ "kind": "ride", "id": live.map(|live| &live.id) });
        let event = match self.rides.at_door(ride, self.story) {
            _ if !run.stops[stop].is_pickup => "hand_over",
            AtDoor::GetsIn => "take_on",
            AtDoor::Absent => "absent",
            AtDoor::Refuses => "refuse",
        };
        json!({ "event": event, "cargo": cargo, "at": at })
    }
}
