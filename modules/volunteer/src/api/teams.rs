//! Teams.

use crate::api::Shared;
use crate::error::VolunteerError;
use crate::limits::TEAMS_SHOWN_MAX;
use crate::store::teams;
use crate::teams::{AskedTeam, TeamDone, TeamStep};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{PlaceCode, TeamId, VolunteerId};
use tongxin_web::{IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};
use utoipa::ToSchema;

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TeamView {
    /// Which.
    id: TeamId,
    /// Where it works.
    place: PlaceCode,
    /// What it is called.
    name: String,
    /// Who leads it.
    leader: Option<VolunteerId>,
}

/// Teams by place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TeamList {
    /// At most 300.
    teams: Vec<TeamView>,
}

/// The teams of the places that one looks after.
#[utoipa::path(get, path = "/api/v1/teams", tag = "volunteer", responses(
    (status = 200, description = "The teams", body = TeamList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_teams(State(volunteers): Shared, visit: Visit) -> Result<Json<TeamList>, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let found = teams::of(volunteers.db(), &scope, TEAMS_SHOWN_MAX).await;
    let view = |team: teams::Team| TeamView {
        id: team.id,
        place: team.place,
        name: team.name,
        leader: team.leader,
    };
    let teams = found.map_err(VolunteerError::from)?.into_iter().map(view).collect();
    Ok(Json(TeamList { teams }))
}

/// Adds a team.
#[utoipa::path(post, path = "/api/v1/teams", tag = "volunteer", request_body = AskedTeam, params(KeyHeader), responses(
    (status = 201, description = "Added", body = TeamDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn add_team(
    State(volunteers): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<AskedTeam>,
) -> Result<(StatusCode, Json<TeamDone>), Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "add-team", format!("{body:?}").as_bytes());
    let done = volunteers.add_team(key, by, body, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// A step about a team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamBody {
    /// What.
    step: TeamStep,
    /// Whom it is about; nobody when the team ends.
    #[serde(default)]
    volunteer: Option<VolunteerId>,
}

/// Somebody joins, leaves or leads a team, or it ends.
#[utoipa::path(post, path = "/api/v1/teams/{team}", tag = "volunteer", request_body = TeamBody,
    params(KeyHeader, ("team" = TeamId, Path, description = "The team")), responses(
    (status = 200, description = "Changed", body = TeamDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn change_team(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<TeamId>,
    key: IdempotencyKey,
    Json(body): Json<TeamBody>,
) -> Result<Json<TeamDone>, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = visit.command(key, "change-team", format!("{id} {body:?}").as_bytes());
    let step = (body.step, body.volunteer);
    Ok(Json(volunteers.change_team(key, by, id, step, visit.now()).await?))
}
