//! Drivers leave, and say at each door what became of it; some break down.

use super::settling::Scene;
use super::{Fleet, LiveRun, RunStanding, STREAM, manager};
use crate::book::OrderState;
use crate::client::{Answer, Auth, Body, Call, IN_FLIGHT_MAX, Mishap};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::By;
use crate::plan_supply::{PlannedDispatch, PlannedEnding};
use crate::play::Log;
use crate::play::act::{mishap, said};
use crate::play::supply::{Market, Stage};
use crate::scenario_supply::OrderEnding;
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

/// What a driver says.
#[derive(Debug, Clone)]
pub(super) enum Saying {
    Depart,
    /// The stop, the order, and when it was.
    Door(usize, usize, Timestamp),
    End,
}

/// One thing said, under a key of its own.
struct Said {
    saying: Saying,
    key: u64,
    body: Value,
    /// The order whose code has to be asked for first, and whom to ask.
    code_of: Option<(String, By)>,
}

impl Fleet {
    /// Runs leave whose time has come; what is due at doors is said; runs that are done come back.
    pub(super) async fn drive(
        &mut self,
        story: &PlannedDispatch,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let ids: Vec<String> = self
            .runs
            .iter()
            .filter(|(_, run)| run.is_open())
            .map(|(id, _)| id.clone())
            .collect();
        let mut told = Vec::new();
        for id in ids {
            let sayings = self.sayings(&id, story, stage, market);
            if !sayings.is_empty() {
                let (by, key) = self.driver(&id, stage);
                told.push(tell(id, by, key, sayings, stage));
            }
        }
        let mut told = futures::stream::iter(told).buffered(IN_FLIGHT_MAX);
        let mut answers = Vec::new();
        while let Some(answered) = told.next().await {
            answers.push(answered?);
        }
        let mut count = 0;
        let mut scene = Scene {
            story,
            stage,
            market,
            log,
        };
        for (id, key, answered) in answers {
            self.keep_key(&id, key);
            for (saying, answer, again) in answered {
                count += 1;
                self.settle(&id, &saying, &answer, again, &mut scene);
            }
        }
        Ok(count)
    }

    /// Whose run it is, and what opens it.
    fn driver(&self, id: &str, stage: Stage<'_>) -> (By, Option<Auth>) {
        let run = self.runs.get(id);
        let firm = run.map(|run| run.firm).unwrap_or_default();
        (manager(stage, firm), run.and_then(|run| run.key.clone()))
    }

    fn keep_key(&mut self, id: &str, key: Auth) {
        if let Some(run) = self.runs.get_mut(id) {
            run.key = Some(key);
        }
    }

    /// What is said on a run now, in order; the book of the run is moved on as far as the driver knows.
    fn sayings(&mut self, id: &str, story: &PlannedDispatch, stage: Stage<'_>, market: &Market) -> Vec<Said> {
        let Some(run) = self.runs.get_mut(id) else {
            return Vec::new();
        };
        let mut sayings = Vec::new();
        if run.standing == RunStanding::Planned {
            if run.start_at > stage.now {
                return Vec::new();
            }
            run.driver_late_ms = stage.now.millis_since(run.start_at).max(0);
            sayings.push((Saying::Depart, json!({ "event": "depart" }), None));
        }
        let mut left = run.clone();
        for stop in 0..left.stops.len() {
            let goes = left.stops[stop].open.clone();
            let goes: Vec<usize> = goes
                .into_iter()
                .filter(|order| is_on_board(run, *order, market))
                .collect();
            if goes.is_empty() {
                continue;
            }
            hold_up(&mut left, stop, &goes, story);
            let said_at = left.said_at(stop);
            if said_at > stage.now {
                break;
            }
            for order in goes {
                left.stops[stop].open.remove(&order);
                let (body, code_of) = door(order, story.endings[order], said_at, stage, market);
                sayings.push((Saying::Door(stop, order, said_at), body, code_of));
            }
        }
        let is_empty = left
            .stops
            .iter()
            .flat_map(|stop| &stop.open)
            .all(|order| !is_on_board(run, *order, market));
        let back = left.end_at.plus_millis(left.driver_late_ms);
        if is_empty && back <= stage.now && run.standing == RunStanding::UnderWay && sayings.is_empty() {
            sayings.push((Saying::End, json!({ "event": "end" }), None));
        }
        run.driver_late_ms = left.driver_late_ms;
        let mut keyed = Vec::new();
        for (saying, body, code_of) in sayings {
            let key = self.key();
            keyed.push(Said {
                saying,
                key,
                body,
                code_of,
            });
        }
        keyed
    }

    /// Vehicles that break down now; answers their firms.
    pub(super) async fn break_down(
        &mut self,
        story: &PlannedDispatch,
        stage: Stage<'_>,
        log: &mut Log,
    ) -> Result<Vec<usize>, DrillError> {
        let mut firms = Vec::new();
        if stage.now < story.breaks_at {
            return Ok(firms);
        }
        let is_breaking = |run: &LiveRun| {
            let open = run.stops.iter().filter(|stop| !stop.open.is_empty()).count();
            run.standing == RunStanding::UnderWay && (1..run.stops.len()).contains(&open)
        };
        let breaking: Vec<String> = self
            .runs
            .iter()
            .filter(|(_, run)| is_breaking(run))
            .map(|(id, _)| id.clone())
            .collect();
        for id in breaking {
            let firm = self.runs[&id].firm;
            if self.broken >= story.breakdowns || firms.contains(&firm) {
                continue;
            }
            let said = Said {
                saying: Saying::End,
                key: self.key(),
                body: json!({ "event": "break_down", "reason": "演练：车辆故障" }),
                code_of: None,
            };
            let (by, key) = self.driver(&id, stage);
            let (_, _, answered) = tell(id.clone(), by, key, vec![said], stage).await?;
            for (_, answer, _) in answered {
                if answer.body["state"] == "broken" {
                    log.counts.acts += 1;
                } else {
                    log.mismatches
                        .push(Mismatch::new(format!("run {id}"), "broken", "yes", self::said(&answer)));
                }
            }
            self.broken += 1;
            self.tally.broken += 1;
            firms.push(firm);
            if let Some(run) = self.runs.get_mut(&id) {
                run.standing = RunStanding::Broken;
            }
        }
        Ok(firms)
    }
}

/// Whether a run brings an order: it is packed, or on board.
fn is_on_board(run: &LiveRun, order: usize, market: &Market) -> bool {
    let state = market.orders.get(&order).map(|live| live.book.state());
    match run.standing {
        RunStanding::Planned if !run.taken_on.contains(&order) => state == Some(OrderState::Packed),
        _ => state == Some(OrderState::Sent),
    }
}

/// Whoever drives is held up on the way to a late order, and behind from there on.
fn hold_up(run: &mut LiveRun, stop: usize, goes: &[usize], story: &PlannedDispatch) {
    let late = goes
        .iter()
        .map(|order| story.endings[*order])
        .filter(|ending| ending.ending == OrderEnding::Late);
    if let Some(minutes) = late.map(|ending| ending.late_minutes).max() {
        let at = &run.stops[stop];
        let until = at.due_at.plus_minutes(minutes).millis_since(at.leave_at);
        run.driver_late_ms = run.driver_late_ms.max(until);
    }
}

/// What is said at a door, and whose code has to be asked for.
fn door(
    order: usize,
    planned: PlannedEnding,
    at: Timestamp,
    stage: Stage<'_>,
    market: &Market,
) -> (Value, Option<(String, By)>) {
    let id = market
        .orders
        .get(&order)
        .map(|live| live.id.clone())
        .unwrap_or_default();
    let cargo = json!({ "kind": "order", "id": id });
    match planned.ending {
        OrderEnding::HandedOver => (
            json!({ "event": "hand_over", "cargo": cargo, "at": at }),
            Some((id, stage.supply.orders[order].by)),
        ),
        OrderEnding::Returned => (json!({ "event": "absent", "cargo": cargo, "at": at }), None),
        _ => (
            json!({ "event": "drop", "cargo": cargo, "point": "小区门口 1 号点", "at": at }),
            None,
        ),
    }
}

type Answered = (String, Auth, Vec<(Saying, Answer, Option<Answer>)>);

/// Says one thing after the other on a run, over a bad network, as whoever holds its link. The firm hands the link out.
async fn tell(
    id: String,
    by: By,
    known: Option<Auth>,
    sayings: Vec<Said>,
    stage: Stage<'_>,
) -> Result<Answered, DrillError> {
    let key = match known {
        Some(key) => key,
        None => {
            let path = format!("/api/v1/day-runs/{id}");
            let answer = stage.client.get(&path, stage.world.auth(by)).await?;
            let link = answer.text(&path, "/link")?;
            Auth::Run(link.split('#').nth(1).unwrap_or_default().to_owned())
        }
    };
    let mut answered = Vec::new();
    for mut said in sayings {
        if let Some((order, customer)) = &said.code_of {
            let path = format!("/api/v1/orders/{order}");
            let shown = stage.client.get(&path, stage.world.auth(*customer)).await?;
            said.body["code"] = shown.body["hand_over_code"].clone();
        }
        let goes_wrong: Mishap = mishap(stage.plan, STREAM + said.key);
        let call = Call {
            method: Method::POST,
            path: "/api/v1/run/events",
            auth: &key,
            key: Some(&format!("drill-{:x}-run-{:08}", stage.plan.seed, said.key)),
            body: Body::Json(said.body),
        };
        let (answer, again) = stage.client.send_with(call, goes_wrong).await?;
        answered.push((said.saying, answer, again));
    }
    Ok((id, key, answered))
}
