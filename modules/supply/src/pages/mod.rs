//! HTML.

mod allotments;
mod cover;
mod fleet;
mod forms;
mod goods;
mod goods_files;
mod imports;
mod item;
mod movements;
mod orders;
mod orders_day;
mod outlet;
mod report;
mod shop;
mod steps;
mod stock;
mod transfers;
mod whitelist;

pub use outlet::OutletFrame;
pub use whitelist::places::{place_line, place_named};

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(crate) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
        .merge(whitelist::routes())
        .merge(fleet::routes())
        .merge(outlet::routes())
        .merge(imports::routes())
        .merge(goods::routes())
        .merge(goods_files::routes())
        .merge(item::routes())
        .merge(stock::routes())
        .merge(report::routes())
        .merge(movements::routes())
        .merge(cover::routes())
        .merge(transfers::routes())
        .merge(shop::routes())
        .merge(orders::routes())
        .merge(orders_day::routes())
        .merge(allotments::routes())
}
