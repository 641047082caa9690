//! Pages: the resident's household, and the buildings of those who look after them.

mod buildings;
mod home;

use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use tongxin_ledger::LedgerState;

/// The pages' routes.
pub fn routes(state: LedgerState) -> Routes {
    let buildings = Right::May(Action::OwnBuildings);
    Routes::new()
        .page(Method::GET, "/home", Right::May(Action::OwnHousehold), home::show)
        .page(Method::GET, "/buildings", buildings, buildings::all)
        .page(Method::GET, "/buildings/{code}", buildings, buildings::one)
        .with_state(Arc::new(state))
}
