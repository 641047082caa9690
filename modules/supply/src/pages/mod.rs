//! HTML.

mod address;
mod allotments;
mod cover;
mod fleet;
mod goods;
mod imports;
mod orders;
mod shop;
mod stock;
mod transfers;
mod whitelist;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(crate) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
        .merge(whitelist::routes())
        .merge(fleet::routes())
        .merge(imports::routes())
        .merge(goods::routes())
        .merge(stock::routes())
        .merge(cover::routes())
        .merge(transfers::routes())
        .merge(shop::routes())
        .merge(orders::routes())
        .merge(allotments::routes())
}
