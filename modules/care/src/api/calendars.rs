//! Calendars: their links, and what a link opens.

use crate::api::Shared;
use crate::calendars::CalendarLink;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::OrgId;
use tongxin_web::ical::MEDIA_TYPE;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};
use utoipa::ToSchema;

/// Whose calendar.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CalendarBody {
    /// Of which hospital; left out, the own household's, or the only hospital's that one speaks for.
    hospital: Option<OrgId>,
}

/// Makes a link to the own calendar; the one before it ends.
#[utoipa::path(post, path = "/api/v1/care/calendar", tag = "care", request_body = CalendarBody, params(KeyHeader), responses(
    (status = 201, description = "Made", body = CalendarLink),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn make_calendar(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<CalendarBody>,
) -> Result<(StatusCode, Json<CalendarLink>), Problem> {
    let by = visit.doer(Action::CalendarShare)?;
    let key = visit.command(key, "make-calendar", format!("{body:?}").as_bytes());
    let link = care.make_calendar(key, by, body.hospital, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Ends the link to the own calendar.
#[utoipa::path(post, path = "/api/v1/care/calendar/end", tag = "care", request_body = CalendarBody, params(KeyHeader), responses(
    (status = 204, description = "Ended"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn end_calendar(
    State(care): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<CalendarBody>,
) -> Result<StatusCode, Problem> {
    let by = visit.doer(Action::CalendarShare)?;
    let key = visit.command(key, "end-calendar", format!("{body:?}").as_bytes());
    care.end_calendar(key, by, body.hospital).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The calendar that a link opens, as a telephone or another program asks for it again and again.
pub(crate) async fn calendar(State(care): Shared, visit: Visit, Path(file): Path<String>) -> Result<Response, Problem> {
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    let text = care.calendar_of(token, visit.lang(), visit.now()).await?;
    let head = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((head, text).into_response())
}
