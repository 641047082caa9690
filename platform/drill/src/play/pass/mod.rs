//! Playing passes: firms apply, officers and districts decide, checkpoints judge what they are shown, beside the book of
//! the desk.

mod clock;
mod gates;
mod requests;
mod rosters;
mod settling;
mod shown;

use super::supply::{Market, Stage};
use super::{Log, act::mishap};
use crate::book::BookDesk;
use crate::client::{Answer, Call, Mishap};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Plan;
use crate::plan_pass::PassPlan;
use futures::StreamExt as _;
use gates::Gate;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeMap;
use tongxin_pass_format::PublicKey;

/// Random streams of passes' commands begin here, beyond those of supply's; those of gates' batches after them.
const MISHAP_STREAM: u64 = 1 << 42;
const GATE_STREAM: u64 = 1 << 43;
/// Commands in flight: many have thousands of rows.
const COMMANDS_IN_FLIGHT_MAX: usize = 16;
/// Longest wait for what is approved to be issued, in commands.
const ISSUE_TRIES: usize = 50;

/// What is counted of passes, on the played day or the evening before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PassEvent {
    /// Whether on the played day.
    pub is_day: bool,
    /// What happened.
    pub event: &'static str,
}

/// A pass as its firm holds it.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// The number.
    pub number: u32,
    /// The text of its QR code.
    pub text: String,
}

/// The book of passes, and the ids of what stands in it.
#[derive(Debug)]
pub(crate) struct Desk {
    /// Every pass as it must stand.
    pub book: BookDesk,
    /// Ids by index in the plan.
    pub ids: BTreeMap<usize, String>,
    /// What happened by day.
    pub tally: BTreeMap<PassEvent, usize>,
    /// What the gates must have counted on the day, by gate and verdict.
    pub checked: BTreeMap<(usize, &'static str), usize>,
    /// Those that were issued, as their firms hold them on the day.
    /// Passes that patients' trips were given besides.
    pub trips: usize,
    held: BTreeMap<usize, Held>,
    gates: Vec<Gate>,
    root: PublicKey,
    /// The hour in which gates last asked for news; nothing before they open.
    news_hour: Option<i64>,
    next_act: usize,
    next_check: usize,
    batches: u64,
}

/// A command to the desk on its way.
struct Command<'a> {
    number: usize,
    path: String,
    body: crate::client::Body,
    auth: &'a crate::client::Auth,
}

impl Desk {
    /// The desk before anybody has applied; nothing when passes are not played.
    pub(super) fn open(plan: &Plan, root: PublicKey) -> Option<Desk> {
        let (pass, supply) = (plan.pass.as_ref()?, plan.supply.as_ref()?);
        Some(Desk {
            book: BookDesk::open(pass, supply),
            ids: BTreeMap::new(),
            tally: BTreeMap::new(),
            checked: BTreeMap::new(),
            trips: 0,
            held: BTreeMap::new(),
            gates: pass.gates.iter().map(|_| Gate::default()).collect(),
            root,
            news_hour: None,
            next_act: 0,
            next_check: 0,
            batches: 0,
        })
    }

    /// Does what is due in one step of the clock; answers how many things that were.
    pub(super) async fn play(
        &mut self,
        pass: &PassPlan,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        self.await_clock(pass, stage, market, log).await?;
        // Gates come first: what is revoked in this step is published when the clock moves again.
        let checks = self.check(pass, stage, log).await?;
        let acts = &pass.acts[self.next_act..];
        let due = acts.iter().take_while(|act| act.at <= stage.now).count();
        let commands: Vec<Command<'_>> = (self.next_act..self.next_act + due)
            .filter_map(|number| self.command(number, pass, stage, log))
            .collect();
        self.next_act += due;
        // In the order of the plan, whatever the order of the answers.
        let sent = commands.into_iter().map(|command| sent(command, stage));
        let mut sent = futures::stream::iter(sent.collect::<Vec<_>>()).buffered(COMMANDS_IN_FLIGHT_MAX);
        while let Some(answered) = sent.next().await {
            let (number, mishap, (answer, again)) = answered?;
            log.counts.resent += usize::from(mishap != Mishap::None);
            self.settle(&pass.acts[number], pass, (&answer, again), stage, log);
        }
        drop(sent);
        self.issue(pass, stage, log).await?;
        Ok(due + checks)
    }

    /// Has everything issued that is approved, and counts it.
    async fn issue(&mut self, pass: &PassPlan, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        let approved = self.book.issue(pass);
        if approved == 0 {
            return Ok(());
        }
        self.count("issued", approved, stage);
        for number in 0..ISSUE_TRIES {
            let key = format!("drill-{:x}-issue-{}-{number}", stage.plan.seed, stage.now.millis());
            let call = Call {
                method: Method::POST,
                path: "/api/v1/passes/issue",
                auth: stage.world.order_reader(),
                key: Some(&key),
                body: crate::client::Body::Empty,
            };
            // The clock issues too: whoever is outrun asks again.
            let answer = stage.client.send(call).await?;
            if answer.body["waiting"] == 0 {
                return Ok(());
            }
        }
        let found = "still waiting";
        log.mismatches
            .push(Mismatch::new("passes", "approved", "issued", found));
        Ok(())
    }

    /// A patient's trip was confirmed: whoever goes has a pass at once.
    pub(in crate::play) fn note_trip(&mut self, passes: usize, stage: Stage<'_>) {
        self.trips += passes;
        self.count("applied", passes, stage);
        self.count("issued", passes, stage);
    }

    /// It was called off: their passes count no more.
    pub(in crate::play) fn end_trip(&mut self, passes: usize, stage: Stage<'_>) {
        self.count("revoked", passes, stage);
    }

    fn count(&mut self, event: &'static str, count: usize, stage: Stage<'_>) {
        let is_day = stage.now >= stage.plan.day_starts_at;
        *self.tally.entry(PassEvent { is_day, event }).or_default() += count;
    }

    /// How a pass is named in a mismatch.
    pub(crate) fn subject(&self, pass: &PassPlan, index: usize) -> String {
        let row = &pass.passes[index];
        let id = self.ids.get(&index).map_or("new", String::as_str);
        format!("pass #{index} {id} ({} of firm {})", row.kind.as_str(), row.firm)
    }
}

async fn sent(command: Command<'_>, stage: Stage<'_>) -> Result<(usize, Mishap, (Answer, Option<Answer>)), DrillError> {
    let mishap = mishap(stage.plan, MISHAP_STREAM + command.number as u64);
    let key = format!("drill-{:x}-pass-{:08}", stage.plan.seed, command.number);
    let call = Call {
        method: Method::POST,
        path: &command.path,
        auth: command.auth,
        key: Some(&key),
        body: command.body,
    };
    Ok((command.number, mishap, stage.client.send_with(call, mishap).await?))
}

/// A text of an answer.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
