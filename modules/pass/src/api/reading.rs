//! Passes, one by one and in lists.

use crate::api::Shared;
use crate::api::queries::PassQuery;
use crate::api::views::{PassBatchView, PassDetail, PassListPage};
use axum::extract::State;
use tongxin_account::{Action, Visit};
use tongxin_city::{PassBatchId, PassId};
use tongxin_web::{Json, Path, Problem, ProblemBody, Query};

/// A page of the passes inside the caller's places, on whose way a district of theirs lies, or of the own firm.
#[utoipa::path(get, path = "/api/v1/passes", tag = "passes", params(PassQuery), responses(
    (status = 200, description = "A page", body = PassListPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_passes(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<PassQuery>,
) -> Result<Json<PassListPage>, Problem> {
    let scope = visit.scope(Action::PassRead)?;
    let filter = query.filter(&passes, visit.now())?;
    let page = passes.page(&scope, &filter, query.cursor, query.limit()?).await?;
    let counts = passes.counts(&scope, &filter).await?;
    Ok(Json(PassListPage::new(page, counts)))
}

/// A pass with its history.
#[utoipa::path(get, path = "/api/v1/passes/{id}", tag = "passes",
    params(("id" = PassId, Path, description = "The pass")), responses(
    (status = 200, description = "The pass", body = PassDetail),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_pass(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
) -> Result<Json<PassDetail>, Problem> {
    let scope = visit.scope(Action::PassRead)?;
    Ok(Json(PassDetail::new(passes.pass(&scope, id).await?)))
}

/// How far the issue of passes that were applied for together has come.
#[utoipa::path(get, path = "/api/v1/passes/batches/{batch}", tag = "passes",
    params(("batch" = PassBatchId, Path, description = "The batch")), responses(
    (status = 200, description = "How its passes stand", body = PassBatchView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_batch(
    State(passes): Shared,
    visit: Visit,
    Path(batch): Path<PassBatchId>,
) -> Result<Json<PassBatchView>, Problem> {
    let scope = visit.scope(Action::PassRead)?;
    Ok(Json(PassBatchView::new(batch, passes.batch(&scope, batch).await?)))
}
