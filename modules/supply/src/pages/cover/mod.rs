//! Days of cover: of a place with those inside it, and of a firm with who could help out.

mod firm;
mod firms;
mod norms;
mod place;
mod places;
mod tiles;
mod trend;

use crate::Supply;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

/// The path of a place's cover.
const PATH: &str = "/supply";

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::StockRead);
    Routes::new()
        .page(Method::GET, PATH, read, place::show)
        .page(Method::GET, "/supply/cover/{org}", read, firm::show)
}
