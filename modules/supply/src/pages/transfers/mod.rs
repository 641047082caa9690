//! Transfers: the list, one with its next step, the sheet that travels with the goods.

mod list;
mod one;
mod sheet;
mod steps;
mod words;

use crate::Supply;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

/// The path of the list.
const PATH: &str = "/supply/transfers";

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let (read, step) = (Right::May(Action::StockRead), Right::May(Action::TransferMove));
    Routes::new()
        .page(Method::GET, PATH, read, list::show)
        .page(Method::POST, PATH, step, steps::propose)
        .page(Method::GET, "/supply/transfers/{id}", read, one::show)
        .page(Method::GET, "/supply/transfers/{id}/sheet", read, sheet::show)
        .page(Method::POST, "/supply/transfers/{id}/agree", step, steps::agree)
        .page(Method::POST, "/supply/transfers/{id}/refuse", step, steps::refuse)
        .page(Method::POST, "/supply/transfers/{id}/send", step, steps::send)
        .page(Method::POST, "/supply/transfers/{id}/receive", step, steps::receive)
        .page(Method::POST, "/supply/transfers/{id}/cancel", step, steps::cancel)
        .page(Method::POST, "/supply/transfers/{id}/undo", step, steps::undo)
}
