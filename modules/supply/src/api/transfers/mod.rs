//! Goods that go from one firm to another.

mod reading;
mod steps;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use reading::{TransferQuery, mover, seen_transfer};
pub(crate) use steps::{propose, step};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let (read, step) = (Right::May(Action::StockRead), Right::May(Action::TransferMove));
    Routes::new()
        .api(routes!(reading::list_transfers), read)
        .api(routes!(reading::get_transfer), read)
        .api(routes!(steps::propose_transfer), step)
        .api(routes!(steps::agree_to_transfer), step)
        .api(routes!(steps::refuse_transfer), step)
        .api(routes!(steps::send_transfer), step)
        .api(routes!(steps::receive_transfer), step)
        .api(routes!(steps::cancel_transfer), step)
        .api(routes!(steps::undo_transfer_step), step)
}
