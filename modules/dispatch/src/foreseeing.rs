//! What publishing a plan will do, before somebody does it.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::publishing::missed;
use crate::rules::effects::{Effects, effects};
use crate::rules::plan::PlannedRun;
use crate::store::plans::PlanRecord;
use crate::store::runs::{self, RunRecord};

/// What publishing will do.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Foreseen {
    /// To runs.
    pub(crate) effects: Effects,
    /// Orders, transfers and rides that come late or not at all.
    pub(crate) missed: usize,
    /// Of these, those of which no need says so yet.
    pub(crate) raised: usize,
    /// Whether runs have moved on since the plan was made, so that it can't be published.
    pub(crate) is_outdated: bool,
}

impl Dispatch {
    /// What publishing a plan will do as things stand.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn foreseen(&self, plan: &PlanRecord) -> Result<Foreseen, DispatchError> {
        let Some(body) = &plan.body else {
            return Ok(Foreseen::default());
        };
        let out = self
            .standing(runs::of_day(self.db(), plan.org, plan.day).await?)
            .await?;
        let missed = missed(body, &out);
        let out: Vec<PlannedRun> = out.iter().map(RunRecord::planned).collect();
        Ok(Foreseen {
            effects: effects(&out, body),
            raised: self.not_said(&missed).await?.len(),
            missed: missed.len(),
            is_outdated: runs::changes(self.db(), plan.org, plan.day).await? != plan.from_seq,
        })
    }
}
