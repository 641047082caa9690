//! The community's volunteers: listed, entered, verified, their hours.

use super::views::{HoursView, VolunteerView};
use crate::api::Shared;
use crate::coming::{AskedCorrection, HoursDone};
use crate::error::VolunteerError;
use crate::limits::{HOURS_SHOWN_MAX, SHOWN_MAX};
use crate::registering::{AskedVerdict, VolunteerDone};
use crate::rules::person::{AskedVolunteer, Skill, VolunteerState};
use crate::store::hours;
use crate::store::listing::{self, VolunteerFilter};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{PlaceCode, VolunteerId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody, Query, require_short};
use utoipa::{IntoParams, ToSchema};

/// Longest search, in characters.
const SEARCH_CHARS_MAX: usize = 60;

/// Which volunteers.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct VolunteerQuery {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// In this state only.
    pub(crate) state: Option<VolunteerState>,
    /// With this skill only.
    pub(crate) skill: Option<Skill>,
    /// Whose name or number holds these words.
    #[param(max_length = 60)]
    pub(crate) q: Option<String>,
    /// After this one of that home.
    pub(crate) after: Option<VolunteerId>,
    /// The home of `after`.
    pub(crate) after_home: Option<PlaceCode>,
}

impl VolunteerQuery {
    /// The same for the store.
    ///
    /// # Errors
    /// A search that is too long.
    pub(crate) fn filter(&self) -> Result<VolunteerFilter, Problem> {
        let words = self.q.clone().unwrap_or_default();
        require_short("q", &words, SEARCH_CHARS_MAX)?;
        Ok(VolunteerFilter {
            place: self.place,
            state: self.state,
            skill: self.skill,
            words,
            after: self.after_home.zip(self.after),
        })
    }
}

/// Volunteers by home.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VolunteerList {
    /// At most 100.
    volunteers: Vec<VolunteerView>,
    /// Whether there are more after the last.
    has_more: bool,
}

/// Volunteers whose home one looks after.
#[utoipa::path(get, path = "/api/v1/volunteers", tag = "volunteer", params(VolunteerQuery), responses(
    (status = 200, description = "The volunteers", body = VolunteerList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_volunteers(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<VolunteerQuery>,
) -> Result<Json<VolunteerList>, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let found = listing::page(volunteers.db(), &scope, &query.filter()?, SHOWN_MAX + 1).await;
    let found = found.map_err(VolunteerError::from)?;
    let shown = SHOWN_MAX as usize;
    Ok(Json(VolunteerList {
        volunteers: found.iter().take(shown).map(VolunteerView::from).collect(),
        has_more: found.len() > shown,
    }))
}

/// Enters a volunteer whom the community knows.
#[utoipa::path(post, path = "/api/v1/volunteers", tag = "volunteer", request_body = AskedVolunteer, params(KeyHeader), responses(
    (status = 201, description = "Entered, and verified", body = VolunteerDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn enter_volunteer(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedVolunteer>,
) -> Result<(StatusCode, Json<VolunteerDone>), Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "enter-volunteer", format!("{body:?}").as_bytes());
    let done = volunteers.register(key, Some(by), body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Says whether a volunteer is who they say.
#[utoipa::path(post, path = "/api/v1/volunteers/{volunteer}/verify", tag = "volunteer", request_body = AskedVerdict,
    params(KeyHeader, ("volunteer" = VolunteerId, Path, description = "The volunteer")), responses(
    (status = 200, description = "Noted", body = VolunteerDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn verify(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
    key: IdempotencyKey,
    Json(body): Json<AskedVerdict>,
) -> Result<Json<VolunteerDone>, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "verify-volunteer", format!("{id} {body:?}").as_bytes());
    Ok(Json(volunteers.verify(key, by, id, body, visit.now()).await?))
}

/// A volunteer's present key.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RenewedLink {
    /// What they show from now on instead of an account.
    key: String,
}

/// Gives a volunteer a new link; the one before opens nothing from then on.
#[utoipa::path(post, path = "/api/v1/volunteers/{volunteer}/link", tag = "volunteer",
    params(KeyHeader, ("volunteer" = VolunteerId, Path, description = "The volunteer")), responses(
    (status = 200, description = "The new link", body = RenewedLink),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn renew_link(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
    key: IdempotencyKey,
) -> Result<Json<RenewedLink>, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "renew-volunteer-link", id.to_string().as_bytes());
    let renewed = volunteers.renew_link(key, by, id).await?;
    let key = volunteers.own_key(&renewed);
    Ok(Json(RenewedLink { key }))
}

/// Somebody's hours' ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HoursList {
    /// All minutes.
    minutes: i64,
    /// At most 100 entries, the newest first.
    entries: Vec<HoursView>,
}

/// A volunteer's hours, entry by entry.
#[utoipa::path(get, path = "/api/v1/volunteers/{volunteer}/hours", tag = "volunteer",
    params(("volunteer" = VolunteerId, Path, description = "The volunteer")), responses(
    (status = 200, description = "The hours", body = HoursList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_hours(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
) -> Result<Json<HoursList>, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let volunteer = volunteers.volunteer(&scope, id).await?;
    let found = hours::of(volunteers.db(), id, HOURS_SHOWN_MAX).await;
    let found = found.map_err(VolunteerError::from)?;
    let names = volunteers
        .names_of(&visit, found.iter().map(|entry| entry.actor.as_str()))
        .await?;
    let named = |entry: &hours::Entry| {
        let by = names.get(&entry.actor).cloned().unwrap_or_default();
        HoursView::new(entry, by)
    };
    Ok(Json(HoursList {
        minutes: volunteer.minutes,
        entries: found.iter().map(named).collect(),
    }))
}

/// Corrects a volunteer's hours: an entry of its own, with its reason.
#[utoipa::path(post, path = "/api/v1/volunteers/{volunteer}/hours", tag = "volunteer", request_body = AskedCorrection,
    params(KeyHeader, ("volunteer" = VolunteerId, Path, description = "The volunteer")), responses(
    (status = 201, description = "Corrected", body = HoursDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn correct_hours(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
    key: IdempotencyKey,
    Json(body): Json<AskedCorrection>,
) -> Result<(StatusCode, Json<HoursDone>), Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "correct-hours", format!("{id} {body:?}").as_bytes());
    let done = volunteers.correct_hours(key, by, id, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
