//! What gates hold: the keys, the list of passes that don't count any more, and what changed in it. Open to everybody,
//! signed, and silent about who has which pass.

use crate::Passes;
use crate::api::Shared;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Deserialize;
use tongxin_pass_format::IssueNumber;
use tongxin_web::{Asked, Problem, ProblemBody, Query};
use utoipa::IntoParams;

/// Gates ask again within minutes; what is between keeps a file no longer.
const CACHED: &str = "public, max-age=60";

fn signed(kind: &'static str, file: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, CACHED)];
    (headers, file).into_response()
}

/// The issuer's keys, signed by the root key (docs/pass-format.md).
#[utoipa::path(get, path = "/api/v1/passes/keys", tag = "passes", responses(
    (status = 200, description = "The signed file", body = Vec<u8>, content_type = "application/tongxin-keys+cwt"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn keys(State(passes): Shared) -> Result<Response, Problem> {
    Ok(signed(tongxin_pass_format::KEYS_TYPE, passes.keys_file().await?))
}

/// Whose list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatusQuery {
    /// The issuer's short name; there is one issuer, so that it may be left out.
    #[serde(default)]
    #[param(max_length = 16)]
    issuer: Option<String>,
}

/// There is no list of another issuer.
fn require_issuer(passes: &Passes, asked: Option<&str>) -> Result<(), Problem> {
    let own = passes.issuer()?;
    if asked.is_none_or(|asked| asked == own) {
        Ok(())
    } else {
        Err(Problem::not_found())
    }
}

/// The list of passes that don't count any more, signed by the issuer (docs/pass-format.md).
#[utoipa::path(get, path = "/api/v1/passes/status", tag = "passes", params(StatusQuery), responses(
    (status = 200, description = "The signed file", body = Vec<u8>, content_type = "application/statuslist+cwt"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn status(State(passes): Shared, Query(query): Query<StatusQuery>) -> Result<Response, Problem> {
    require_issuer(&passes, query.issuer.as_deref())?;
    Ok(signed(tongxin_pass_format::STATUS_TYPE, passes.status_file().await?))
}

/// From which issue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DeltaQuery {
    /// Whose list; there is one issuer, so that it may be left out.
    #[serde(default)]
    #[param(max_length = 16)]
    issuer: Option<String>,
    /// The number of the issue that is held.
    #[param(minimum = 0, maximum = 4_294_967_295_u32)]
    from: u32,
}

/// What brings the list from an older issue to the latest, signed; nothing new is 204, too old is 409.
#[utoipa::path(get, path = "/api/v1/passes/status/delta", tag = "passes", params(DeltaQuery), responses(
    (status = 200, description = "The signed file", body = Vec<u8>,
        content_type = "application/tongxin-status-delta+cwt"),
    (status = 204, description = "The issue that is held is the latest"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn status_delta(
    State(passes): Shared,
    asked: Asked,
    Query(query): Query<DeltaQuery>,
) -> Result<Response, Problem> {
    require_issuer(&passes, query.issuer.as_deref())?;
    let from = IssueNumber(u64::from(query.from));
    Ok(match passes.status_delta(from, asked.now()).await? {
        Some(delta) => signed(tongxin_pass_format::DELTA_TYPE, delta),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
