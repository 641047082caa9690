//! A shift at the desk: who is on it, who came, whom the rule proposes, errands.

use super::views::{PlaceView, WhyView};
use crate::api::Shared;
use crate::asking::{AskedMatch, MatchDone};
use crate::coming::{PresenceDone, SaidFor};
use crate::errands::{AskedErrand, ErrandDone};
use crate::error::VolunteerError;
use crate::limits::LISTED_MAX;
use crate::store::{places, volunteers};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::{ShiftId, VolunteerId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};
use utoipa::ToSchema;

/// Everybody who has to do with a shift.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceList {
    /// By post; whoever has been so longest first.
    places: Vec<PlaceView>,
    /// What stands in the shift's square code.
    code: String,
}

/// Who is on a shift, who waits, who was asked, who came.
#[utoipa::path(get, path = "/api/v1/shifts/{shift}/places", tag = "volunteer",
    params(("shift" = ShiftId, Path, description = "The shift")), responses(
    (status = 200, description = "The places", body = PlaceList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_places(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
) -> Result<Json<PlaceList>, Problem> {
    let shift = volunteers.shift(&visit.scope(Action::VolunteerRead)?, id).await?;
    let found = places::of_shift(volunteers.db(), shift.id, LISTED_MAX).await;
    let found = found.map_err(VolunteerError::from)?;
    let names = volunteers::of(volunteers.db(), found.iter().map(|place| place.volunteer)).await;
    let names = names.map_err(VolunteerError::from)?.into_iter();
    let names: HashMap<VolunteerId, String> = names.map(|one| (one.id, one.shown_name())).collect();
    let named = |place: &places::Place| PlaceView::new(place, names.get(&place.volunteer).cloned().unwrap_or_default());
    Ok(Json(PlaceList {
        places: found.iter().map(named).collect(),
        code: volunteers.shift_code(id),
    }))
}

/// Says for somebody without a phone that they came or went; for three days after the shift, when a list on paper is keyed in.
#[utoipa::path(post, path = "/api/v1/shifts/{shift}/presence", tag = "volunteer", request_body = SaidFor,
    params(KeyHeader, ("shift" = ShiftId, Path, description = "The shift")), responses(
    (status = 200, description = "How the presence stands", body = PresenceDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn say_presence(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    key: IdempotencyKey,
    Json(body): Json<SaidFor>,
) -> Result<Json<PresenceDone>, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    volunteers.shift(&by.may, id).await?;
    let key = visit.command(key, "say-for", format!("{id} {body:?}").as_bytes());
    Ok(Json(volunteers.say_for(key, by.actor, id, body, visit.now()).await?))
}

/// Somebody whom the rule proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalView {
    /// Who.
    volunteer: VolunteerId,
    /// For which post.
    post: i64,
    /// Why.
    why: WhyView,
}

/// Whom the rule proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalList {
    /// The best first, post by post.
    proposals: Vec<ProposalView>,
}

/// Whom the rule proposes for a shift's open places, with the reasons.
#[utoipa::path(get, path = "/api/v1/shifts/{shift}/matching", tag = "volunteer",
    params(("shift" = ShiftId, Path, description = "The shift")), responses(
    (status = 200, description = "The proposals", body = ProposalList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_proposals(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
) -> Result<Json<ProposalList>, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let shift = volunteers.shift(&by.may, id).await?;
    let proposed = volunteers.proposed(&by, &shift).await?;
    let proposals = proposed.iter().map(|one| ProposalView {
        volunteer: one.volunteer,
        post: one.post,
        why: (&one.why).into(),
    });
    Ok(Json(ProposalList {
        proposals: proposals.collect(),
    }))
}

/// Who is to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskVolunteersBody {
    /// They; whoever can't take a place is left out.
    volunteers: Vec<VolunteerId>,
}

/// Asks people for places of a shift.
#[utoipa::path(post, path = "/api/v1/shifts/{shift}/matching", tag = "volunteer", request_body = AskVolunteersBody,
    params(KeyHeader, ("shift" = ShiftId, Path, description = "The shift")), responses(
    (status = 200, description = "Asked", body = MatchDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn ask_some(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    key: IdempotencyKey,
    Json(body): Json<AskVolunteersBody>,
) -> Result<Json<MatchDone>, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let key = visit.command(key, "ask-volunteers", format!("{id} {body:?}").as_bytes());
    let done = volunteers.ask_some(key, by, id, body.volunteers, visit.now()).await?;
    Ok(Json(done))
}

/// Asks people for all open places of the next seven days inside a place.
#[utoipa::path(post, path = "/api/v1/volunteer/matching", tag = "volunteer", request_body = AskedMatch, params(KeyHeader), responses(
    (status = 200, description = "Asked", body = MatchDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn ask_all(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedMatch>,
) -> Result<Json<MatchDone>, Problem> {
    visit.viewer.require_place(Action::ShiftWork, &body.place)?;
    let by = visit.doer(Action::ShiftWork)?;
    let key = visit.command(key, "match-volunteers", format!("{body:?}").as_bytes());
    Ok(Json(volunteers.ask_all(key, by, body, visit.now()).await?))
}

/// Enters an errand to a door.
#[utoipa::path(post, path = "/api/v1/shifts/{shift}/errands", tag = "volunteer", request_body = AskedErrand,
    params(KeyHeader, ("shift" = ShiftId, Path, description = "The shift")), responses(
    (status = 201, description = "Entered", body = ErrandDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn add_errand(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    key: IdempotencyKey,
    Json(body): Json<AskedErrand>,
) -> Result<(StatusCode, Json<ErrandDone>), Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let key = visit.command(key, "add-errand", format!("{id} {body:?}").as_bytes());
    let done = volunteers.add_errand(key, by, id, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
