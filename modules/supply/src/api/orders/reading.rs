//! An outlet's orders, its pick lists, and what a barcode names.

use crate::api::Shared;
use crate::api::goods::page_limit;
use crate::api::orders::views::{PickListView, ScannedView, WorkOrderView};
use crate::error::SupplyError;
use crate::rules::order::OrderState;
use crate::store::orders::Order;
use crate::store::orders::list::OrderFilter;
use crate::store::orders::picks::PickFilter;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrderId, OrgId, PlaceCode, Timestamp, WindowId};
use tongxin_web::{Json, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which of an outlet's orders.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WorkQuery {
    /// For this window.
    window: Option<WindowId>,
    /// For doors of this building, or inside this place.
    building: Option<PlaceCode>,
    /// In this state.
    #[param(inline)]
    state: Option<OrderState>,
    /// Due on this day.
    date: Option<Day>,
    /// `next` of the page before.
    cursor: Option<OrderId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of an outlet's orders.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkPage {
    /// Those placed first come first.
    orders: Vec<WorkOrderView>,
    /// The cursor of the next page.
    next: Option<OrderId>,
}

/// Whether an order should have arrived and has not, or arrived late.
pub(crate) fn is_late(order: &Order, now: Timestamp) -> bool {
    let is_waiting = order.state.is_open() && !order.state.has_arrived();
    order.late_need.is_some() || (is_waiting && order.due_at < now)
}

/// The orders of an outlet with their lines. Nothing in them names a household or tells its hand-over code.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/orders", tag = "orders",
    params(WorkQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "A page", body = WorkPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_work(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<WorkQuery>,
) -> Result<Json<WorkPage>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    supply.firm(&scope, org).await?;
    let city = supply.places().city().map_err(SupplyError::from)?;
    let filter = OrderFilter {
        org: Some(org),
        window: query.window,
        place: query.building,
        state: query.state,
        // A window that ends at midnight belongs to the day before.
        due: query
            .date
            .map(|day| city.file.zone.span_of(day))
            .map(|span| (span.start, span.end)),
        is_oldest_first: true,
        ..OrderFilter::default()
    };
    let work = supply
        .work_page(&scope, &filter, query.cursor, page_limit(query.limit)?)
        .await?;
    Ok(Json(WorkPage {
        orders: WorkOrderView::all(&supply, &visit, work.orders, &work.names),
        next: work.next,
    }))
}

/// Which pick list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PicksQuery {
    /// The window.
    window: WindowId,
    /// Only for this building or place.
    building: Option<PlaceCode>,
}

/// What an outlet has to pick for a window: each item in all, and what each building gets. Orders that have left are no
/// part of it.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/picks", tag = "orders",
    params(PicksQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "The pick list", body = PickListView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_picks(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<PicksQuery>,
) -> Result<Json<PickListView>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    supply.firm(&scope, org).await?;
    let filter = PickFilter {
        window: query.window,
        place: query.building,
    };
    let list = supply.picks(&scope, org, &filter).await?;
    Ok(Json(PickListView::of(list, &supply.places().tree(), visit.lang())))
}

/// A barcode.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScanQuery {
    /// Its 8, 12, 13 or 14 digits.
    gtin: String,
}

/// Which line of an order a barcode belongs to. Of an item that is not in the order, the answer says what it is.
#[utoipa::path(get, path = "/api/v1/orders/{id}/scan", tag = "orders",
    params(ScanQuery, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "What it is", body = ScannedView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn scan_gtin(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Query(query): Query<ScanQuery>,
) -> Result<Json<ScannedView>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    Ok(Json(supply.scan(&scope, id, &query.gtin).await?.into()))
}
