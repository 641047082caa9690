//! `/scan`: the checkpoint's page, an app that a phone keeps. What it is made of lies in `web/`; the desk says whose keys it trusts.

use crate::api::Shared;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use http::header;
use tongxin_web::{Asked, Problem};

/// The page as it lies in `web/`, and what in it is filled in.
const PAGE: &str = "scan.html";
const ZONE: &str = "data-zone=\"Asia/Shanghai\"";
const ROOT: &str = "data-root=\"\"";
/// The service worker, and the word in it that its version replaces.
const WORKER: &str = "scan-worker.js";
const UNVERSIONED: &str = "\"unversioned\"";
/// A new version is looked for at each visit.
const CHECKED: &str = "no-cache";

/// The page, for anybody: verifying needs no secret.
pub(super) async fn page(State(passes): Shared, asked: Asked) -> Result<Response, Problem> {
    let page = text_of(&asked, PAGE)?;
    let zone = asked.shell.zone.name().to_owned();
    let root = HEXLOWER.encode(&passes.root_key()?.to_bytes());
    let page = page
        .replace(ZONE, &format!("data-zone=\"{zone}\""))
        .replace(ROOT, &format!("data-root=\"{root}\""));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, CHECKED),
    ];
    Ok((headers, page).into_response())
}

/// The service worker with the version of all that it keeps.
pub(super) async fn worker(asked: Asked) -> Result<Response, Problem> {
    let worker = text_of(&asked, WORKER)?;
    let version = asked.shell.assets.version();
    let worker = worker.replace(UNVERSIONED, &format!("\"{version}\""));
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, CHECKED),
    ];
    Ok((headers, worker).into_response())
}

fn text_of(asked: &Asked, path: &str) -> Result<&'static str, Problem> {
    asked.shell.assets.text(path).ok_or_else(Problem::not_found)
}
