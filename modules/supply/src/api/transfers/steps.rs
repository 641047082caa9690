//! The steps of a transfer, each by whose it is.

use crate::Supply;
use crate::api::Shared;
use crate::api::headers::KeyHeader;
use crate::api::transfers::reading::mover;
use crate::rules::transfer::TransferCommand;
use crate::transfers::{AskedTransfer, TransferDone};
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::TransferId;
use tongxin_web::{IdempotencyKey, Json, Path, Problem, ProblemBody};
use utoipa::ToSchema;

/// Why not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferReason {
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// How many were counted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferPieces {
    #[schema(minimum = 0, maximum = 100_000)]
    pieces: i64,
}

/// Which step is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferUndo {
    /// Its number.
    seq: i64,
}

/// Proposes a transfer to a firm in the caller's places. Nothing moves before the giver agrees.
#[utoipa::path(post, path = "/api/v1/supply/transfers", tag = "transfers", request_body = AskedTransfer,
    params(KeyHeader), responses(
    (status = 201, description = "Proposed", body = TransferDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn propose_transfer(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedTransfer>,
) -> Result<(StatusCode, Json<TransferDone>), Problem> {
    Ok((StatusCode::CREATED, Json(propose(&supply, &visit, key, body).await?)))
}

/// Proposes a transfer for whoever visits.
pub(crate) async fn propose(
    supply: &Supply,
    visit: &Visit,
    key: IdempotencyKey,
    asked: AskedTransfer,
) -> Result<TransferDone, Problem> {
    let by = mover(visit)?;
    let command = visit.command(key, "transfer-propose", format!("{asked:?}").as_bytes());
    Ok(supply.propose_transfer(command, by, asked, visit.now()).await?)
}

/// Takes a step for whoever visits.
pub(crate) async fn step(
    supply: &Supply,
    visit: &Visit,
    id: TransferId,
    key: IdempotencyKey,
    asked: TransferCommand,
) -> Result<TransferDone, Problem> {
    let by = mover(visit)?;
    let command = visit.command(key, "transfer-step", format!("{id} {asked:?}").as_bytes());
    Ok(supply.move_transfer(command, by, id, asked, visit.now()).await?)
}

/// The giver agrees: the pieces are promised.
#[utoipa::path(post, path = "/api/v1/supply/transfers/{id}/agree", tag = "transfers",
    params(KeyHeader, ("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "Agreed", body = TransferDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn agree_to_transfer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    key: IdempotencyKey,
) -> Result<Json<TransferDone>, Problem> {
    Ok(Json(step(&supply, &visit, id, key, TransferCommand::Agree).await?))
}

/// The giver refuses, with a reason.
#[utoipa::path(post, path = "/api/v1/supply/transfers/{id}/refuse", tag = "transfers", request_body = TransferReason,
    params(KeyHeader, ("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "Refused", body = TransferDone),
    (status = "4XX", description = "Not refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn refuse_transfer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    key: IdempotencyKey,
    Json(TransferReason { reason }): Json<TransferReason>,
) -> Result<Json<TransferDone>, Problem> {
    Ok(Json(
        step(&supply, &visit, id, key, TransferCommand::Refuse { reason }).await?,
    ))
}

/// The giver has counted and sent the goods.
#[utoipa::path(post, path = "/api/v1/supply/transfers/{id}/send", tag = "transfers", request_body = TransferPieces,
    params(KeyHeader, ("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "On the road", body = TransferDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn send_transfer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    key: IdempotencyKey,
    Json(TransferPieces { pieces }): Json<TransferPieces>,
) -> Result<Json<TransferDone>, Problem> {
    Ok(Json(
        step(&supply, &visit, id, key, TransferCommand::Send { pieces }).await?,
    ))
}

/// The receiver has counted what arrived. If it is not what was sent, a need is raised.
#[utoipa::path(post, path = "/api/v1/supply/transfers/{id}/receive", tag = "transfers", request_body = TransferPieces,
    params(KeyHeader, ("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "Received", body = TransferDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn receive_transfer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    key: IdempotencyKey,
    Json(TransferPieces { pieces }): Json<TransferPieces>,
) -> Result<Json<TransferDone>, Problem> {
    Ok(Json(
        step(&supply, &visit, id, key, TransferCommand::Receive { pieces }).await?,
    ))
}

/// An officer or the receiver no longer wants it; before it is on the road.
#[utoipa::path(post, path = "/api/v1/supply/transfers/{id}/cancel", tag = "transfers", request_body = TransferReason,
    params(KeyHeader, ("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "Cancelled", body = TransferDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn cancel_transfer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    key: IdempotencyKey,
    Json(TransferReason { reason }): Json<TransferReason>,
) -> Result<Json<TransferDone>, Problem> {
    Ok(Json(
        step(&supply, &visit, id, key, TransferCommand::Cancel { reason }).await?,
    ))
}

/// Takes the last step back, by whoever took it, within ten minutes and where stock allows.
#[utoipa::path(post, path = "/api/v1/supply/transfers/{id}/undo", tag = "transfers", request_body = TransferUndo,
    params(KeyHeader, ("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "Taken back", body = TransferDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn undo_transfer_step(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    key: IdempotencyKey,
    Json(TransferUndo { seq }): Json<TransferUndo>,
) -> Result<Json<TransferDone>, Problem> {
    Ok(Json(
        step(&supply, &visit, id, key, TransferCommand::Undo { seq }).await?,
    ))
}
