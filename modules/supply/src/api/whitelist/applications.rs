//! Applying, and deciding applications.

use crate::api::Shared;
use crate::api::whitelist::bodies::{ApplyBody, BulkListBody, DaysBody, ListingReasonBody};
use crate::api::whitelist::queries::ApplicationQuery;
use crate::api::whitelist::views::{ApplicationDone, ApplicationPage, ApplicationView, ListingsDone};
use crate::limits::BULK_LIST_MAX;
use crate::rules::listing::ApplicationState;
use crate::whitelist::{Applicant, Decider, ListedFirm};
use axum::extract::State;
use http::StatusCode;
use tongxin_account::{Action, Visit};
use tongxin_city::ApplicationId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};

/// A page of applications inside the caller's places or of the own firm.
#[utoipa::path(get, path = "/api/v1/supply/applications", tag = "whitelist", params(ApplicationQuery), responses(
    (status = 200, description = "A page", body = ApplicationPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_applications(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ApplicationQuery>,
) -> Result<Json<ApplicationPage>, Problem> {
    let scope = visit.scope(Action::ListingRead)?;
    let filter = query.filter()?;
    let page = supply
        .applications_page(&scope, &filter, query.cursor, query.limit()?)
        .await?;
    let counts = supply.application_counts(&scope, &filter).await?;
    Ok(Json(ApplicationPage::new(page, counts)))
}

/// An application.
#[utoipa::path(get, path = "/api/v1/supply/applications/{id}", tag = "whitelist",
    params(("id" = ApplicationId, Path, description = "The application")), responses(
    (status = 200, description = "The application", body = ApplicationView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_application(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
) -> Result<Json<ApplicationView>, Problem> {
    let scope = visit.scope(Action::ListingRead)?;
    Ok(Json(supply.application(&scope, id).await?.into()))
}

/// Applies for a firm: an officer for one in their places, a manager for the own.
#[utoipa::path(post, path = "/api/v1/supply/applications", tag = "whitelist", params(KeyHeader),
    request_body = ApplyBody, responses(
    (status = 201, description = "Received", body = ApplicationDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn apply(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<ApplyBody>,
) -> Result<(StatusCode, Json<ApplicationDone>), Problem> {
    let applicant = Applicant {
        actor: visit.viewer.actor(),
        may: Some(visit.scope(Action::ListingApply)?),
    };
    let command = visit.command(key, "supply apply", format!("{body:?}").as_bytes());
    let id = supply
        .apply(command, applicant, body.org, body.into(), visit.now())
        .await?;
    let state = ApplicationState::Open;
    Ok((StatusCode::CREATED, Json(ApplicationDone { id, state })))
}

fn decider(visit: &Visit) -> Result<Decider, Problem> {
    Ok(Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::ListingDecide)?,
    })
}

/// Lists the firm of an application.
#[utoipa::path(post, path = "/api/v1/supply/applications/{id}/list", tag = "whitelist", request_body = DaysBody,
    params(KeyHeader, ("id" = ApplicationId, Path, description = "The application")), responses(
    (status = 200, description = "Listed", body = ListedFirm),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_firm(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
    key: IdempotencyKey,
    Json(body): Json<DaysBody>,
) -> Result<Json<ListedFirm>, Problem> {
    let by = decider(&visit)?;
    let command = visit.command(key, "supply list", format!("{id} {body:?}").as_bytes());
    let days = (body.valid_from, body.valid_until);
    Ok(Json(supply.list_application(command, by, id, days, visit.now()).await?))
}

/// Lists the firms of many applications, each for itself.
#[utoipa::path(post, path = "/api/v1/supply/applications/list", tag = "whitelist", params(KeyHeader),
    request_body = BulkListBody, responses(
    (status = 200, description = "Listed or not, application by application", body = ListingsDone),
    (status = "4XX", description = "Refused whole", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_firms(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<BulkListBody>,
) -> Result<Json<ListingsDone>, Problem> {
    let by = decider(&visit)?;
    if body.ids.is_empty() || body.ids.len() > BULK_LIST_MAX {
        let max = BULK_LIST_MAX.to_string();
        return Err(Problem::invalid().field("ids", "supply-whitelist-range", &[("min", "1"), ("max", &max)]));
    }
    let command = visit.command(key, "supply list many", format!("{body:?}").as_bytes());
    let days = (body.valid_from, body.valid_until);
    let items = supply
        .list_applications(command, by, body.ids, days, visit.now())
        .await?;
    Ok(Json(ListingsDone::new(items, &visit.asked)))
}

/// Refuses an application, with a reason.
#[utoipa::path(post, path = "/api/v1/supply/applications/{id}/refuse", tag = "whitelist", request_body = ListingReasonBody,
    params(KeyHeader, ("id" = ApplicationId, Path, description = "The application")), responses(
    (status = 200, description = "Refused", body = ApplicationDone),
    (status = "4XX", description = "Not refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn refuse_firm(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
    key: IdempotencyKey,
    Json(body): Json<ListingReasonBody>,
) -> Result<Json<ApplicationDone>, Problem> {
    let by = decider(&visit)?;
    let command = visit.command(key, "supply refuse", format!("{id} {body:?}").as_bytes());
    let id = supply
        .refuse_application(command, by, id, &body.reason, visit.now())
        .await?;
    let state = ApplicationState::Refused;
    Ok(Json(ApplicationDone { id, state }))
}

/// Takes an open application back.
#[utoipa::path(post, path = "/api/v1/supply/applications/{id}/withdraw", tag = "whitelist",
    params(KeyHeader, ("id" = ApplicationId, Path, description = "The application")), responses(
    (status = 200, description = "Withdrawn", body = ApplicationDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn withdraw_application(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
    key: IdempotencyKey,
) -> Result<Json<ApplicationDone>, Problem> {
    let by = Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::ListingApply)?,
    };
    let command = visit.command(key, "supply withdraw", id.to_string().as_bytes());
    let id = supply.withdraw_application(command, by, id, visit.now()).await?;
    let state = ApplicationState::Withdrawn;
    Ok(Json(ApplicationDone { id, state }))
}
