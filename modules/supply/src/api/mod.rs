//! JSON under `/api/v1`, described in OpenAPI. Each handler reads: who asks, what, done, answered.

mod allotment_views;
mod allotments;
mod categories;
pub(crate) mod cover;
mod fleet;
pub(crate) mod goods;
mod goods_files;
pub(crate) mod imports;
pub(crate) mod movements;
pub(crate) mod orders;
mod pictures;
pub(crate) mod shop;
mod stock;
pub(crate) mod transfers;
pub(crate) mod whitelist;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(crate) use allotments::allotment_file;

pub(crate) type Shared = axum::extract::State<Arc<Supply>>;

/// Supply's routes, with their full paths and the right each needs.
pub fn routes(supply: Supply) -> Routes {
    Routes::new()
        .merge(whitelist::routes())
        .merge(fleet::routes())
        .merge(imports::routes())
        .merge(categories::routes())
        .merge(goods::routes())
        .merge(goods_files::routes())
        .merge(pictures::routes())
        .merge(stock::routes())
        .merge(movements::routes())
        .merge(cover::routes())
        .merge(transfers::routes())
        .merge(shop::routes())
        .merge(orders::routes())
        .merge(allotments::routes())
        .merge(crate::pages::routes())
        .with_state(Arc::new(supply))
}
