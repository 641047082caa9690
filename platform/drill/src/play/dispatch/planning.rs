//! Firms ask for plans, wait for them, and publish.

use super::{Fleet, LiveRun, LiveStop, Load, RunStanding, manager};
use crate::client::{Answer, Body, Call};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_supply::{Deed, PlanFor};
use crate::play::Log;
use crate::play::act::said;
use crate::play::clock::{CLOCK_LOOK_EVERY, CLOCK_WAIT_MAX};
use crate::play::supply::{Market, Stage};
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
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
            .map(|firm| {
                // Who drives patients plans the whole day: an appointment keeps to no window.
                let serves_doors = stage.supply.firms[*firm].kind.serves_doors();
                let due = serves_doors.then_some(Timestamp(self.due_ms));
                published(*firm, due, self.key(), stage)
            })
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
        let anew = planned_anew(&published.plan);
        self.take_runs(firm, &published.runs, &anew);
        self.note_unserved(&published, stage, market);
        let missed = self.missed(&published, &anew);
        // Publishing raises them at once, though they are looked up only with the clock's.
        let mut expected = self
            .rides
            .expect_late(missed.iter().filter_map(|load| load.ride()), stage.now);
        let orders = missed.iter().filter_map(|load| load.order());
        for order in orders.filter(|order| market.orders.contains_key(order)) {
            market.expected_late.entry(order).or_insert(stage.now);
            expected += 1;
        }
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
        // Of a firm's plans the last one counts: what it leaves out holds most of what those before did.
        let number = i64::try_from(left.len()).unwrap_or_default();
        self.tally.unserved += number - self.left_out.insert(published.firm, number).unwrap_or(0);
        for left in left {
            let Some(order) = self.load(&left["cargo"]).and_then(Load::order) else {
                continue;
            };
            if self.is_planned_again(order, stage) {
                continue;
            }
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

    /// Whether a later plan is made for the window of an order.
    fn is_planned_again(&self, order: usize, stage: Stage<'_>) -> bool {
        let window = PlanFor::Window(stage.supply.orders[order].window);
        let story = stage.supply.dispatch.iter();
        let mut later = story.flat_map(|story| &story.plans[self.next_plan..]);
        later.any(|(_, what)| *what == window)
    }

    /// Of what publishing says that it will be late: what is left out, and what is brought late, by the plan or on runs on the
    /// road that go on as before, but for who is on board of those.
    fn missed(&self, published: &Published, anew: &BTreeSet<String>) -> Vec<Load> {
        let left = published.plan["body"]["unserved"].as_array();
        let left = left.into_iter().flatten().filter_map(|left| self.load(&left["cargo"]));
        let runs = self.runs.iter();
        let runs = runs.filter(|(_, run)| run.firm == published.firm && run.is_open());
        let late = runs.flat_map(|(id, run)| {
            let is_late = |stop: &&LiveStop| stop.expected_at(run.known_late_ms) > stop.due_at;
            let late = run.stops.iter().filter(is_late);
            let open = late.flat_map(|stop| stop.open.iter().copied());
            open.filter(|load| anew.contains(id) || !load.ride().is_some_and(|ride| run.on_board.contains(&ride)))
        });
        left.chain(late).collect()
    }

    fn load(&self, cargo: &Value) -> Option<Load> {
        let id = cargo["id"].as_str()?;
        let order = self.orders.get(id).copied().map(Load::Order);
        order.or_else(|| self.rides.number(id).map(Load::Ride))
    }

    /// Takes the firm's runs of the day down; those that have left stay as they are in the book, but for what the plan says
    /// anew of them.
    fn take_runs(&mut self, firm: usize, runs: &Value, anew: &BTreeSet<String>) {
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
            if let Some(known) = self.runs.get_mut(&id).filter(|_| anew.contains(&id)) {
                known.go_on_by(run);
                continue;
            }
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
        let taken_on = taken_on.filter_map(|cargo| self.load(cargo)?.order()).collect();
        let stops = all
            .iter()
            .map(|stop| self.read_stop(stop))
            .collect::<Option<Vec<_>>>()?;
        // Where goods are taken on, nothing is said.
        let is_said = |stop: &LiveStop| !stop.is_pickup || stop.loads.iter().any(|load| load.ride().is_some());
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
            stops: stops.into_iter().filter(is_said).collect(),
            taken_on,
            on_board: BTreeSet::new(),
            driver_late_ms: 0,
            known_late_ms: 0,
            last_made: None,
            broken_at: None,
        })
    }

    fn read_stop(&self, stop: &Value) -> Option<LiveStop> {
        let cargo = stop["cargo"].as_array()?.iter();
        let loads: Vec<Load> = cargo.filter_map(|cargo| self.load(cargo)).collect();
        Some(LiveStop {
            place: stop["place"].as_str()?.to_owned(),
            from_at: moment(&stop["from_at"])?,
            due_at: moment(&stop["due_at"])?,
            arrive_at: moment(&stop["arrive_at"])?,
            leave_at: moment(&stop["leave_at"])?,
            is_pickup: stop["is_pickup"] == true,
            open: loads.iter().copied().collect(),
            loads,
        })
    }
}

/// The runs on the road that a plan plans anew.
fn planned_anew(plan: &Value) -> BTreeSet<String> {
    let runs = plan["body"]["runs"].as_array().into_iter().flatten();
    let anew = runs.filter(|run| run["is_anew"] == true);
    anew.filter_map(|run| run["id"].as_str().map(str::to_owned)).collect()
}

fn moment(value: &Value) -> Option<Timestamp> {
    serde_json::from_value(value.clone()).ok()
}

/// Asks for a plan, waits until it is ready, and publishes it.
async fn published(firm: usize, due: Option<Timestamp>, key: u64, stage: Stage<'_>) -> Result<Published, DrillError> {
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
    let due_minute = due.map(|due| due.millis_since(stage.plan.day_starts_at) / Timestamp::MINUTE_MS);
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
