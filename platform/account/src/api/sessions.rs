//! Signing in and out as a program.

use axum::extract::State;
use http::StatusCode;
use tongxin_web::{Json, Problem, ProblemBody};

use crate::api::bodies::{CodeBody, OpenedBody, SignInBody};
use crate::{Accounts, SessionKind, Visit};

/// Signs in by name and password; the session ends after 12 hours without use and after 7 days in any case.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "accounts", request_body = SignInBody, responses(
    (status = 201, description = "Signed in", body = OpenedBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_in(
    State(accounts): State<Accounts>,
    visit: Visit,
    Json(body): Json<SignInBody>,
) -> Result<(StatusCode, Json<OpenedBody>), Problem> {
    let opened = accounts
        .sign_in(&body.name, &body.password, visit.asked.client, SessionKind::Program)
        .await?;
    Ok((StatusCode::CREATED, Json(opened.into())))
}

/// Signs in by the code on a household's door notice.
#[utoipa::path(post, path = "/api/v1/sessions/household", tag = "accounts", request_body = CodeBody, responses(
    (status = 201, description = "Signed in", body = OpenedBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_in_household(
    State(accounts): State<Accounts>,
    visit: Visit,
    Json(body): Json<CodeBody>,
) -> Result<(StatusCode, Json<OpenedBody>), Problem> {
    let opened = accounts
        .sign_in_household(&body.code, visit.asked.client, SessionKind::Program)
        .await?;
    Ok((StatusCode::CREATED, Json(opened.into())))
}

/// Ends the session or token that this very request carries.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "accounts", responses(
    (status = 204, description = "Ended"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_out(State(accounts): State<Accounts>, visit: Visit) -> Result<StatusCode, Problem> {
    if let Some(session) = visit.viewer.session {
        accounts.sign_out(session).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
