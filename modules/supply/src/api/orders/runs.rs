//! Runs: packed orders that leave together.

use crate::Supply;
use crate::api::Shared;
use crate::api::goods::page_limit;
use crate::api::orders::steps::at_work;
use crate::api::orders::views::{OrderRunDetailView, OrderRunView, WorkOrderView};
use crate::limits::RUN_ORDERS_MAX;
use crate::outlet::{AskedRun, RunDone};
use crate::store::orders::list::OrderFilter;
use crate::store::runs::RunFilter;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{OrderId, OrgId, RunId, StaffId, VehicleId, words};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

words! {
    /// How a run stands.
    RunState, "state of a run" {
        /// Something of it is on its way.
        Open = "open",
        /// Nothing of it is on its way any more.
        Done = "done",
    }
}

/// Orders that leave together.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RunBody {
    /// Packed orders of the outlet.
    #[schema(min_items = 1, max_items = 100)]
    orders: Vec<OrderId>,
    /// Who of the firm's staff brings them.
    staff: Option<StaffId>,
    /// With which of the firm's vehicles.
    vehicle: Option<VehicleId>,
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// Sends packed orders with one run: all of them, or none when one can't leave.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/runs", tag = "orders", request_body = RunBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 201, description = "On their way", body = RunDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn send_orders(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<RunBody>,
) -> Result<(StatusCode, Json<RunDone>), Problem> {
    let asked = AskedRun {
        orders: body.orders,
        staff: body.staff,
        vehicle: body.vehicle,
        note: body.note,
    };
    let done = send_run(&supply, &visit, key, org, asked).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Sends a run for whoever visits.
pub(crate) async fn send_run(
    supply: &Supply,
    visit: &Visit,
    key: IdempotencyKey,
    org: OrgId,
    asked: AskedRun,
) -> Result<RunDone, Problem> {
    let by = at_work(visit)?;
    supply.firm(&by.may, org).await?;
    let key = visit.command(key, "send-run", format!("{org} {asked:?}").as_bytes());
    Ok(supply.send_run(key, by, org, asked, visit.now()).await?)
}

/// Which runs.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct RunQuery {
    /// Those of which something is on its way, or those that are over.
    #[param(inline)]
    state: Option<RunState>,
    /// `next` of the page before.
    cursor: Option<RunId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunPage {
    /// Newest first.
    runs: Vec<OrderRunView>,
    /// The cursor of the next page.
    next: Option<RunId>,
}

/// The runs of an outlet.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/runs", tag = "orders",
    params(RunQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "A page", body = RunPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_runs(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<RunQuery>,
) -> Result<Json<RunPage>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    supply.firm(&scope, org).await?;
    let filter = RunFilter {
        org: Some(org),
        is_open: query.state.map(|state| state == RunState::Open),
    };
    let page = supply
        .runs_page(&scope, &filter, query.cursor, page_limit(query.limit)?)
        .await?;
    Ok(Json(RunPage {
        runs: page.rows.into_iter().map(OrderRunView::from).collect(),
        next: page.next,
    }))
}

/// A run with its orders, from building to building and door to door.
#[utoipa::path(get, path = "/api/v1/runs/{id}", tag = "orders",
    params(("id" = RunId, Path, description = "The run")), responses(
    (status = 200, description = "The run", body = OrderRunDetailView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_run(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<RunId>,
) -> Result<Json<OrderRunDetailView>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let run = supply.run(&scope, id).await?;
    let filter = OrderFilter {
        run: Some(id),
        ..OrderFilter::default()
    };
    let work = supply.work_by_door(&scope, &filter, RUN_ORDERS_MAX as u32).await?;
    Ok(Json(OrderRunDetailView {
        run: run.into(),
        orders: WorkOrderView::all(&supply, &visit, work.orders, &work.names),
    }))
}
