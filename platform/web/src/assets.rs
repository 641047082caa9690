//! Styles, scripts, icons and vendored libraries, embedded in the binary and served under `/static/`.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../web");
/// A file asked for by its hashed address never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// A file asked for plainly is checked again each time.
const CHECK: &str = "no-cache";
/// Characters of the hash in an address.
const HASH_LENGTH: usize = 12;

/// The embedded files with their hashes.
#[derive(Debug)]
pub struct Assets {
    hashes: HashMap<String, String>,
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

impl Assets {
    /// Hashes every file once.
    pub fn new() -> Self {
        let mut hashes = HashMap::new();
        collect(&FILES, &mut hashes);
        Self { hashes }
    }

    /// `/static/PATH?v=HASH`.
    pub fn address(&self, path: &str) -> String {
        match self.hashes.get(path) {
            Some(hash) => format!("/static/{path}?v={hash}"),
            None => format!("/static/{path}"),
        }
    }

    /// A file that is text, as it lies in `web/`.
    pub fn text(&self, path: &str) -> Option<&'static str> {
        FILES.get_file(path)?.contents_utf8()
    }

    /// Changes with every file.
    pub fn version(&self) -> String {
        let mut all: Vec<(&String, &String)> = self.hashes.iter().collect();
        all.sort();
        let mut digest = Sha256::new();
        for (path, hash) in all {
            digest.update(path);
            digest.update(hash);
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())[..HASH_LENGTH].to_owned()
    }

    /// Answers a request for a file.
    pub(crate) fn serve(&self, path: &str, query: Option<&str>, headers: &HeaderMap) -> Response {
        let (Some(file), Some(hash)) = (FILES.get_file(path), self.hashes.get(path)) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let tag = format!("\"{hash}\"");
        let is_hashed = query.is_some_and(|query| query == format!("v={hash}"));
        let caching = HeaderValue::from_static(if is_hashed { FOREVER } else { CHECK });
        let Ok(tag_value) = HeaderValue::from_str(&tag) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let is_known = headers
            .get(header::IF_NONE_MATCH)
            .is_some_and(|known| known.as_bytes() == tag.as_bytes());
        if is_known {
            return (
                StatusCode::NOT_MODIFIED,
                [(header::ETAG, tag_value), (header::CACHE_CONTROL, caching)],
            )
                .into_response();
        }
        let media = match path.rsplit_once('.') {
            Some((_, "webmanifest")) => "application/manifest+json".to_owned(),
            Some((_, "js")) => "text/javascript; charset=utf-8".to_owned(),
            Some((_, "css")) => "text/css; charset=utf-8".to_owned(),
            Some((_, "html")) => "text/html; charset=utf-8".to_owned(),
            _ => mime_guess::from_path(path).first_or_octet_stream().to_string(),
        };
        let media = HeaderValue::from_str(&media).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let head = [
            (header::CONTENT_TYPE, media),
            (header::ETAG, tag_value),
            (header::CACHE_CONTROL, caching),
        ];
        (head, file.contents()).into_response()
    }
}

fn collect(folder: &Dir<'_>, hashes: &mut HashMap<String, String>) {
    for file in folder.files() {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(file.contents()));
        hashes.insert(
            file.path().to_string_lossy().replace('\\', "/"),
            digest[..HASH_LENGTH].to_owned(),
        );
    }
    for inner in folder.dirs() {
        collect(inner, hashes);
    }
}
