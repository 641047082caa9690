//! Checkpoints: each holds the keys and the list of revoked passes, judges what it is shown with no help, and counts.

use super::shown::shown;
use super::{Desk, GATE_STREAM, Held};
use crate::book::{PassState, Showing};
use crate::client::{Body, Call, IN_FLIGHT_MAX, Mishap};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_pass::{PassPlan, PlannedCheck, Way};
use crate::play::Log;
use crate::play::act::{mishap, said};
use crate::play::clock::{CLOCK_LOOK_EVERY, CLOCK_WAIT_MAX};
use crate::play::supply::Stage;
use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tongxin_city::Timestamp;
use tongxin_pass_format::pass::PassNumber;
use tongxin_pass_format::{Direction, KeySet, PublicKey, Situation, StatusList, check};

/// Passes of one page.
const PASSES_AT_ONCE: usize = 200;
const KEYS: &str = "/api/v1/passes/keys";
const STATUS: &str = "/api/v1/passes/status";

/// A checkpoint's files and counts.
#[derive(Debug, Default)]
pub(super) struct Gate {
    files: Option<(KeySet, StatusList)>,
    /// By hour, way and verdict: what was not sent yet.
    counts: BTreeMap<(Timestamp, Way, &'static str), i64>,
}

impl Desk {
    /// Has the checkpoints judge what they are shown, send their counts and ask for news once an hour; answers how many
    /// checks there were.
    pub(super) async fn check(
        &mut self,
        pass: &PassPlan,
        stage: Stage<'_>,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let due = (pass.checks[self.next_check..].iter())
            .take_while(|check| check.at <= stage.now)
            .count();
        let is_last = stage.now >= stage.plan.ends_at;
        let hour = stage.now.millis().div_euclid(Timestamp::HOUR_MS);
        let has_opened = self.news_hour.is_some() || due > 0;
        if has_opened && (is_last || self.news_hour != Some(hour)) {
            if self.news_hour.is_none() {
                self.hold(pass, stage, log).await?;
            }
            self.send_counts(pass, stage, log).await?;
            self.hear(pass, stage, log).await?;
            self.news_hour = Some(hour);
        }
        for number in self.next_check..self.next_check + due {
            self.judge(&pass.checks[number], pass, stage, log);
        }
        self.next_check += due;
        if is_last {
            self.send_counts(pass, stage, log).await?;
        }
        Ok(due)
    }

    /// Firms take out what they hold: every pass that was issued, with its text.
    async fn hold(&mut self, pass: &PassPlan, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        let by_id: BTreeMap<&str, usize> = self.ids.iter().map(|(index, id)| (id.as_str(), *index)).collect();
        let firms: std::collections::BTreeSet<usize> = pass.passes.iter().map(|row| row.firm).collect();
        let pages = firms.into_iter().map(|firm| held_by(firm, stage));
        let mut pages = futures::stream::iter(pages).buffer_unordered(IN_FLIGHT_MAX);
        let mut held = BTreeMap::new();
        while let Some(found) = pages.try_next().await? {
            for (id, one) in found {
                if let Some(index) = by_id.get(id.as_str()) {
                    held.insert(*index, one);
                }
            }
        }
        drop(pages);
        let is_issued = |(_, book): &(usize, &crate::book::BookPass)| book.state.is_issued();
        let expected = self.book.iter().filter(is_issued).count();
        if held.len() != expected {
            log.mismatches
                .push(Mismatch::new("passes", "held by their firms", expected, held.len()));
        }
        self.held = held;
        Ok(())
    }

    /// Every gate asks for what is new: all of both files at first, then what changed.
    async fn hear(&mut self, pass: &PassPlan, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        self.await_published(stage, log).await?;
        let root = self.root;
        let mut gates = std::mem::take(&mut self.gates);
        let asking = gates.iter_mut().map(|gate| gate.hear(root, stage));
        let mut asking = futures::stream::iter(asking.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        let mut number = 0;
        while let Some(wrong) = asking.try_next().await? {
            if let Some(wrong) = wrong {
                let subject = format!("gate #{number} {}", pass.gates[number].place);
                log.mismatches.push(Mismatch::new(subject, "files", "taken", wrong));
            }
            number += 1;
        }
        drop(asking);
        self.gates = gates;
        Ok(())
    }

    /// Waits until the published list says of everything that was revoked or replaced that it does not count.
    async fn await_published(&self, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        let is_over = |state: PassState| matches!(state, PassState::Revoked | PassState::Replaced);
        let over = self.book.iter().filter(|(_, book)| is_over(book.state));
        let numbers: Vec<PassNumber> = over
            .filter_map(|(index, _)| PassNumber::new(self.held.get(&index)?.number))
            .collect();
        let started = Instant::now();
        loop {
            let found = files(self.root, stage).await?;
            let says = |number: &&PassNumber| {
                found
                    .as_ref()
                    .is_ok_and(|(_, list)| list.statuses().is_revoked(**number) == Some(true))
            };
            let listed = numbers.iter().filter(says).count();
            if found.is_ok() && listed == numbers.len() {
                return Ok(());
            }
            if started.elapsed() > CLOCK_WAIT_MAX {
                let found = found.map_or_else(|error| error, |_| listed.to_string());
                log.mismatches
                    .push(Mismatch::new("status list", "revoked", numbers.len(), found));
                return Ok(());
            }
            tokio::time::sleep(CLOCK_LOOK_EVERY).await;
        }
    }

    /// One gate judges one pass, with what it holds and the drill's own time.
    fn judge(&mut self, showing: &PlannedCheck, pass: &PassPlan, stage: Stage<'_>, log: &mut Log) {
        let subject = format!("check of pass #{} at gate #{}", showing.pass, showing.gate);
        let gate = &pass.gates[showing.gate];
        let (Some(held), Some(book), Some((keys, list))) = (
            self.held.get(&showing.pass),
            self.book.get(showing.pass),
            self.gates[showing.gate].files.as_ref(),
        ) else {
            log.mismatches
                .push(Mismatch::new(subject, "shown", "a pass", "nothing that was issued"));
            return;
        };
        let Some(text) = shown(held, showing.tampered, keys) else {
            log.mismatches.push(Mismatch::new(subject, "shown", "a text", "none"));
            return;
        };
        let expected = Showing {
            pass: &pass.passes[showing.pass],
            state: book.state,
            tampered: showing.tampered,
            gate,
            way: showing.way,
            today: stage.plan.date,
            midnight: stage.plan.day_starts_at,
            now: stage.now,
        };
        let expected = expected.verdict();
        let situation = Situation {
            place: gate.place,
            areas_around: &[],
            areas_within: &[],
            corridor: gate.corridor.as_deref(),
            direction: match showing.way {
                Way::Enter => Direction::Enter,
                Way::Leave => Direction::Leave,
            },
            at: stage.now,
            clock_uncertainty: Duration::ZERO,
            zone: &pass.zone,
        };
        let found = check(&text, keys, list, &situation).key();
        if found != expected {
            log.mismatches.push(Mismatch::new(subject, "verdict", expected, found));
        }
        *self.checked.entry((showing.gate, expected)).or_default() += 1;
        let hour = stage.now.millis().div_euclid(Timestamp::HOUR_MS) * Timestamp::HOUR_MS;
        let at = (Timestamp(hour), showing.way, found);
        *self.gates[showing.gate].counts.entry(at).or_default() += 1;
    }

    /// Every gate sends what it counted, some of it twice.
    async fn send_counts(&mut self, pass: &PassPlan, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        let mut batches = Vec::new();
        for (gate, planned) in self.gates.iter_mut().zip(&pass.gates) {
            let counts = std::mem::take(&mut gate.counts);
            if counts.is_empty() {
                continue;
            }
            let row = |((hour, way, verdict), count): ((Timestamp, Way, &'static str), i64)| json!({ "hour": hour, "direction": way.as_str(), "verdict": verdict, "count": count });
            let counts: Vec<Value> = counts.into_iter().map(row).collect();
            let auth = stage.world.auth(planned.by);
            batches.push((self.batches, json!({ "place": planned.place, "counts": counts }), auth));
            self.batches += 1;
        }
        let sending = batches.into_iter().map(|(number, body, auth)| async move {
            let key = format!("drill-{:x}-gate-{number:08}", stage.plan.seed);
            let mishap = mishap(stage.plan, GATE_STREAM + number);
            let call = Call {
                method: Method::POST,
                path: "/api/v1/passes/counts",
                auth,
                key: Some(&key),
                body: Body::Json(body),
            };
            Ok::<_, DrillError>((mishap, stage.client.send_with(call, mishap).await?))
        });
        let mut sending = futures::stream::iter(sending.collect::<Vec<_>>()).buffer_unordered(IN_FLIGHT_MAX);
        while let Some((mishap, (answer, again))) = sending.try_next().await? {
            log.counts.resent += usize::from(mishap != Mishap::None);
            log.counts.acts += 1;
            // Whether a lost answer had been given, nobody knows.
            let is_new = mishap == Mishap::AnswerLost || answer.body["is_new"] == true;
            let counts_again = again.is_some_and(|again| again.body["is_new"] != false);
            if !answer.status.is_success() || !is_new || counts_again {
                log.mismatches
                    .push(Mismatch::new("gate counts", "taken once", "yes", said(&answer)));
            }
        }
        Ok(())
    }
}

impl Gate {
    /// Takes what is new; answers what is wrong with it.
    async fn hear(&mut self, root: PublicKey, stage: Stage<'_>) -> Result<Option<String>, DrillError> {
        let Some((keys, list)) = self.files.as_mut() else {
            return Ok(match files(root, stage).await? {
                Ok(files) => {
                    self.files = Some(files);
                    None
                }
                Err(wrong) => Some(wrong),
            });
        };
        let path = format!("{STATUS}/delta?from={}", list.about().issue);
        let delta = stage.client.file(&path, &crate::client::Auth::Nobody).await?;
        if delta.is_empty() {
            return Ok(None);
        }
        Ok(match list.apply(&delta, keys) {
            Ok(newer) => {
                *list = newer;
                None
            }
            Err(error) => Some(error.to_string()),
        })
    }
}

/// Both files as they are published now, or what is wrong with them.
async fn files(root: PublicKey, stage: Stage<'_>) -> Result<Result<(KeySet, StatusList), String>, DrillError> {
    let nobody = crate::client::Auth::Nobody;
    let keys = stage.client.file(KEYS, &nobody).await?;
    let keys = match KeySet::read(&keys, &root, None) {
        Ok(keys) => keys,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let list = stage.client.file(STATUS, &nobody).await?;
    let list = StatusList::read(&list, &keys, None).map_err(|error| error.to_string());
    Ok(list.map(|list| (keys, list)))
}

/// The passes of a firm that were issued, by id.
async fn held_by(firm: usize, stage: Stage<'_>) -> Result<Vec<(String, Held)>, DrillError> {
    let org = &stage.world.market.firms[firm];
    let manager = stage.supply.firms[firm].manager;
    let auth = manager.map_or_else(|| stage.world.order_reader(), |person| &stage.world.people[person].auth);
    let (mut held, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/passes?org={org}&limit={PASSES_AT_ONCE}{cursor}");
        let answer = stage.client.get(&path, auth).await?;
        for found in answer.body["passes"].as_array().into_iter().flatten() {
            let number = found["number"].as_u64().and_then(|number| u32::try_from(number).ok());
            if let (Some(number), Some(text), Some(id)) = (number, found["text"].as_str(), found["id"].as_str()) {
                let text = text.to_owned();
                held.push((id.to_owned(), Held { number, text }));
            }
        }
        match answer.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(held),
        }
    }
}
