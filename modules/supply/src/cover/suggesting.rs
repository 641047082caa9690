//! Who could help a firm that runs short.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::book::{Book, BookedFirm};
use crate::rules::cover::Served;
use crate::rules::distance::{Distance, distance};
use crate::rules::item::Item;
use crate::rules::suggest::{Giver, suggest, surplus};
use crate::store::cover;
use std::collections::BTreeMap;
use tongxin_city::{OrgId, PlaceCode};

/// Goods that a firm could give.
#[derive(Debug, Clone)]
pub(crate) struct Suggestion {
    pub(crate) from: OrgId,
    pub(crate) from_name: String,
    pub(crate) from_place: PlaceCode,
    pub(crate) distance: Distance,
    pub(crate) item: Item,
    pub(crate) pieces: i64,
    /// What they hold of the category that is short.
    pub(crate) amount: i64,
}

impl Supply {
    /// Transfers that would bring a firm's cover to the threshold; none when it is not below. What is on its way to it
    /// already counts as there.
    pub(crate) async fn suggestions(
        &self,
        book: &Book,
        to: &BookedFirm,
        category: &str,
    ) -> Result<Vec<Suggestion>, SupplyError> {
        let missing = self.missing(book, to, category).await?;
        if missing <= 0 {
            return Ok(Vec::new());
        }
        let givers = self.givers(book, to, category).await?;
        let found = suggest(category, missing, givers);
        let ids: Vec<_> = found.iter().map(|one| one.item).collect();
        let items = self.items(&ids).await?;
        let said = found.into_iter().filter_map(|one| {
            let from = &book.firm(one.from)?.firm;
            Some(Suggestion {
                from: one.from,
                from_name: from.name.clone(),
                from_place: from.place,
                distance: one.distance,
                item: items.iter().find(|item| item.id == one.item)?.clone(),
                pieces: one.pieces,
                amount: one.amount,
            })
        });
        Ok(said.collect())
    }

    /// What a firm lacks to be at the threshold.
    async fn missing(&self, book: &Book, to: &BookedFirm, category: &str) -> Result<i64, SupplyError> {
        let (Some(demand), Some(cover_now)) = (book.demand(category), book.firm_cover(to, category)) else {
            return Ok(0);
        };
        let missing = demand.amount_for(demand.strained, cover_now.served) - cover_now.contents.on_hand;
        if missing <= 0 {
            return Ok(0);
        }
        let coming = cover::on_the_way(self.db(), to.firm.org).await?;
        let ids: Vec<_> = coming.iter().map(|(item, _)| *item).collect();
        let items = self.items(&ids).await?;
        let held = coming.iter().filter_map(|(id, pieces)| {
            let item = items.iter().find(|item| item.id == *id)?;
            let content = item.contents.iter().find(|content| content.category == category)?;
            Some(content.amount.times(*pieces).get())
        });
        Ok(missing - held.sum::<i64>())
    }

    async fn givers(&self, book: &Book, to: &BookedFirm, category: &str) -> Result<Vec<Giver>, SupplyError> {
        let city = self.places().city()?;
        let seat = |code: &PlaceCode| city.boundaries.get(code).map(|boundary| boundary.seat);
        let able = book.firms().iter().filter(|booked| booked.firm.org != to.firm.org);
        let able: Vec<(&BookedFirm, BTreeMap<String, i64>)> = able
            .map(|booked| (booked, surpluses(book, booked)))
            .filter(|(_, surplus)| surplus.get(category).is_some_and(|surplus| *surplus > 0))
            .collect();
        let orgs: Vec<OrgId> = able.iter().map(|(booked, _)| booked.firm.org).collect();
        let mut spare = cover::spare_items(self.db(), &orgs, to.firm.org).await?;
        let giver = |(booked, surplus): (&BookedFirm, BTreeMap<String, i64>)| Giver {
            org: booked.firm.org,
            distance: distance(&booked.firm.place, &to.firm.place, &city.file, seat),
            surplus,
            items: spare.remove(&booked.firm.org).unwrap_or_default(),
        };
        Ok(able.into_iter().map(giver).collect())
    }
}

/// What a firm has above what it keeps, of all that is counted in days. Only what is promised to nobody can be given;
/// an outlet of which nobody knows whom it serves gives nothing.
fn surpluses(book: &Book, booked: &BookedFirm) -> BTreeMap<String, i64> {
    let is_reserve = booked.firm.is_reserve;
    let carried = booked.firm.contents.keys();
    let surplus = carried.filter_map(|key| {
        let (demand, cover) = (book.demand(key)?, book.firm_cover(booked, key)?);
        let can_tell = is_reserve || cover.served > Served(0);
        let above = surplus(cover.contents.free, cover.served, demand, is_reserve);
        Some((key.clone(), if can_tell { above } else { 0 }))
    });
    surplus.collect()
}
