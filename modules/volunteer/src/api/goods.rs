//! Protective goods.

use crate::api::Shared;
use crate::error::VolunteerError;
use crate::issuing::{AskedGoods, GoodsDone};
use crate::limits::SHOWN_MAX;
use crate::rules::goods::{Goods, GoodsStep};
use crate::store::goods;
use axum::extract::State;
use http::StatusCode;
use serde::Serialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{PlaceCode, Timestamp, VolunteerId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody};
use utoipa::ToSchema;

/// What a place has.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountView {
    /// Where.
    place: PlaceCode,
    /// What.
    item: Goods,
    /// How many pieces.
    there: i64,
}

/// A step of goods.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepView {
    /// Where.
    place: PlaceCode,
    /// What.
    item: Goods,
    /// What happened.
    step: GoodsStep,
    /// How many pieces.
    pieces: i64,
    /// Who was given them or brought them back.
    volunteer: Option<VolunteerId>,
    /// When.
    at: Timestamp,
}

/// What places have, and the latest steps.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GoodsList {
    /// By place and item.
    counts: Vec<CountView>,
    /// At most 100, the newest first.
    steps: Vec<StepView>,
}

/// Protective goods of the places that one looks after.
#[utoipa::path(get, path = "/api/v1/volunteer/goods", tag = "volunteer", responses(
    (status = 200, description = "The goods", body = GoodsList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_goods(State(volunteers): Shared, visit: Visit) -> Result<Json<GoodsList>, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let counts = goods::counts(volunteers.db(), &scope, SHOWN_MAX * 6).await;
    let steps = goods::entries(volunteers.db(), &scope, None, SHOWN_MAX).await;
    let count = |count: goods::Count| CountView {
        place: count.place,
        item: count.item,
        there: count.there,
    };
    let step = |entry: goods::Entry| StepView {
        place: entry.place,
        item: entry.item,
        step: entry.step,
        pieces: entry.pieces,
        volunteer: entry.volunteer,
        at: entry.at,
    };
    Ok(Json(GoodsList {
        counts: counts.map_err(VolunteerError::from)?.into_iter().map(count).collect(),
        steps: steps.map_err(VolunteerError::from)?.into_iter().map(step).collect(),
    }))
}

/// Says what came in, was given out, came back or was lost.
#[utoipa::path(post, path = "/api/v1/volunteer/goods", tag = "volunteer", request_body = AskedGoods, params(KeyHeader), responses(
    (status = 201, description = "What is there now", body = GoodsDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn move_goods(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedGoods>,
) -> Result<(StatusCode, Json<GoodsDone>), Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "move-goods", format!("{body:?}").as_bytes());
    let done = volunteers.move_goods(key, by, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
