//! Raising a need and acting on one.

use crate::LedgerError;
use crate::api::Shared;
use crate::api::bodies::{
    AssignBody, CommentBody, MergeBody, PriorityBody, RaiseBody, ReasonBody, SolveBody, StrikeOffBody, UndoBody,
};
use crate::commands::{Done, Key};
use crate::rules::command::{Command, EscalationReason};
use axum::extract::State;
use http::StatusCode;
use tongxin_account::Viewer;
use tongxin_city::NeedId;
use tongxin_web::{Asked, IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};

/// Raises a need.
#[utoipa::path(post, path = "/api/v1/needs", tag = "needs", params(KeyHeader), request_body = RaiseBody, responses(
    (status = 201, description = "Raised", body = Done),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn raise_need(
    State(state): Shared,
    viewer: Viewer,
    asked: Asked,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<RaiseBody>,
) -> Result<(StatusCode, Json<Done>), Problem> {
    let key = Key::new(key, "raise", format!("{body:?}").as_bytes());
    let done = state.raise(&viewer, body.into(), key, asked.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// What every command on one need goes through.
struct Call {
    state: Shared,
    viewer: Viewer,
    asked: Asked,
    id: NeedId,
    key: String,
}

impl Call {
    async fn of(self, command: Command) -> Result<Json<Done>, Problem> {
        let Call {
            state,
            viewer,
            asked,
            id,
            key,
        } = self;
        Ok(Json(state.command(&viewer, id, command, key, asked.now()).await?))
    }
}

/// Defines the handler of a command on one need: its name, address, body and the command the body names.
macro_rules! command {
    ($(#[$doc:meta])* $name:ident, $path:literal, $body:ident: $body_type:ty => $command:expr) => {
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "needs", request_body = $body_type,
            params(KeyHeader, ("id" = NeedId, Path, description = "The need")), responses(
            (status = 200, description = "Done", body = Done),
            (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
        ))]
        pub(crate) async fn $name(
            state: Shared,
            viewer: Viewer,
            asked: Asked,
            Path(id): Path<NeedId>,
            IdempotencyKey(key): IdempotencyKey,
            Json($body): Json<$body_type>,
        ) -> Result<Json<Done>, Problem> {
            Call { state, viewer, asked, id, key }.of($command).await
        }
    };
}

/// "We will deal with it."
#[utoipa::path(post, path = "/api/v1/needs/{id}/accept", tag = "needs",
    params(KeyHeader, ("id" = NeedId, Path, description = "The need")), responses(
    (status = 200, description = "Done", body = Done),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn accept_need(
    state: Shared,
    viewer: Viewer,
    asked: Asked,
    Path(id): Path<NeedId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<Json<Done>, Problem> {
    Call {
        state,
        viewer,
        asked,
        id,
        key,
    }
    .of(Command::Accept)
    .await
}

command! {
    /// Gives it to a person or an organisation.
    assign_need, "/api/v1/needs/{id}/assign", body: AssignBody => body.into_command().map_err(LedgerError::from)?
}
command! {
    /// "It is done."
    solve_need, "/api/v1/needs/{id}/solve", body: SolveBody => Command::Solve { note: body.note }
}
command! {
    /// Confirms and closes; by the one who raised it also "no longer needed".
    strike_off_need, "/api/v1/needs/{id}/strike-off", body: StrikeOffBody => Command::StrikeOff { reason: body.reason }
}
command! {
    /// Refuses, with a reason.
    decline_need, "/api/v1/needs/{id}/decline", body: ReasonBody => Command::Decline { reason: body.reason }
}
command! {
    /// Asks the tier above to look at a refusal.
    appeal_need, "/api/v1/needs/{id}/appeal", body: ReasonBody => Command::Appeal { reason: body.reason }
}
command! {
    /// "It is not done."
    reopen_need, "/api/v1/needs/{id}/reopen", body: ReasonBody => Command::Reopen { reason: body.reason }
}
command! {
    /// Says something.
    comment_need, "/api/v1/needs/{id}/comment", body: CommentBody => Command::Comment { text: body.text }
}
command! {
    /// Passes it to the tier above.
    escalate_need, "/api/v1/needs/{id}/escalate", body: ReasonBody
        => Command::Escalate(EscalationReason::ByHand(body.reason))
}
command! {
    /// "This is the same as that one."
    merge_need, "/api/v1/needs/{id}/merge", body: MergeBody => Command::Merge { into: body.into }
}
command! {
    /// Changes how urgent it is.
    prioritise_need, "/api/v1/needs/{id}/priority", body: PriorityBody => Command::SetPriority(body.priority)
}
command! {
    /// Takes back one's own last decision.
    undo_need, "/api/v1/needs/{id}/undo", body: UndoBody => Command::Undo { seq: body.seq }
}
