//! Whom and what firms list besides, so that they may have passes.

use crate::client::Auth;
use crate::error::DrillError;
use crate::plan_pass::PassPlan;
use crate::plan_supply::SupplyPlan;
use crate::play::setup::Setup;
use crate::progress::Progress;

impl Setup<'_> {
    /// Lists everybody whom firms apply for.
    pub(in crate::play) async fn list_rosters(
        &self,
        pass: &PassPlan,
        supply: &SupplyPlan,
        officer: &Auth,
        progress: &mut Progress,
    ) -> Result<(), DrillError> {
        let total = pass.vehicles.len() + pass.staff.len();
        let mut done = 0;
        let listed = |rows| {
            done += rows;
            progress.done("drill-rosters", done, total);
        };
        let fleet = (pass.vehicles.as_slice(), pass.staff.as_slice());
        self.list_fleet("roster-", fleet, supply, officer, listed).await
    }
}
