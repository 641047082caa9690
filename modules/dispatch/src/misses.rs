//! What will be missed, before it is: runs that are behind raise what they will bring too late, and what a breakdown stopped is
//! raised when no plan takes it over.

use crate::TEXTS;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::kinds::{NOT_HANDED_OVER, TOPIC_ABSENT};
use crate::limits::{LOOKED_AT_MS, PLAN_KEPT_DAYS, RUNS_A_TICK, SEARCH_SILENT_MS, UNCLAIMED_A_TICK};
use crate::rules::cargo::Cargo;
use crate::rules::state::{CargoState, RunState};
use crate::store::plans;
use crate::store::rides;
use crate::store::runs::{self, RunRecord, StopRecord};
use crate::store::stopped;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use tongxin_city::{HouseholdId, Lang, NeedId, OrderId, OrgId, PlaceCode, RideId, Timestamp, TransferId};
use tongxin_i18n::Texts;
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::Tx;
use tongxin_supply::LateTransfer;

/// Needs are read in either language, so they are written in both.
static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[TEXTS]));

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
        self.tidy_foot_runs(now).await?;
        self.forget(now).await
    }

    async fn expect_misses(&self, now: Timestamp) -> Result<(), DispatchError> {
        let span = now.plus_millis(-LOOKED_AT_MS)..now;
        let behind = self.standing(runs::behind(self.db(), span, RUNS_A_TICK).await?).await?;
        let late = behind.iter().flat_map(|run| missed(run, now));
        let missed = Missed::of(late.chain(self.unclaimed(now).await?));
        let missed = self.not_said(&missed).await?;
        if missed.len() == 0 {
            return Ok(());
        }
        let transfers = self.supply().late_transfers(&missed.transfers).await?;
        let work = Arc::new((self.clone(), missed, transfers));
        let raise = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (dispatch, missed, transfers) = &*work;
                dispatch.raise_missed(tx, missed, transfers, now).await?;
                Ok::<_, DispatchError>(())
            })
        });
        raise.await
    }

    /// What a breakdown stopped, nobody takes over, and will be late. What was to go with a run that never left may have been
    /// sent by hand since.
    async fn unclaimed(&self, now: Timestamp) -> Result<Vec<Cargo>, DispatchError> {
        let lies = stopped::unclaimed(self.db(), now, UNCLAIMED_A_TICK).await?;
        let waits = lies.iter().filter(|lies| !lies.is_on_vehicle);
        let waits: Vec<OrderId> = waits.filter_map(|lies| lies.cargo.order()).collect();
        let not_left = self.supply().not_left(&waits).await?;
        let waits = lies.iter().filter(|lies| !lies.is_on_vehicle);
        let waits: Vec<TransferId> = waits.filter_map(|lies| lies.cargo.transfer()).collect();
        let transfers = self.supply().transfers_not_left(&waits).await?;
        let is_there = |cargo: Cargo| match cargo {
            Cargo::Order(order) => not_left.contains(&order),
            Cargo::Transfer(transfer) => transfers.contains(&transfer),
            Cargo::Ride(_) => true,
        };
        let lies = lies.into_iter();
        let lies = lies.filter(|lies| lies.is_on_vehicle || is_there(lies.cargo));
        Ok(lies.map(|lies| lies.cargo).collect())
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
        let lack = Lack {
            topic: TOPIC_ABSENT,
            household,
            place,
            words: ["dispatch-absent-title", "dispatch-absent-body"],
            number: order.to_string(),
        };
        self.raise_lack(tx, lack, now).await.map(Some)
    }

    /// Raises what a household lacks, as the system.
    pub(crate) async fn raise_lack(&self, tx: &mut Tx, lack: Lack, now: Timestamp) -> Result<NeedId, DispatchError> {
        let said = |key| [Lang::Zh, Lang::En].map(|lang| WORDS.text_with(lang, key, &[("number", &lack.number)]));
        let [title, body] = lack.words.map(said);
        let new = NewNeed {
            kind: NOT_HANDED_OVER.key.to_owned(),
            topic: lack.topic.to_owned(),
            priority: None,
            place: lack.place,
            household: Some(lack.household),
            org: None,
            title: title.join(" · "),
            body: body.join("\n\n"),
            contact: None,
        };
        Ok(self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id)
    }

    /// Of what is missed, that of which no need says so yet.
    pub(crate) async fn not_said(&self, missed: &Missed) -> Result<Missed, DispatchError> {
        let transfers = self.supply().late_transfers(&missed.transfers).await?;
        Ok(Missed {
            transfers: transfers.into_iter().map(|late| late.id).collect(),
            orders: self.supply().not_said_late(&missed.orders).await?,
            rides: rides::not_said_late(self.db(), &missed.rides).await?,
        })
    }

    /// Raises what is missed, each once; answers how many needs say so. `transfers` are those of which none says so yet.
    pub(crate) async fn raise_missed(
        &self,
        tx: &mut Tx,
        missed: &Missed,
        transfers: &[LateTransfer],
        now: Timestamp,
    ) -> Result<usize, DispatchError> {
        let mut needs = self.raise_late_rides(tx, &missed.rides, now).await?;
        for order in &missed.orders {
            needs += usize::from(self.supply().expect_late_in(tx, *order, now).await?.is_some());
        }
        for late in transfers.iter().filter(|late| missed.transfers.contains(&late.id)) {
            needs += usize::from(self.supply().expect_transfer_late_in(tx, late, now).await?.is_some());
        }
        Ok(needs)
    }
}

/// What a household lacks, and how that is said: the keys of title and text, with the number of what it is about.
pub(crate) struct Lack {
    pub(crate) topic: &'static str,
    pub(crate) household: HouseholdId,
    pub(crate) place: PlaceCode,
    pub(crate) words: [&'static str; 2],
    pub(crate) number: String,
}

/// What comes late or not at all, by who raises it.
#[derive(Debug, Default)]
pub(crate) struct Missed {
    /// Each once, though it can lie on two vehicles that were stopped.
    orders: Vec<OrderId>,
    /// Each once, though it can be late at both its stops.
    rides: Vec<RideId>,
    /// Each once. They are due by the end of the shift that they were planned for.
    pub(crate) transfers: Vec<TransferId>,
}

impl Missed {
    pub(crate) fn of(cargo: impl IntoIterator<Item = Cargo>) -> Missed {
        let (mut orders, mut rides, mut transfers) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for cargo in cargo {
            match cargo {
                Cargo::Order(id) => drop(orders.insert(id)),
                Cargo::Ride(id) => drop(rides.insert(id)),
                Cargo::Transfer(id) => drop(transfers.insert(id)),
            }
        }
        Missed {
            orders: orders.into_iter().collect(),
            rides: rides.into_iter().collect(),
            transfers: transfers.into_iter().collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.orders.len() + self.rides.len() + self.transfers.len()
    }
}

/// What a run will bring or fetch after it is due, as far as can be said now. Nothing that is open begins before now.
fn missed(run: &RunRecord, now: Timestamp) -> Vec<Cargo> {
    let behind = behind_ms(run, now);
    let open = run.stops.iter().filter(|stop| is_open(stop));
    let late = open.filter(|stop| stop.expected_at(behind).max(now) > stop.due_at);
    let cargo = late
        .flat_map(|stop| &stop.cargo)
        .filter(|cargo| cargo.state == CargoState::Open);
    cargo.map(|cargo| cargo.cargo).collect()
}

/// How far behind its plan a run is: as at the stop that it made last, or as long as it should have left by now, or have left
/// its next stop, and has not. A phone without a signal says nothing, which looks the same.
fn behind_ms(run: &RunRecord, now: Timestamp) -> i64 {
    let waits = match run.state {
        RunState::Planned => now.millis_since(run.start_at),
        _ => next_stop(run).map_or(0, |next| now.millis_since(next.leave_at)),
    };
    run.delay_ms.max(waits)
}

/// Where a run goes next: the first open stop after the one that it made last. One that was passed over says nothing of how far it is.
fn next_stop(run: &RunRecord) -> Option<&StopRecord> {
    let after = run.last_made().map_or(0, |(at, _)| at + 1);
    run.stops[after..].iter().find(|stop| is_open(stop))
}

fn is_open(stop: &StopRecord) -> bool {
    stop.done_at.is_none() && !stop.takes_goods_on()
}
