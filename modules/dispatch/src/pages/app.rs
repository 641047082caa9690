//! `/run`: the run in the hand of whoever drives it, an app that a phone keeps. What it is made of lies in `web/`; the run's
//! key stands behind `#` in its link and never reaches this page.

use axum::response::{IntoResponse, Response};
use http::header;
use tongxin_web::{Asked, Problem};

/// The page as it lies in `web/`, and what in it is filled in.
const PAGE: &str = "run.html";
const ZONE: &str = "data-zone=\"Asia/Shanghai\"";
/// The service worker, and the word in it that its version replaces.
const WORKER: &str = "run-worker.js";
const UNVERSIONED: &str = "\"unversioned\"";
/// A new version is looked for at each visit.
const CHECKED: &str = "no-cache";

/// The page, for anybody: without a key it shows nothing.
pub(super) async fn page(asked: Asked) -> Result<Response, Problem> {
    let zone = asked.shell.zone.name();
    let page = text_of(&asked, PAGE)?.replace(ZONE, &format!("data-zone=\"{zone}\""));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, CHECKED),
    ];
    Ok((headers, page).into_response())
}

/// The service worker with the version of all that it keeps.
pub(super) async fn worker(asked: Asked) -> Result<Response, Problem> {
    let version = asked.shell.assets.version();
    let worker = text_of(&asked, WORKER)?.replace(UNVERSIONED, &format!("\"{version}\""));
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, CHECKED),
    ];
    Ok((headers, worker).into_response())
}

fn text_of(asked: &Asked, path: &str) -> Result<&'static str, Problem> {
    asked.shell.assets.text(path).ok_or_else(Problem::not_found)
}
