//! Items and offers: what firms carry, and what they sell on which terms.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::OUTLET_ITEMS_MAX;
use crate::rules::gtin::Gtin;
use crate::rules::item::{Item, NewItem};
use crate::rules::offer::{Offer, Terms};
use crate::store::firm::Firm;
use crate::store::items::{self, ItemFilter};
use crate::store::offers::{self, OfferFilter};
use crate::store::pictures::{self, Picture};
use std::sync::Arc;
use tongxin_city::{ItemId, OrgId, PictureId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;

impl Supply {
    /// The items of those ids; ids of nothing are left out.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn items(&self, ids: &[ItemId]) -> Result<Vec<Item>, SupplyError> {
        Ok(items::of_ids(self.db(), ids).await?)
    }

    /// The items of those trade item numbers.
    pub(crate) async fn items_of_gtins(&self, gtins: &[Gtin]) -> Result<Vec<Item>, SupplyError> {
        Ok(items::of_gtins(self.db(), gtins).await?)
    }

    /// The item of that id.
    pub(crate) async fn item(&self, id: ItemId) -> Result<Item, SupplyError> {
        self.items(&[id]).await?.pop().ok_or(SupplyError::NotFound)
    }

    /// A page of items by name.
    pub(crate) async fn find_items(
        &self,
        filter: &ItemFilter,
        after: Option<ItemId>,
        limit: u32,
    ) -> Result<Vec<Item>, SupplyError> {
        Ok(items::list(self.db(), filter, after, limit).await?)
    }

    /// All that an outlet sells now, by name.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn offers(&self, org: OrgId) -> Result<Vec<Offer>, SupplyError> {
        let filter = OfferFilter {
            is_open: true,
            ..OfferFilter::default()
        };
        let limit = u32::try_from(OUTLET_ITEMS_MAX).unwrap_or(u32::MAX);
        Ok(offers::list(self.db(), org, &filter, None, limit).await?)
    }

    /// A page of an outlet's offers by name.
    pub(crate) async fn find_offers(
        &self,
        org: OrgId,
        filter: &OfferFilter,
        after: Option<ItemId>,
        limit: u32,
    ) -> Result<Vec<Offer>, SupplyError> {
        Ok(offers::list(self.db(), org, filter, after, limit).await?)
    }

    /// Adds an item once, and has the firm carry it.
    pub(crate) async fn add_item(
        &self,
        command: CommandKey,
        firm: Firm,
        item: NewItem,
        now: Timestamp,
    ) -> Result<ItemId, SupplyError> {
        let work = Arc::new((firm, item, command.sender.clone()));
        let added = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (firm, item, actor) = &*work;
                if let Some((_, name)) = items::same(tx, firm, item).await? {
                    return Err(SupplyError::from(known(item, &name)));
                }
                require_room(tx, firm).await?;
                let id = ItemId::generate(now);
                items::insert(tx, firm, id, item, actor, now).await?;
                Ok(id)
            })
        });
        Ok(added.await?.value)
    }

    /// Changes what an item is called and holds; its number stays.
    pub(crate) async fn change_item(
        &self,
        command: CommandKey,
        firm: Firm,
        id: ItemId,
        item: NewItem,
    ) -> Result<ItemId, SupplyError> {
        let work = Arc::new((firm, item, command.sender.clone()));
        let changed = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (firm, item, actor) = &*work;
                match items::same(
                    tx,
                    firm,
                    &NewItem {
                        gtin: None,
                        ..item.clone()
                    },
                )
                .await?
                {
                    Some((other, name)) if other != id => return Err(SupplyError::from(known(item, &name))),
                    _ => {}
                }
                if items::change(tx, firm, id, item, actor).await? {
                    Ok(id)
                } else {
                    Err(SupplyError::Refused("item-not-own"))
                }
            })
        });
        Ok(changed.await?.value)
    }

    /// Has a firm carry an item that is there already.
    pub(crate) async fn carry_item(&self, command: CommandKey, firm: Firm, id: ItemId) -> Result<ItemId, SupplyError> {
        self.require_items(&firm, &[id]).await?;
        let carried = self.db().write_once(command, move |tx| {
            let firm = firm.clone();
            Box::pin(async move {
                require_room(tx, &firm).await?;
                items::carry(tx, &firm, id);
                Ok::<_, SupplyError>(id)
            })
        });
        Ok(carried.await?.value)
    }

    /// Sets the terms on which a firm sells an item; from then on it carries it.
    pub(crate) async fn offer_item(
        &self,
        command: CommandKey,
        firm: Firm,
        id: ItemId,
        terms: Terms,
    ) -> Result<ItemId, SupplyError> {
        self.require_items(&firm, &[id]).await?;
        let offered = self.db().write_once(command, move |tx| {
            let firm = firm.clone();
            Box::pin(async move {
                items::carry(tx, &firm, id);
                offers::set(tx, &firm, id, &terms);
                Ok::<_, SupplyError>(id)
            })
        });
        Ok(offered.await?.value)
    }

    /// Gives an item a picture, without what the telephone put beside it.
    pub(crate) async fn set_picture(
        &self,
        command: CommandKey,
        firm: Firm,
        id: ItemId,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<PictureId, SupplyError> {
        self.require_items(&firm, &[id]).await?;
        let work = Arc::new((firm, self.ledger().keep_photo(bytes).await?));
        let set = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (firm, photo) = &*work;
                let picture = PictureId::generate(now);
                if pictures::replace(tx, firm, id, picture, photo).await? {
                    Ok(picture)
                } else {
                    Err(SupplyError::NotFound)
                }
            })
        });
        Ok(set.await?.value)
    }

    /// A picture's file.
    pub(crate) async fn picture(&self, id: PictureId) -> Result<Picture, SupplyError> {
        pictures::file(self.db(), id).await?.ok_or(SupplyError::NotFound)
    }

    /// The items of those ids, all of which the firm can carry.
    ///
    /// # Errors
    /// `NotFound` when one is not there or belongs to another outlet.
    pub(crate) async fn require_items(&self, firm: &Firm, ids: &[ItemId]) -> Result<Vec<Item>, SupplyError> {
        let found = items::of_firm(self.db(), firm, ids).await?;
        if ids.iter().all(|id| found.iter().any(|item| item.id == *id)) {
            Ok(found)
        } else {
            Err(SupplyError::NotFound)
        }
    }
}

/// That number or name is taken, and by what.
fn known(item: &NewItem, name: &str) -> FieldFault {
    if item.gtin.is_some() {
        FieldFault::new("gtin", "supply-goods-gtin-known").arg("name", name)
    } else {
        FieldFault::new("name", "supply-goods-name-known")
    }
}

async fn require_room(tx: &mut Tx, firm: &Firm) -> Result<(), SupplyError> {
    if items::carried(tx, firm).await? < OUTLET_ITEMS_MAX {
        Ok(())
    } else {
        Err(SupplyError::Refused("outlet-full"))
    }
}
