//! Making a plan: what a firm has to carry is gathered, a search of its own looks for runs, and says how far it is.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::{
    ITERATIONS_A_STOP, SEARCH_SAYS_EVERY_MS, SEARCH_SECONDS_LEAST, SEARCH_SECONDS_MOST, SEARCH_WAITS_SAYS_EVERY_MS,
    STOPS_A_SECOND,
};
use crate::rules::asked::AskedPlan;
use crate::rules::draft::Built;
use crate::rules::plan::PlanBody;
use crate::rules::state::PlanState;
use crate::store::plans::{self, PlanRecord, SearchProgress};
use crate::store::runs;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tongxin_account::Doer;
use tongxin_city::{OrgId, PlanId, Timestamp};
use tongxin_dispatch_solver::{Control, Limits, Progress, Settings, check, solve};
use tongxin_storage::CommandKey;
use utoipa::ToSchema;

/// A plan that somebody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlanAsked {
    /// The plan; the search for it runs.
    pub(crate) id: PlanId,
}

/// What a search and whoever watches it share.
#[derive(Debug, Default)]
struct Watched {
    is_cancelled: AtomicBool,
    last: Mutex<Option<Progress>>,
}

impl Dispatch {
    /// Begins to make a plan, once. What was published for that day and has not left is planned anew with it, and changed
    /// as little as pays.
    ///
    /// # Errors
    /// `Faults` at what was asked; `NotFound` for a firm that the doer does not speak for; or a storage failure.
    pub(crate) async fn ask(
        &self,
        key: CommandKey,
        by: Doer,
        org: OrgId,
        asked: AskedPlan,
        now: Timestamp,
    ) -> Result<PlanAsked, DispatchError> {
        if !by.may.orgs.contains(&org) {
            return Err(DispatchError::NotFound);
        }
        let asked = asked.checked(self.day_of(now)?)?;
        self.closed_lines(&asked)?;
        let from_seq = runs::changes(self.db(), org, asked.day).await?;
        let new = Arc::new(PlanRecord {
            id: PlanId::generate(now),
            org,
            day: asked.day,
            state: PlanState::Making,
            asked,
            progress: None,
            body: None,
            has_before: false,
            made_by: by.actor,
            made_at: now,
            published_at: None,
            seq: 1,
            from_seq,
        });
        let written = Arc::clone(&new);
        let done = self.db().write_once(key, move |tx| {
            let new = Arc::clone(&written);
            Box::pin(async move {
                plans::insert(tx, &new)?;
                Ok::<_, DispatchError>(PlanAsked { id: new.id })
            })
        });
        let done = done.await?;
        if !done.is_repeat {
            let dispatch = self.clone();
            let new = PlanRecord::clone(&new);
            tokio::spawn(async move { dispatch.search(new, now).await });
        }
        Ok(done.value)
    }

    /// The search of a plan, to its end; whatever happens, the plan is no longer being made after it.
    async fn search(&self, plan: PlanRecord, now: Timestamp) {
        let id = plan.id;
        let made = match self.searched(plan, now).await {
            Ok(made) => Some(made),
            Err(error) => {
                tracing::error!(%error, %id, "the search for a plan failed");
                None
            }
        };
        let ended = self.db().write(move |tx| {
            let made = made.clone();
            Box::pin(async move {
                match &made {
                    Some((body, from_seq)) => plans::finish(tx, id, body, *from_seq)?,
                    None => plans::fail(tx, id),
                }
                Ok::<_, DispatchError>(())
            })
        });
        if let Err(error) = ended.await {
            tracing::error!(%error, %id, "a plan could not be kept; the clock takes it for failed");
        }
    }

    /// The plan, and from which change of the day's runs it was made.
    async fn searched(&self, plan: PlanRecord, asked_at: Timestamp) -> Result<(PlanBody, i64), DispatchError> {
        let (_turn, now) = self.turn(plan.id, asked_at).await?;
        // While it waited, runs may have moved on.
        let from_seq = runs::changes(self.db(), plan.org, plan.day).await?;
        let world = self.world(plan.org, &plan.asked, now).await?;
        let built = tokio::task::spawn_blocking(move || Built::of(world)).await;
        let built = built.map_err(failed)?.map_err(failed)?;
        let limit = limit(&plan.asked, built.stops());
        let watched = Arc::new(Watched::default());
        let search = {
            let watched = Arc::clone(&watched);
            tokio::task::spawn_blocking(move || found(&built, limit, &watched))
        };
        let body = self.watch(plan.id, limit, &watched, search, now).await?;
        Ok((body, from_seq))
    }

    /// Waits until a search may begin, saying meanwhile that it is alive; answers when it is its turn.
    async fn turn(&self, id: PlanId, asked_at: Timestamp) -> Result<(OwnedSemaphorePermit, Timestamp), DispatchError> {
        let mut turn = pin!(self.searches().acquire_owned());
        let mut waited = 0;
        loop {
            let pause = tokio::time::sleep(Duration::from_millis(SEARCH_WAITS_SAYS_EVERY_MS));
            tokio::select! {
                permit = &mut turn => return Ok((permit.map_err(failed)?, asked_at.plus_millis(waited))),
                () = pause => {}
            }
            waited += i64::try_from(SEARCH_WAITS_SAYS_EVERY_MS).unwrap_or_default();
            self.say_alive(id, None, asked_at.plus_millis(waited)).await?;
        }
    }

    /// Says that a search is alive, and how far it is.
    async fn say_alive(
        &self,
        id: PlanId,
        progress: Option<SearchProgress>,
        at: Timestamp,
    ) -> Result<(), DispatchError> {
        let write = self.db().write(move |tx| {
            Box::pin(async move { Ok::<_, DispatchError>(plans::say(tx, id, progress.as_ref(), at)?) })
        });
        write.await
    }

    /// Says how far a search is for as long as it runs, and ends it when somebody wants that.
    async fn watch(
        &self,
        id: PlanId,
        limit: Duration,
        watched: &Watched,
        mut search: tokio::task::JoinHandle<Result<PlanBody, DispatchError>>,
        began: Timestamp,
    ) -> Result<PlanBody, DispatchError> {
        let mut said = 0;
        loop {
            let pause = tokio::time::sleep(Duration::from_millis(SEARCH_SAYS_EVERY_MS));
            tokio::select! {
                body = &mut search => return body.map_err(failed)?,
                () = pause => {}
            }
            said += i64::try_from(SEARCH_SAYS_EVERY_MS).unwrap_or_default();
            if plans::is_stopped(self.db(), id).await? {
                watched.is_cancelled.store(true, Ordering::Relaxed);
            }
            let last = *watched.last.lock();
            let progress = last.map(|progress| SearchProgress {
                elapsed_ms: u64::try_from(progress.elapsed.as_millis()).unwrap_or(u64::MAX),
                limit_ms: u64::try_from(limit.as_millis()).unwrap_or(u64::MAX),
                iterations: progress.iterations,
                cost: progress.cost.0,
                unserved: progress.required_unserved as u64,
            });
            self.say_alive(id, progress, began.plus_millis(said)).await?;
        }
    }
}

fn failed(error: impl std::fmt::Display) -> DispatchError {
    DispatchError::Failed(error.to_string())
}

/// As long as somebody asked for, or as many stops suggest.
fn limit(asked: &AskedPlan, stops: usize) -> Duration {
    let suggested = SEARCH_SECONDS_LEAST + u32::try_from(stops / STOPS_A_SECOND).unwrap_or(SEARCH_SECONDS_MOST);
    let seconds = asked.seconds.unwrap_or(suggested.min(SEARCH_SECONDS_MOST));
    Duration::from_secs(u64::from(seconds))
}

/// Searches, and has the answer judged by the checker that shares nothing with the search.
fn found(built: &Built, limit: Duration, watched: &Watched) -> Result<PlanBody, DispatchError> {
    let settings = Settings {
        limits: Limits {
            time: Some(limit),
            // A plan of few stops is as good as it gets long before.
            iterations: Some(ITERATIONS_A_STOP * (built.stops() as u64 + 1)),
        },
        seed: 1,
        begin_with: built.begin_with.clone(),
        ..Settings::default()
    };
    let mut report = |progress: Progress| *watched.last.lock() = Some(progress);
    let mut control = Control {
        cancel: Some(&watched.is_cancelled),
        on_progress: Some(&mut report),
    };
    let plan = solve(&built.instance, &settings, &mut control);
    match check(&built.instance, &plan) {
        Ok(_) => Ok(built.body(&plan)),
        Err(violations) => Err(failed(format!("the plan breaks rules: {violations:?}"))),
    }
}
