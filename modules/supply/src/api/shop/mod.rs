//! The shop that a household opens: who serves its door, windows, ordering, its orders; and for the outlet its windows
//! and its settlement.

mod bodies;
pub(crate) mod orders;
mod placing;
mod settlement;
pub(crate) mod views;
mod windows;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use bodies::minutes;
pub(crate) use orders::{for_household, reader};
pub(crate) use views::{Names, Seen, window_words};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let place = Right::May(Action::OrderPlace);
    let read = Right::May(Action::OrderRead);
    let work = Right::May(Action::OrderWork);
    Routes::new()
        .api(routes!(placing::list_shops), place)
        .api(routes!(placing::get_shop), place)
        .api(routes!(placing::place_order), place)
        .api(routes!(orders::list_orders), read)
        .api(routes!(orders::get_order), read)
        .api(routes!(orders::cancel_order), read)
        .api(routes!(orders::receive_order), place)
        .api(routes!(orders::repeat_order), place)
        .api(routes!(windows::list_windows), work)
        .api(routes!(windows::open_window), work)
        .api(routes!(windows::open_week), work)
        .api(routes!(windows::close_window), work)
        .api(routes!(windows::reopen_window), work)
        .api(routes!(settlement::settlement_csv), work)
        .api(routes!(settlement::settlement_xlsx), work)
}
