//! The photo of where an order was put down.

use crate::Supply;
use crate::api::Shared;
use crate::api::pictures::answer_file;
use crate::api::shop::reader;
use crate::orders::PhotoDone;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, HeaderValue};
use tongxin_account::{Action, Visit};
use tongxin_city::OrderId;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, UploadedImage};

/// Another photo may stand at the address tomorrow, and none once it was erased: a browser asks each time, and is told
/// in few bytes that it has it.
const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Gives an order the photo of its drop point for whoever visits.
pub(crate) async fn keep(
    supply: &Supply,
    visit: &Visit,
    key: IdempotencyKey,
    id: OrderId,
    bytes: &[u8],
) -> Result<PhotoDone, Problem> {
    let key = visit.command(key, &format!("set-drop-photo {id}"), bytes);
    let may = visit.scope(Action::OrderWork)?;
    Ok(supply.set_drop_photo(key, may, id, bytes.to_vec()).await?)
}

/// Gives an order that waits at its drop point a photo of it: a JPEG or PNG as the body, at most 5 MiB. It takes the
/// place of the one before. Its metadata is not kept.
#[utoipa::path(put, path = "/api/v1/orders/{id}/photo", tag = "orders",
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")),
    request_body(description = "The photo", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))), responses(
    (status = 200, description = "Kept", body = PhotoDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn set_drop_photo(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    UploadedImage(bytes): UploadedImage,
) -> Result<Json<PhotoDone>, Problem> {
    Ok(Json(keep(&supply, &visit, key, id, &bytes).await?))
}

/// The photo of where an order was put down, for whoever may open the order.
#[utoipa::path(get, path = "/api/v1/orders/{id}/photo", tag = "orders",
    params(("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "The file", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
    (status = 304, description = "The caller has it"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_drop_photo(
    State(supply): Shared,
    visit: Visit,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let photo = supply.drop_photo(&reader(&visit)?, id).await?;
    answer_file(&headers, photo, ASK_EACH_TIME)
}
