//! Who of a firm's staff brings a run, and with which of its vehicles.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::GOODS_PAGE_MAX;
use crate::pages::whitelist::words::Words;
use crate::store::fleet::FleetFilter;
use crate::store::runs::Run;
use std::collections::BTreeMap;
use tongxin_account::Scope;
use tongxin_city::{OrgId, StaffId, VehicleId};
use tongxin_web::Choice;

/// Who can bring a run, and with what.
pub(super) struct Fleet {
    staff: BTreeMap<StaffId, String>,
    vehicles: BTreeMap<VehicleId, String>,
}

impl Fleet {
    pub(super) async fn of(supply: &Supply, scope: &Scope, org: OrgId) -> Result<Fleet, SupplyError> {
        let filter = FleetFilter {
            org: Some(org),
            ..FleetFilter::default()
        };
        let staff = supply.staff_page(scope, &filter, None, GOODS_PAGE_MAX).await?.rows;
        let vehicles = supply.vehicles_page(scope, &filter, None, GOODS_PAGE_MAX).await?.rows;
        Ok(Fleet {
            staff: staff.into_iter().map(|one| (one.id, one.name)).collect(),
            vehicles: vehicles
                .into_iter()
                .map(|one| (one.id, one.plate.to_string()))
                .collect(),
        })
    }

    /// Who brings a run and with what, as far as it is said and they are there still.
    pub(super) fn carrier(&self, run: &Run) -> String {
        let staff = run.staff.and_then(|id| self.staff.get(&id));
        let vehicle = run.vehicle.and_then(|id| self.vehicles.get(&id));
        let said: Vec<&str> = staff.into_iter().chain(vehicle).map(String::as_str).collect();
        said.join(" · ")
    }

    pub(super) fn staff_choices(&self, words: &Words<'_>, chosen: &str) -> Vec<Choice> {
        choices(
            words,
            self.staff.iter().map(|(id, name)| (id.to_string(), name)),
            chosen,
        )
    }

    pub(super) fn vehicle_choices(&self, words: &Words<'_>, chosen: &str) -> Vec<Choice> {
        choices(
            words,
            self.vehicles.iter().map(|(id, name)| (id.to_string(), name)),
            chosen,
        )
    }
}

fn choices<'f>(words: &Words<'_>, named: impl Iterator<Item = (String, &'f String)>, chosen: &str) -> Vec<Choice> {
    let nobody = Choice {
        label: words.t("supply-runs-unsaid"),
        chosen: chosen.is_empty(),
        ..Choice::default()
    };
    let each = named.map(|(value, label)| Choice {
        chosen: value == chosen,
        value,
        label: label.clone(),
        ..Choice::default()
    });
    std::iter::once(nobody).chain(each).collect()
}
