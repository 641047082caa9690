//! What the system's clock does by itself is awaited before people act.

use super::{Beside, Rounds};
use crate::error::DrillError;
use crate::plan_care::CarePlan;
use crate::play::Log;
use crate::play::supply::Stage;

impl Rounds {
    /// Waits until the system has said what it must by now.
    pub(in crate::play) async fn await_clock(
        &mut self,
        care: &CarePlan,
        stage: Stage<'_>,
        mut beside: Beside<'_>,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        self.learn(care, stage, log).await?;
        self.mind_visits(care, stage, (&mut beside, log)).await?;
        self.mind_appointments(care, stage, (&mut beside, log)).await?;
        self.mind_posts(care, stage, (&mut beside, log)).await
    }
}
