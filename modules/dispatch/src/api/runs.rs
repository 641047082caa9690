//! Published runs, for their firm.

use crate::api::Shared;
use crate::api::plans::DayQuery;
use crate::api::views::{EventView, RunDetailView, RunView};
use crate::driving::{RunStep, Said, StepDone};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, RunId, Timestamp};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::ToSchema;

/// A day's runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunList {
    /// By vehicle and time.
    runs: Vec<RunView>,
}

/// A firm's published runs of a day.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/day-runs", tag = "dispatch",
    params(DayQuery, ("org" = OrgId, Path, description = "The firm")), responses(
    (status = 200, description = "The runs", body = RunList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_day_runs(
    State(dispatch): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<DayQuery>,
) -> Result<Json<RunList>, Problem> {
    let scope = visit.scope(Action::PlanRead)?;
    let day = query.day.map_or_else(|| dispatch.day_of(visit.now()), Ok)?;
    let runs = dispatch.runs_of(&scope, org, day).await?;
    Ok(Json(RunList {
        runs: runs.iter().map(RunView::from).collect(),
    }))
}

/// A published run with what happened on it.
#[utoipa::path(get, path = "/api/v1/day-runs/{id}", tag = "dispatch",
    params(("id" = RunId, Path, description = "The run")), responses(
    (status = 200, description = "The run", body = RunDetailView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_day_run(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<RunId>,
) -> Result<Json<RunDetailView>, Problem> {
    let run = dispatch.run(&visit.scope(Action::PlanRead)?, id).await?;
    let is_own = visit
        .scope(Action::PlanWork)
        .is_ok_and(|scope| scope.orgs.contains(&run.org));
    let events = dispatch.events_of(&run).await?;
    Ok(Json(RunDetailView {
        link: is_own.then(|| dispatch.link_of(&run, &visit.asked.shell.public_origin)),
        run: RunView::from(&run),
        events: events.into_iter().map(EventView::from).collect(),
    }))
}

/// What happened on a run, and when.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct StepBody {
    /// When it was; now when left out.
    #[serde(default)]
    pub(crate) at: Option<Timestamp>,
    /// What happened.
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) step: RunStep,
}

/// Says what happened on a run, for whoever drives it.
#[utoipa::path(post, path = "/api/v1/day-runs/{id}/events", tag = "dispatch", request_body = StepBody,
    params(KeyHeader, ("id" = RunId, Path, description = "The run")), responses(
    (status = 200, description = "Taken in", body = StepDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_for_run(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<RunId>,
    key: IdempotencyKey,
    Json(body): Json<StepBody>,
) -> Result<Json<StepDone>, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    dispatch.run(&by.may, id).await?;
    let key = visit.command(key, "run-step", format!("{id} {body:?}").as_bytes());
    let said = Said {
        run: id,
        actor: by.actor,
        at: body.at,
    };
    Ok(Json(dispatch.step(key, said, body.step, visit.now()).await?))
}

/// The address by which a run is opened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunLink {
    /// The run.
    id: RunId,
    /// What whoever drives opens; whoever holds it may drive this run.
    link: String,
}

/// Gives a run a new link. The one before opens nothing from then on: the phone that held it forgets the run.
#[utoipa::path(post, path = "/api/v1/day-runs/{id}/link", tag = "dispatch",
    params(KeyHeader, ("id" = RunId, Path, description = "The run")), responses(
    (status = 200, description = "The new link", body = RunLink),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn renew_run_link(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<RunId>,
    key: IdempotencyKey,
) -> Result<Json<RunLink>, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = visit.command(key, "renew-run-link", id.to_string().as_bytes());
    let run = dispatch.renew_link(key, by, id, visit.now()).await?;
    let link = dispatch.link_of(&run, &visit.asked.shell.public_origin);
    Ok(Json(RunLink { id, link }))
}
