//! The same command on many needs.

use crate::LedgerError;
use crate::api::Shared;
use crate::api::bodies::CommandBody;
use crate::commands::{BulkItem, BulkOutcome, Done, Key};
use crate::problems::refused;
use crate::rules::command::Command;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::Viewer;
use tongxin_city::NeedId;
use tongxin_web::{Asked, IdempotencyKey, Json, KeyHeader, Problem, ProblemBody};
use utoipa::ToSchema;

/// A command on many needs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkBody {
    /// The needs, at most 200.
    #[schema(min_items = 1, max_items = 200)]
    ids: Vec<NeedId>,
    /// The command.
    command: CommandBody,
}

/// Entries to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkUndoBody {
    /// What the bulk command did, at most 200.
    #[schema(min_items = 1, max_items = 200)]
    items: Vec<BulkUndoItem>,
}

/// An entry to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkUndoItem {
    /// The need.
    id: NeedId,
    /// The number of the entry the command made.
    #[schema(minimum = 1)]
    seq: i64,
}

/// What a bulk command did, need by need.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkDone {
    items: Vec<BulkDoneItem>,
}

/// What a bulk command did to one need: one of the two.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkDoneItem {
    id: NeedId,
    /// What was done.
    done: Option<Done>,
    /// Why nothing was.
    problem: Option<ProblemBody>,
}

impl BulkDoneItem {
    fn new(item: BulkItem, asked: &Asked) -> Self {
        let (done, problem) = match item.outcome {
            BulkOutcome::Done(done) => (Some(done), None),
            BulkOutcome::Refused(refusal) => (None, Some(refused(&refusal))),
            BulkOutcome::NotFound => (None, Some(Problem::not_found())),
        };
        let problem = problem.map(|problem| problem.body(&asked.shell.texts, asked.lang));
        BulkDoneItem {
            id: item.id,
            done,
            problem,
        }
    }
}

/// Does the same command to many needs, each done or refused for itself.
#[utoipa::path(post, path = "/api/v1/needs/bulk", tag = "needs", params(KeyHeader), request_body = BulkBody, responses(
    (status = 200, description = "Done or refused, need by need", body = BulkDone),
    (status = "4XX", description = "Refused whole", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn bulk_needs(
    state: Shared,
    viewer: Viewer,
    asked: Asked,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<BulkBody>,
) -> Result<Json<BulkDone>, Problem> {
    let key = Key::new(key, "bulk", format!("{body:?}").as_bytes());
    let command = body.command.into_command().map_err(LedgerError::from)?;
    let orders = body.ids.into_iter().map(|id| (id, command.clone())).collect();
    carry_out(state, &viewer, &asked, orders, key).await
}

/// Takes back what a bulk command did.
#[utoipa::path(post, path = "/api/v1/needs/bulk/undo", tag = "needs", params(KeyHeader), request_body = BulkUndoBody,
    responses(
    (status = 200, description = "Taken back or refused, need by need", body = BulkDone),
    (status = "4XX", description = "Refused whole", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn bulk_undo_needs(
    state: Shared,
    viewer: Viewer,
    asked: Asked,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<BulkUndoBody>,
) -> Result<Json<BulkDone>, Problem> {
    let key = Key::new(key, "bulk-undo", format!("{body:?}").as_bytes());
    let orders = body
        .items
        .into_iter()
        .map(|item| (item.id, Command::Undo { seq: item.seq }))
        .collect();
    carry_out(state, &viewer, &asked, orders, key).await
}

async fn carry_out(
    State(state): Shared,
    viewer: &Viewer,
    asked: &Asked,
    orders: Vec<(NeedId, Command)>,
    key: Key,
) -> Result<Json<BulkDone>, Problem> {
    let items = state.bulk(viewer, "ids", orders, key, asked.now()).await?;
    let items = items.into_iter().map(|item| BulkDoneItem::new(item, asked)).collect();
    Ok(Json(BulkDone { items }))
}
