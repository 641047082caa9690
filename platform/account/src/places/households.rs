//! JSON under `/api/v1` about households and their codes.

use axum::extract::State;
use http::StatusCode;
use tongxin_city::HouseholdId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa_axum::routes;

use crate::places::bodies::{BuildingQuery, CodedBody, CodedHouseholdsBody, HouseholdsBody, NewHouseholdsBody};
use crate::places::places_problem;
use crate::{Accounts, Action, Right, Routes, Visit};

pub(crate) fn routes() -> Routes<Accounts> {
    Routes::new()
        .api(routes!(list_households), Right::May(Action::HouseholdRead))
        .api(routes!(add_households), Right::May(Action::HouseholdAdd))
        .api(routes!(reissue_code), Right::May(Action::HouseholdCode))
}

/// The doors of a building inside the caller's places.
#[utoipa::path(get, path = "/api/v1/households", tag = "places", params(BuildingQuery), responses(
    (status = 200, description = "The households", body = HouseholdsBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_households(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<BuildingQuery>,
) -> Result<Json<HouseholdsBody>, Problem> {
    visit.viewer.require_place(Action::HouseholdRead, &query.building)?;
    let households = accounts
        .places()
        .households(&query.building)
        .await
        .map_err(places_problem)?;
    Ok(Json(HouseholdsBody { households }))
}

/// Adds households inside the caller's places, all or none, and answers their codes.
#[utoipa::path(post, path = "/api/v1/households", tag = "places", params(KeyHeader), request_body = NewHouseholdsBody, responses(
    (status = 201, description = "Added", body = CodedHouseholdsBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn add_households(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<NewHouseholdsBody>,
) -> Result<(StatusCode, Json<CodedHouseholdsBody>), Problem> {
    let command = visit.command(key, "add-households", format!("{body:?}").as_bytes());
    let rows = body.rows.into_iter().map(Into::into).collect();
    let added = accounts.add_households(command, &visit.viewer, rows).await?;
    let households = added.into_iter().map(Into::into).collect();
    Ok((StatusCode::CREATED, Json(CodedHouseholdsBody { households })))
}

/// Gives a household a new code; the old one and its sessions end at once.
#[utoipa::path(post, path = "/api/v1/households/{id}/code", tag = "places",
    params(KeyHeader, ("id" = HouseholdId, Path, description = "The household")), responses(
    (status = 201, description = "Issued", body = CodedBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn reissue_code(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Path(id): Path<HouseholdId>,
) -> Result<(StatusCode, Json<CodedBody>), Problem> {
    let command = visit.command(key, "reissue-code", id.to_string().as_bytes());
    let coded = accounts.reissue_code(command, &visit.viewer, id).await?;
    Ok((StatusCode::CREATED, Json(coded.into())))
}
