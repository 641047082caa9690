//! Runs: packed orders that leave together, all of them or none.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{RUN_NOTE_CHARS_MAX, RUN_ORDERS_MAX};
use crate::orders::Commander;
use crate::rules::fields::Fields;
use crate::rules::order::Command;
use crate::store::fleet::{staff, vehicles};
use crate::store::runs::{self, Run, RunFilter};
use crate::whitelist::Paged;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{OrderId, OrgId, RunId, StaffId, Timestamp, VehicleId};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A run as it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct AskedRun {
    pub(crate) orders: Vec<OrderId>,
    pub(crate) staff: Option<StaffId>,
    pub(crate) vehicle: Option<VehicleId>,
    pub(crate) note: String,
}

impl AskedRun {
    /// The same with its orders sorted and each named once.
    fn checked(mut self) -> Result<AskedRun, Vec<FieldFault>> {
        let mut fields = Fields::default();
        self.orders.sort_unstable();
        self.orders.dedup();
        if !(1..=RUN_ORDERS_MAX).contains(&self.orders.len()) {
            let fault = FieldFault::new("orders", "supply-runs-orders-count");
            fields.add(fault.arg("max", RUN_ORDERS_MAX).arg("found", self.orders.len()));
        }
        self.note = fields.optional_text("note", &self.note, RUN_NOTE_CHARS_MAX);
        fields.finish(self)
    }
}

/// What sending a run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RunDone {
    /// The run.
    pub(crate) id: RunId,
    /// Orders that left with it.
    pub(crate) orders: usize,
}

impl Supply {
    /// Sends packed orders of an outlet with one run, once: all of them or none.
    ///
    /// # Errors
    /// `Faults` for orders that are not packed, and for staff or a vehicle that the firm has not; `NotFound` for orders
    /// that are not the outlet's; `Gone` when the books hold less than leaves; or a storage failure.
    pub(crate) async fn send_run(
        &self,
        key: CommandKey,
        by: Commander,
        org: OrgId,
        asked: AskedRun,
        now: Timestamp,
    ) -> Result<RunDone, SupplyError> {
        // A manager of several outlets sends the orders of one.
        let may = Scope::of_org(org);
        let work = Arc::new((self.clone(), Commander { may, ..by }, asked.checked()?));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (supply, by, asked) = &*work;
                supply.send_run_in(tx, by, org, asked, now).await
            })
        });
        Ok(done.await?.value)
    }

    async fn send_run_in(
        &self,
        tx: &mut Tx,
        by: &Commander,
        org: OrgId,
        asked: &AskedRun,
        now: Timestamp,
    ) -> Result<RunDone, SupplyError> {
        let run = Run {
            id: RunId::generate(now),
            org,
            made_at: now,
            made_by: by.actor.clone(),
            staff: asked.staff,
            vehicle: asked.vehicle,
            note: Some(asked.note.clone()).filter(|note| !note.is_empty()),
            orders: 0,
            on_their_way: 0,
        };
        let mut faults = carriers(tx, &run).await?;
        runs::insert(tx, &run);
        for order in &asked.orders {
            let send = Command::Send { run: run.id };
            match self.command_order_in(tx, by, *order, send, now).await {
                Ok(_) => {}
                Err(SupplyError::Refused(_)) => {
                    faults.push(FieldFault::new("orders", "supply-runs-not-packed").arg("number", order));
                }
                Err(error) => return Err(error),
            }
        }
        if faults.is_empty() {
            Ok(RunDone {
                id: run.id,
                orders: asked.orders.len(),
            })
        } else {
            Err(SupplyError::Faults(faults))
        }
    }

    /// A page of the runs of outlets in a scope, newest first.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn runs_page(
        &self,
        scope: &Scope,
        filter: &RunFilter,
        after: Option<RunId>,
        limit: u32,
    ) -> Result<Paged<Run, RunId>, SupplyError> {
        let rows = runs::page(self.db(), scope, filter, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |run| run.id))
    }

    /// A run of an outlet in a scope.
    ///
    /// # Errors
    /// `NotFound` when there is none; or a storage failure.
    pub(crate) async fn run(&self, scope: &Scope, id: RunId) -> Result<Run, SupplyError> {
        runs::get(self.db(), scope, id).await?.ok_or(SupplyError::NotFound)
    }
}

/// What is wrong with who brings it and with what: both belong to the firm now.
async fn carriers(tx: &mut Tx, run: &Run) -> Result<Vec<FieldFault>, SupplyError> {
    let mut faults = Vec::new();
    let is_own = |found: Option<(OrgId, bool)>| found == Some((run.org, false));
    if let Some(id) = run.staff
        && !is_own(staff::firm_of(tx, id).await?)
    {
        faults.push(FieldFault::new("staff", "supply-runs-no-staff"));
    }
    if let Some(id) = run.vehicle
        && !is_own(vehicles::firm_of(tx, id).await?)
    {
        faults.push(FieldFault::new("vehicle", "supply-runs-no-vehicle"));
    }
    Ok(faults)
}
