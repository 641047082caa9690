//! Photos.

use crate::SentPhoto;
use crate::api::Shared;
use crate::commands::Done;
use crate::store::Scope;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use tongxin_account::{Action, Viewer};
use tongxin_city::{AttachmentId, NeedId};
use tongxin_web::{Asked, IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, UploadedImage};
use utoipa::IntoParams;

/// What goes with a photo.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhotoQuery {
    /// The file's name.
    #[serde(default)]
    #[param(max_length = 80)]
    name: String,
}

/// Adds a photo: a JPEG or PNG as the body, at most 5 MiB. Its metadata, such as where it was taken, is not kept.
#[utoipa::path(post, path = "/api/v1/needs/{id}/attachments", tag = "needs",
    params(KeyHeader, PhotoQuery, ("id" = NeedId, Path, description = "The need")),
    request_body(description = "The photo", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))), responses(
    (status = 201, description = "Added", body = Done),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn attach_photo(
    State(state): Shared,
    viewer: Viewer,
    asked: Asked,
    Path(id): Path<NeedId>,
    Query(query): Query<PhotoQuery>,
    IdempotencyKey(key): IdempotencyKey,
    UploadedImage(bytes): UploadedImage,
) -> Result<(StatusCode, Json<Done>), Problem> {
    let sent = SentPhoto {
        name: query.name,
        bytes: bytes.into(),
    };
    let done = state.attach(&viewer, id, sent, key, asked.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// A photo's file.
#[utoipa::path(get, path = "/api/v1/attachments/{id}", tag = "needs",
    params(("id" = AttachmentId, Path, description = "The photo")), responses(
    (status = 200, description = "The file", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn get_attachment(
    State(state): Shared,
    viewer: Viewer,
    Path(id): Path<AttachmentId>,
) -> Result<Response, Problem> {
    let scope = Scope::for_viewer(&viewer, Action::NeedRead)?;
    let file = state.ledger.attachment(&scope, id).await?;
    let media_type = HeaderValue::from_str(&file.media_type).map_err(|_| Problem::internal())?;
    // Who may see it can change, and it is erased in time: kept by no cache.
    let head = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((head, file.bytes).into_response())
}
