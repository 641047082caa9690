//! Supply (保供): who may bring goods into a cut-off city, what they have, and how it gets to each door.
//!
//! Words: the *whitelist* holds the firms (outlets, pharmacies, warehouses, wholesalers, carriers) that serve while the
//! city is cut off, each with its *listing*; an *item* is what is stocked and sold, its *contents* say how much of which
//! *category* of goods one piece holds; *cover* is for how many days stock lasts those it serves; a *window* is a time
//! in which an outlet delivers; an *allotment* shares out what is too scarce to be sold to whoever comes first.
//!
//! Start at [`Supply`]. `rules` decide and touch nothing, `store` has the SQL, `api` and `pages` read, ask and answer.
//! Orders and deliveries are rounds and live here; a shortage, a late or a short order is a need and goes into the
//! ledger ([`KINDS`]). It never knows where a person is, and shows a household to an outlet only through its order.

mod allotments;
mod allotted_orders;
mod api;
mod carrying;
mod cover;
mod customers;
mod drawing;
mod error;
mod figures;
mod firms;
mod fleet;
mod goods;
mod importing;
mod kinds;
mod limits;
mod listed;
mod ordering;
mod orders;
mod outlet;
mod pages;
mod pharmacy;
mod problems;
pub mod rules;
mod shop;
mod stock;
mod store;
mod supply;
mod tick;
mod transfer_needs;
mod transfers;
mod whitelist;
mod windows;

#[cfg(test)]
extern crate self as tongxin_supply;
#[cfg(test)]
#[path = "../../../platform/web/tests/browser/mod.rs"]
#[allow(clippy::unwrap_used, missing_docs)]
mod browser;
#[cfg(test)]
#[path = "../../ledger/tests/harbour/mod.rs"]
#[allow(clippy::unwrap_used, missing_docs)]
mod harbour;
#[cfg(test)]
#[path = "../tests/supply/market.rs"]
#[allow(clippy::unwrap_used, missing_docs, dead_code)]
mod market;
#[cfg(test)]
#[path = "../tests/supply/world.rs"]
#[allow(clippy::unwrap_used, missing_docs, dead_code, unused_imports)]
mod world;

pub use api::routes;
pub use carrying::{
    COLD_BOX_LITRES, CarriedLine, CarriedOrder, CarriedTransfer, CarrierStep, Fleet, FleetDriver, FleetVehicle,
    LateTransfer, LeavingRun, Load, OrderState, ReceivedLine, Shift, StaffRole, TransferSaid, VehicleKind,
};
pub use error::SupplyError;
pub use kinds::KINDS;
pub use listed::{ListedFirm, PatientsFirm};
pub use ordering::{AskedOrder, Customer, Placed};
pub use pages::{OutletFrame, place_line, place_named};
pub use rules::figure::{CoverFigure, SupplyFigure, SupplyFigureKey};
pub use rules::goods::Goods;
pub use stock::{ReportDone, Uncovered};
pub use store::MIGRATIONS;
pub use supply::Supply;

use tongxin_i18n::TextPart;

/// The words of supply.
pub const TEXTS: TextPart = TextPart {
    module: "supply",
    zh: concat!(
        include_str!("locales/zh-CN/kinds.ftl"),
        include_str!("locales/zh-CN/whitelist.ftl"),
        include_str!("locales/zh-CN/fleet.ftl"),
        include_str!("locales/zh-CN/imports.ftl"),
        include_str!("locales/zh-CN/goods.ftl"),
        include_str!("locales/zh-CN/stock.ftl"),
        include_str!("locales/zh-CN/cover.ftl"),
        include_str!("locales/zh-CN/transfers.ftl"),
        include_str!("locales/zh-CN/shop.ftl"),
        include_str!("locales/zh-CN/orders.ftl"),
        include_str!("locales/zh-CN/allotments.ftl"),
    ),
    en: concat!(
        include_str!("locales/en/kinds.ftl"),
        include_str!("locales/en/whitelist.ftl"),
        include_str!("locales/en/fleet.ftl"),
        include_str!("locales/en/imports.ftl"),
        include_str!("locales/en/goods.ftl"),
        include_str!("locales/en/stock.ftl"),
        include_str!("locales/en/cover.ftl"),
        include_str!("locales/en/transfers.ftl"),
        include_str!("locales/en/shop.ftl"),
        include_str!("locales/en/orders.ftl"),
        include_str!("locales/en/allotments.ftl"),
    ),
};
