//! Listing the firms: tables of applications, vehicles and staff, as an officer sends them.

use crate::client::Auth;
use crate::error::DrillError;
use crate::plan_supply::{LISTED_DAYS, PlannedStaff, PlannedVehicle, SupplyPlan};
use crate::play::setup::{Setup, list, text};
use crate::play::table::Table;
use crate::progress::Progress;
use serde_json::json;
use std::collections::HashMap;

/// Applications that are listed by one command, and rows of one table of vehicles or staff.
const LISTED_AT_ONCE: usize = 200;
const ROWS_AT_ONCE: usize = 5_000;
const APPLICATIONS: &str = "统一社会信用代码,企业类型,企业名称,所在区划代码,服务范围,日接单量,联系人,联系电话";
const VEHICLES: &str = "所属企业,车牌号,车型,载重（千克）,冷链,通行证号,患者座位,轮椅位";
const STAFF: &str = "所属企业,姓名,岗位,班次";
/// No telephone has this number.
const PHONE: &str = "000 0000 0000";

impl Setup<'_> {
    /// Lists all firms with their vehicles and staff; answers the firms' ids.
    pub(in crate::play) async fn list_firms(
        &self,
        supply: &SupplyPlan,
        officer: &Auth,
        progress: &mut Progress,
    ) -> Result<Vec<String>, DrillError> {
        let path = "/api/v1/supply/applications/import";
        self.post_table(path, officer, "applications", applications(supply))
            .await?;
        let mut orgs: HashMap<String, String> = HashMap::new();
        let applications = self.open_applications(officer).await?;
        let until = self.plan.date.plus_days(LISTED_DAYS);
        for (number, part) in applications.chunks(LISTED_AT_ONCE).enumerate() {
            let ids: Vec<&String> = part.iter().map(|(id, _)| id).collect();
            let body = json!({ "ids": ids, "valid_until": until });
            let path = "/api/v1/supply/applications/list";
            let answer = self.post(path, officer, &format!("list-{number}"), body).await?;
            for (item, (_, code)) in list(&answer, "items")?.iter().zip(part) {
                orgs.insert(code.clone(), text(&answer, item, "/done/org")?);
            }
            progress.done("drill-firms", orgs.len(), supply.firms.len());
        }
        let fleet = (supply.vehicles.as_slice(), supply.staff.as_slice());
        self.list_fleet("", fleet, supply, officer, |_| ()).await?;
        let org = |code: &String| orgs.get(code).cloned().unwrap_or_default();
        Ok(supply.firms.iter().map(|firm| org(&firm.credit_code)).collect())
    }

    /// Ids and credit codes of the applications that wait.
    async fn open_applications(&self, officer: &Auth) -> Result<Vec<(String, String)>, DrillError> {
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/api/v1/supply/applications?state=open&limit={LISTED_AT_ONCE}{cursor}");
            let answer = self.client.get(&path, officer).await?;
            for row in list(&answer, "applications")? {
                found.push((text(&answer, row, "/id")?, text(&answer, row, "/credit_code")?));
            }
            match answer.body["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(found),
            }
        }
    }

    /// Lists vehicles and staff of firms, in tables whose keys begin alike; says after each table how many rows it had.
    pub(in crate::play) async fn list_fleet(
        &self,
        key: &str,
        (vehicles, staff): (&[PlannedVehicle], &[PlannedStaff]),
        supply: &SupplyPlan,
        officer: &Auth,
        mut listed: impl FnMut(usize),
    ) -> Result<(), DrillError> {
        let code = |firm: usize| supply.firms[firm].credit_code.as_str();
        for (number, part) in vehicles.chunks(ROWS_AT_ONCE).enumerate() {
            let mut table = Table::new(VEHICLES);
            for vehicle in part {
                let cold = if vehicle.has_cold_chain { "是" } else { "否" };
                let (plate, kind, payload) = (&vehicle.plate, vehicle.kind, vehicle.payload_kg);
                let (seats, wheelchairs) = (vehicle.patient_seats, vehicle.wheelchair_places);
                let firm = code(vehicle.firm);
                table.row(&[&firm, plate, &kind, &payload, &cold, &"", &seats, &wheelchairs]);
            }
            let (path, key) = ("/api/v1/supply/vehicles/import", format!("{key}vehicles-{number}"));
            self.post_table(path, officer, &key, table).await?;
            listed(part.len());
        }
        for (number, part) in staff.chunks(ROWS_AT_ONCE).enumerate() {
            let mut table = Table::new(STAFF);
            for staff in part {
                table.row(&[&code(staff.firm), &staff.name, &staff.role, &staff.shift]);
            }
            let (path, key) = ("/api/v1/supply/staff/import", format!("{key}staff-{number}"));
            self.post_table(path, officer, &key, table).await?;
            listed(part.len());
        }
        Ok(())
    }
}

fn applications(supply: &SupplyPlan) -> Table {
    let mut table = Table::new(APPLICATIONS);
    for firm in &supply.firms {
        let serves: Vec<String> = firm.serves.iter().map(ToString::to_string).collect();
        let (code, kind, name, place) = (&firm.credit_code, firm.kind.as_str(), &firm.name, firm.place);
        let serves = serves.join("、");
        table.row(&[code, &kind, name, &place, &serves, &500, &"演练联系人", &PHONE]);
    }
    table
}
