//! Tables of applications, vehicles and staff: templates, and taking in what was filled in.

use crate::Supply;
use crate::api::Shared;
use crate::api::headers::KeyHeader;
use crate::importing::{APPLICATIONS, STAFF, SentTable, VEHICLES};
use crate::whitelist::Decider;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_import::Sheet;
use tongxin_web::{Asked, IdempotencyKey, Json, Problem, ProblemBody, Query, TableFormat, UploadedTable};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let apply = Right::May(Action::ListingApply);
    let edit = Right::May(Action::FleetEdit);
    Routes::new()
        .api(routes!(applications_template), apply)
        .api(routes!(import_applications), apply)
        .api(routes!(vehicles_template), edit)
        .api(routes!(import_vehicles), edit)
        .api(routes!(staff_template), edit)
        .api(routes!(import_staff), edit)
}

/// Whose rows a table has.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct FirmQuery {
    /// The firm of rows that name none.
    org: Option<OrgId>,
}

/// How many rows were taken in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Imported {
    added: usize,
}

fn template(asked: &Asked, sheet: &Sheet, file: &str) -> Result<Response, Problem> {
    let bytes = sheet.template(&asked.shell.texts, asked.lang)?;
    TableFormat::Xlsx.attachment(file, bytes)
}

fn importer(visit: &Visit, action: Action) -> Result<Decider, Problem> {
    Ok(Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(action)?,
    })
}

/// Checks that the firm of rows that name none is one the caller may change.
pub(crate) async fn own_firm(supply: &Supply, by: &Decider, org: Option<OrgId>) -> Result<Option<OrgId>, Problem> {
    if let Some(org) = org {
        supply.listing_history(&by.may, org).await?;
    }
    Ok(org)
}

fn sent(visit: &Visit, UploadedTable(bytes): UploadedTable) -> SentTable {
    let asked = visit.asked.clone();
    SentTable { bytes, asked }
}

/// An empty table of applications to fill in.
#[utoipa::path(get, path = "/api/v1/supply/applications/template", tag = "whitelist", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn applications_template(asked: Asked) -> Result<Response, Problem> {
    template(&asked, &APPLICATIONS, "applications")
}

/// An empty table of vehicles to fill in.
#[utoipa::path(get, path = "/api/v1/supply/vehicles/template", tag = "whitelist", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn vehicles_template(asked: Asked) -> Result<Response, Problem> {
    template(&asked, &VEHICLES, "vehicles")
}

/// An empty table of staff to fill in.
#[utoipa::path(get, path = "/api/v1/supply/staff/template", tag = "whitelist", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn staff_template(asked: Asked) -> Result<Response, Problem> {
    template(&asked, &STAFF, "staff")
}

/// Takes in a table of applications for firms inside the caller's places, all rows or none.
#[utoipa::path(post, path = "/api/v1/supply/applications/import", tag = "whitelist", params(KeyHeader),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in", body = Imported),
    (status = "4XX", description = "Every bad row, and nothing taken in", body = ProblemBody,
        content_type = "application/problem+json"),
))]
pub(super) async fn import_applications(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    table: UploadedTable,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let by = importer(&visit, Action::ListingApply)?;
    let command = visit.command(key, "supply-import-applications", &table.0);
    let table = sent(&visit, table);
    let added = supply.import_applications(command, by, table, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(Imported { added })))
}

/// Takes in a table of vehicles, all rows or none.
#[utoipa::path(post, path = "/api/v1/supply/vehicles/import", tag = "whitelist", params(KeyHeader, FirmQuery),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in", body = Imported),
    (status = "4XX", description = "Every bad row, and nothing taken in", body = ProblemBody,
        content_type = "application/problem+json"),
))]
pub(super) async fn import_vehicles(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<FirmQuery>,
    key: IdempotencyKey,
    table: UploadedTable,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let by = importer(&visit, Action::FleetEdit)?;
    let own = own_firm(&supply, &by, query.org).await?;
    let command = visit.command(key, "supply-import-vehicles", &table.0);
    let table = sent(&visit, table);
    let added = supply.import_vehicles(command, by, own, table, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(Imported { added })))
}

/// Takes in a table of staff, all rows or none.
#[utoipa::path(post, path = "/api/v1/supply/staff/import", tag = "whitelist", params(KeyHeader, FirmQuery),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in", body = Imported),
    (status = "4XX", description = "Every bad row, and nothing taken in", body = ProblemBody,
        content_type = "application/problem+json"),
))]
pub(super) async fn import_staff(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<FirmQuery>,
    key: IdempotencyKey,
    table: UploadedTable,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let by = importer(&visit, Action::FleetEdit)?;
    let own = own_firm(&supply, &by, query.org).await?;
    let command = visit.command(key, "supply-import-staff", &table.0);
    let table = sent(&visit, table);
    let added = supply.import_staff(command, by, own, table, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(Imported { added })))
}
