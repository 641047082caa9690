//! Runs on foot: given out to those who carry, given another link, taken back, ended and forgotten.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::{FOOT_RUN_HOURS, PLAN_KEPT_DAYS};
use crate::rules::foot_run::{PlannedFootRun, may_take_back};
use crate::rules::state::{CargoState, RunEventKind, RunState};
use crate::store::events::{self, Moment};
use crate::store::foot::{self, FootRunRecord};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{OrderId, OrgId, PlaceCode, RunId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_supply::CarriedOrder;

/// What is done to a run that was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FootChange {
    /// It gets another link; the one before opens nothing from then on.
    Renew,
    /// It is taken back; what it was to carry can be given out anew.
    TakeBack,
}

impl FootRunRecord {
    /// From then on no link opens it, and it counts as given up.
    pub(crate) fn closes_at(&self) -> Timestamp {
        self.given_at.plus_hours(FOOT_RUN_HOURS)
    }
}

impl Dispatch {
    /// Gives runs out, once; answers how many. `is_as_shown` says whether they are those that the giver saw.
    ///
    /// # Errors
    /// `Refused` when they are others, or somebody has one of the orders already; or a storage failure.
    pub(crate) async fn give_out(
        &self,
        key: CommandKey,
        by: Doer,
        place: PlaceCode,
        (runs, is_as_shown): (Vec<PlannedFootRun>, bool),
        now: Timestamp,
    ) -> Result<usize, DispatchError> {
        let day = self.day_of(now)?;
        let work = Arc::new((by, runs));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (by, runs) = &*work;
                let orders: Vec<OrderId> = (runs.iter().flat_map(|run| &run.calls))
                    .flat_map(|call| call.parcels.iter().map(|(order, _)| *order))
                    .collect();
                // Asked inside, so that the same press sent twice finds its first answer.
                if orders.is_empty() || !is_as_shown || foot::is_any_out_in(tx, &orders).await? {
                    return Err(DispatchError::Refused("dispatch-foot-changed"));
                }
                let first = foot::next_number_in(tx, &place, day).await?;
                for (number, run) in (first..).zip(runs) {
                    let id = RunId::generate(now);
                    foot::insert(tx, id, (&place, day, number), run, now);
                    note(tx, id, RunEventKind::Published, by, now).await?;
                }
                Ok(runs.len())
            })
        });
        Ok(done.await?.value)
    }

    /// Changes a run that was given out, once.
    ///
    /// # Errors
    /// `NotFound` for a run to doors that the doer does not look after; `Refused` when it does not stand so; or a storage
    /// failure.
    pub(crate) async fn change_foot_run(
        &self,
        key: CommandKey,
        by: Doer,
        (id, change): (RunId, FootChange),
        now: Timestamp,
    ) -> Result<PlaceCode, DispatchError> {
        let by = Arc::new(by);
        let done = self.db().write_once(key, move |tx| {
            let by = Arc::clone(&by);
            Box::pin(async move {
                let found = foot::get_in(tx, id).await?.filter(|run| run.is_within(&by.may));
                let run = found.ok_or(DispatchError::NotFound)?;
                if !run.state.is_open() {
                    return Err(DispatchError::Refused("dispatch-run-over"));
                }
                match change {
                    FootChange::Renew => {
                        foot::renew_link(tx, &run);
                        note(tx, id, RunEventKind::Link, &by, now).await?;
                    }
                    FootChange::TakeBack if may_take_back(run.state) => {
                        foot::close_open(tx, id, CargoState::Behind);
                        foot::move_on(tx, &run, RunState::Cancelled, now);
                        note(tx, id, RunEventKind::Cancelled, &by, now).await?;
                    }
                    FootChange::TakeBack => return Err(DispatchError::Refused("dispatch-foot-begun")),
                }
                Ok(run.place)
            })
        });
        Ok(done.await?.value)
    }

    /// What runs on foot carry, whoever's goods they are.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn carried_on_foot(
        &self,
        runs: &[FootRunRecord],
    ) -> Result<HashMap<OrderId, CarriedOrder>, DispatchError> {
        let mut by_firm: HashMap<OrgId, Vec<OrderId>> = HashMap::new();
        for parcel in runs.iter().flat_map(FootRunRecord::parcels) {
            by_firm.entry(parcel.org).or_default().push(parcel.order);
        }
        let mut carried = HashMap::new();
        for (org, orders) in by_firm {
            let found = self.supply().carried_orders(org, &orders).await?;
            carried.extend(found.into_iter().map(|order| (order.id, order)));
        }
        Ok(carried)
    }

    /// Ends runs that nobody ended in time, and forgets old ones.
    pub(crate) async fn tidy_foot_runs(&self, now: Timestamp) -> Result<(), DispatchError> {
        let given_before = now.plus_hours(-FOOT_RUN_HOURS);
        let kept_from = self.day_of(now)?.plus_days(-PLAN_KEPT_DAYS);
        if !foot::has_old(self.db(), given_before, kept_from).await? {
            return Ok(());
        }
        let tidy = self.db().write(move |tx| {
            Box::pin(async move {
                foot::end_old(tx, given_before, now);
                foot::forget(tx, kept_from);
                Ok::<_, DispatchError>(())
            })
        });
        tidy.await
    }
}

async fn note(tx: &mut Tx, run: RunId, kind: RunEventKind, by: &Doer, now: Timestamp) -> Result<(), DispatchError> {
    let moment = Moment {
        actor: &by.actor,
        now,
        said_at: None,
    };
    Ok(events::add(tx, run, kind, None, None, moment).await?)
}
