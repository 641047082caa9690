//! Days of cover, by outlet and place.

mod files;
mod firms;
mod places;
mod queries;
mod trend;
mod views;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use firms::{firms_seen, page};
pub(crate) use places::children_of;
pub(crate) use queries::{known_category, seen_place};
pub(crate) use trend::seen_firm;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::StockRead);
    Routes::new()
        .api(routes!(places::place_cover), read)
        .api(routes!(firms::firm_covers), read)
        .api(routes!(trend::cover_trend), read)
        .api(routes!(trend::suggested_transfers), read)
        .api(routes!(files::cover_csv), Right::May(Action::Export))
        .api(routes!(files::cover_xlsx), Right::May(Action::Export))
}
