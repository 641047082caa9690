//! What a volunteer does of themselves, by the key in their link.

use super::own_key::{OwnKey, OwnKeyHeader, command_of};
use super::views::{PlaceView, ShiftView, VolunteerView, WhyView};
use crate::api::Shared;
use crate::coming::{AskedPresence, PresenceDone};
use crate::errands::{ErrandDone, ErrandView};
use crate::error::VolunteerError;
use crate::limits::SHOWN_MAX;
use crate::placing::{AskedPlaceStep, PlaceDone};
use crate::registering::VolunteerDone;
use crate::rules::certificate::Certificate;
use crate::rules::person::AskedVolunteer;
use crate::rules::place::ErrandStep;
use crate::store::{places, shifts};
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use tongxin_account::Visit;
use tongxin_city::{ErrandId, ShiftId};
use tongxin_places::PlaceNames;
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, kept_json};
use utoipa::ToSchema;

/// A shift that suits somebody, with the reasons.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Suggestion {
    /// The shift.
    shift: ShiftView,
    /// Which of its posts.
    post: i64,
    /// Why.
    why: WhyView,
}

/// A volunteer's own page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Own {
    /// What is known of them.
    volunteer: VolunteerView,
    /// Their places in shifts that are not over.
    places: Vec<PlaceView>,
    /// The shifts of those places.
    shifts: Vec<ShiftView>,
    /// What the places of those shifts are called.
    place_names: Vec<PlaceNames>,
    /// Shifts that suit them.
    suggested: Vec<Suggestion>,
    /// The key of their calendar, `/shifts-calendar/KEY.ics`: it shows shifts, and can do nothing.
    calendar: String,
}

/// The own page: what is known, the shifts ahead, and those that suit. A phone keeps it: with `If-None-Match`, an unchanged one is
/// 304; `Tongxin-Now` is the city's clock in milliseconds since 1970.
#[utoipa::path(get, path = "/api/v1/volunteer/me", tag = "volunteer", params(OwnKeyHeader), responses(
    (status = 200, description = "The page", body = Own),
    (status = 304, description = "The caller has it"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show_own(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    OwnKey(key): OwnKey,
) -> Result<Response, Problem> {
    let own = volunteers.opened(&key).await?;
    let ahead = places::of_volunteer(volunteers.db(), own.id, visit.now(), SHOWN_MAX).await;
    let ahead = ahead.map_err(VolunteerError::from)?;
    let ids: Vec<ShiftId> = ahead.iter().map(|place| place.shift).collect();
    let found = shifts::of(volunteers.db(), ids.iter().copied()).await;
    let posts = shifts::posts(volunteers.db(), ids)
        .await
        .map_err(VolunteerError::from)?;
    let view = |shift: &shifts::Shift| ShiftView::new(shift, posts.get(&shift.id).map_or(&[], Vec::as_slice));
    let suggested = volunteers.suggested(&own, visit.now()).await?;
    let suggested = suggested.iter().map(|(shift, post, why)| Suggestion {
        shift: ShiftView::new(shift, std::slice::from_ref(post)),
        post: post.number,
        why: why.into(),
    });
    let found = found.map_err(VolunteerError::from)?;
    let page = Own {
        volunteer: (&own).into(),
        places: ahead.iter().map(|place| PlaceView::new(place, String::new())).collect(),
        shifts: found.iter().map(view).collect(),
        place_names: volunteers.places().names_of(found.iter().map(|shift| shift.place)),
        suggested: suggested.collect(),
        calendar: volunteers.calendar_key(&own),
    };
    kept_json(&visit.asked, &headers, &page)
}

/// Changes what is known of oneself; what others rely on is looked at anew by the community.
#[utoipa::path(put, path = "/api/v1/volunteer/me", tag = "volunteer", request_body = AskedVolunteer,
    params(KeyHeader, OwnKeyHeader), responses(
    (status = 200, description = "Changed", body = VolunteerDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn change_own(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
    key: IdempotencyKey,
    Json(body): Json<AskedVolunteer>,
) -> Result<Json<VolunteerDone>, Problem> {
    let own = volunteers.opened(&own).await?;
    let key = command_of(&visit, own.id, key, "change-volunteer", format!("{body:?}").as_bytes());
    Ok(Json(volunteers.change(key, own.id, body, visit.now()).await?))
}

/// Leaves: places go to others, and who one is is erased at once.
#[utoipa::path(post, path = "/api/v1/volunteer/me/leave", tag = "volunteer", params(KeyHeader, OwnKeyHeader), responses(
    (status = 200, description = "Erased", body = VolunteerDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn leave(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
    key: IdempotencyKey,
) -> Result<Json<VolunteerDone>, Problem> {
    let own = volunteers.opened(&own).await?;
    let key = command_of(&visit, own.id, key, "leave", &[]);
    Ok(Json(volunteers.leave(key, own.id, visit.now()).await?))
}

/// Signs up, waits, gives up or hands over a place.
#[utoipa::path(post, path = "/api/v1/volunteer/me/steps", tag = "volunteer", request_body = AskedPlaceStep,
    params(KeyHeader, OwnKeyHeader), responses(
    (status = 200, description = "How the place stands", body = PlaceDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn step(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
    key: IdempotencyKey,
    Json(body): Json<AskedPlaceStep>,
) -> Result<Json<PlaceDone>, Problem> {
    let own = volunteers.opened(&own).await?;
    let key = command_of(&visit, own.id, key, "step-place", format!("{body:?}").as_bytes());
    Ok(Json(volunteers.step(key, own.id, body, visit.now()).await?))
}

/// Checks in or out with what stands in the shift's square code.
#[utoipa::path(post, path = "/api/v1/volunteer/me/presence", tag = "volunteer", request_body = AskedPresence,
    params(KeyHeader, OwnKeyHeader), responses(
    (status = 200, description = "How the presence stands", body = PresenceDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_presence(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
    key: IdempotencyKey,
    Json(body): Json<AskedPresence>,
) -> Result<Json<PresenceDone>, Problem> {
    let own = volunteers.opened(&own).await?;
    let key = command_of(&visit, own.id, key, "say-presence", format!("{body:?}").as_bytes());
    Ok(Json(volunteers.say_presence(key, own.id, body, visit.now()).await?))
}

/// The errands that one has in hand, and those of the shifts in which one has a place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErrandList {
    /// A name and a door stand only with one's own that are not done.
    errands: Vec<ErrandView>,
    /// What their buildings are called.
    place_names: Vec<PlaceNames>,
}

/// Errands to doors, of the shifts in which one has a place and that are not over; and those that one has in hand, until they are
/// finished or given back, or somebody has closed the need that was raised of them.
#[utoipa::path(get, path = "/api/v1/volunteer/me/errands", tag = "volunteer", params(OwnKeyHeader), responses(
    (status = 200, description = "The errands", body = ErrandList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_errands(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
) -> Result<Json<ErrandList>, Problem> {
    let own = volunteers.opened(&own).await?;
    let errands = volunteers.errands_seen(&own, visit.now()).await?;
    let place_names = volunteers
        .places()
        .names_of(errands.iter().map(|errand| errand.building));
    Ok(Json(ErrandList { errands, place_names }))
}

/// A step about an errand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrandBody {
    /// Which.
    errand: ErrandId,
    /// What.
    step: ErrandStep,
}

/// Takes an errand on, gives it back, or says that it is done.
#[utoipa::path(post, path = "/api/v1/volunteer/me/errands", tag = "volunteer", request_body = ErrandBody,
    params(KeyHeader, OwnKeyHeader), responses(
    (status = 200, description = "How the errand stands", body = ErrandDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn step_errand(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
    key: IdempotencyKey,
    Json(body): Json<ErrandBody>,
) -> Result<Json<ErrandDone>, Problem> {
    let own = volunteers.opened(&own).await?;
    let key = command_of(&visit, own.id, key, "step-errand", format!("{body:?}").as_bytes());
    let done = volunteers
        .step_errand(key, own.id, body.errand, body.step, visit.now())
        .await?;
    Ok(Json(done))
}

/// What one wants to be called on the thanks wall.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WallBody {
    /// The name; empty takes one off it.
    #[serde(default)]
    #[schema(max_length = 20)]
    wall_name: String,
}

/// Stands on the thanks wall, or no longer.
#[utoipa::path(put, path = "/api/v1/volunteer/me/thanks", tag = "volunteer", request_body = WallBody,
    params(KeyHeader, OwnKeyHeader), responses(
    (status = 200, description = "Noted", body = VolunteerDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn choose_wall(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
    key: IdempotencyKey,
    Json(body): Json<WallBody>,
) -> Result<Json<VolunteerDone>, Problem> {
    let own = volunteers.opened(&own).await?;
    let key = command_of(&visit, own.id, key, "choose-wall", body.wall_name.as_bytes());
    Ok(Json(volunteers.choose_wall(key, own.id, &body.wall_name).await?))
}

/// A signed certificate of one's hours so far.
#[utoipa::path(get, path = "/api/v1/volunteer/me/certificate", tag = "volunteer", params(OwnKeyHeader), responses(
    (status = 200, description = "The certificate", body = Certificate),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn certificate(
    State(volunteers): Shared,
    visit: Visit,
    OwnKey(own): OwnKey,
) -> Result<Json<Certificate>, Problem> {
    let own = volunteers.opened(&own).await?;
    let (_, certificate) = volunteers.certificate(&own, visit.now()).await?;
    Ok(Json(certificate))
}
