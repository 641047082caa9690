//! `/run`: the run in the hand of whoever drives it, an app that a phone keeps. What it is made of lies in `web/`; the run's
//! key stands behind `#` in its link and never reaches this page.

use axum::response::Response;
use tongxin_web::{Asked, Problem, installed_page, installed_worker};

/// The page, for anybody: without a key it shows nothing.
pub(super) async fn page(asked: Asked) -> Result<Response, Problem> {
    installed_page(&asked, "run.html", &[])
}

/// The service worker.
pub(super) async fn worker(asked: Asked) -> Result<Response, Problem> {
    installed_worker(&asked, "run-worker.js")
}
