//! After a draw: each household that was served gets an order for the outlet's next delivery window (while the outlet
//! has none open the orders wait), and a month later it is forgotten whose asks they were.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{ALLOTMENT_ERASE_DAYS, ALLOTTED_ORDERS_WRITTEN, ASKS_ERASED};
use crate::ordering::Allotted;
use crate::rules::basket::BasketLine;
use crate::rules::window::Window;
use crate::store::allotments::Allotment;
use crate::store::allotments::erasing;
use crate::store::allotments::served::{self, Served};
use crate::store::{stock, windows};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_city::{HouseholdId, Timestamp};
use tongxin_places::Household;

impl Supply {
    /// Places the orders that are due. One draw whose orders can't be placed keeps none of the others.
    pub(crate) async fn order_for_served(&self, now: Timestamp) -> Result<(), SupplyError> {
        for (allotment, ordered) in served::unordered(self.db()).await? {
            if let Err(error) = self.order_for_draw(&allotment, ordered, now).await {
                tracing::error!(%error, allotment = %allotment.id, "the orders of a draw could not be placed");
            }
        }
        Ok(())
    }

    /// Forgets whose asks they were in draws that are long done. A run that was interrupted begins again.
    pub(crate) async fn erase_drawn(&self, now: Timestamp) -> Result<(), SupplyError> {
        for id in erasing::unerased(self.db(), now.plus_days(-ALLOTMENT_ERASE_DAYS)).await? {
            let mut from = 1;
            loop {
                let unlinked: Result<u64, SupplyError> = self
                    .db()
                    .write(move |tx| {
                        Box::pin(async move {
                            let unlinked = erasing::unlink(tx, id, from, from + ASKS_ERASED).await?;
                            if unlinked == 0 {
                                erasing::set_erased(tx, id, now);
                            }
                            Ok(unlinked)
                        })
                    })
                    .await;
                if unlinked? == 0 {
                    break;
                }
                from += ASKS_ERASED;
            }
        }
        Ok(())
    }

    async fn order_for_draw(&self, allotment: &Allotment, ordered: i64, now: Timestamp) -> Result<(), SupplyError> {
        let next = windows::ahead(self.db(), allotment.org, now, 1).await?;
        let Some(window) = next.into_iter().next() else {
            return Ok(());
        };
        let mut ordered = ordered;
        loop {
            let chunk = served::served(self.db(), allotment.id, ordered, ALLOTTED_ORDERS_WRITTEN).await?;
            let Some(last) = chunk.last().map(|last| last.rank) else {
                return Ok(());
            };
            let households = self
                .places()
                .households_of(chunk.iter().map(|one| one.household))
                .await?;
            let households = households.into_iter().map(|household| (household.id, household));
            let due = Due {
                allotment: allotment.clone(),
                window: window.clone(),
                chunk,
                households: households.collect(),
                now,
            };
            if !self.place_chunk(due, ordered, last).await? {
                return Ok(());
            }
            ordered = last;
        }
    }

    /// Places some orders in one write; false when another process places them.
    async fn place_chunk(&self, due: Due, before: i64, reached: i64) -> Result<bool, SupplyError> {
        let (supply, due) = (self.clone(), Arc::new(due));
        self.db()
            .write(move |tx| {
                let (supply, due) = (supply.clone(), Arc::clone(&due));
                Box::pin(async move {
                    if !served::set_ordered(tx, due.allotment.id, before, reached).await? {
                        return Ok(false);
                    }
                    for served in &due.chunk {
                        // The draw's promise becomes the order's.
                        stock::release(tx, due.allotment.org, due.allotment.item, served.pieces);
                        if let Some(order) = due.order(served) {
                            supply.place_allotted(tx, order)?;
                        }
                    }
                    Ok(true)
                })
            })
            .await
    }
}

/// Orders to be placed together.
struct Due {
    allotment: Allotment,
    window: Window,
    chunk: Vec<Served>,
    households: HashMap<HouseholdId, Household>,
    now: Timestamp,
}

impl Due {
    /// The order of a household; none for one that is no longer there.
    fn order(&self, served: &Served) -> Option<Allotted> {
        Some(Allotted {
            allotment: self.allotment.id,
            org: self.allotment.org,
            window: self.window.clone(),
            line: BasketLine {
                item: self.allotment.item,
                pieces: served.pieces,
                price: self.allotment.price,
            },
            household: self.households.get(&served.household)?.clone(),
            now: self.now,
        })
    }
}
