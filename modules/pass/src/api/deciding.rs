//! What people do with passes, one or many by the same command.

use crate::api::Shared;
use crate::api::bodies::{PassIdsBody, PassIdsReasonBody, RevokeFirmBody};
use crate::api::views::PassesDone;
use crate::limits::ISSUING_WRITES_MAX;
use crate::{Asked, DecidedPasses};
use axum::extract::State;
use tongxin_account::{Action, Visit};
use tongxin_city::PassId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody};

async fn done(
    State(passes): Shared,
    visit: Visit,
    key: IdempotencyKey,
    action: Action,
    (ids, asked): (Vec<PassId>, Asked),
) -> Result<Json<DecidedPasses>, Problem> {
    let by = visit.doer(action)?;
    let command = visit.command(key, "pass command", format!("{ids:?} {asked:?}").as_bytes());
    Ok(Json(passes.command(command, by, ids, asked, visit.now()).await?))
}

/// Approves passes that wait for an officer; they are issued by themselves.
#[utoipa::path(post, path = "/api/v1/passes/approve", tag = "passes", params(KeyHeader), request_body = PassIdsBody,
    responses(
    (status = 200, description = "Approved", body = DecidedPasses),
    (status = "4XX", description = "Refused, all of them", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn approve_passes(
    passes: Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<PassIdsBody>,
) -> Result<Json<DecidedPasses>, Problem> {
    done(passes, visit, key, Action::PassDecide, (body.ids, Asked::Approve)).await
}

/// Refuses passes that wait, with a reason.
#[utoipa::path(post, path = "/api/v1/passes/refuse", tag = "passes", params(KeyHeader), request_body = PassIdsReasonBody,
    responses(
    (status = 200, description = "Refused", body = DecidedPasses),
    (status = "4XX", description = "Refused, all of them", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn refuse_passes(
    passes: Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<PassIdsReasonBody>,
) -> Result<Json<DecidedPasses>, Problem> {
    done(passes, visit, key, Action::PassDecide, body.refuse()).await
}

/// Agrees to passes for the caller's districts; the last district's word approves.
#[utoipa::path(post, path = "/api/v1/passes/agree", tag = "passes", params(KeyHeader), request_body = PassIdsBody, responses(
    (status = 200, description = "Agreed", body = DecidedPasses),
    (status = "4XX", description = "Refused, all of them", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn agree_to_passes(
    passes: Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<PassIdsBody>,
) -> Result<Json<DecidedPasses>, Problem> {
    done(passes, visit, key, Action::PassDecide, (body.ids, Asked::Agree)).await
}

/// Takes back what was applied for and is not issued.
#[utoipa::path(post, path = "/api/v1/passes/withdraw", tag = "passes", params(KeyHeader), request_body = PassIdsBody,
    responses(
    (status = 200, description = "Taken back", body = DecidedPasses),
    (status = "4XX", description = "Refused, all of them", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn withdraw_passes(
    passes: Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<PassIdsBody>,
) -> Result<Json<DecidedPasses>, Problem> {
    done(passes, visit, key, Action::PassApply, (body.ids, Asked::Withdraw)).await
}

/// Revokes passes, with a reason. Gates hear of it with the next status list, within a minute where there is signal.
#[utoipa::path(post, path = "/api/v1/passes/revoke", tag = "passes", params(KeyHeader), request_body = PassIdsReasonBody,
    responses(
    (status = 200, description = "Revoked", body = DecidedPasses),
    (status = "4XX", description = "Refused, all of them", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn revoke_passes(
    passes: Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<PassIdsReasonBody>,
) -> Result<Json<DecidedPasses>, Problem> {
    done(passes, visit, key, Action::PassRevoke, body.revoke()).await
}

/// Revokes every valid pass of a firm and refuses what it has applied for, with a reason.
#[utoipa::path(post, path = "/api/v1/passes/revoke-firm", tag = "passes", params(KeyHeader),
    request_body = RevokeFirmBody, responses(
    (status = 200, description = "Revoked", body = PassesDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn revoke_firm(
    State(passes): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<RevokeFirmBody>,
) -> Result<Json<PassesDone>, Problem> {
    let by = visit.doer(Action::PassRevoke)?;
    let command = visit.command(key, "pass revoke firm", format!("{body:?}").as_bytes());
    let now = visit.now();
    let revoked = passes.revoke_firm(command, by, body.org, &body.reason, now).await?;
    let waiting = passes.waiting_to_be_issued().await?;
    Ok(Json(PassesDone {
        passes: revoked as u64,
        waiting,
    }))
}

/// Issues what is approved now instead of within a minute. Sent again it issues nothing twice.
#[utoipa::path(post, path = "/api/v1/passes/issue", tag = "passes", params(KeyHeader), responses(
    (status = 200, description = "Issued, and what is still waiting", body = PassesDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn issue_passes(
    State(passes): Shared,
    visit: Visit,
    _key: IdempotencyKey,
) -> Result<Json<PassesDone>, Problem> {
    visit.scope(Action::PassDecide)?;
    let issued = passes.issue_approved(visit.now(), ISSUING_WRITES_MAX).await?;
    let waiting = passes.waiting_to_be_issued().await?;
    Ok(Json(PassesDone {
        passes: issued,
        waiting,
    }))
}
