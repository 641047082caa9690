//! Inviting people.

use axum::extract::State;
use http::StatusCode;
use tongxin_city::InvitationId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};

use crate::api::bodies::{AcceptBody, AcceptedBody, InvitationsBody, InviteBody, InvitedBody};
use crate::{Accounts, Action, Chosen, NewInvitation, Over, SessionKind, Visit};

impl InviteBody {
    fn over(&self) -> Result<Over, Problem> {
        match (self.place, self.org) {
            (Some(place), None) => Ok(Over::Place(place)),
            (None, Some(org)) => Ok(Over::Org(org)),
            _ => Err(Problem::invalid().field("place", "account-field-place-or-org", &[])),
        }
    }
}

/// Open invitations that the caller may see.
#[utoipa::path(get, path = "/api/v1/invitations", tag = "accounts", responses(
    (status = 200, description = "The invitations", body = InvitationsBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn list_invitations(
    State(accounts): State<Accounts>,
    visit: Visit,
) -> Result<Json<InvitationsBody>, Problem> {
    let scope = visit.scope(Action::AccountRead)?;
    let invitations = accounts
        .open_invitations(&scope)
        .await?
        .into_iter()
        .map(Into::into)
        .collect();
    Ok(Json(InvitationsBody { invitations }))
}

/// Offers a role below the own, inside the own places, by a link that opens once within 7 days.
#[utoipa::path(post, path = "/api/v1/invitations", tag = "accounts", params(KeyHeader), request_body = InviteBody, responses(
    (status = 201, description = "Made", body = InvitedBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn invite(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<InviteBody>,
) -> Result<(StatusCode, Json<InvitedBody>), Problem> {
    let command = visit.command(key, "invite", format!("{body:?}").as_bytes());
    let new = NewInvitation {
        role: body.role,
        over: body.over()?,
        until: body.until,
    };
    let invited = accounts.invite(command, &visit.viewer, new).await?;
    let link = visit.asked.shell.link(&Accounts::join_path(&invited.token));
    let answer = InvitedBody {
        id: invited.id,
        token: invited.token,
        link,
        expires_at: invited.expires_at,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Ends an open invitation.
#[utoipa::path(delete, path = "/api/v1/invitations/{id}", tag = "accounts",
    params(("id" = InvitationId, Path, description = "The invitation")), responses(
    (status = 204, description = "Ended"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn revoke_invitation(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<InvitationId>,
) -> Result<StatusCode, Problem> {
    accounts.revoke_invitation(&visit.viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes an account by an invitation and signs it in. Used, revoked, expired and unknown ones answer alike.
#[utoipa::path(post, path = "/api/v1/invitations/{token}/accept", tag = "accounts", request_body = AcceptBody,
    params(("token" = String, Path, description = "The secret of the link")), responses(
    (status = 201, description = "The account", body = AcceptedBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn accept_invitation(
    State(accounts): State<Accounts>,
    Path(token): Path<String>,
    Json(body): Json<AcceptBody>,
) -> Result<(StatusCode, Json<AcceptedBody>), Problem> {
    let chosen = Chosen {
        name: body.name,
        display_name: body.display_name,
        password: body.password,
    };
    let (account, session) = accounts.accept(&token, chosen, SessionKind::Program).await?;
    Ok((
        StatusCode::CREATED,
        Json(AcceptedBody {
            account,
            session: session.into(),
        }),
    ))
}
