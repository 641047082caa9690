//! The caller's orders, and what a household does with one.

use crate::Supply;
use crate::api::Shared;
use crate::api::goods::page_limit;
use crate::api::orders::{at_work, give};
use crate::api::shop::bodies::{CancelBody, ReceiveBody};
use crate::api::shop::views::{Names, OrderDetailView, OrderView, Seen};
use crate::orders::{Commander, OrderDone};
use crate::rules::order::{Command, OrderState, Party};
use crate::store::orders::list::{OrderFilter, Reader};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{HouseholdId, ItemId, OrderId, OrgId, PlaceCode, WindowId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which orders.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct OrderQuery {
    /// In this state.
    #[param(inline)]
    state: Option<OrderState>,
    /// Only open ones, or only closed ones.
    open: Option<bool>,
    /// Of this outlet.
    org: Option<OrgId>,
    /// For this window.
    window: Option<WindowId>,
    /// For doors inside this place.
    place: Option<PlaceCode>,
    /// Of this household.
    household: Option<HouseholdId>,
    /// `next` of the page before.
    cursor: Option<OrderId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of orders.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderPage {
    /// Newest first.
    orders: Vec<OrderView>,
    /// The cursor of the next page.
    next: Option<OrderId>,
}

/// Who reads orders in this visit.
///
/// # Errors
/// 401 when nobody is signed in, 403 when none of their roles may.
pub(crate) fn reader(visit: &Visit) -> Result<Reader, Problem> {
    Ok(Reader {
        scope: visit.scope(Action::OrderRead)?,
        actor: visit.viewer.actor(),
    })
}

/// The caller's orders: a household's own and those it placed for a neighbour, those of a place, those of an outlet.
#[utoipa::path(get, path = "/api/v1/orders", tag = "shop", params(OrderQuery), responses(
    (status = 200, description = "A page", body = OrderPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_orders(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<OrderQuery>,
) -> Result<Json<OrderPage>, Problem> {
    let filter = OrderFilter {
        state: query.state,
        is_open: query.open,
        org: query.org,
        window: query.window,
        place: query.place,
        household: query.household,
        ..OrderFilter::default()
    };
    let limit = page_limit(query.limit)?;
    let page = supply
        .orders_page(&reader(&visit)?, &filter, query.cursor, limit)
        .await?;
    let names = Names::look_up(&supply, &page.rows, &[]).await?;
    let orders = page.rows.into_iter().map(|order| {
        let seen = Seen::by(&visit.viewer, &order);
        OrderView::of(order, seen, &names)
    });
    Ok(Json(OrderPage {
        orders: orders.collect(),
        next: page.next,
    }))
}

/// An order with its lines and what happened to it.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "shop",
    params(("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "The order", body = OrderDetailView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
) -> Result<Json<OrderDetailView>, Problem> {
    let detail = supply.order(&reader(&visit)?, id).await?;
    let seen = Seen::by(&visit.viewer, &detail.order);
    let names = Names::look_up(&supply, std::slice::from_ref(&detail.order), &detail.lines).await?;
    Ok(Json(OrderDetailView::of(detail, seen, &names)))
}

/// Whoever visits, as the household or for it.
///
/// # Errors
/// 401 when nobody is signed in, 403 when none of their roles may.
pub(crate) fn for_household(visit: &Visit) -> Result<Commander, Problem> {
    Ok(Commander {
        party: Party::Household,
        actor: visit.viewer.actor(),
        may: visit.scope(Action::OrderPlace)?,
    })
}

/// On whose side a visitor calls an order off: whose outlet it is, as the outlet; anybody else, as the household.
async fn canceller(supply: &Supply, visit: &Visit, id: OrderId) -> Result<Commander, Problem> {
    let Ok(work) = at_work(visit) else {
        // Whoever may only read learns of no order beyond those.
        supply.order(&reader(visit)?, id).await?;
        return for_household(visit);
    };
    let is_own = supply.work_order(&work.may, id).await.is_ok();
    match for_household(visit) {
        Ok(household) if !is_own => Ok(household),
        _ => Ok(work),
    }
}

/// Calls an order off: the household until it is packed, the outlet with a reason until it leaves.
#[utoipa::path(post, path = "/api/v1/orders/{id}/cancel", tag = "shop", request_body = CancelBody,
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "Called off", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn cancel_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    Json(CancelBody { reason }): Json<CancelBody>,
) -> Result<Json<OrderDone>, Problem> {
    let by = canceller(&supply, &visit, id).await?;
    let command = Command::Cancel { reason };
    Ok(Json(give(&supply, &visit, by, key, id, command).await?))
}

/// Confirms that an order came, and says of which lines something was missing or damaged.
#[utoipa::path(post, path = "/api/v1/orders/{id}/receive", tag = "shop", request_body = ReceiveBody,
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "Confirmed", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn receive_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    Json(body): Json<ReceiveBody>,
) -> Result<Json<OrderDone>, Problem> {
    let by = for_household(&visit)?;
    Ok(Json(give(&supply, &visit, by, key, id, body.into_command()).await?))
}

/// An item to be ordered again.
#[derive(Debug, Serialize, ToSchema)]
struct AgainView {
    /// The item.
    item: ItemId,
    /// What it is called.
    name: String,
    /// Pieces that were ordered then.
    wanted: i64,
    /// Pieces that can be ordered now.
    pieces: i64,
}

/// A basket made of an order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RepeatView {
    /// The outlet.
    org: OrgId,
    /// What can be ordered again.
    lines: Vec<AgainView>,
    /// What is not there any more, or not as much of it.
    gone: Vec<AgainView>,
}

/// What of an order can be ordered again. Orders nothing.
#[utoipa::path(get, path = "/api/v1/orders/{id}/repeat", tag = "shop",
    params(("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "A basket", body = RepeatView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn repeat_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
) -> Result<Json<RepeatView>, Problem> {
    let detail = supply.order(&reader(&visit)?, id).await?;
    let again = supply.order_again(&detail).await?;
    let view = |again: &crate::shop::Again| AgainView {
        item: again.item,
        name: again.name.clone(),
        wanted: again.wanted,
        pieces: again.pieces,
    };
    Ok(Json(RepeatView {
        org: detail.order.org,
        lines: again.iter().filter(|line| line.pieces > 0).map(view).collect(),
        gone: again
            .iter()
            .filter(|line| line.pieces < line.wanted)
            .map(view)
            .collect(),
    }))
}
