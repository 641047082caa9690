//! Pages that a phone keeps and opens with no signal: the page as it lies in `web/`, its service worker, and the answers of the
//! API that it keeps.

use crate::{Asked, EmergencyLine, Json, Problem};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// What in a page is filled in with the city's zone, beside its emergency numbers, and the word in a worker that its version replaces.
const ZONE: &str = "data-zone=\"Asia/Shanghai\"";
const UNVERSIONED: &str = "\"unversioned\"";
/// A new version is looked for at each visit.
const CHECKED: &str = "no-cache";
/// Hexadecimal digits of an answer's tag.
const TAG_DIGITS: usize = 32;

/// The city's clock, in milliseconds since 1970: a phone's own may be wrong, and a drill's is another.
pub const CITY_NOW: HeaderName = HeaderName::from_static("tongxin-now");

/// A page of `web/` with the city's zone, its emergency numbers (`tel:ambulance` and `>ambulance<` are filled in), and each of
/// `filled` in place of what stands there.
///
/// # Errors
/// `NotFound` for a page that is not there.
pub fn installed_page(asked: &Asked, path: &str, filled: &[(&str, String)]) -> Result<Response, Problem> {
    let zone = (ZONE, format!("data-zone=\"{}\"", asked.shell.zone.name()));
    let mut page = text_of(asked, path)?.to_owned();
    for (empty, full) in filled.iter().chain([&zone]) {
        page = page.replace(empty, full);
    }
    for EmergencyLine { name, number, .. } in &asked.shell.emergency {
        page = page.replace(&format!("tel:{name}"), &format!("tel:{number}"));
        page = page.replace(&format!(">{name}<"), &format!(">{number}<"));
    }
    Ok(checked("text/html; charset=utf-8", page))
}

/// A page's service worker with the version of all that it keeps.
///
/// # Errors
/// As [`installed_page`].
pub fn installed_worker(asked: &Asked, path: &str) -> Result<Response, Problem> {
    let version = format!("\"{}\"", asked.shell.assets.version());
    let worker = text_of(asked, path)?.replace(UNVERSIONED, &version);
    Ok(checked("text/javascript; charset=utf-8", worker))
}

fn checked(media: &'static str, text: String) -> Response {
    let head = [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, CHECKED)];
    (head, text).into_response()
}

fn text_of(asked: &Asked, path: &str) -> Result<&'static str, Problem> {
    asked.shell.assets.text(path).ok_or_else(Problem::not_found)
}

/// JSON that a phone keeps, with the city's clock and a tag: whoever sends the tag again as `If-None-Match` is told that
/// nothing changed (304).
///
/// # Errors
/// `Internal` when `body` can't be written.
pub fn kept_json<T: Serialize>(asked: &Asked, headers: &HeaderMap, body: &T) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Problem::internal()
    })?;
    let tag = format!("\"{}\"", &HEXLOWER.encode(&Sha256::digest(bytes))[..TAG_DIGITS]);
    let tag = HeaderValue::from_str(&tag).map_err(|_| Problem::internal())?;
    let head = [
        (header::ETAG, tag.clone()),
        // Names and doors lie nowhere but where the app keeps them.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CITY_NOW, HeaderValue::from(asked.now().millis())),
    ];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, Json(body)).into_response())
}
