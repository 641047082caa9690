//! Drivers leave, and say at each door what became of it; some break down.

use super::doors::Day;
use super::rides::AtDoor;
use super::settling::Scene;
use super::{Fleet, HELD_UP_STREAM, LiveRun, Load, RunStanding, STREAM, manager};
use crate::client::{Answer, Auth, Body, Call, IN_FLIGHT_MAX, Mishap};
use crate::draw::shares::{happens, minutes};
use crate::draw::stream;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::By;
use crate::plan_supply::PlannedDispatch;
use crate::play::Log;
use crate::play::act::{mishap, said};
use crate::play::supply::{Market, Stage};
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

/// What a driver says.
#[derive(Debug, Clone)]
pub(super) enum Saying {
    Depart,
    /// The stop, the order, and when it was.
    Order(usize, usize, Timestamp),
    /// The stop, the ride, when it was, and what the driver found: another vehicle may bring the patient meanwhile.
    Ride(usize, usize, Timestamp, AtDoor),
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
        let key = self.next_key + 1;
        let Some(run) = self.runs.get_mut(id) else {
            return Vec::new();
        };
        let mut sayings = Vec::new();
        if run.standing == RunStanding::Planned {
            if run.start_at > stage.now {
                return Vec::new();
            }
            let held_up = held_up_minutes(story, stage, key);
            run.driver_late_ms = stage.now.plus_minutes(held_up).millis_since(run.start_at).max(0);
            sayings.push((Saying::Depart, json!({ "event": "depart" }), None));
        }
        let day = Day {
            story,
            stage,
            market,
            rides: &self.rides,
        };
        for (stop, load, said_at) in day.doors(run) {
            let (body, code_of) = day.door(run, (stop, load), said_at);
            let saying = match load {
                Load::Order(order) => Saying::Order(stop, order, said_at),
                Load::Ride(ride) => Saying::Ride(stop, ride, said_at, day.rides.at_door(ride, story)),
            };
            sayings.push((saying, body, code_of));
        }
        let back = run.end_at.plus_millis(run.driver_late_ms);
        if sayings.is_empty() && run.standing == RunStanding::UnderWay && back <= stage.now && day.is_empty(run) {
            sayings.push((Saying::End, json!({ "event": "end" }), None));
        }
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
                run.broken_at = Some(stage.now);
            }
        }
        Ok(firms)
    }
}

/// By how much a run is held up on its way.
fn held_up_minutes(story: &PlannedDispatch, stage: Stage<'_>, key: u64) -> i64 {
    let mut rng = stream(stage.plan.seed, HELD_UP_STREAM + key);
    if happens(story.held_up, &mut rng) {
        minutes(story.held_up_minutes, &mut rng)
    } else {
        0
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
