//! `/field`: the app in the hand of whoever makes rounds or volunteers, which a phone keeps. What it is made of lies in `web/`; it
//! asks care and volunteers for what it shows, so it belongs to neither.

use axum::response::Response;
use http::Method;
use tongxin_account::{Right, Routes};
use tongxin_web::{Asked, Problem, installed_page, installed_worker};

/// The page and its worker, for anybody: without an account or a volunteer's link they show nothing.
pub(crate) fn routes() -> Routes {
    Routes::new().page(Method::GET, "/field", Right::Anyone, page).page(
        Method::GET,
        "/field-worker.js",
        Right::Anyone,
        worker,
    )
}

async fn page(asked: Asked) -> Result<Response, Problem> {
    installed_page(&asked, "field.html", &[])
}

async fn worker(asked: Asked) -> Result<Response, Problem> {
    installed_worker(&asked, "field-worker.js")
}
