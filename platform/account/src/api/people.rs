//! Who holds which role.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use tongxin_city::GrantId;
use tongxin_web::{Json, Path, Problem, ProblemBody, Query, require_short};
use utoipa::IntoParams;

use crate::api::bodies::PeopleBody;
use crate::limits::NAME_CHARS;
use crate::{Accounts, Action, Visit};

/// Which page of people.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleQuery {
    /// The name after which to go on.
    #[param(min_length = 1, max_length = 40)]
    after: Option<String>,
}

/// People who hold a role inside the caller's places, by name.
#[utoipa::path(get, path = "/api/v1/people", tag = "accounts", params(PeopleQuery), responses(
    (status = 200, description = "The people", body = PeopleBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn list_people(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<PeopleQuery>,
) -> Result<Json<PeopleBody>, Problem> {
    let scope = visit.scope(Action::AccountRead)?;
    if let Some(after) = &query.after {
        require_short("after", after, *NAME_CHARS.end())?;
    }
    let held = accounts.people(&scope, query.after.as_deref()).await?;
    Ok(Json(PeopleBody {
        people: held.roles.iter().map(Into::into).collect(),
        next: held.next,
    }))
}

/// Ends a role that the caller could have given.
#[utoipa::path(delete, path = "/api/v1/grants/{id}", tag = "accounts",
    params(("id" = GrantId, Path, description = "The role held")), responses(
    (status = 204, description = "Ended"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn end_grant(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<GrantId>,
) -> Result<StatusCode, Problem> {
    accounts.end_grant(&visit.viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
