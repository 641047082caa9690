//! The pick list of a window: what is taken from the shelf in all, and what of it each building gets.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::PICK_ROWS_MAX;
use crate::rules::item::Item;
use crate::rules::window::Window;
use crate::store::orders::picks::{self, Part, PickFilter};
use crate::store::windows;
use std::collections::{BTreeMap, HashMap};
use tongxin_account::Scope;
use tongxin_city::{ItemId, OrgId, PlaceCode, WindowId};

/// Pieces to be picked, and of these the ones that are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    pub(crate) pieces: i64,
    pub(crate) picked: i64,
}

impl Pieces {
    fn add(&mut self, part: &Part) {
        self.pieces += part.pieces;
        self.picked += part.picked;
    }
}

/// What one building gets.
#[derive(Debug)]
pub(crate) struct PickBuilding {
    pub(crate) building: PlaceCode,
    /// How many of its orders have not left.
    pub(crate) orders: i64,
    pub(crate) pieces: Pieces,
    /// By the items' names.
    pub(crate) items: Vec<(Item, Pieces)>,
}

/// A pick list.
#[derive(Debug)]
pub(crate) struct PickList {
    pub(crate) window: Window,
    /// By the items' names.
    pub(crate) items: Vec<(Item, Pieces)>,
    /// In the order of their codes, which is that of their street and number.
    pub(crate) buildings: Vec<PickBuilding>,
}

impl Supply {
    /// A window of an outlet.
    ///
    /// # Errors
    /// `NotFound` when the outlet has no such window; or a storage failure.
    pub(crate) async fn window_of(&self, org: OrgId, window: WindowId) -> Result<Window, SupplyError> {
        let found = windows::of_ids(self.db(), [window]).await?;
        let own = found.into_iter().find(|found| found.org == org);
        own.ok_or(SupplyError::NotFound)
    }

    /// The pick list of an outlet's window, perhaps only for one place: orders that are placed or packed.
    ///
    /// # Errors
    /// `NotFound` when the outlet has no such window; `Refused` when the list would be too long; or a storage failure.
    pub(crate) async fn picks(&self, scope: &Scope, org: OrgId, filter: &PickFilter) -> Result<PickList, SupplyError> {
        let window = self.window_of(org, filter.window).await?;
        let parts = picks::parts(self.db(), scope, filter, PICK_ROWS_MAX + 1).await?;
        let orders = picks::orders(self.db(), scope, filter, PICK_ROWS_MAX).await?;
        if parts.len() > PICK_ROWS_MAX as usize {
            return Err(SupplyError::Refused("picks-too-long"));
        }
        let mut ids: Vec<ItemId> = parts.iter().map(|part| part.item).collect();
        ids.sort_unstable();
        ids.dedup();
        let items = if ids.is_empty() {
            Vec::new()
        } else {
            self.items(&ids).await?
        };
        let items: HashMap<ItemId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        let buildings = orders.into_iter().map(|(building, orders)| {
            let own = parts.iter().filter(|part| part.building == building);
            let mut pieces = Pieces::default();
            own.clone().for_each(|part| pieces.add(part));
            PickBuilding {
                building,
                orders,
                pieces,
                items: by_item(own, &items),
            }
        });
        Ok(PickList {
            window,
            buildings: buildings.collect(),
            items: by_item(parts.iter(), &items),
        })
    }
}

fn by_item<'p>(parts: impl Iterator<Item = &'p Part>, items: &HashMap<ItemId, Item>) -> Vec<(Item, Pieces)> {
    let mut sums: BTreeMap<ItemId, Pieces> = BTreeMap::new();
    for part in parts {
        sums.entry(part.item).or_default().add(part);
    }
    let named = sums
        .into_iter()
        .filter_map(|(item, pieces)| Some((items.get(&item)?.clone(), pieces)));
    // A line of which nothing was there any more needs no picking.
    let mut rows: Vec<(Item, Pieces)> = named.filter(|(_, pieces)| pieces.pieces > 0).collect();
    rows.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    rows
}
