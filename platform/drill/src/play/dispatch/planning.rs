//! Firms ask for plans, wait for them, and publish.

use super::{Fleet, LiveRun, LiveStop, RunStanding, manager};
use crate::client::{Answer, Body, Call};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_supply::Deed;
use crate::play::Log;
use crate::play::act::said;
use crate::play::clock::{CLOCK_LOOK_EVERY, CLOCK_WAIT_MAX};
use crate::play::supply::{Market, Stage};
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;
use tongxin_city::Timestamp;

/// Firms that plan at the same time.
const FIRMS_AT_ONCE: usize = 8;
/// How long a firm lets the search look, in seconds; small plans end long before.
const SEARCH_SECONDS: u32 = 2;
/// What no run brings is sent by hand so many minutes after its window began, and put down so many later.
const BY_HAND_MINUTES: [i64; 2] = [15, 60];

/// What a firm published: the answer, the plan, and its runs of the day.
struct Published {
    firm: usize,
    answer: Answer,
    plan: Value,
    runs: Value,
}

impl Fleet {
    /// These firms plan and publish.
    pub(super) async fn plan(
        &mut self,
        firms: &[usize],
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        for (order, live) in &market.orders {
            self.orders.entry(live.id.clone()).or_insert(*order);
        }
        let asked: Vec<_> = firms
            .iter()
            .map(|firm| published(*firm, Timestamp(self.due_ms), self.key(), stage))
            .collect();
        let mut asked = futures::stream::iter(asked).buffered(FIRMS_AT_ONCE);
        let mut found = Vec::new();
        while let Some(done) = asked.next().await {
            found.push(done?);
        }
        let count = found.len();
        for published in found {
            self.take_in(published, stage, market, log);
        }
        Ok(count)
    }

    fn take_in(&mut self, published: Published, stage: Stage<'_>, market: &mut Market, log: &mut Log) {
        let firm = published.firm;
        let subject = format!("plan of {}", stage.supply.firms[firm].name);
        if !published.answer.status.is_success() {
            log.mismatches
                .push(Mismatch::new(subject, "published", "yes", said(&published.answer)));
            return;
        }
        self.tally.plans += 1;
        log.counts.acts += 1;
        self.take_runs(firm, &published.runs);
        self.note_unserved(&published, stage, market);
        let missed = self.missed(&published, market);
        // Publishing raises them at once, though they are looked up only with the clock's.
        for order in &missed {
            market.expected_late.entry(*order).or_insert(stage.now);
        }
        let expected = missed.len();
        if published.answer.body["needs"] != json!(expected) {
            let found = &published.answer.body["needs"];
            log.mismatches
                .push(Mismatch::new(subject, "needs raised", expected, found));
        }
    }

    /// What the plan leaves out is sent by hand.
    fn note_unserved(&mut self, published: &Published, stage: Stage<'_>, market: &mut Market) {
        let left = published.plan["body"]["unserved"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        self.tally.unserved += i64::try_from(left.len()).unwrap_or_default();
        for left in left {
            let Some(order) = self.order(&left["cargo"]) else {
                continue;
            };
            let is_sent = market.orders.get(&order).is_some_and(|live| live.book.is_waiting());
            if !is_sent {
                continue;
            }
            let window = stage.supply.windows[stage.supply.orders[order].window];
            let by = manager(stage, published.firm);
            let [send, put] = BY_HAND_MINUTES.map(|minutes| window.from_at.plus_minutes(minutes).max(stage.now));
            self.later(send, by, Deed::Send(vec![order]));
            self.later(put, by, Deed::Drop(order));
        }
    }

    /// Orders of which publishing says that they will be late: what is left out, and what the plan brings late.
    fn missed(&self, published: &Published, market: &Market) -> Vec<usize> {
        let left = published.plan["body"]["unserved"].as_array();
        let left = left.into_iter().flatten().filter_map(|left| self.order(&left["cargo"]));
        let runs = self.runs.values();
        let runs = runs.filter(|run| run.firm == published.firm && run.standing == RunStanding::Planned);
        let late = runs.flat_map(|run| &run.stops);
        let late = late.filter(|stop| stop.arrive_at.max(stop.from_at) > stop.due_at);
        let late = late.flat_map(|stop| stop.orders.iter().copied());
        left.chain(late)
            .filter(|order| market.orders.contains_key(order))
            .collect()
    }

    fn order(&self, cargo: &Value) -> Option<usize> {
        self.orders.get(cargo["id"].as_str()?).copied()
    }

    /// Takes the firm's runs of the day down; those that have left stay as they are in the book.
    fn take_runs(&mut self, firm: usize, runs: &Value) {
        let runs = runs["runs"].as_array().cloned().unwrap_or_default();
        let found: BTreeMap<String, LiveRun> = runs
            .iter()
            .filter_map(|run| Some((run["id"].as_str()?.to_owned(), self.read_run(firm, run)?)))
            .collect();
        for (id, run) in &mut self.runs {
            if run.firm == firm && run.standing == RunStanding::Planned && !found.contains_key(id) {
                run.standing = RunStanding::Cancelled;
            }
        }
        for (id, run) in found {
            let known = self.runs.get(&id).map(|known| known.standing);
            if matches!(known, None | Some(RunStanding::Planned | RunStanding::Cancelled))
                && run.standing == RunStanding::Planned
            {
                self.runs.insert(id, run);
            }
        }
    }

    fn read_run(&self, firm: usize, run: &Value) -> Option<LiveRun> {
        let all = run["stops"].as_array()?;
        let taken_on = all.iter().filter(|stop| stop["is_pickup"] == true);
        let taken_on = taken_on.flat_map(|stop| stop["cargo"].as_array().into_iter().flatten());
        let stops = all.iter().filter(|stop| stop["is_pickup"] == false);
        Some(LiveRun {
            firm,
            key: None,
            standing: match run["state"].as_str()? {
                "planned" => RunStanding::Planned,
                "under_way" => RunStanding::UnderWay,
                "broken" => RunStanding::Broken,
                "cancelled" => RunStanding::Cancelled,
                _ => RunStanding::Over,
            },
            start_at: moment(&run["start_at"])?,
            end_at: moment(&run["end_at"])?,
            metres: run["metres"].as_i64()?,
            stops: stops.map(|stop| self.read_stop(stop)).collect::<Option<_>>()?,
            taken_on: taken_on.filter_map(|cargo| self.order(cargo)).collect(),
            driver_late_ms: 0,
            known_late_ms: 0,
        })
    }

    fn read_stop(&self, stop: &Value) -> Option<LiveStop> {
        let orders: Vec<usize> = stop["cargo"]
            .as_array()?
            .iter()
            .filter_map(|cargo| self.order(cargo))
            .collect();
        Some(LiveStop {
            place: stop["place"].as_str()?.to_owned(),
            from_at: moment(&stop["from_at"])?,
            due_at: moment(&stop["due_at"])?,
            arrive_at: moment(&stop["arrive_at"])?,
            leave_at: moment(&stop["leave_at"])?,
            open: orders.iter().copied().collect(),
            orders,
        })
    }
}

fn moment(value: &Value) -> Option<Timestamp> {
    serde_json::from_value(value.clone()).ok()
}

/// Asks for a plan, waits until it is ready, and publishes it.
async fn published(firm: usize, due: Timestamp, key: u64, stage: Stage<'_>) -> Result<Published, DrillError> {
    let auth = stage.world.auth(manager(stage, firm));
    let org = &stage.world.market.firms[firm];
    let seed = stage.plan.seed;
    let call = |path: String, what: &'static str, body: Value| async move {
        let call = Call {
            method: Method::POST,
            path: &path,
            auth,
            key: Some(&format!("drill-{seed:x}-{what}-{key:08}")),
            body: Body::Json(body),
        };
        stage.client.send(call).await
    };
    let day = if stage.now >= stage.plan.day_starts_at {
        stage.plan.date
    } else {
        stage.plan.date.previous()
    };
    let due_minute = due.millis_since(stage.plan.day_starts_at) / Timestamp::MINUTE_MS;
    let asked = json!({ "day": day, "seconds": SEARCH_SECONDS, "due_minute": due_minute });
    let answer = call(format!("/api/v1/outlets/{org}/plans"), "plan", asked).await?;
    let Some(id) = answer.body["id"].as_str().map(str::to_owned) else {
        return Ok(Published {
            firm,
            answer,
            plan: Value::Null,
            runs: Value::Null,
        });
    };
    let path = format!("/api/v1/plans/{id}");
    let started = Instant::now();
    let plan = loop {
        let answer = stage.client.get(&path, auth).await?;
        if answer.body["state"] != "making" || started.elapsed() > 10 * CLOCK_WAIT_MAX {
            break answer.body;
        }
        tokio::time::sleep(4 * CLOCK_LOOK_EVERY).await;
    };
    let answer = call(format!("{path}/publish"), "publish", json!({ "seq": plan["seq"] })).await?;
    let runs = stage
        .client
        .get(&format!("/api/v1/outlets/{org}/day-runs?day={day}"), auth)
        .await?;
    Ok(Published {
        firm,
        answer,
        plan,
        runs: runs.body,
    })
}
