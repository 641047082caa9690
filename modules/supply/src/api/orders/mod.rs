//! Orders at work in their outlet: what waits, picking, packing, sending, putting down with a photo, handing over.

mod photos;
mod reading;
mod runs;
mod steps;
mod views;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use photos::keep as keep_photo;
pub(crate) use reading::is_late;
pub(crate) use runs::send_run;
pub(crate) use steps::{at_work, give, hand_over};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let work = Right::May(Action::OrderWork);
    let read = Right::May(Action::OrderRead);
    Routes::new()
        .api(routes!(reading::list_work), work)
        .api(routes!(reading::list_picks), work)
        .api(routes!(reading::scan_gtin), work)
        .api(routes!(steps::pack_order), work)
        .api(routes!(steps::unpack_order), work)
        .api(routes!(steps::drop_order), work)
        .api(routes!(photos::set_drop_photo), work)
        .api(routes!(photos::get_drop_photo), read)
        .api(routes!(steps::hand_over_order), work)
        .api(routes!(steps::return_order), work)
        .api(routes!(runs::send_orders), work)
        .api(routes!(runs::list_runs), work)
        .api(routes!(runs::get_run), work)
}
