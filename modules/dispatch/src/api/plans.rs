//! Plans: asked for, watched, changed, published.

use crate::api::Shared;
use crate::api::views::{PlanDetailView, PlanView};
use crate::planning::PlanAsked;
use crate::publishing::{PlanChanged, PlanPublished};
use crate::rules::asked::AskedPlan;
use crate::rules::figures::{PlanFigures, changed};
use crate::rules::moving::Change;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId, PlanId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Of which day; today when left out.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct DayQuery {
    /// The day.
    pub(super) day: Option<Day>,
}

/// A day's plans.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanList {
    /// Newest first.
    plans: Vec<PlanView>,
}

/// A firm's plans of a day.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/plans", tag = "dispatch",
    params(DayQuery, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "The plans", body = PlanList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_plans(
    State(dispatch): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<DayQuery>,
) -> Result<Json<PlanList>, Problem> {
    let scope = visit.scope(Action::PlanRead)?;
    let day = query.day.map_or_else(|| dispatch.day_of(visit.now()), Ok)?;
    let plans = dispatch.plans_of(&scope, org, day).await?;
    Ok(Json(PlanList {
        plans: plans.iter().map(PlanView::of).collect(),
    }))
}

/// Begins to make a plan of a day. Watch it at its address; it is ready within the seconds asked for, and can be had earlier.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/plans", tag = "dispatch", request_body = AskedPlan,
    params(KeyHeader, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 202, description = "It is being made", body = PlanAsked),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn ask_plan(
    State(dispatch): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<AskedPlan>,
) -> Result<(StatusCode, Json<PlanAsked>), Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "ask-plan", format!("{org} {body:?}").as_bytes());
    let asked = dispatch.ask(key, by, org, body, visit.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(asked)))
}

/// A plan with its runs, beside what people drive by now.
#[utoipa::path(get, path = "/api/v1/plans/{id}", tag = "dispatch",
    params(("id" = PlanId, Path, description = "The plan")), responses(
    (status = 200, description = "The plan", body = PlanDetailView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_plan(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
) -> Result<Json<PlanDetailView>, Problem> {
    let plan = dispatch.plan(&visit.scope(Action::PlanRead)?, id).await?;
    let present = dispatch.present(plan.org, plan.day).await?;
    Ok(Json(PlanDetailView {
        plan: PlanView::of(&plan),
        changed: plan.body.as_ref().map_or(0, |body| changed(&present, body)),
        present: PlanFigures::of(&present),
        body: plan.body,
    }))
}

/// A plan's routes as GeoJSON (RFC 7946): a line for each run, a point for each stop, a line for each way that is closed.
#[utoipa::path(get, path = "/api/v1/plans/{id}/geojson", tag = "dispatch",
    params(("id" = PlanId, Path, description = "The plan")), responses(
    (status = 200, description = "A feature collection", body = serde_json::Value, content_type = "application/geo+json"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn plan_geojson(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
) -> Result<Response, Problem> {
    let plan = dispatch.plan(&visit.scope(Action::PlanRead)?, id).await?;
    let map = dispatch.map_of(&plan, visit.now()).await?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], map.to_string()).into_response())
}

/// Which change of the plan whoever asks saw last.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeqBody {
    /// The plan's `seq`.
    seq: i64,
}

/// Ends the search of a plan with the best it has.
#[utoipa::path(post, path = "/api/v1/plans/{id}/stop", tag = "dispatch",
    params(KeyHeader, ("id" = PlanId, Path, description = "The plan")), responses(
    (status = 204, description = "It ends within a second"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn stop_search(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    key: IdempotencyKey,
) -> Result<StatusCode, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "stop-search", id.to_string().as_bytes());
    dispatch.stop_search(key, by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A change of a plan by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    /// The plan's `seq` as the changer saw it.
    seq: i64,
    /// What changes.
    change: Change,
}

/// Moves, pins, takes out or puts in; the plan's figures say at once what that does.
#[utoipa::path(post, path = "/api/v1/plans/{id}/change", tag = "dispatch", request_body = ChangeBody,
    params(KeyHeader, ("id" = PlanId, Path, description = "The plan")), responses(
    (status = 200, description = "Changed", body = PlanChanged),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn change_plan(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    key: IdempotencyKey,
    Json(body): Json<ChangeBody>,
) -> Result<Json<PlanChanged>, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "change-plan", format!("{id} {body:?}").as_bytes());
    let changed = dispatch.change_plan(key, by, (id, body.seq), body.change, visit.now());
    Ok(Json(changed.await?))
}

/// Takes the last change by hand back.
#[utoipa::path(post, path = "/api/v1/plans/{id}/undo", tag = "dispatch", request_body = SeqBody,
    params(KeyHeader, ("id" = PlanId, Path, description = "The plan")), responses(
    (status = 200, description = "As before", body = PlanChanged),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn undo_change(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    key: IdempotencyKey,
    Json(body): Json<SeqBody>,
) -> Result<Json<PlanChanged>, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "undo-change", format!("{id} {}", body.seq).as_bytes());
    Ok(Json(dispatch.undo_change(key, by, (id, body.seq)).await?))
}

/// Drops a plan that nobody wants.
#[utoipa::path(post, path = "/api/v1/plans/{id}/drop", tag = "dispatch", request_body = SeqBody,
    params(KeyHeader, ("id" = PlanId, Path, description = "The plan")), responses(
    (status = 200, description = "Dropped", body = PlanChanged),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn drop_plan(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    key: IdempotencyKey,
    Json(body): Json<SeqBody>,
) -> Result<Json<PlanChanged>, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "drop-plan", format!("{id} {}", body.seq).as_bytes());
    Ok(Json(dispatch.drop_plan(key, by, (id, body.seq)).await?))
}

/// Has people drive by a plan from now on. What it will miss is a need at once.
#[utoipa::path(post, path = "/api/v1/plans/{id}/publish", tag = "dispatch", request_body = SeqBody,
    params(KeyHeader, ("id" = PlanId, Path, description = "The plan")), responses(
    (status = 200, description = "Published", body = PlanPublished),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn publish_plan(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    key: IdempotencyKey,
    Json(body): Json<SeqBody>,
) -> Result<Json<PlanPublished>, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "publish-plan", format!("{id} {}", body.seq).as_bytes());
    let done = dispatch.publish(key, by, (id, body.seq), visit.now()).await?;
    Ok(Json(done))
}
