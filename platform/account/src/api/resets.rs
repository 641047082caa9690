//! New passwords for those who forgot theirs, and signing out whoever lost a phone.

use axum::extract::State;
use http::StatusCode;
use tongxin_city::AccountId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};

use crate::api::bodies::{NewPasswordBody, ResetBody};
use crate::{Accounts, Visit};

/// Makes a link by which a person sets a new password, once within 24 hours. Only for somebody all of whose roles the
/// caller could give; others answer 404. Links made for the person before end.
#[utoipa::path(post, path = "/api/v1/people/{id}/reset", tag = "accounts",
    params(KeyHeader, ("id" = AccountId, Path, description = "The account")), responses(
    (status = 201, description = "Made", body = ResetBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn make_reset(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<AccountId>,
    key: IdempotencyKey,
) -> Result<(StatusCode, Json<ResetBody>), Problem> {
    let command = visit.command(key, "make-reset", id.to_string().as_bytes());
    let made = accounts.make_reset(command, &visit.viewer, id).await?;
    let link = visit.asked.shell.link(&Accounts::reset_path(&made.token));
    let answer = ResetBody {
        token: made.token,
        link,
        expires_at: made.expires_at,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Signs a person out everywhere: all their sessions and API tokens end, and a phone that is lost is emptied as soon as it has
/// a signal. Only for somebody all of whose roles the caller could give; others answer 404.
#[utoipa::path(delete, path = "/api/v1/people/{id}/sessions", tag = "accounts",
    params(("id" = AccountId, Path, description = "The account")), responses(
    (status = 204, description = "Signed out"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_out_everywhere(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<AccountId>,
) -> Result<StatusCode, Problem> {
    accounts.sign_out_everywhere(&visit.viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password by a link. Every session and API token of the account ends. Used, ended and unknown links answer
/// alike.
#[utoipa::path(post, path = "/api/v1/resets/{token}", tag = "accounts", request_body = NewPasswordBody,
    params(("token" = String, Path, description = "The secret of the link")), responses(
    (status = 204, description = "The password is set"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn reset_password(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(token): Path<String>,
    Json(body): Json<NewPasswordBody>,
) -> Result<StatusCode, Problem> {
    accounts
        .reset_password(&token, body.password, visit.asked.client)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
