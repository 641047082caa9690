//! Applying, by rows or by table; renewing and changing.

use crate::api::Shared;
use crate::api::bodies::{ChangePassBody, PassApplyBody, RenewPassBody};
use crate::importing::{PASSES, SentTable};
use crate::{AppliedBatch, Change};
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PassId};
use tongxin_web::{
    Asked, IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, TableFormat, UploadedTable,
};
use utoipa::IntoParams;

/// Applies for passes of a firm: an officer for one in their places, a manager for the own. All rows or none.
#[utoipa::path(post, path = "/api/v1/passes", tag = "passes", params(KeyHeader), request_body = PassApplyBody, responses(
    (status = 201, description = "Taken in, each row decided or on its way", body = AppliedBatch),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn apply(
    State(passes): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<PassApplyBody>,
) -> Result<(StatusCode, Json<AppliedBatch>), Problem> {
    let by = visit.doer(Action::PassApply)?;
    let command = visit.command(key, "pass apply", format!("{body:?}").as_bytes());
    let rows = body.rows.into_iter().map(Into::into).collect();
    let applied = passes.apply(command, by, body.org, rows, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(applied)))
}

/// Whose rows a table has.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct TableQuery {
    /// The firm of rows that name none.
    org: Option<OrgId>,
}

/// An empty table of applications to fill in.
#[utoipa::path(get, path = "/api/v1/passes/template", tag = "passes", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn passes_template(asked: Asked) -> Result<Response, Problem> {
    let bytes = PASSES.template(&asked.shell.texts, asked.lang)?;
    TableFormat::Xlsx.attachment("passes", bytes)
}

/// Takes in a table of applications, all rows or none.
#[utoipa::path(post, path = "/api/v1/passes/import", tag = "passes", params(KeyHeader, TableQuery),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in, each row decided or on its way", body = AppliedBatch),
    (status = "4XX", description = "Every bad row, and nothing taken in", body = ProblemBody,
        content_type = "application/problem+json"),
))]
pub(super) async fn import_passes(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<TableQuery>,
    key: IdempotencyKey,
    UploadedTable(bytes): UploadedTable,
) -> Result<(StatusCode, Json<AppliedBatch>), Problem> {
    let by = visit.doer(Action::PassApply)?;
    let command = visit.command(key, "pass import", &bytes);
    let asked = visit.asked.clone();
    let table = SentTable { bytes, asked };
    let applied = passes.import(command, by, query.org, table, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(applied)))
}

async fn again(
    State(passes): Shared,
    visit: Visit,
    id: PassId,
    key: IdempotencyKey,
    change: Change,
) -> Result<(StatusCode, Json<AppliedBatch>), Problem> {
    let by = visit.doer(Action::PassApply)?;
    let command = visit.command(key, "pass renew", format!("{id} {change:?}").as_bytes());
    let applied = passes.renew(command, by, id, change, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(applied)))
}

/// Applies for a pass to go on: the same, from today until another day. Once it is issued it takes the old one's place.
#[utoipa::path(post, path = "/api/v1/passes/{id}/renew", tag = "passes", request_body = RenewPassBody,
    params(KeyHeader, ("id" = PassId, Path, description = "The pass")), responses(
    (status = 201, description = "DecidedPasses or on its way", body = AppliedBatch),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn renew_pass(
    passes: Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    key: IdempotencyKey,
    Json(body): Json<RenewPassBody>,
) -> Result<(StatusCode, Json<AppliedBatch>), Problem> {
    again(passes, visit, id, key, body.into()).await
}

/// Applies for a pass to be otherwise, from today. Once it is issued it takes the old one's place.
#[utoipa::path(post, path = "/api/v1/passes/{id}/change", tag = "passes", request_body = ChangePassBody,
    params(KeyHeader, ("id" = PassId, Path, description = "The pass")), responses(
    (status = 201, description = "DecidedPasses or on its way", body = AppliedBatch),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn change_pass(
    passes: Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    key: IdempotencyKey,
    Json(body): Json<ChangePassBody>,
) -> Result<(StatusCode, Json<AppliedBatch>), Problem> {
    again(passes, visit, id, key, body.into()).await
}
