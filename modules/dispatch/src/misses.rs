//! What will be missed, before it is: runs that are behind raise the orders that they will bring too late.

use crate::TEXTS;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::kinds::NOT_HANDED_OVER;
use crate::limits::{PLAN_KEPT_DAYS, RUNS_A_TICK, SEARCH_SILENT_MS};
use crate::rules::cargo::Cargo;
use crate::rules::state::{CargoState, RunState};
use crate::store::plans;
use crate::store::rides;
use crate::store::runs::{self, RunRecord};
use std::sync::{Arc, LazyLock};
use tongxin_city::{Lang, NeedId, OrderId, OrgId, RideId, Timestamp};
use tongxin_i18n::Texts;
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::Tx;

/// Needs are read in either language, so they are written in both.
pub(crate) static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[TEXTS]));

impl Dispatch {
    /// One look of the clock: searches that died, orders that will be late, plans whose time to be forgotten has come. It may
    /// happen twice, in two processes, or after a crash.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done.
    pub async fn tick(&self, now: Timestamp) -> Result<(), DispatchError> {
        let silent = now.plus_millis(-SEARCH_SILENT_MS);
        if plans::has_silent(self.db(), silent).await? {
            let fail = self.db().write(move |tx| {
                Box::pin(async move {
                    plans::fail_silent(tx, silent);
                    Ok::<_, DispatchError>(())
                })
            });
            fail.await?;
        }
        self.expect_misses(now).await?;
        self.forget(now).await
    }

    async fn expect_misses(&self, now: Timestamp) -> Result<(), DispatchError> {
        let behind = runs::behind(self.db(), now, RUNS_A_TICK).await?;
        let missed: Vec<Cargo> = behind.iter().flat_map(|run| missed(run, now)).collect();
        let orders: Vec<OrderId> = missed.iter().filter_map(|cargo| cargo.order()).collect();
        let orders = self.supply().not_said_late(&orders).await?;
        let rides: Vec<RideId> = missed.iter().filter_map(|cargo| cargo.ride()).collect();
        let rides = rides::not_said_late(self.db(), &rides).await?;
        if orders.is_empty() && rides.is_empty() {
            return Ok(());
        }
        let work = Arc::new((self.clone(), orders, rides));
        let raise = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (dispatch, orders, rides) = &*work;
                for order in orders {
                    dispatch.supply().expect_late_in(tx, *order, now).await?;
                }
                dispatch.raise_late_rides(tx, rides, now).await?;
                Ok::<_, DispatchError>(())
            })
        });
        raise.await
    }

    async fn forget(&self, now: Timestamp) -> Result<(), DispatchError> {
        let today = self.day_of(now)?;
        let before = today.plus_days(-PLAN_KEPT_DAYS);
        let has_plans = plans::has_before(self.db(), before).await?;
        if !has_plans && !rides::has_told_before(self.db(), today).await? {
            return Ok(());
        }
        let forget = self.db().write(move |tx| {
            Box::pin(async move {
                plans::forget(tx, before);
                rides::forget_told(tx, today);
                Ok::<_, DispatchError>(())
            })
        });
        forget.await
    }

    /// Raises that nobody was there to take an order, which came back.
    pub(crate) async fn raise_absent(
        &self,
        tx: &mut Tx,
        org: OrgId,
        order: OrderId,
        now: Timestamp,
    ) -> Result<Option<NeedId>, DispatchError> {
        let Some((household, place)) = self.supply().door_of_in(tx, org, order).await? else {
            return Ok(None);
        };
        let number = order.to_string();
        let said = |key| [Lang::Zh, Lang::En].map(|lang| WORDS.text_with(lang, key, &[("number", &number)]));
        let new = NewNeed {
            kind: NOT_HANDED_OVER.key.to_owned(),
            topic: "absent".to_owned(),
            priority: None,
            place,
            household: Some(household),
            org: None,
            title: said("dispatch-absent-title").join(" · "),
            body: said("dispatch-absent-body").join("\n\n"),
            contact: None,
        };
        Ok(Some(
            self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id,
        ))
    }
}

/// What a run will bring or fetch after it is due, as far as can be said now: by how far it is behind, or because it
/// should have left and has not.
fn missed(run: &RunRecord, now: Timestamp) -> Vec<Cargo> {
    let waits = match run.state {
        RunState::Planned => now.millis() - run.start_at.millis(),
        _ => 0,
    };
    let delay = run.delay_ms.max(waits).max(0);
    let open = run
        .stops
        .iter()
        .filter(|stop| stop.done_at.is_none() && (!stop.is_pickup || !stop.people.is_none()));
    let late = open.filter(|stop| stop.begin_at().plus_millis(delay) > stop.due_at);
    let cargo = late
        .flat_map(|stop| &stop.cargo)
        .filter(|cargo| cargo.state == CargoState::Open);
    cargo.map(|cargo| cargo.cargo).collect()
}
