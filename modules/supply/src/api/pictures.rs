//! Pictures of items.

use crate::Supply;
use crate::api::Shared;
use crate::store::pictures::Picture;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{ItemId, OrgId, PictureId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, UploadedImage};
use utoipa::ToSchema;
use utoipa_axum::routes;

/// A picture never changes under its id, so that a browser asks for it once. Nobody else's cache keeps it: it is for
/// whoever is signed in.
const FOR_EVER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
        .api(routes!(set_picture), Right::May(Action::StockReport))
        .api(routes!(get_picture), Right::SignedIn)
}

/// A picture that was added.
#[derive(Debug, Serialize, ToSchema)]
struct PictureDone {
    /// The picture.
    id: PictureId,
}

/// Gives an item a picture: a JPEG or PNG as the body, at most 5 MiB. Its metadata is not kept.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/items/{id}/picture", tag = "goods",
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse"),
        ("id" = ItemId, Path, description = "The item")),
    request_body(description = "The picture", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))), responses(
    (status = 201, description = "Added", body = PictureDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn set_picture(
    State(supply): Shared,
    visit: Visit,
    Path((org, id)): Path<(OrgId, ItemId)>,
    key: IdempotencyKey,
    UploadedImage(bytes): UploadedImage,
) -> Result<(StatusCode, Json<PictureDone>), Problem> {
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let command = visit.command(key, &format!("set-picture {org} {id}"), &bytes);
    let id = supply.set_picture(command, firm, id, bytes.into(), visit.now()).await?;
    Ok((StatusCode::CREATED, Json(PictureDone { id })))
}

/// A picture's file.
#[utoipa::path(get, path = "/api/v1/pictures/{id}", tag = "goods",
    params(("id" = PictureId, Path, description = "The picture")), responses(
    (status = 200, description = "The file", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
    (status = 304, description = "The caller has it"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_picture(
    State(supply): Shared,
    headers: HeaderMap,
    Path(id): Path<PictureId>,
) -> Result<Response, Problem> {
    answer_file(&headers, supply.picture(id).await?, FOR_EVER)
}

/// A file, or that the caller has it; `keep` says for how long a browser may.
pub(super) fn answer_file(headers: &HeaderMap, picture: Picture, keep: HeaderValue) -> Result<Response, Problem> {
    let tag = format!("\"{}\"", picture.digest);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let tag = HeaderValue::from_str(&tag).map_err(|_| Problem::internal())?;
    let head = [(header::ETAG, tag), (header::CACHE_CONTROL, keep)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let media_type = HeaderValue::from_str(&picture.media_type).map_err(|_| Problem::internal())?;
    Ok((head, [(header::CONTENT_TYPE, media_type)], picture.bytes).into_response())
}
