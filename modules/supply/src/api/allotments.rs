//! Allotments of scarce goods: opening, asking, drawing, checking.

use crate::api::Shared;
use crate::api::allotment_views::{
    AllotmentDetail, AllotmentList, AllotmentQuery, AllotmentView, AskBody, AskQuery, AskView, AskedAnswer, DrawBody,
    WithdrawBody,
};
use crate::api::headers::KeyHeader;
use crate::limits::ALLOTMENTS_LISTED;
use crate::rules::allotment::{Declared, NewAllotment};
use crate::{Supply, SupplyError};
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::AllotmentId;
use tongxin_web::{Asked, IdempotencyKey, Json, Path, Problem, ProblemBody, Query};
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let (open, ask) = (Right::May(Action::AllotmentOpen), Right::May(Action::AllotmentAsk));
    Routes::new()
        .api(routes!(list_allotments), Right::Anyone)
        .api(routes!(open_allotment), open)
        .api(routes!(get_allotment), Right::Anyone)
        .api(routes!(allotment_file), Right::Anyone)
        .api(routes!(draw_allotment), open)
        .api(routes!(get_ask), ask)
        .api(routes!(ask_in_allotment), ask)
        .api(routes!(withdraw_ask), ask)
}

/// Allotments, newest first.
#[utoipa::path(get, path = "/api/v1/allotments", tag = "supply", params(AllotmentQuery), responses(
    (status = 200, description = "A page of them", body = AllotmentList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_allotments(
    State(supply): Shared,
    asked: Asked,
    Query(query): Query<AllotmentQuery>,
) -> Result<Json<AllotmentList>, Problem> {
    let found = match query.place {
        Some(place) => supply.allotments_for(&place, query.before).await?,
        None => supply.allotments(query.before).await?,
    };
    let is_full = found.len() as i64 == ALLOTMENTS_LISTED;
    let next = found.last().map(|last| last.id).filter(|_| is_full);
    let view = |allotment| AllotmentView::new(allotment, asked.now());
    Ok(Json(AllotmentList {
        allotments: found.into_iter().map(view).collect(),
        next,
    }))
}

/// Opens an allotment of goods that the outlet has: from now on its rules and the hash of its seed are public.
#[utoipa::path(post, path = "/api/v1/allotments", tag = "supply", params(KeyHeader), request_body = NewAllotment,
    responses(
    (status = 201, description = "Opened", body = AllotmentView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn open_allotment(
    State(supply): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(new): Json<NewAllotment>,
) -> Result<(StatusCode, Json<AllotmentView>), Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let key = visit.command(key, "open-allotment", &content(&new));
    let opened = supply
        .open_allotment(&visit.viewer, &scope, new, key, visit.now())
        .await?;
    let allotment = supply.allotment(opened.value).await?;
    Ok((StatusCode::CREATED, Json(AllotmentView::new(allotment, visit.now()))))
}

/// An allotment: its rules, its times, and after the draw its seed.
#[utoipa::path(get, path = "/api/v1/allotments/{id}", tag = "supply",
    params(("id" = AllotmentId, Path, description = "The allotment")), responses(
    (status = 200, description = "It", body = AllotmentDetail),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_allotment(
    State(supply): Shared,
    asked: Asked,
    Path(id): Path<AllotmentId>,
) -> Result<Json<AllotmentDetail>, Problem> {
    let allotment = supply.allotment(id).await?;
    let counts = supply.ask_counts(id).await?;
    Ok(Json(AllotmentDetail::new(allotment, counts, asked.now())))
}

/// The published file of a draw, from which anybody can draw again: see docs/allotment-format.md.
#[utoipa::path(get, path = "/api/v1/allotments/{id}/file", tag = "supply",
    params(("id" = AllotmentId, Path, description = "The allotment")), responses(
    (status = 200, description = "The file", body = Object, content_type = "application/json"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn allotment_file(State(supply): Shared, Path(id): Path<AllotmentId>) -> Result<Response, Problem> {
    let file = supply.draw_file(id).await?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"allotment-{id}.json\""));
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, name.map_err(|_| Problem::internal())?),
    ];
    Ok((head, Body::from_stream(file)).into_response())
}

/// Draws an allotment whose window has closed, without waiting for the clock; enters what the witness said, if one was
/// named.
#[utoipa::path(post, path = "/api/v1/allotments/{id}/draw", tag = "supply", request_body = DrawBody,
    params(KeyHeader, ("id" = AllotmentId, Path, description = "The allotment")), responses(
    (status = 200, description = "Drawn, or being drawn", body = AllotmentView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn draw_allotment(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    key: IdempotencyKey,
    Json(body): Json<DrawBody>,
) -> Result<Json<AllotmentView>, Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let key = visit.command(key, &format!("draw-allotment {id}"), &content(&body));
    supply.draw_by_hand(&scope, id, body.witness, key, visit.now()).await?;
    Ok(Json(AllotmentView::new(supply.allotment(id).await?, visit.now())))
}

/// What a household asked, and after the draw what came of it.
#[utoipa::path(get, path = "/api/v1/allotments/{id}/ask", tag = "supply",
    params(AskQuery, ("id" = AllotmentId, Path, description = "The allotment")), responses(
    (status = 200, description = "The ask", body = AskView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_ask(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    Query(query): Query<AskQuery>,
) -> Result<Json<AskView>, Problem> {
    let scope = visit.scope(Action::AllotmentAsk)?;
    let household = supply.asking_household(&visit.viewer, &scope, query.household).await?;
    let allotment = supply.allotment(id).await?;
    let ask = supply.ask_of(id, &household).await?.ok_or(SupplyError::NotFound)?;
    Ok(Json(AskView::new(ask, &allotment)))
}

/// Asks, or changes what was asked; every minute of the window counts alike.
#[utoipa::path(post, path = "/api/v1/allotments/{id}/ask", tag = "supply", request_body = AskBody,
    params(KeyHeader, ("id" = AllotmentId, Path, description = "The allotment")), responses(
    (status = 200, description = "Asked", body = AskedAnswer),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn ask_in_allotment(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    key: IdempotencyKey,
    Json(body): Json<AskBody>,
) -> Result<Json<AskedAnswer>, Problem> {
    let scope = visit.scope(Action::AllotmentAsk)?;
    let household = supply.asking_household(&visit.viewer, &scope, body.household).await?;
    let key = visit.command(key, &format!("ask {id}"), &content(&body));
    let declared = Declared {
        people: body.people,
        infants: body.infants,
        elders: body.elders,
    };
    let asked = supply
        .ask(&visit.viewer, (id, &household), declared, key, visit.now())
        .await?;
    Ok(Json(asked.value.into()))
}

/// Takes an ask back while the window is open.
#[utoipa::path(post, path = "/api/v1/allotments/{id}/ask/withdraw", tag = "supply", request_body = WithdrawBody,
    params(KeyHeader, ("id" = AllotmentId, Path, description = "The allotment")), responses(
    (status = 204, description = "Taken back"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn withdraw_ask(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    key: IdempotencyKey,
    Json(body): Json<WithdrawBody>,
) -> Result<StatusCode, Problem> {
    let scope = visit.scope(Action::AllotmentAsk)?;
    let household = supply.asking_household(&visit.viewer, &scope, body.household).await?;
    let key = visit.command(key, &format!("withdraw-ask {id}"), &content(&body));
    supply
        .withdraw_ask(&visit.viewer, (id, &household), key, visit.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a command says, to tell its repeat from another under the same key.
fn content(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}
