//! What the system's clock does by itself is awaited before people act.

use super::supply::{Market, Stage};
use super::{Log, Needs, Play};
use crate::check;
use crate::client::{Auth, Client, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use futures::StreamExt as _;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};
use tongxin_city::Timestamp;

/// Longest wait for what the clock should do by itself.
pub(crate) const CLOCK_WAIT_MAX: Duration = Duration::from_secs(30);
/// Pause between two looks at it.
pub(crate) const CLOCK_LOOK_EVERY: Duration = Duration::from_millis(4);
/// So many turns before it a look may have begun in which something is found. A turn can be over in a few milliseconds, and a
/// look of a system on a busy machine takes many of them.
const LOOK_TURNS_MAX: i64 = 12;
/// The same for what people do at any moment and the system can't have known before: here only its own time tells when it looked.
const LOOK_TURNS_MAX_OF_DEEDS: i64 = 144;

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
            .map(|awaited| await_entry(self.client, self.world.reader(), awaited));
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
}

/// Waits until a need has so many entries; answers what is missing.
pub(crate) async fn await_entry(
    client: &Client,
    reader: &Auth,
    (subject, id, seq): (String, String, usize),
) -> Result<Option<Mismatch>, DrillError> {
    let started = Instant::now();
    let path = format!("/api/v1/needs/{id}");
    loop {
        let answer = client.get(&path, reader).await?;
        let found = answer.body["need"]["seq"].as_u64().unwrap_or_default();
        if found >= seq as u64 {
            return Ok(None);
        }
        if started.elapsed() > CLOCK_WAIT_MAX {
            let field = "entries after the clock's turn";
            return Ok(Some(Mismatch::new(subject, field, seq, found)));
        }
        tokio::time::sleep(CLOCK_LOOK_EVERY).await;
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

/// When the system raised a need about something that people did at some time: by its own time of the look in which it found it, which may
/// have begun a few turns before people did it.
pub(crate) async fn raised_since(
    need: &str,
    at: Timestamp,
    done_at: Timestamp,
    stage: Stage<'_>,
) -> Result<Timestamp, DrillError> {
    let look = done_at.plus_millis(-LOOK_TURNS_MAX_OF_DEEDS * stage.plan.tick_ms)..=at;
    raised_within(need, at, look, stage).await
}

/// When the system raised a need about something that was known at `at`. What was known by its look of this turn it may have
/// said in a look that began some turns before, for it looks whenever its clock moves and people may act before it has looked.
pub(crate) async fn raised_at(need: &str, at: Timestamp, stage: Stage<'_>) -> Result<Timestamp, DrillError> {
    if at != stage.now {
        return Ok(at);
    }
    let look = at.plus_millis(-LOOK_TURNS_MAX * stage.plan.tick_ms)..=at;
    raised_within(need, at, look, stage).await
}

/// When the system raised a need, if that lies within a time; else `at`.
async fn raised_within(
    need: &str,
    at: Timestamp,
    within: RangeInclusive<Timestamp>,
    stage: Stage<'_>,
) -> Result<Timestamp, DrillError> {
    let path = format!("/api/v1/needs/{need}");
    let answer = stage.client.get(&path, stage.world.reader()).await?;
    let found: Option<Timestamp> = serde_json::from_value(answer.body["need"]["raised_at"].clone()).ok();
    Ok(found.filter(|found| within.contains(found)).unwrap_or(at))
}
