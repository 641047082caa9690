//! HTML. Each handler reads: who asks, what, done, shown.

mod app;
mod sheet;

use crate::dispatch::Dispatch;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

pub(crate) fn routes() -> Routes<Arc<Dispatch>> {
    let work = Right::May(Action::PlanWork);
    Routes::new()
        .page(Method::GET, "/run", Right::Anyone, app::page)
        .page(Method::GET, "/run-worker.js", Right::Anyone, app::worker)
        .page(Method::GET, "/outlet/runs-sheet/{id}", work, sheet::show)
        .page(Method::GET, "/outlet/runs-sheet/{id}/xlsx", work, sheet::file)
}
