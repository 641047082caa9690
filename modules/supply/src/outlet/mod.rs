//! An outlet's work with its orders: what waits, what is to be picked, which line a barcode belongs to, what leaves
//! together. What is done to an order itself goes through [`Supply::command_order`], as for everybody.

mod picks;
mod runs;

pub(crate) use picks::{PickBuilding, PickList, Pieces};
pub(crate) use runs::{AskedRun, RunDone};

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::WORK_BUILDINGS_MAX;
use crate::rules::gtin::Gtin;
use crate::rules::item::Item;
use crate::rules::order::OrderLine;
use crate::rules::window::Window;
use crate::shop::OrderDetail;
use crate::store::orders::Order;
use crate::store::orders::list::{self, OrderFilter, Reader};
use crate::whitelist::Paged;
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{ItemId, OrderId, OrgId, PlaceCode, WindowId};
use tongxin_web::FieldFault;

/// An order with its lines.
#[derive(Debug)]
pub(crate) struct WorkOrder {
    pub(crate) order: Order,
    pub(crate) lines: Vec<OrderLine>,
}

/// What the ids in an outlet's orders are.
#[derive(Debug, Default)]
pub(crate) struct WorkNames {
    pub(crate) windows: HashMap<WindowId, Window>,
    pub(crate) items: HashMap<ItemId, Item>,
}

impl WorkNames {
    /// An item's name; nothing when it is not known.
    pub(crate) fn name(&self, item: ItemId) -> &str {
        self.items.get(&item).map_or("", |item| item.name.as_str())
    }
}

/// Orders of an outlet.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) orders: Vec<WorkOrder>,
    /// Where to go on when there are more.
    pub(crate) next: Option<OrderId>,
    pub(crate) names: WorkNames,
}

/// What a barcode names.
#[derive(Debug)]
pub(crate) struct Scanned {
    pub(crate) item: Item,
    /// The line of the order that it belongs to; none when the order holds no such item.
    pub(crate) line: Option<OrderLine>,
}

impl Supply {
    /// A page of an outlet's orders with their lines.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn work_page(
        &self,
        scope: &Scope,
        filter: &OrderFilter,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Work, SupplyError> {
        let page = self.orders_page(&Reader::at_work(scope), filter, after, limit).await?;
        self.with_lines(page).await
    }

    /// The same on the way from door to door; `next` only says that there are more.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn work_by_door(
        &self,
        scope: &Scope,
        filter: &OrderFilter,
        limit: u32,
    ) -> Result<Work, SupplyError> {
        let rows = list::by_door(self.db(), &Reader::at_work(scope), filter, limit + 1).await?;
        self.with_lines(Paged::of(rows, limit, |order| order.id)).await
    }

    async fn with_lines(&self, page: Paged<Order, OrderId>) -> Result<Work, SupplyError> {
        let mut lines = if page.rows.is_empty() {
            HashMap::new()
        } else {
            list::lines(self.db(), &page.rows).await?
        };
        let names = self.work_names(&page.rows, lines.values().flatten()).await?;
        let orders = page.rows.into_iter().map(|order| WorkOrder {
            lines: lines.remove(&order.id).unwrap_or_default(),
            order,
        });
        Ok(Work {
            orders: orders.collect(),
            next: page.next,
            names,
        })
    }

    async fn work_names(
        &self,
        orders: &[Order],
        lines: impl Iterator<Item = &OrderLine>,
    ) -> Result<WorkNames, SupplyError> {
        let mut ids: Vec<ItemId> = lines.map(|line| line.item).collect();
        ids.sort_unstable();
        ids.dedup();
        if orders.is_empty() {
            return Ok(WorkNames::default());
        }
        let items = self.items(&ids).await?;
        Ok(WorkNames {
            windows: self.windows_of(orders).await?,
            items: items.into_iter().map(|item| (item.id, item)).collect(),
        })
    }

    /// One order of an outlet.
    ///
    /// # Errors
    /// `NotFound` for one that the scope does not cover; or a storage failure.
    pub(crate) async fn work_order(&self, scope: &Scope, id: OrderId) -> Result<(OrderDetail, WorkNames), SupplyError> {
        let detail = self.order(&Reader::at_work(scope), id).await?;
        let names = self
            .work_names(std::slice::from_ref(&detail.order), detail.lines.iter())
            .await?;
        Ok((detail, names))
    }

    /// The buildings for which an outlet has open orders, by code.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn open_buildings(&self, scope: &Scope, org: OrgId) -> Result<Vec<PlaceCode>, SupplyError> {
        Ok(list::open_buildings(self.db(), &Reader::at_work(scope), org, WORK_BUILDINGS_MAX).await?)
    }

    /// Which line of an order a barcode belongs to.
    ///
    /// # Errors
    /// `Faults` for what is no trade item number, or one of nothing known; `NotFound` for an order that the scope does
    /// not cover; or a storage failure.
    pub(crate) async fn scan(&self, scope: &Scope, id: OrderId, text: &str) -> Result<Scanned, SupplyError> {
        let detail = self.order(&Reader::at_work(scope), id).await?;
        let gtin = Gtin::at("gtin", text)?;
        let item = self.items_of_gtins(&[gtin]).await?.pop();
        let item =
            item.ok_or_else(|| FieldFault::new("gtin", "supply-orders-gtin-unknown").arg("gtin", gtin.printed()))?;
        let line = detail.lines.into_iter().find(|line| line.item == item.id);
        Ok(Scanned { item, line })
    }
}
