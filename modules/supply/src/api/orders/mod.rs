//! Orders at work in their outlet: what waits, picking, packing, sending, handing over.

mod reading;
mod runs;
mod steps;
mod views;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use reading::is_late;
pub(crate) use runs::send_run;
pub(crate) use steps::{at_work, give, hand_over};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let work = Right::May(Action::OrderWork);
    Routes::new()
        .api(routes!(reading::list_work), work)
        .api(routes!(reading::list_picks), work)
        .api(routes!(reading::scan_gtin), work)
        .api(routes!(steps::pack_order), work)
        .api(routes!(steps::drop_order), work)
        .api(routes!(steps::hand_over_order), work)
        .api(routes!(steps::return_order), work)
        .api(routes!(runs::send_orders), work)
        .api(routes!(runs::list_runs), work)
        .api(routes!(runs::get_run), work)
}
