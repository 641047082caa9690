//! The run for whoever drives it: no account, but the key in the run's link. It opens that run and nothing else.

use crate::api::Shared;
use crate::api::run_key::{RunKey, RunKeyHeader};
use crate::api::runs::StepBody;
use crate::driving::{Said, StepDone};
use crate::error::DispatchError;
use crate::links::Opened;
use crate::sheet::RunSheet;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tongxin_city::{OrderId, RunId, Timestamp};
use tongxin_storage::{CommandKey, Digest};
use tongxin_web::{Asked, CITY_NOW, IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, UploadedImage};
use utoipa::ToSchema;

/// The sheet of the run that the link opens: stops in order, what is handed over at each, and what tells a right hand-over
/// code from a wrong one. With `If-None-Match`, an unchanged sheet is 304.
#[utoipa::path(get, path = "/api/v1/run", tag = "run", params(RunKeyHeader), responses(
    (status = 200, description = "The sheet", body = RunSheet),
    (status = 304, description = "The caller has it"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_run(
    State(dispatch): Shared,
    asked: Asked,
    RunKey(key): RunKey,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = asked.now();
    let sheet = match dispatch.opened(&key, now).await? {
        Opened::Driven(run) => dispatch.sheet(&run, now).await?,
        Opened::OnFoot(run) => dispatch.foot_sheet(&run).await?,
    };
    let tag = tag_of(&sheet.sheet)?;
    let head = [
        (header::ETAG, tag.clone()),
        // Addresses lie nowhere but where the app keeps them.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CITY_NOW, HeaderValue::from(now.millis())),
    ];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, Json(sheet.hashed().await?)).into_response())
}

/// Changes with everything in the sheet but the hashes, which are the same as long as the order is.
fn tag_of(sheet: &RunSheet) -> Result<HeaderValue, DispatchError> {
    let failed = |error: &dyn std::fmt::Display| DispatchError::Failed(format!("tagging a sheet: {error}"));
    let bytes = serde_json::to_vec(sheet).map_err(|error| failed(&error))?;
    let tag = format!("\"{}\"", &HEXLOWER.encode(&Sha256::digest(bytes))[..32]);
    HeaderValue::from_str(&tag).map_err(|error| failed(&error))
}

/// The boundaries of the districts around a run, as GeoJSON (RFC 7946): its map, without anybody else's tiles.
#[utoipa::path(get, path = "/api/v1/run/outlines", tag = "run", params(RunKeyHeader), responses(
    (status = 200, description = "The boundaries", body = serde_json::Value, content_type = "application/geo+json"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_run_outlines(
    State(dispatch): Shared,
    asked: Asked,
    RunKey(key): RunKey,
) -> Result<Response, Problem> {
    let run = dispatch.opened(&key, asked.now()).await?;
    let head = [
        (header::CONTENT_TYPE, "application/geo+json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((head, dispatch.outlines(&run.places())?).into_response())
}

/// Says what happened on the run, once.
#[utoipa::path(post, path = "/api/v1/run/events", tag = "run", request_body = StepBody,
    params(KeyHeader, RunKeyHeader), responses(
    (status = 200, description = "Taken in", body = StepDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_what_happened(
    State(dispatch): Shared,
    asked: Asked,
    RunKey(link): RunKey,
    key: IdempotencyKey,
    Json(body): Json<StepBody>,
) -> Result<Json<StepDone>, Problem> {
    let now = asked.now();
    let run = dispatch.opened(&link, now).await?;
    let id = run.id();
    let key = command(id, key, "run-step", format!("{id} {body:?}").as_bytes(), now);
    let said = Said {
        run: id,
        actor: match run {
            Opened::Driven(_) => driver_of(id),
            Opened::OnFoot(_) => volunteer_of(id),
        },
        at: body.at,
    };
    Ok(Json(dispatch.step(key, said, body.step, now).await?))
}

/// A photo that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunPhotoDone {
    /// The order.
    order: OrderId,
    /// The SHA-256 of the file that is kept, in hex.
    photo: String,
}

/// Shows where an order of the run was put down: a JPEG or PNG as the body, at most 5 MiB. Its metadata is not kept.
#[utoipa::path(post, path = "/api/v1/run/photos/{order}", tag = "run",
    params(KeyHeader, RunKeyHeader, ("order" = OrderId, Path, description = "The order")),
    request_body(description = "The photo", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))), responses(
    (status = 200, description = "Kept", body = RunPhotoDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show_where(
    State(dispatch): Shared,
    asked: Asked,
    RunKey(link): RunKey,
    Path(order): Path<OrderId>,
    key: IdempotencyKey,
    UploadedImage(bytes): UploadedImage,
) -> Result<Json<RunPhotoDone>, Problem> {
    let now = asked.now();
    // On foot nothing is put down where it is to be found.
    let Opened::Driven(run) = dispatch.opened(&link, now).await? else {
        return Err(Problem::not_found());
    };
    let key = command(run.id, key, &format!("run-photo {order}"), &bytes, now);
    let photo = dispatch.show_where(key, &run, order, bytes.to_vec()).await?;
    Ok(Json(RunPhotoDone { order, photo }))
}

/// Whoever drives a run, as histories remember them.
fn driver_of(run: RunId) -> String {
    format!("run:{run}")
}

/// Whoever carries a run on foot, the same.
fn volunteer_of(run: RunId) -> String {
    format!("foot:{run}")
}

fn command(run: RunId, key: IdempotencyKey, name: &str, content: &[u8], now: Timestamp) -> CommandKey {
    CommandKey {
        sender: driver_of(run),
        key: key.0,
        digest: Digest::of(name, content),
        at_ms: now.millis(),
    }
}
