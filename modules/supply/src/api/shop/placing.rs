//! Who serves a door, what they sell, and ordering.

use crate::api::Shared;
use crate::api::shop::bodies::OrderBody;
use crate::error::SupplyError;
use crate::ordering::Placed;
use crate::rules::listing::FirmKind;
use crate::rules::offer::Offer;
use crate::rules::window::Window;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::Visit;
use tongxin_city::{OrgId, PlaceCode, Timestamp, WindowId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Whose door.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct DoorQuery {
    /// A building that the caller looks after; a household's own goes without saying.
    building: Option<PlaceCode>,
}

/// An outlet that serves a door.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShopView {
    /// The outlet.
    org: OrgId,
    /// What it is called.
    name: String,
    /// What it is.
    kind: FirmKind,
}

/// Who serves a door.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShopsView {
    /// The building.
    building: PlaceCode,
    /// The outlets and pharmacies by name.
    outlets: Vec<ShopView>,
}

/// The outlets and pharmacies that serve a door today.
#[utoipa::path(get, path = "/api/v1/shop", tag = "shop", params(DoorQuery), responses(
    (status = 200, description = "Who serves the door", body = ShopsView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_shops(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<DoorQuery>,
) -> Result<Json<ShopsView>, Problem> {
    let building = supply.shop_door(&visit.viewer, query.building)?;
    let outlets = supply.shops(&building, visit.now()).await?;
    let outlets = outlets.into_iter().map(|listing| ShopView {
        org: listing.org,
        name: listing.name,
        kind: listing.kind,
    });
    Ok(Json(ShopsView {
        building,
        outlets: outlets.collect(),
    }))
}

/// A window that can still be ordered for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WindowAhead {
    /// The window.
    id: WindowId,
    /// When delivery begins.
    from_at: Timestamp,
    /// When it ends.
    to_at: Timestamp,
    /// Until when it can be ordered for.
    closes_at: Timestamp,
    /// How many more orders it takes.
    places_left: i64,
}

impl From<Window> for WindowAhead {
    fn from(window: Window) -> Self {
        WindowAhead {
            id: window.id,
            from_at: window.from_at,
            to_at: window.to_at,
            closes_at: window.closes_at,
            places_left: window.places_left(),
        }
    }
}

/// What an outlet sells to a door.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShopFrontView {
    /// The outlet.
    org: OrgId,
    /// What it is called.
    name: String,
    /// What it is.
    kind: FirmKind,
    /// What it sells now, by name, with what is left.
    offers: Vec<Offer>,
    /// When it comes; full windows too.
    windows: Vec<WindowAhead>,
}

/// What an outlet sells now to a door, and when it comes.
#[utoipa::path(get, path = "/api/v1/shop/{org}", tag = "shop",
    params(DoorQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "The outlet's shop", body = ShopFrontView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_shop(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<DoorQuery>,
) -> Result<Json<ShopFrontView>, Problem> {
    let building = supply.shop_door(&visit.viewer, query.building)?;
    let front = supply.shop_front(org, &building, visit.now()).await?;
    Ok(Json(ShopFrontView {
        org,
        name: front.listing.name,
        kind: front.listing.kind,
        offers: front.offers,
        windows: front.windows.into_iter().map(WindowAhead::from).collect(),
    }))
}

/// Orders. The window's place and the pieces are taken with it, or nothing is.
#[utoipa::path(post, path = "/api/v1/orders", tag = "shop", params(KeyHeader), request_body = OrderBody, responses(
    (status = 201, description = "Ordered", body = Placed),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn place_order(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<OrderBody>,
) -> Result<(StatusCode, Json<Placed>), Problem> {
    let command = visit.command(key, "place order", format!("{body:?}").as_bytes());
    let (asked, whom) = body.read().map_err(SupplyError::from)?;
    let customer = supply.customer(&visit.viewer, visit.asked.client, whom).await?;
    let placed = supply.place_order(command, asked, customer, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(placed)))
}
