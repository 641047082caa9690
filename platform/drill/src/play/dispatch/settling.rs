//! What came of what a driver said: the books go on as the rules say, and differ from the system's answer or not.

use super::Fleet;
use super::driving::Saying;
use super::rides::{AtDoor, RideStanding};
use super::run::Load;
use super::run::RunStanding;
use crate::book::{OrderState, Step};
use crate::client::Answer;
use crate::outcome::Mismatch;
use crate::plan_supply::{Deed, PlannedDispatch, PlannedEnding};
use crate::play::Log;
use crate::play::act::said;
use crate::play::raised::RaisedNeed;
use crate::play::supply::{Market, Stage};
use crate::scenario_supply::OrderEnding;
use serde_json::Value;
use tongxin_city::Timestamp;

/// All that changes when something was said, but the fleet's own book.
pub(super) struct Scene<'a> {
    pub story: &'a PlannedDispatch,
    pub stage: Stage<'a>,
    pub market: &'a mut Market,
    pub log: &'a mut Log,
}

impl Scene<'_> {
    fn differs(&mut self, run: &str, what: impl Into<String>, expected: impl ToString, found: impl ToString) {
        let mismatch = Mismatch::new(format!("run {run}"), what, expected, found);
        self.log.mismatches.push(mismatch);
    }
}

impl Fleet {
    /// Books what was said on a run: the answer, and the one to the same thing sent again.
    pub(super) fn settle(
        &mut self,
        id: &str,
        saying: &Saying,
        answer: &Answer,
        again: Option<Answer>,
        scene: &mut Scene<'_>,
    ) {
        scene.log.counts.resent += usize::from(again.is_some());
        if let Some(again) = again.filter(|again| again != answer) {
            scene.differs(id, "sent again", said(answer), said(&again));
        }
        if !answer.status.is_success() {
            scene.differs(id, format!("{saying:?}"), "done", said(answer));
            return;
        }
        scene.log.counts.acts += 1;
        match saying {
            Saying::Depart => self.departed(id, answer, scene),
            Saying::Order(stop, order, said_at) => {
                self.at_door(id, *order, answer, scene);
                self.book_stop(id, (*stop, *order), *said_at);
            }
            Saying::Ride(stop, ride, said_at, at_door) => {
                self.ride_at_door(id, (*stop, *ride), (*said_at, *at_door), answer, scene);
            }
            Saying::End => {
                if let Some(run) = self.runs.get_mut(id) {
                    run.standing = RunStanding::Over;
                }
            }
        }
    }

    /// What is packed leaves; what is not stays behind.
    fn departed(&mut self, id: &str, answer: &Answer, scene: &mut Scene<'_>) {
        let Some(run) = self.runs.get_mut(id) else { return };
        run.leave(scene.stage.now);
        self.tally.runs += 1;
        self.tally.kilometres += (run.metres + 500) / 1_000;
        let loads = run.stops.iter().flat_map(|stop| &stop.loads);
        let orders: Vec<usize> = loads.filter_map(|load| load.order()).collect();
        let mut behind = Vec::new();
        for order in orders {
            if run.taken_on.contains(&order) {
                continue;
            }
            match scene.market.orders.get(&order).map(|live| live.book.state()) {
                Some(OrderState::Packed) => scene.market.went_on(order, Step::Send, scene.stage, scene.log),
                _ => behind.push(order),
            }
        }
        for stop in &mut run.stops {
            stop.open
                .retain(|load| load.order().is_none_or(|order| !behind.contains(&order)));
        }
        self.tally.behind += i64::try_from(behind.len()).unwrap_or_default();
        let ids = behind
            .iter()
            .filter_map(|order| Some(scene.market.orders.get(order)?.id.clone()));
        let expected = sorted(ids);
        let named = answer.body["behind"].as_array().into_iter().flatten();
        let found = sorted(named.filter_map(Value::as_str).map(str::to_owned));
        if expected != found {
            scene.differs(id, "stays behind", format!("{expected:?}"), format!("{found:?}"));
        }
    }

    /// An order went the way it was to end; what people do about it later, and what the system raises, follows.
    fn at_door(&mut self, id: &str, order: usize, answer: &Answer, scene: &mut Scene<'_>) {
        let planned = scene.story.endings[order];
        let step = match planned.ending {
            OrderEnding::HandedOver => Step::Receive(None),
            OrderEnding::Returned | OrderEnding::Refused => Step::Return,
            _ => Step::Drop,
        };
        scene.market.went_on(order, step, scene.stage, scene.log);
        match planned.ending {
            OrderEnding::Confirmed | OrderEnding::Short | OrderEnding::Late => {
                self.tally.arrived += 1;
                self.received_later(order, planned, scene.stage);
            }
            OrderEnding::Returned => {
                self.tally.came_back += 1;
                raised_absence(id, order, answer, scene);
            }
            OrderEnding::Refused => self.tally.came_back += 1,
            _ => self.tally.arrived += 1,
        }
    }

    fn received_later(&mut self, order: usize, planned: PlannedEnding, stage: Stage<'_>) {
        let at = stage
            .now
            .plus_millis(stage.plan.tick_ms)
            .plus_minutes(planned.confirm_minutes);
        let by = stage.supply.orders[order].by;
        self.later(at, by, Deed::Receive(order, planned.at_door));
    }

    /// Something is done at a stop; with the last of it, the stop.
    fn book_stop(&mut self, id: &str, (stop, order): (usize, usize), said_at: Timestamp) {
        let Some(run) = self.runs.get_mut(id) else { return };
        let known = &mut run.stops[stop];
        known.open.remove(&Load::Order(order));
        if known.open.is_empty() {
            let due_at = known.due_at;
            run.make(stop, said_at);
            self.count_stop(said_at, due_at);
        }
    }

    fn count_stop(&mut self, said_at: Timestamp, due_at: Timestamp) {
        self.tally.stops += 1;
        let is_on_time = said_at <= due_at;
        self.tally.on_time += i64::from(is_on_time);
        self.tally.late += i64::from(!is_on_time);
    }

    /// A patient got in, arrived, or did not come along; without the way there nobody needs the way back.
    fn ride_at_door(
        &mut self,
        id: &str,
        (stop, ride): (usize, usize),
        (said_at, at_door): (Timestamp, AtDoor),
        answer: &Answer,
        scene: &mut Scene<'_>,
    ) {
        let Some(run) = self.runs.get_mut(id) else { return };
        let known = &mut run.stops[stop];
        let (due_at, is_pickup) = (known.due_at, known.is_pickup);
        known.open.remove(&Load::Ride(ride));
        run.make(stop, said_at);
        let (standing, word) = match at_door {
            _ if !is_pickup => (RideStanding::Arrived, "handed_over"),
            AtDoor::GetsIn => (RideStanding::OnBoard, "on_board"),
            AtDoor::Absent => (RideStanding::Absent, "absent"),
            AtDoor::Refuses => (RideStanding::Refused, "refused"),
        };
        if standing == RideStanding::OnBoard {
            run.on_board.insert(ride);
        } else {
            for stop in &mut run.stops {
                stop.open.remove(&Load::Ride(ride));
            }
            self.count_stop(said_at, due_at);
        }
        match standing {
            RideStanding::OnBoard => {}
            RideStanding::Arrived => self.tally.arrived += 1,
            _ => self.tally.came_back += 1,
        }
        if let Some(live) = self.rides.live.get_mut(&ride) {
            live.standing = standing;
        }
        if answer.body["cargo"] != word {
            scene.differs(id, format!("ride #{ride}"), word, said(answer));
        }
        if standing == RideStanding::Absent && !self.note_absence(ride, &answer.body["need"], scene.stage, scene.market)
        {
            scene.differs(
                id,
                format!("need for the absence of ride #{ride}"),
                "raised",
                said(answer),
            );
        }
        let is_way_there = ride % 2 == 0;
        if is_way_there && matches!(standing, RideStanding::Absent | RideStanding::Refused) {
            self.cancel_ride(ride + 1);
        }
    }
}

/// The need that says that nobody was there.
fn raised_absence(id: &str, order: usize, answer: &Answer, scene: &mut Scene<'_>) {
    let (plan, world) = (scene.stage.plan, scene.stage.world);
    let household = scene.stage.supply.orders[order].household;
    let about = (plan.households[household].building, household);
    match answer.body["need"].as_str() {
        Some(need) => {
            let need = RaisedNeed::of_absence(world, about, need.to_owned(), scene.stage.now);
            scene.market.raised.push(need);
        }
        None => scene.differs(id, "need for an absence", "raised", "none"),
    }
}

fn sorted(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids
}
