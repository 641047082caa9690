//! The register from a table.

use crate::api::Shared;
use crate::importing::{ImportedPeople, PEOPLE, SentTable};
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use tongxin_account::{Action, Visit};
use tongxin_web::{Asked, IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, TableFormat, UploadedTable};

/// An empty table of people to fill in.
#[utoipa::path(get, path = "/api/v1/care/people/template", tag = "care", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn people_template(asked: Asked) -> Result<Response, Problem> {
    let bytes = PEOPLE.template(&asked.shell.texts, asked.lang)?;
    TableFormat::Xlsx.attachment("people", bytes)
}

/// Registers the people of a table; nobody when one row is bad. Whoever is registered already stays as they are.
#[utoipa::path(post, path = "/api/v1/care/people/import", tag = "care", params(KeyHeader),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in", body = ImportedPeople),
    (status = "4XX", description = "Every bad row, and nobody registered", body = ProblemBody,
        content_type = "application/problem+json"),
))]
pub(super) async fn import_people(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    UploadedTable(bytes): UploadedTable,
) -> Result<(StatusCode, Json<ImportedPeople>), Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = visit.command(key, "register-people", &bytes);
    let asked = visit.asked.clone();
    let done = care.import(key, by, SentTable { bytes, asked }, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
