//! An outlet's orders on pages: what waits, picking, packing, labels, runs, delivery windows. Phone first, for somebody
//! with a scanner in the other hand; without scripts.

mod carriers;
mod labels;
mod list;
mod opening;
mod order;
mod pack;
mod photo;
mod picks;
mod run;
mod runs;
mod steps;
mod windows;
pub(super) mod words;

use crate::Supply;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

/// The path of the list.
const ORDERS: &str = "/outlet/orders";
const PICKS: &str = "/outlet/picks";
const LABELS: &str = "/outlet/labels";
const RUNS: &str = "/outlet/runs";
const WINDOWS: &str = "/outlet/windows";

/// What forms send whose fields are not known beforehand.
type Typed = Vec<(String, String)>;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let work = Right::May(Action::OrderWork);
    Routes::new()
        .page(Method::GET, ORDERS, work, list::show)
        .page(Method::GET, PICKS, work, picks::show)
        .page(Method::GET, LABELS, work, labels::show)
        .page(Method::GET, "/outlet/orders/{id}", work, order::show)
        .page(Method::POST, "/outlet/orders/{id}/pack", work, pack::pack)
        .page(Method::POST, "/outlet/orders/{id}/unpack", work, steps::unpack)
        .page(Method::POST, "/outlet/orders/{id}/drop", work, photo::put_down)
        .page(Method::POST, "/outlet/orders/{id}/photo", work, photo::add)
        .page(Method::POST, "/outlet/orders/{id}/hand-over", work, steps::hand_over)
        .page(Method::POST, "/outlet/orders/{id}/return", work, steps::bring_back)
        .page(Method::POST, "/outlet/orders/{id}/cancel", work, steps::cancel)
        .page(Method::GET, RUNS, work, runs::show)
        .page(Method::POST, RUNS, work, runs::send)
        .page(Method::GET, "/outlet/runs/{id}", work, run::show)
        .page(Method::GET, WINDOWS, work, windows::show)
        .page(Method::POST, WINDOWS, work, opening::open_one)
        .page(Method::POST, "/outlet/windows/week", work, opening::open_week)
        .page(Method::POST, "/outlet/windows/{id}/close", work, opening::close)
        .page(Method::POST, "/outlet/windows/{id}/reopen", work, opening::reopen)
}
