//! An outlet's delivery windows.

use crate::api::Shared;
use crate::api::headers::KeyHeader;
use crate::api::shop::bodies::{WeekBody, WindowBody};
use crate::error::SupplyError;
use crate::limits::OUTLET_WINDOWS_MAX;
use crate::rules::window::Window;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, Timestamp, WindowId};
use tongxin_web::{IdempotencyKey, Json, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// From when.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WindowQuery {
    /// Windows that begin at this moment or later; from a day ago when left out.
    from: Option<Timestamp>,
}

/// An outlet's windows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WindowsView {
    /// By time, at most 200; closed ones too.
    windows: Vec<Window>,
    /// Where to go on when there are more.
    next_from: Option<Timestamp>,
}

/// The windows of an outlet.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/windows", tag = "windows",
    params(WindowQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "The windows", body = WindowsView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_windows(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<WindowQuery>,
) -> Result<Json<WindowsView>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    supply.firm(&scope, org).await?;
    let from = query.from.unwrap_or(visit.now().plus_days(-1));
    let mut windows = supply.outlet_windows(&scope, org, from, OUTLET_WINDOWS_MAX + 1).await?;
    let next_from = windows.get(OUTLET_WINDOWS_MAX as usize).map(|window| window.from_at);
    windows.truncate(OUTLET_WINDOWS_MAX as usize);
    Ok(Json(WindowsView { windows, next_from }))
}

/// Windows that a command was about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WindowsDone {
    /// The windows.
    ids: Vec<WindowId>,
}

/// Opens a window.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/windows", tag = "windows", request_body = WindowBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 201, description = "Opened", body = WindowsDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_window(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<WindowBody>,
) -> Result<(StatusCode, Json<WindowsDone>), Problem> {
    let firm = supply.firm(&visit.scope(Action::OrderWork)?, org).await?;
    let command = visit.command(key, "open-window", format!("{org} {body:?}").as_bytes());
    let new = body.read(visit.now())?;
    let ids = supply.open_windows(command, &firm, vec![new], visit.now()).await?;
    Ok((StatusCode::CREATED, Json(WindowsDone { ids })))
}

/// Opens the same window on some days of each of some weeks, all or none.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/windows/weeks", tag = "windows", request_body = WeekBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 201, description = "Opened", body = WindowsDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_week(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<WeekBody>,
) -> Result<(StatusCode, Json<WindowsDone>), Problem> {
    let firm = supply.firm(&visit.scope(Action::OrderWork)?, org).await?;
    let command = visit.command(key, "open-week", format!("{org} {body:?}").as_bytes());
    let city = supply.places().city().map_err(SupplyError::from)?;
    let new = body
        .read()?
        .windows(&city.file.zone, visit.now())
        .map_err(SupplyError::from)?;
    let ids = supply.open_windows(command, &firm, new, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(WindowsDone { ids })))
}

async fn set_open(
    State(supply): Shared,
    visit: Visit,
    id: WindowId,
    key: IdempotencyKey,
    is_open: bool,
) -> Result<Json<WindowsDone>, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let command = visit.command(key, "set-window-open", format!("{id} {is_open}").as_bytes());
    let id = supply.set_window_open(command, scope, id, is_open).await?;
    Ok(Json(WindowsDone { ids: vec![id] }))
}

/// Closes a window for further orders. What was ordered stays ordered.
#[utoipa::path(post, path = "/api/v1/windows/{id}/close", tag = "windows",
    params(KeyHeader, ("id" = WindowId, Path, description = "The window")), responses(
    (status = 200, description = "Closed", body = WindowsDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn close_window(
    supply: Shared,
    visit: Visit,
    Path(id): Path<WindowId>,
    key: IdempotencyKey,
) -> Result<Json<WindowsDone>, Problem> {
    set_open(supply, visit, id, key, false).await
}

/// Opens a closed window again.
#[utoipa::path(post, path = "/api/v1/windows/{id}/reopen", tag = "windows",
    params(KeyHeader, ("id" = WindowId, Path, description = "The window")), responses(
    (status = 200, description = "Open again", body = WindowsDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn reopen_window(
    supply: Shared,
    visit: Visit,
    Path(id): Path<WindowId>,
    key: IdempotencyKey,
) -> Result<Json<WindowsDone>, Problem> {
    set_open(supply, visit, id, key, true).await
}
