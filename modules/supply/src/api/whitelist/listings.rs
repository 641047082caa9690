//! Listings, and what officers do with them.

use crate::api::Shared;
use crate::api::whitelist::bodies::{ListingReasonBody, RenewBody};
use crate::api::whitelist::queries::ListingQuery;
use crate::api::whitelist::views::{ListingDetail, ListingPage};
use crate::whitelist::{AskedStep, Decider, Stepped};
use axum::extract::State;
use tongxin_account::{Action, Visit};
use tongxin_city::OrgId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};

/// A page of the listings inside the caller's places or of the own firm.
#[utoipa::path(get, path = "/api/v1/supply/listings", tag = "whitelist", params(ListingQuery), responses(
    (status = 200, description = "A page", body = ListingPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_listings(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ListingQuery>,
) -> Result<Json<ListingPage>, Problem> {
    let scope = visit.scope(Action::ListingRead)?;
    let filter = query.filter()?;
    let page = supply
        .listings_page(&scope, &filter, query.cursor, query.limit()?)
        .await?;
    let counts = supply.listing_counts(&scope, &filter).await?;
    Ok(Json(ListingPage::new(page, counts)))
}

/// A listing with its history.
#[utoipa::path(get, path = "/api/v1/supply/listings/{org}", tag = "whitelist",
    params(("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "The listing", body = ListingDetail),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_listing(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
) -> Result<Json<ListingDetail>, Problem> {
    let scope = visit.scope(Action::ListingRead)?;
    Ok(Json(supply.listing_history(&scope, org).await?.into()))
}

/// Takes a step with a listing for whoever visits.
async fn step(
    State(supply): Shared,
    visit: Visit,
    org: OrgId,
    key: IdempotencyKey,
    step: AskedStep,
) -> Result<Json<Stepped>, Problem> {
    let by = Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::ListingDecide)?,
    };
    let command = visit.command(key, "supply step", format!("{org} {step:?}").as_bytes());
    Ok(Json(supply.step_listing(command, by, org, step, visit.now()).await?))
}

/// Suspends a listed firm, with a reason: it may not serve for now.
#[utoipa::path(post, path = "/api/v1/supply/listings/{org}/suspend", tag = "whitelist", request_body = ListingReasonBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "Suspended", body = Stepped),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn suspend_listing(
    supply: Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(ListingReasonBody { reason }): Json<ListingReasonBody>,
) -> Result<Json<Stepped>, Problem> {
    step(supply, visit, org, key, AskedStep::Suspend { reason }).await
}

/// Lets a suspended firm serve again.
#[utoipa::path(post, path = "/api/v1/supply/listings/{org}/resume", tag = "whitelist",
    params(KeyHeader, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "Listed again", body = Stepped),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn resume_listing(
    supply: Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
) -> Result<Json<Stepped>, Problem> {
    step(supply, visit, org, key, AskedStep::Resume).await
}

/// Extends a listing, before or after its days are over.
#[utoipa::path(post, path = "/api/v1/supply/listings/{org}/renew", tag = "whitelist", request_body = RenewBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "Renewed", body = Stepped),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn renew_listing(
    supply: Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(RenewBody { valid_until: until }): Json<RenewBody>,
) -> Result<Json<Stepped>, Problem> {
    step(supply, visit, org, key, AskedStep::Renew { until }).await
}

/// Takes a firm off the whitelist, with a reason. It comes back by another application.
#[utoipa::path(post, path = "/api/v1/supply/listings/{org}/end", tag = "whitelist", request_body = ListingReasonBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "Ended", body = Stepped),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_listing(
    supply: Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(ListingReasonBody { reason }): Json<ListingReasonBody>,
) -> Result<Json<Stepped>, Problem> {
    step(supply, visit, org, key, AskedStep::End { reason }).await
}
