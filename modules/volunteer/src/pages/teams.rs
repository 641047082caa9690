//! `/teams` and `/teams/{id}`: teams, who belongs to one and who leads it.

use super::goods::places;
use super::words::{Badge, Typed, Words};
use super::{PEOPLE, TEAMS};
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::limits::{LISTED_MAX, TEAM_NAME_CHARS_MAX, TEAMS_SHOWN_MAX};
use crate::store::{teams, volunteers};
use crate::teams::{AskedTeam, TeamStep};
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::TeamId;
use tongxin_web::{
    Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "volunteer_teams.html")]
struct TeamsPage {
    page: Page,
    errors: FormErrors,
    action: &'static str,
    may_edit: bool,
    teams: Vec<TeamRow>,
    places: Vec<Choice>,
    typed: Typed,
    name_max: String,
}

struct TeamRow {
    href: String,
    name: String,
    place: String,
    leader: String,
}

/// The teams.
pub(super) async fn show(State(volunteers): Shared, visit: Visit) -> Result<Response, Problem> {
    html(&page(&volunteers, &visit, Typed::default(), FormErrors::default()).await?)
}

async fn page(volunteers: &Volunteers, visit: &Visit, typed: Typed, errors: FormErrors) -> Result<TeamsPage, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let words = Words::of(volunteers, visit)?;
    let found = teams::of(volunteers.db(), &scope, TEAMS_SHOWN_MAX)
        .await
        .map_err(VolunteerError::from)?;
    let leaders = volunteers::of(volunteers.db(), found.iter().filter_map(|team| team.leader)).await;
    let leaders = leaders.map_err(VolunteerError::from)?;
    let leader = |team: &teams::Team| leaders.iter().find(|one| Some(one.id) == team.leader);
    let row = |team: &teams::Team| TeamRow {
        href: format!("{TEAMS}/{}", team.id),
        name: team.name.clone(),
        place: words.place(&team.place),
        leader: leader(team).map_or_else(|| words.t("volunteer-team-no-leader"), |one| one.shown_name()),
    };
    Ok(TeamsPage {
        page: visit.page("volunteer-teams-title"),
        errors,
        action: TEAMS,
        may_edit: visit.viewer.may(Action::VolunteerEdit),
        teams: found.iter().map(row).collect(),
        places: places(&words, &scope, typed.one("place")),
        typed,
        name_max: TEAM_NAME_CHARS_MAX.to_string(),
    })
}

/// Adds a team.
pub(super) async fn add(
    State(volunteers): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "add-team", format!("{typed:?}").as_bytes());
    let done = match typed.one("place").parse() {
        Ok(place) => {
            let name = typed.one("name").to_owned();
            volunteers
                .add_team(key, by, AskedTeam { place, name }, visit.now())
                .await
        }
        Err(_) => Err(FieldFault::new("place", "field-required").into()),
    };
    match done {
        Ok(done) => {
            let flash = Flash::done("volunteer-done-team");
            Ok(redirect_with(&visit.asked, &format!("{TEAMS}/{}", done.id), &flash))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&volunteers, &visit, typed, errors).await?)
        }
    }
}

#[derive(Template)]
#[template(path = "volunteer_team.html")]
struct TeamPage {
    page: Page,
    errors: FormErrors,
    id: String,
    place: String,
    may_edit: bool,
    members: Vec<Member>,
}

struct Member {
    id: String,
    href: String,
    name: String,
    badge: Badge,
    leads: bool,
}

/// One team.
pub(super) async fn one(State(volunteers): Shared, visit: Visit, Path(id): Path<TeamId>) -> Result<Response, Problem> {
    html(&team_page(&volunteers, &visit, id, FormErrors::default()).await?)
}

async fn team_page(
    volunteers: &Volunteers,
    visit: &Visit,
    id: TeamId,
    errors: FormErrors,
) -> Result<TeamPage, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let words = Words::of(volunteers, visit)?;
    let team = volunteers.team(&scope, id).await?;
    let limit = u32::try_from(LISTED_MAX).unwrap_or(u32::MAX);
    let ids = teams::members(volunteers.db(), id, limit)
        .await
        .map_err(VolunteerError::from)?;
    let found = volunteers::of(volunteers.db(), ids)
        .await
        .map_err(VolunteerError::from)?;
    let mut members: Vec<Member> = found
        .iter()
        .map(|one| Member {
            id: one.id.to_string(),
            href: format!("{PEOPLE}/{}", one.id),
            name: one.shown_name(),
            badge: words.volunteer_badge(one.state),
            leads: team.leader == Some(one.id),
        })
        .collect();
    members.sort_by_key(|member| (!member.leads, member.name.clone()));
    Ok(TeamPage {
        page: visit.page_titled(team.name.clone()),
        errors,
        id: id.to_string(),
        place: words.place(&team.place),
        may_edit: visit.viewer.may(Action::VolunteerEdit),
        members,
    })
}

/// Somebody joins, leaves or leads, or the team ends.
pub(super) async fn change(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<TeamId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    volunteers.team(&by.may, id).await?;
    let typed = Typed(form);
    let unknown = || Problem::invalid().field("step", "field-unknown-choice", &[]);
    let step: TeamStep = typed.one("step").parse().map_err(|_| unknown())?;
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "change-team", format!("{id} {typed:?}").as_bytes());
    let done = match typed.one("volunteer") {
        "" => volunteers.change_team(key, by, id, (step, None), visit.now()).await,
        number => match number.parse() {
            Ok(who) => {
                volunteers
                    .change_team(key, by, id, (step, Some(who)), visit.now())
                    .await
            }
            Err(_) => Err(FieldFault::new("volunteer", "volunteer-field-number").into()),
        },
    };
    match done {
        Ok(_) if step == TeamStep::Close => Ok(redirect_with(
            &visit.asked,
            TEAMS,
            &Flash::done("volunteer-done-team-closed"),
        )),
        Ok(_) => {
            let flash = Flash::done("volunteer-done-team");
            Ok(redirect_with(&visit.asked, &format!("{TEAMS}/{id}"), &flash))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&team_page(&volunteers, &visit, id, errors).await?)
        }
    }
}
