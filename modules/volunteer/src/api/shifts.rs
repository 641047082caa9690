//! Shifts: listed, opened, called off.

use super::views::ShiftView;
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::figures::Counted;
use crate::limits::SHOWN_MAX;
use crate::rules::shift::{AskedShift, ShiftKind};
use crate::shifting::ShiftDone;
use crate::store::shifts::{self, ShiftFilter};
use crate::volunteers::Volunteers;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PlaceCode, ShiftId, TeamId, Timestamp};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Days of shifts that a list shows from its first.
const DAYS_SHOWN: i64 = 30;

/// Which shifts.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct ShiftQuery {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// About this only.
    pub(crate) kind: Option<ShiftKind>,
    /// Of this team only.
    pub(crate) team: Option<TeamId>,
    /// Only those in which people are lacking.
    pub(crate) short: bool,
    /// Only those that have some of this.
    pub(crate) counted: Option<Counted>,
    /// From this day on; from now when left out.
    pub(crate) from: Option<Day>,
    /// Only those that begin on a day up to this one and were not called off.
    pub(crate) until: Option<Day>,
    /// After this one.
    pub(crate) after: Option<ShiftId>,
    /// When `after` begins.
    pub(crate) after_start: Option<Timestamp>,
}

impl ShiftQuery {
    /// The same for the store.
    pub(crate) fn filter(&self, volunteers: &Volunteers, now: Timestamp) -> Result<ShiftFilter, VolunteerError> {
        let zone = volunteers.zone()?;
        let from = self.from.map_or(now, |day| zone.start_of(day));
        let until = self.until.map(|day| zone.span_of(day).end);
        Ok(ShiftFilter {
            place: self.place,
            outside: None,
            kind: self.kind,
            team: self.team,
            is_short: self.short,
            counted: self.counted,
            // Of days that are named, those that are over count too.
            is_open: self.short && until.is_none(),
            between: until.is_none().then(|| from..from.plus_days(DAYS_SHOWN)),
            kept_in: until.map(|until| from..until),
            after: self.after_start.zip(self.after),
        })
    }
}

/// Shifts by when they begin.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShiftList {
    /// At most 100, of thirty days.
    shifts: Vec<ShiftView>,
    /// Whether there are more after the last.
    has_more: bool,
}

/// The shifts of the places that one looks after, and how they are filled.
#[utoipa::path(get, path = "/api/v1/shifts", tag = "volunteer", params(ShiftQuery), responses(
    (status = 200, description = "The shifts", body = ShiftList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_shifts(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<ShiftQuery>,
) -> Result<Json<ShiftList>, Problem> {
    let scope = visit.scope(Action::ShiftRead)?;
    let filter = query.filter(&volunteers, visit.now())?;
    let found = shifts::page(volunteers.db(), &scope, &filter, SHOWN_MAX + 1).await;
    let found = found.map_err(VolunteerError::from)?;
    let posts = shifts::posts(volunteers.db(), found.iter().map(|shift| shift.id)).await;
    let posts = posts.map_err(VolunteerError::from)?;
    let shown = SHOWN_MAX as usize;
    let view = |shift: &shifts::Shift| ShiftView::new(shift, posts.get(&shift.id).map_or(&[], Vec::as_slice));
    Ok(Json(ShiftList {
        shifts: found.iter().take(shown).map(view).collect(),
        has_more: found.len() > shown,
    }))
}

/// Opens a shift.
#[utoipa::path(post, path = "/api/v1/shifts", tag = "volunteer", request_body = AskedShift, params(KeyHeader), responses(
    (status = 201, description = "Opened", body = ShiftDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn open_shift(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedShift>,
) -> Result<(StatusCode, Json<ShiftDone>), Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let key = visit.command(key, "open-shift", format!("{body:?}").as_bytes());
    let done = volunteers.open_shift(key, by, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Calls a shift off.
#[utoipa::path(post, path = "/api/v1/shifts/{shift}/cancel", tag = "volunteer",
    params(KeyHeader, ("shift" = ShiftId, Path, description = "The shift")), responses(
    (status = 200, description = "Called off", body = ShiftDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn cancel_shift(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    key: IdempotencyKey,
) -> Result<Json<ShiftDone>, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let key = visit.command(key, "cancel-shift", id.to_string().as_bytes());
    Ok(Json(volunteers.cancel_shift(key, by, id, visit.now()).await?))
}
