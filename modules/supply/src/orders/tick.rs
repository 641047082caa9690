//! What the clock does with orders: raise what is late, close what nobody confirmed, forget what was closed long ago.
//!
//! A tick may come at any time, from several processes and again after a crash: each step looks for what is due and
//! guards its update by what it read.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{ORDER_CONFIRM_DAYS, ORDER_ERASE_DAYS, ORDER_TICK_BATCH, ORDER_TICK_BATCHES_MAX};
use crate::ordering::SYSTEM;
use crate::rules::order::{Command, OrderState, Party, decide};
use crate::store::orders::{due, write};
use std::sync::Arc;
use tongxin_city::{OrderId, Timestamp};
use tongxin_storage::{BoxFuture, Tx};

/// What a tick did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OrdersTicked {
    /// Needs raised because an order was late.
    pub(crate) late: u64,
    /// Orders taken as received.
    pub(crate) presumed: u64,
    /// Orders whose personal texts were erased.
    pub(crate) erased: u64,
}

/// What is done to each order of a batch; whether it was.
type Step = for<'t> fn(&'t Supply, &'t mut Tx, OrderId, Timestamp) -> BoxFuture<'t, Result<bool, SupplyError>>;

/// Which orders are due for a step.
#[derive(Debug, Clone, Copy)]
enum Due {
    Late,
    Unconfirmed,
    Unerased,
}

impl Supply {
    /// Does what the clock asks of orders at `now`.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done, and the next tick does the rest.
    pub(crate) async fn tick_orders(&self, now: Timestamp) -> Result<OrdersTicked, SupplyError> {
        Ok(OrdersTicked {
            late: self
                .all_due(Due::Late, now, |supply, tx, id, now| {
                    Box::pin(supply.report_late(tx, id, now))
                })
                .await?,
            presumed: self
                .all_due(Due::Unconfirmed, now, |supply, tx, id, now| {
                    Box::pin(supply.presume(tx, id, now))
                })
                .await?,
            erased: self
                .all_due(Due::Unerased, now, |supply, tx, id, now| {
                    Box::pin(supply.erase_order(tx, id, now))
                })
                .await?,
        })
    }

    async fn all_due(&self, due: Due, now: Timestamp, step: Step) -> Result<u64, SupplyError> {
        let mut count = 0;
        for _ in 0..ORDER_TICK_BATCHES_MAX {
            let ids = self.due_ids(due, now).await?;
            let is_last = ids.len() < ORDER_TICK_BATCH as usize;
            if !ids.is_empty() {
                count += self.each_of(ids, now, step).await?;
            }
            if is_last {
                break;
            }
        }
        Ok(count)
    }

    async fn due_ids(&self, due: Due, now: Timestamp) -> Result<Vec<OrderId>, SupplyError> {
        let (db, limit) = (self.db(), ORDER_TICK_BATCH);
        Ok(match due {
            Due::Late => due::late(db, now, limit).await?,
            Due::Unconfirmed => due::unconfirmed(db, now.plus_days(-ORDER_CONFIRM_DAYS), limit).await?,
            Due::Unerased => due::unerased(db, now.plus_days(-ORDER_ERASE_DAYS), limit).await?,
        })
    }

    async fn each_of(&self, ids: Vec<OrderId>, now: Timestamp, step: Step) -> Result<u64, SupplyError> {
        let work = Arc::new((self.clone(), ids));
        self.db()
            .write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (supply, ids) = &*work;
                    let mut count = 0;
                    for id in ids {
                        count += u64::from(step(supply, tx, *id, now).await?);
                    }
                    Ok(count)
                })
            })
            .await
    }

    async fn report_late(&self, tx: &mut Tx, id: OrderId, now: Timestamp) -> Result<bool, SupplyError> {
        let Some((order, _)) = write::get_for_system(tx, id).await? else {
            return Ok(false);
        };
        let is_waiting = order.state.is_open() && !order.state.has_arrived();
        if !is_waiting || order.late_need.is_some() || order.due_at >= now {
            return Ok(false);
        }
        let need = self.raise_late(tx, &order, now).await?;
        let day = self.places().city()?.file.zone.day_of(now);
        write::mark_late(tx, &order, need, day);
        Ok(true)
    }

    async fn presume(&self, tx: &mut Tx, id: OrderId, now: Timestamp) -> Result<bool, SupplyError> {
        let Some((order, lines)) = write::get_for_system(tx, id).await? else {
            return Ok(false);
        };
        let is_over = order
            .dropped_at
            .is_some_and(|at| at < now.plus_days(-ORDER_CONFIRM_DAYS));
        if order.state != OrderState::Dropped || !is_over {
            return Ok(false);
        }
        let decision = decide(&order.standing(lines.clone()), &Command::Presume, Party::Clock)?;
        self.enter(tx, &order, &lines, decision, SYSTEM, now).await?;
        Ok(true)
    }

    async fn erase_order(&self, tx: &mut Tx, id: OrderId, now: Timestamp) -> Result<bool, SupplyError> {
        due::erase(tx, id, now);
        Ok(true)
    }
}
