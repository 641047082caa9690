//! The own account as a program sees it.

use axum::extract::State;
use http::StatusCode;
use tongxin_city::TokenId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};

use crate::api::bodies::{MeBody, NewTokenBody, OpenedBody, TokensBody};
use crate::{Accounts, SessionKind, Visit, Who};

/// Who is signed in, and which roles hold now.
#[utoipa::path(get, path = "/api/v1/me", tag = "accounts", responses(
    (status = 200, description = "Who is signed in", body = MeBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn me(visit: Visit) -> Json<MeBody> {
    let viewer = &visit.viewer;
    let building = match viewer.who {
        Who::Household { place, .. } => Some(place),
        _ => None,
    };
    Json(MeBody {
        account: viewer.account(),
        household: viewer.household(),
        building,
        name: viewer.name.to_string(),
        grants: viewer.grants.iter().map(Into::into).collect(),
    })
}

/// The own API tokens.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "accounts", responses(
    (status = 200, description = "The tokens", body = TokensBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn list_tokens(State(accounts): State<Accounts>, visit: Visit) -> Result<Json<TokensBody>, Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let sessions = accounts.sessions_of(account).await?;
    let tokens = sessions
        .into_iter()
        .filter(|session| session.kind == SessionKind::Token)
        .map(Into::into)
        .collect();
    Ok(Json(TokensBody { tokens }))
}

/// Makes an API token with the own rights.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "accounts", params(KeyHeader), request_body = NewTokenBody, responses(
    (status = 201, description = "Made", body = OpenedBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn create_token(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<NewTokenBody>,
) -> Result<(StatusCode, Json<OpenedBody>), Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let command = visit.command(key, "create-token", format!("{body:?}").as_bytes());
    let made = accounts.create_token(command, account, &body.name, body.days).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Ends one of the own tokens or sessions.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "accounts",
    params(("id" = TokenId, Path, description = "The token")), responses(
    (status = 204, description = "Ended"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn delete_token(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<TokenId>,
) -> Result<StatusCode, Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    accounts.end_session(account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
