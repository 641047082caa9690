//! What the system's clock does by itself is awaited before people act.

use super::supply::{Market, Stage};
use super::{Log, Needs, Play};
use crate::check;
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use futures::StreamExt as _;
use std::time::{Duration, Instant};
use tongxin_city::Timestamp;

/// Longest wait for what the clock should do by itself.
pub(crate) const CLOCK_WAIT_MAX: Duration = Duration::from_secs(30);
/// Pause between two looks at it.
pub(crate) const CLOCK_LOOK_EVERY: Duration = Duration::from_millis(4);

impl Play<'_> {
    /// Waits until the system's clock has done what the book says it must, so that what people do next meets the same
    /// needs in every run.
    pub(super) async fn await_clock(
        &self,
        needs: &mut Needs,
        market: &mut Market,
        now: Timestamp,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        let mut awaited = Vec::new();
        for (index, live) in needs.iter_mut() {
            if live.book.clock_acts(now).is_some() {
                let subject = check::subject(self.plan, *index, &live.id);
                awaited.push((subject, live.id.clone(), live.book.entries().len()));
            }
        }
        for raised in &mut market.raised {
            if raised.live.book.clock_acts(now).is_some() {
                let (subject, live) = (raised.subject(), &raised.live);
                awaited.push((subject, live.id.clone(), live.book.entries().len()));
            }
        }
        log.counts.clock_acts += awaited.len();
        let looks = awaited
            .into_iter()
            .map(|(subject, id, seq)| self.await_entry(subject, id, seq));
        let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
        while let Some(missing) = looks.next().await {
            log.mismatches.extend(missing?);
        }
        match self.stage(now) {
            Some(stage) => market.await_clock(stage, log).await,
            None => Ok(()),
        }
    }

    /// What the market is played with, if supply is played.
    pub(super) fn stage(&self, now: Timestamp) -> Option<Stage<'_>> {
        Some(Stage {
            plan: self.plan,
            supply: self.plan.supply.as_ref()?,
            client: self.client,
            world: self.world,
            now,
        })
    }

    async fn await_entry(&self, subject: String, id: String, seq: usize) -> Result<Option<Mismatch>, DrillError> {
        let started = Instant::now();
        let path = format!("/api/v1/needs/{id}");
        loop {
            let answer = self.client.get(&path, self.world.reader()).await?;
            let found = answer.body["need"]["seq"].as_u64().unwrap_or_default();
            if found >= seq as u64 {
                return Ok(None);
            }
            if started.elapsed() > CLOCK_WAIT_MAX {
                return Ok(Some(Mismatch::new(
                    subject,
                    "entries after the clock's turn",
                    seq,
                    found,
                )));
            }
            tokio::time::sleep(CLOCK_LOOK_EVERY).await;
        }
    }
}

/// A need that the system raises by itself, once it is there: `look` asks for its id.
pub(crate) async fn raised<L, F>(look: L) -> Result<Option<String>, DrillError>
where
    L: Fn() -> F,
    F: Future<Output = Result<Option<String>, DrillError>>,
{
    let started = Instant::now();
    loop {
        let need = look().await?;
        if need.is_some() || started.elapsed() > CLOCK_WAIT_MAX {
            return Ok(need);
        }
        tokio::time::sleep(CLOCK_LOOK_EVERY).await;
    }
}

/// When the system raised a need about something that was known at `at`. What was known by its look of this turn it may have
/// said already in the turn before, in which it happened, for it looks whenever its clock moves and people may act before it has looked.
pub(crate) async fn raised_at(need: &str, at: Timestamp, stage: Stage<'_>) -> Result<Timestamp, DrillError> {
    if at != stage.now {
        return Ok(at);
    }
    let path = format!("/api/v1/needs/{need}");
    let answer = stage.client.get(&path, stage.world.reader()).await?;
    let found: Option<Timestamp> = serde_json::from_value(answer.body["need"]["raised_at"].clone()).ok();
    let turn = at.plus_millis(-stage.plan.tick_ms)..=at;
    Ok(found.filter(|found| turn.contains(found)).unwrap_or(at))
}
