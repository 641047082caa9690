//! Volunteers as a file, and from one.

use super::people::VolunteerQuery;
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::importing::{ImportedVolunteers, SentTable, VOLUNTEERS};
use crate::limits::EXPORT_MAX;
use crate::store::listing;
use crate::store::volunteers::Volunteer;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use tongxin_account::{Action, Visit};
use tongxin_web::{
    Asked, IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, Query, Table, TableFormat, UploadedTable,
};

/// The columns of the file. Telephone numbers and years of birth are left out: a file can't be erased in time.
const HEADINGS: [&str; 8] = [
    "volunteer-column-number",
    "volunteer-import-name",
    "volunteer-import-community",
    "volunteer-column-state",
    "volunteer-import-skills",
    "volunteer-import-covered",
    "volunteer-column-hours",
    "volunteer-column-shifts",
];

/// The list as CSV, without telephone numbers and years of birth.
#[utoipa::path(get, path = "/api/v1/volunteers.csv", tag = "volunteer", params(VolunteerQuery), responses(
    (status = 200, description = "The list", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn volunteers_csv(
    volunteers: Shared,
    visit: Visit,
    Query(query): Query<VolunteerQuery>,
) -> Result<Response, Problem> {
    let table = table(volunteers, &visit, &query).await?;
    table.download("volunteers", TableFormat::Csv)
}

/// The list as a spreadsheet, without telephone numbers and years of birth.
#[utoipa::path(get, path = "/api/v1/volunteers.xlsx", tag = "volunteer", params(VolunteerQuery), responses(
    (status = 200, description = "The list", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn volunteers_xlsx(
    volunteers: Shared,
    visit: Visit,
    Query(query): Query<VolunteerQuery>,
) -> Result<Response, Problem> {
    let table = table(volunteers, &visit, &query).await?;
    table.download("volunteers", TableFormat::Xlsx)
}

async fn table(State(volunteers): Shared, visit: &Visit, query: &VolunteerQuery) -> Result<Table, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let found = listing::page(volunteers.db(), &scope, &query.filter()?, EXPORT_MAX).await;
    let found = found.map_err(VolunteerError::from)?;
    let lang = visit.lang();
    let row = |volunteer: &Volunteer| {
        let [zh, en] = volunteers.place_name(&volunteer.home);
        let skills = volunteer
            .skills
            .iter()
            .map(|skill| visit.t(&format!("volunteer-skill-{skill}")));
        let covered = if volunteer.is_covered {
            "volunteer-yes"
        } else {
            "volunteer-no"
        };
        vec![
            volunteer.id.to_string(),
            volunteer.shown_name(),
            lang.pick(zh, en),
            visit.t(&format!("volunteer-state-{}", volunteer.state)),
            skills.collect::<Vec<_>>().join(lang.pick("、", ", ")),
            visit.t(covered),
            format!("{:.1}", volunteer.minutes as f64 / 60.0),
            volunteer.shifts.to_string(),
        ]
    };
    Ok(Table {
        name: visit.t("volunteer-import-sheet"),
        headings: HEADINGS.iter().map(|key| visit.t(key)).collect(),
        rows: found.iter().map(row).collect(),
    })
}

/// An empty table of volunteers to fill in.
#[utoipa::path(get, path = "/api/v1/volunteer/template", tag = "volunteer", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn template(asked: Asked) -> Result<Response, Problem> {
    let bytes = VOLUNTEERS.template(&asked.shell.texts, asked.lang)?;
    TableFormat::Xlsx.attachment("volunteers", bytes)
}

/// Registers the volunteers of a table; nobody when one row is bad. Whoever is known already stays as they are.
#[utoipa::path(post, path = "/api/v1/volunteer/import", tag = "volunteer", params(KeyHeader),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in", body = ImportedVolunteers),
    (status = "4XX", description = "Every bad row, and nobody registered", body = ProblemBody,
        content_type = "application/problem+json"),
))]
pub(super) async fn import_volunteers(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    UploadedTable(bytes): UploadedTable,
) -> Result<(StatusCode, Json<ImportedVolunteers>), Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "take-in-volunteers", &bytes);
    let asked = visit.asked.clone();
    let done = volunteers
        .import(key, by, SentTable { bytes, asked }, visit.now())
        .await?;
    Ok((StatusCode::CREATED, Json(done)))
}
