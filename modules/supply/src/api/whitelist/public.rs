//! The whitelist as everybody may see it.

use crate::api::Shared;
use crate::api::whitelist::queries::ServingQuery;
use crate::api::whitelist::views::ServingPage;
use axum::extract::State;
use tongxin_web::{Asked, Json, Problem, ProblemBody, Query};

/// The firms that serve today, by place: name, kind, where, until when; no contacts.
#[utoipa::path(get, path = "/api/v1/supply/whitelist", tag = "whitelist", params(ServingQuery), responses(
    (status = 200, description = "A page", body = ServingPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_whitelist(
    State(supply): Shared,
    asked: Asked,
    Query(query): Query<ServingQuery>,
) -> Result<Json<ServingPage>, Problem> {
    let today = supply.today(asked.now())?;
    let filter = query.filter()?;
    let page = supply.public_page(&filter, today, query.cursor, query.limit()?).await?;
    Ok(Json(page.into()))
}
