//! A transfer in words.

use crate::Supply;
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::item::Item;
use crate::rules::transfer::TransferState;
use crate::store::transfers::Transfer;
use std::collections::{BTreeMap, HashMap};
use tongxin_account::places_problem;
use tongxin_city::{ItemId, OrgId};
use tongxin_web::Problem;

/// The names of those and of what some transfers are about.
pub(super) struct Names {
    orgs: HashMap<OrgId, String>,
    items: BTreeMap<ItemId, Item>,
}

impl Names {
    pub(super) async fn of(supply: &Supply, transfers: &[Transfer]) -> Result<Names, Problem> {
        let mut ids: Vec<OrgId> = transfers.iter().flat_map(|one| [one.from, one.to]).collect();
        ids.sort_unstable();
        ids.dedup();
        let orgs = supply.places().org_names(ids).await.map_err(places_problem)?;
        let ids: Vec<ItemId> = transfers.iter().map(|one| one.item).collect();
        let items = supply.items(&ids).await?;
        Ok(Names {
            orgs,
            items: items.into_iter().map(|item| (item.id, item)).collect(),
        })
    }

    /// A firm's name.
    pub(super) fn org(&self, org: OrgId) -> String {
        self.orgs.get(&org).cloned().unwrap_or_default()
    }

    /// The item's name and unit.
    pub(super) fn item(&self, item: ItemId) -> (&str, &str) {
        let item = self.items.get(&item);
        item.map_or(("", ""), |item| (item.name.as_str(), item.unit.as_str()))
    }

    /// The item's trade item number.
    pub(super) fn gtin(&self, item: ItemId) -> String {
        let item = self.items.get(&item).and_then(|item| item.gtin);
        item.map(|gtin| gtin.to_string()).unwrap_or_default()
    }

    /// So many pieces of the item.
    pub(super) fn what(&self, words: &Words<'_>, item: ItemId, pieces: i64) -> String {
        let (item, unit) = self.item(item);
        let args = [("item", item), ("pieces", &pieces.to_string()), ("unit", unit)];
        words.ta("supply-transfers-what", &args)
    }
}

/// How a transfer stands.
pub(super) fn badge(words: &Words<'_>, state: TransferState) -> Badge {
    Badge {
        state: match state {
            TransferState::Proposed | TransferState::Agreed | TransferState::Sent => "strained",
            TransferState::Received => "stable",
            TransferState::Refused | TransferState::Cancelled => "unknown",
        },
        word: words.t(&format!("supply-transfers-state-{state}")),
    }
}
