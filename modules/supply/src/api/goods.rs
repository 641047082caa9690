//! Items, and what outlets offer.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::limits::{GOODS_PAGE_DEFAULT, GOODS_PAGE_MAX, ITEM_SEARCH_CHARS_MAX};
use crate::rules::item::{AskedItem, Item, NewItem};
use crate::rules::offer::{Offer, Terms};
use crate::store::items::ItemFilter;
use crate::store::offers::OfferFilter;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{Fen, ItemId, OrgId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, require_short};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let report = Right::May(Action::StockReport);
    Routes::new()
        .api(routes!(list_items), Right::SignedIn)
        .api(routes!(get_item), Right::SignedIn)
        .api(routes!(list_offers), Right::SignedIn)
        .api(routes!(add_item), report)
        .api(routes!(change_item), report)
        .api(routes!(carry_item), report)
        .api(routes!(offer_item), report)
}

/// Which items or offers, and which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct GoodsQuery {
    /// Words of the name, or a trade item number.
    #[param(max_length = 60)]
    q: Option<String>,
    /// Also this outlet's own items.
    org: Option<OrgId>,
    /// `next` of the page before.
    cursor: Option<ItemId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Checks how many rows are asked for.
pub(super) fn page_limit(limit: Option<u32>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(GOODS_PAGE_DEFAULT);
    if (1..=GOODS_PAGE_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::invalid().field("limit", "supply-goods-limit", &[("max", &GOODS_PAGE_MAX.to_string())]))
}

/// Splits off the row that shows that there is another page; the id of the last one shown leads there.
pub(crate) fn page_of<T, I>(mut rows: Vec<T>, limit: u32, id: impl Fn(&T) -> I) -> (Vec<T>, Option<I>) {
    let limit = limit as usize;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(id);
    (rows, next)
}

/// A page of items.
#[derive(Debug, Serialize, ToSchema)]
struct ItemPage {
    /// By name.
    items: Vec<Item>,
    /// The cursor of the next page.
    next: Option<ItemId>,
}

/// Items by name: all that have a trade item number, and one outlet's own.
#[utoipa::path(get, path = "/api/v1/items", tag = "goods", params(GoodsQuery), responses(
    (status = 200, description = "A page", body = ItemPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_items(State(supply): Shared, Query(query): Query<GoodsQuery>) -> Result<Json<ItemPage>, Problem> {
    require_short("q", query.q.as_deref().unwrap_or_default(), ITEM_SEARCH_CHARS_MAX)?;
    let limit = page_limit(query.limit)?;
    let filter = ItemFilter {
        search: query.q,
        own_of: query.org,
    };
    let found = supply.find_items(&filter, query.cursor, limit + 1).await?;
    let (items, next) = page_of(found, limit, |item| item.id);
    Ok(Json(ItemPage { items, next }))
}

/// An item.
#[utoipa::path(get, path = "/api/v1/items/{id}", tag = "goods",
    params(("id" = ItemId, Path, description = "The item")), responses(
    (status = 200, description = "The item", body = Item),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_item(State(supply): Shared, Path(id): Path<ItemId>) -> Result<Json<Item>, Problem> {
    Ok(Json(supply.item(id).await?))
}

/// A page of offers.
#[derive(Debug, Serialize, ToSchema)]
struct OfferPage {
    /// By name.
    offers: Vec<Offer>,
    /// The cursor of the next page.
    next: Option<ItemId>,
}

/// What an outlet sells now, by name.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/offers", tag = "goods",
    params(GoodsQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "A page", body = OfferPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_offers(
    State(supply): Shared,
    Path(org): Path<OrgId>,
    Query(query): Query<GoodsQuery>,
) -> Result<Json<OfferPage>, Problem> {
    require_short("q", query.q.as_deref().unwrap_or_default(), ITEM_SEARCH_CHARS_MAX)?;
    let limit = page_limit(query.limit)?;
    let filter = OfferFilter {
        search: query.q,
        is_open: true,
    };
    let found = supply.find_offers(org, &filter, query.cursor, limit + 1).await?;
    let (offers, next) = page_of(found, limit, |offer| offer.item.id);
    Ok(Json(OfferPage { offers, next }))
}

/// An item to be added or changed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ItemBody {
    /// The trade item number (GTIN-8, -12, -13 or -14); left out for an item of the outlet's own. A change leaves the
    /// number as it is.
    #[schema(example = "6901234567892")]
    gtin: Option<String>,
    /// What it is.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// How it is sold: bag, box, portion.
    #[schema(min_length = 1, max_length = 8)]
    unit: String,
    /// What one piece holds.
    #[serde(default)]
    #[schema(max_items = 12)]
    contents: Vec<ContentBody>,
    /// How much room one piece takes, in millilitres; its weight says so when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    volume_ml: Option<i64>,
}

/// How much of a category one piece holds.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContentBody {
    /// The category's key.
    #[schema(example = "grain")]
    category: String,
    /// In the category's unit.
    #[schema(minimum = 1, maximum = 1_000_000)]
    amount: i64,
}

impl From<ItemBody> for AskedItem {
    fn from(body: ItemBody) -> AskedItem {
        let contents = body.contents.into_iter();
        AskedItem {
            gtin: body.gtin.unwrap_or_default(),
            name: body.name,
            unit: body.unit,
            contents: contents.map(|content| (content.category, content.amount)).collect(),
            volume_ml: body.volume_ml,
        }
    }
}

/// An item that a command was about.
#[derive(Debug, Serialize, ToSchema)]
struct ItemDone {
    /// The item.
    id: ItemId,
}

/// Adds an item, and has the outlet carry it.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/items", tag = "goods", request_body = ItemBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 201, description = "Added", body = ItemDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn add_item(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<ItemBody>,
) -> Result<(StatusCode, Json<ItemDone>), Problem> {
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let command = visit.command(key, "add-item", format!("{org} {body:?}").as_bytes());
    let item = NewItem::read(body.into(), supply.goods()).map_err(SupplyError::Faults)?;
    let id = supply.add_item(command, firm, item, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(ItemDone { id })))
}

/// Changes what an item is called and holds: the outlet's own, or one with a number by whoever added it.
#[utoipa::path(put, path = "/api/v1/outlets/{org}/items/{id}", tag = "goods", request_body = ItemBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse"),
        ("id" = ItemId, Path, description = "The item")), responses(
    (status = 200, description = "Changed", body = ItemDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn change_item(
    State(supply): Shared,
    visit: Visit,
    Path((org, id)): Path<(OrgId, ItemId)>,
    key: IdempotencyKey,
    Json(body): Json<ItemBody>,
) -> Result<Json<ItemDone>, Problem> {
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let command = visit.command(key, "change-item", format!("{org} {id} {body:?}").as_bytes());
    let item = NewItem::read(body.into(), supply.goods()).map_err(SupplyError::Faults)?;
    let id = supply.change_item(command, firm, id, item).await?;
    Ok(Json(ItemDone { id }))
}

/// Has an outlet carry an item that is there already.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/items/{id}/carry", tag = "goods",
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse"),
        ("id" = ItemId, Path, description = "The item")), responses(
    (status = 200, description = "Carried", body = ItemDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn carry_item(
    State(supply): Shared,
    visit: Visit,
    Path((org, id)): Path<(OrgId, ItemId)>,
    key: IdempotencyKey,
) -> Result<Json<ItemDone>, Problem> {
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let command = visit.command(key, "carry-item", format!("{org} {id}").as_bytes());
    let id = supply.carry_item(command, firm, id).await?;
    Ok(Json(ItemDone { id }))
}

/// On which terms an item is sold.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfferBody {
    /// What a piece costs, in fen; 0 is free of charge.
    #[schema(minimum = 0, maximum = 1_000_000)]
    price: i64,
    /// Pieces that a household may order in a day.
    #[schema(minimum = 1, maximum = 100)]
    household_max: i64,
    /// Whether it can be ordered now.
    is_open: bool,
}

/// Sets the terms on which an outlet sells an item.
#[utoipa::path(put, path = "/api/v1/outlets/{org}/offers/{id}", tag = "goods", request_body = OfferBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet"),
        ("id" = ItemId, Path, description = "The item")), responses(
    (status = 200, description = "Set", body = ItemDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn offer_item(
    State(supply): Shared,
    visit: Visit,
    Path((org, id)): Path<(OrgId, ItemId)>,
    key: IdempotencyKey,
    Json(body): Json<OfferBody>,
) -> Result<Json<ItemDone>, Problem> {
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let command = visit.command(key, "offer-item", format!("{org} {id} {body:?}").as_bytes());
    let price = Fen::try_from(body.price).ok();
    let terms = Terms::read(price, body.household_max, body.is_open).map_err(SupplyError::Faults)?;
    let id = supply.offer_item(command, firm, id, terms).await?;
    Ok(Json(ItemDone { id }))
}
