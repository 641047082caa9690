//! `/scan`: the checkpoint's page, an app that a phone keeps. What it is made of lies in `web/`; the desk says whose keys it trusts.

use crate::api::Shared;
use axum::extract::State;
use axum::response::Response;
use data_encoding::HEXLOWER;
use tongxin_web::{Asked, Problem, installed_page, installed_worker};

/// What in the page is filled in with the root public key.
const ROOT: &str = "data-root=\"\"";

/// The page, for anybody: verifying needs no secret.
pub(super) async fn page(State(passes): Shared, asked: Asked) -> Result<Response, Problem> {
    let root = HEXLOWER.encode(&passes.root_key()?.to_bytes());
    installed_page(&asked, "scan.html", &[(ROOT, format!("data-root=\"{root}\""))])
}

/// The service worker.
pub(super) async fn worker(asked: Asked) -> Result<Response, Problem> {
    installed_worker(&asked, "scan-worker.js")
}
