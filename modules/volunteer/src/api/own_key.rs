//! What a volunteer shows instead of an account: the key in their link.

use crate::error::VolunteerError;
use crate::links::KEY_BYTES_MAX;
use axum::extract::FromRequestParts;
use http::request::Parts;
use tongxin_account::Visit;
use tongxin_city::VolunteerId;
use tongxin_storage::{CommandKey, Digest};
use tongxin_web::{IdempotencyKey, Problem};
use utoipa::IntoParams;

/// The header that carries the key. It is not `Authorization`, whose tokens are accounts'.
const HEADER: &str = "tongxin-volunteer";

/// The key in a volunteer's link, as it was sent; whether it opens anything is yet to be found out.
#[derive(Debug, Clone)]
pub(super) struct OwnKey(pub(super) String);

/// The same as API descriptions show it.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described; the extractor reads it")]
pub(super) struct OwnKeyHeader {
    /// What stands behind `/v/` in a volunteer's link: their number, a dot, and the link's secret.
    #[param(
        rename = "Tongxin-Volunteer",
        min_length = 16,
        max_length = 64,
        pattern = r"^[0-9A-Za-z-]+\.[0-9A-Za-z_-]+$"
    )]
    key: String,
}

impl<S: Send + Sync> FromRequestParts<S> for OwnKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let given = parts.headers.get(HEADER).and_then(|value| value.to_str().ok());
        let key = given.filter(|key| key.len() <= KEY_BYTES_MAX);
        let key = key.ok_or(VolunteerError::NoLink)?;
        Ok(OwnKey(key.to_owned()))
    }
}

/// The key of a command that a volunteer sends.
pub(crate) fn command_of(
    visit: &Visit,
    who: VolunteerId,
    key: IdempotencyKey,
    name: &str,
    content: &[u8],
) -> CommandKey {
    CommandKey {
        sender: format!("volunteer:{who}"),
        key: key.0,
        digest: Digest::of(name, content),
        at_ms: visit.now().0,
    }
}
