//! What whoever drives a run shows instead of an account: the key in the run's link.

use axum::extract::FromRequestParts;
use http::request::Parts;
use tongxin_web::Problem;
use utoipa::IntoParams;

/// The header that carries the key. It is not `Authorization`, whose tokens are accounts'.
const HEADER: &str = "tongxin-run";
/// A run's number, a dot and the secret are shorter.
const KEY_BYTES_MAX: usize = 64;

/// The key in a run's link, as it was sent; whether it opens anything is yet to be found out.
#[derive(Debug, Clone)]
pub(super) struct RunKey(pub(super) String);

/// The same as API descriptions show it.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described; the extractor reads it")]
pub(super) struct RunKeyHeader {
    /// What stands behind `#` in the run's link: the run's number, a dot, and the link's secret.
    #[param(
        rename = "Tongxin-Run",
        min_length = 16,
        max_length = 64,
        pattern = r"^[0-9A-Za-z-]+\.[0-9A-Za-z_-]+$"
    )]
    key: String,
}

impl<S: Send + Sync> FromRequestParts<S> for RunKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let given = parts.headers.get(HEADER).and_then(|value| value.to_str().ok());
        let key = given.filter(|key| key.len() <= KEY_BYTES_MAX);
        key.map(|key| RunKey(key.to_owned())).ok_or_else(Problem::unauthorized)
    }
}
