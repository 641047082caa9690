//! What a household sees of the shop: who serves its door, what they sell, when they come.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::SHOP_WINDOWS_MAX;
use crate::ordering::{AskedOrder, window_text};
use crate::rules::basket::{Basket, Offered, check};
use crate::rules::offer::Offer;
use crate::rules::order::OrderLine;
use crate::rules::window::Window;
use crate::store::orders::list::{self, OrderFilter, Reader};
use crate::store::orders::{Order, OrderEvent};
use crate::store::whitelist::Listing;
use crate::store::windows;
use crate::whitelist::Paged;
use std::collections::HashMap;
use tongxin_city::{ItemId, OrderId, OrgId, PlaceCode, Timestamp, WindowId};
use tongxin_web::FieldFault;

/// An outlet as a door sees it.
#[derive(Debug)]
pub(crate) struct ShopFront {
    pub(crate) listing: Listing,
    pub(crate) offers: Vec<Offer>,
    /// Windows that can still be ordered for, by time; full ones too.
    pub(crate) windows: Vec<Window>,
}

impl ShopFront {
    /// What a basket comes to as things stand, and its window. The household's share of today is checked when it orders.
    ///
    /// # Errors
    /// `Faults` and `Gone` as when ordering.
    pub(crate) fn review(&self, asked: &AskedOrder, now: Timestamp) -> Result<(Basket, &Window), SupplyError> {
        let offered = self.offers.iter().map(|offer| Offered {
            item: offer.item.id,
            name: offer.item.name.clone(),
            price: offer.terms.price,
            household_max: offer.terms.household_max,
            is_open: offer.terms.is_open,
            free: offer.free,
            ordered_today: 0,
        });
        let basket = check(&asked.lines, &offered.collect::<Vec<_>>())?;
        let window = self.windows.iter().find(|window| window.id == asked.window);
        let window = window.ok_or_else(|| FieldFault::new("window", "supply-order-no-window"))?;
        match window.refusal(now) {
            None => Ok((basket, window)),
            Some(refusal) => Err(SupplyError::Gone(vec![FieldFault::new("window", window_text(refusal))])),
        }
    }
}

/// An order with all that belongs to it.
#[derive(Debug)]
pub(crate) struct OrderDetail {
    pub(crate) order: Order,
    pub(crate) lines: Vec<OrderLine>,
    pub(crate) events: Vec<OrderEvent>,
}

/// A line of an order before that can be ordered again, perhaps fewer pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) item: ItemId,
    pub(crate) name: String,
    pub(crate) wanted: i64,
    /// Pieces that can be ordered now; 0 when there is none any more.
    pub(crate) pieces: i64,
}

impl Supply {
    /// The outlets and pharmacies that serve a building today, by name.
    pub(crate) async fn shops(&self, building: &PlaceCode, now: Timestamp) -> Result<Vec<Listing>, SupplyError> {
        let serving = self.listed_serving(building, self.today(now)?).await?;
        Ok(serving
            .into_iter()
            .filter(|listing| serves(listing, building))
            .collect())
    }

    /// One of them, with what it sells and when it comes.
    ///
    /// # Errors
    /// `NotFound` when it does not serve that building today; or a storage failure.
    pub(crate) async fn shop_front(
        &self,
        org: OrgId,
        building: &PlaceCode,
        now: Timestamp,
    ) -> Result<ShopFront, SupplyError> {
        let today = self.today(now)?;
        let listing = self
            .listing(org)
            .await?
            .filter(|listing| listing.serves_on(today) && serves(listing, building))
            .ok_or(SupplyError::NotFound)?;
        Ok(ShopFront {
            listing,
            offers: self.offers(org).await?,
            windows: windows::ahead(self.db(), org, now, SHOP_WINDOWS_MAX).await?,
        })
    }

    /// A page of orders that a reader may see, newest first.
    pub(crate) async fn orders_page(
        &self,
        reader: &Reader,
        filter: &OrderFilter,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Paged<Order, OrderId>, SupplyError> {
        let rows = list::page(self.db(), reader, filter, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |order| order.id))
    }

    /// An order that a reader may see.
    pub(crate) async fn order(&self, reader: &Reader, id: OrderId) -> Result<OrderDetail, SupplyError> {
        let found = list::get(self.db(), reader, id).await?;
        let (order, lines, events) = found.ok_or(SupplyError::NotFound)?;
        Ok(OrderDetail { order, lines, events })
    }

    /// The windows of orders, by their ids.
    pub(crate) async fn windows_of(&self, orders: &[Order]) -> Result<HashMap<WindowId, Window>, SupplyError> {
        let mut ids: Vec<WindowId> = orders.iter().map(|order| order.window).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = windows::of_ids(self.db(), ids).await?;
        Ok(found.into_iter().map(|window| (window.id, window)).collect())
    }

    /// What of an order can be ordered again, line by line.
    pub(crate) async fn order_again(&self, detail: &OrderDetail) -> Result<Vec<Again>, SupplyError> {
        let ordered: Vec<&OrderLine> = detail.lines.iter().filter(|line| line.ordered > 0).collect();
        let ids: Vec<ItemId> = ordered.iter().map(|line| line.item).collect();
        let (items, offers) = (self.items(&ids).await?, self.offers(detail.order.org).await?);
        Ok(ordered
            .into_iter()
            .map(|line| {
                let offer = offers.iter().find(|offer| offer.item.id == line.item);
                let item = items.iter().find(|item| item.id == line.item);
                Again {
                    item: line.item,
                    name: item.map_or_else(String::new, |item| item.name.clone()),
                    wanted: line.ordered,
                    pieces: offer.map_or(0, |offer| line.ordered.min(offer.free).min(offer.terms.household_max)),
                }
            })
            .collect())
    }
}

fn serves(listing: &Listing, building: &PlaceCode) -> bool {
    listing.kind.serves_doors() && listing.service_places.iter().any(|place| building.is_inside(place))
}
