//! Whom and what firms list besides, so that they may have passes: tables of vehicles and staff, as an officer sends them.

use crate::client::Auth;
use crate::error::DrillError;
use crate::plan_pass::PassPlan;
use crate::plan_supply::SupplyPlan;
use crate::play::setup::Setup;
use crate::play::supply::{STAFF, VEHICLES};
use crate::play::table::Table;
use crate::progress::Progress;

/// Rows of one table.
const ROWS_AT_ONCE: usize = 5_000;

impl Setup<'_> {
    /// Lists everybody whom firms apply for.
    pub(in crate::play) async fn list_rosters(
        &self,
        pass: &PassPlan,
        supply: &SupplyPlan,
        officer: &Auth,
        progress: &mut Progress,
    ) -> Result<(), DrillError> {
        let code = |firm: usize| supply.firms[firm].credit_code.as_str();
        let total = pass.vehicles.len() + pass.staff.len();
        let mut done = 0;
        for (number, part) in pass.vehicles.chunks(ROWS_AT_ONCE).enumerate() {
            let mut table = Table::new(VEHICLES);
            for vehicle in part {
                let cold = if vehicle.has_cold_chain { "是" } else { "否" };
                let (plate, kind, payload) = (&vehicle.plate, vehicle.kind, vehicle.payload_kg);
                table.row(&[&code(vehicle.firm), plate, &kind, &payload, &cold, &""]);
            }
            let (path, key) = ("/api/v1/supply/vehicles/import", format!("roster-vehicles-{number}"));
            self.post_table(path, officer, &key, table).await?;
            done += part.len();
            progress.done("drill-rosters", done, total);
        }
        for (number, part) in pass.staff.chunks(ROWS_AT_ONCE).enumerate() {
            let mut table = Table::new(STAFF);
            for staff in part {
                table.row(&[&code(staff.firm), &staff.name, &staff.role, &staff.shift]);
            }
            let (path, key) = ("/api/v1/supply/staff/import", format!("roster-staff-{number}"));
            self.post_table(path, officer, &key, table).await?;
            done += part.len();
            progress.done("drill-rosters", done, total);
        }
        Ok(())
    }
}
