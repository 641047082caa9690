//! `/shifts/{id}`: one shift at the desk: how it is filled, who is on it, who came, errands.

use super::lead::next_step;
use super::words::{Badge, ShiftLine, Typed, Words};
use super::{PEOPLE, SHIFTS};
use crate::api::Shared;
use crate::coming::SaidFor;
use crate::errands::AskedErrand;
use crate::error::VolunteerError;
use crate::limits::{DOOR_CHARS_MAX, ERRAND_CHARS_MAX, ERRANDS_MAX, LISTED_MAX, NAME_CHARS_MAX, SAID_LATE_MS};
use crate::rules::place::PlaceState;
use crate::rules::presence::Presence;
use crate::rules::shift::ShiftState;
use crate::store::errands;
use crate::store::places::{self, Place};
use crate::store::shifts::{self, Shift};
use crate::store::volunteers::{self, Volunteer};
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Level, ShiftId, Timestamp, VolunteerId};
use tongxin_web::{
    Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused,
};

/// Buildings to choose from.
const BUILDINGS_MAX: usize = 300;

#[derive(Template)]
#[template(path = "shift.html")]
struct ShiftPage {
    page: Page,
    errors: FormErrors,
    shift: ShiftLine,
    badge: Badge,
    fill_by: String,
    team: String,
    need_href: Option<String>,
    may_work: bool,
    may_see_people: bool,
    is_open: bool,
    has_begun: bool,
    people: Vec<Person>,
    errands: Vec<Errand>,
    buildings: Vec<Choice>,
    typed: Typed,
    door_max: String,
    name_max: String,
    what_max: String,
}

struct Person {
    id: String,
    href: String,
    name: String,
    post: String,
    badge: Badge,
    when: String,
    step: Option<Presence>,
    label: String,
}

struct Errand {
    badge: Badge,
    what: String,
    place: String,
    /// Who has it in hand.
    who: String,
}

/// The page.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
) -> Result<Response, Problem> {
    html(&page(&volunteers, &visit, id, Typed::default(), FormErrors::default()).await?)
}

async fn page(
    volunteers: &Volunteers,
    visit: &Visit,
    id: ShiftId,
    typed: Typed,
    errors: FormErrors,
) -> Result<ShiftPage, Problem> {
    let words = Words::of(volunteers, visit)?;
    let shift = volunteers.shift(&visit.scope(Action::ShiftRead)?, id).await?;
    let posts = shifts::posts(volunteers.db(), [id])
        .await
        .map_err(VolunteerError::from)?
        .remove(&id)
        .unwrap_or_default();
    let may_see_people = visit
        .scope(Action::VolunteerRead)
        .is_ok_and(|scope| scope.contains_place(&shift.place));
    let work = visit
        .scope(Action::ShiftWork)
        .ok()
        .filter(|scope| scope.contains_place(&shift.place));
    let (people, errands) = match may_see_people {
        true => (
            people(&words, &shift, work.is_some()).await?,
            errands_of(&words, id).await?,
        ),
        false => (Vec::new(), Vec::new()),
    };
    Ok(ShiftPage {
        page: visit.page_titled(visit.t(&format!("volunteer-shift-{}", shift.kind))),
        errors,
        badge: words.shift_badge(&shift, visit.now()),
        fill_by: words.when(shift.fill_by),
        team: team_name(&words, &shift).await?,
        need_href: shift.need.map(|need| format!("/needs/{need}")),
        may_work: work.is_some(),
        may_see_people,
        is_open: shift.state == ShiftState::Open,
        has_begun: visit.now() >= shift.span.start,
        people,
        errands,
        buildings: work
            .map(|scope| buildings(&words, &scope, &shift, typed.one("building")))
            .unwrap_or_default(),
        shift: words.shift(&shift, &posts),
        typed,
        door_max: DOOR_CHARS_MAX.to_string(),
        name_max: NAME_CHARS_MAX.to_string(),
        what_max: ERRAND_CHARS_MAX.to_string(),
    })
}

async fn team_name(words: &Words<'_>, shift: &Shift) -> Result<String, VolunteerError> {
    let Some(team) = shift.team else {
        return Ok(String::new());
    };
    let scope = Scope::of_place(shift.place.prefix(1).unwrap_or(shift.place));
    let found = crate::store::teams::get(words.volunteers.db(), &scope, team).await?;
    Ok(found.map(|team| team.name).unwrap_or_default())
}

async fn people(words: &Words<'_>, shift: &Shift, may_work: bool) -> Result<Vec<Person>, VolunteerError> {
    let volunteers = words.volunteers;
    let found = places::of_shift(volunteers.db(), shift.id, LISTED_MAX).await?;
    let posts = shifts::posts(volunteers.db(), [shift.id])
        .await?
        .remove(&shift.id)
        .unwrap_or_default();
    let known = volunteers::of(volunteers.db(), found.iter().map(|place| place.volunteer)).await?;
    let known: HashMap<VolunteerId, Volunteer> = known.into_iter().map(|one| (one.id, one)).collect();
    let post = |place: &Place| {
        posts
            .iter()
            .find(|post| post.number == place.post)
            .and_then(|post| post.skill)
    };
    let row = |place: &Place| {
        let step = next_step(place.state).filter(|_| may_work && may_be_said(shift, words.visit.now()));
        let times = [place.in_at, place.out_at]
            .into_iter()
            .flatten()
            .map(|at| words.time(at));
        Person {
            id: place.volunteer.to_string(),
            href: format!("{PEOPLE}/{}", place.volunteer),
            name: known
                .get(&place.volunteer)
                .map(Volunteer::shown_name)
                .unwrap_or_default(),
            post: post(place).map_or_else(|| words.t("volunteer-post-anybody"), |skill| words.skill(skill)),
            badge: words.place_badge(place.state),
            when: times.collect::<Vec<_>>().join("–"),
            label: step.map_or_else(String::new, |step| words.t(&format!("volunteer-say-{step}"))),
            step,
        }
    };
    Ok(found
        .iter()
        .filter(|place| place.state != PlaceState::Left)
        .map(row)
        .collect())
}

/// Whether it can still be said of somebody on a shift that they came or went; later their hours are corrected.
fn may_be_said(shift: &Shift, now: Timestamp) -> bool {
    shift.state != ShiftState::Cancelled && now <= shift.span.end.plus_millis(SAID_LATE_MS)
}

async fn errands_of(words: &Words<'_>, id: ShiftId) -> Result<Vec<Errand>, VolunteerError> {
    let found = errands::of_shifts(words.volunteers.db(), [id], ERRANDS_MAX).await?;
    let holders = found.iter().filter_map(|errand| errand.volunteer);
    let known = volunteers::of(words.volunteers.db(), holders).await?;
    let name = |id| known.iter().find(|one| one.id == id).map(Volunteer::shown_name);
    let row = |errand: &errands::Errand| Errand {
        badge: words.errand_badge(errand.state),
        what: errand.what.clone(),
        place: words.place(&errand.building),
        who: errand.volunteer.and_then(name).unwrap_or_default(),
    };
    Ok(found.iter().map(row).collect())
}

/// Buildings in the shift's place that the reader looks after.
fn buildings(words: &Words<'_>, scope: &Scope, shift: &Shift, chosen: &str) -> Vec<Choice> {
    let tree = words.volunteers.places().tree();
    let inside = tree.inside(&shift.place).filter(|place| place.level == Level::Building);
    let own = inside
        .filter(|place| scope.contains_place(&place.code))
        .take(BUILDINGS_MAX);
    let choice = |code: tongxin_city::PlaceCode| Choice {
        label: words.place(&code),
        chosen: code.as_str() == chosen,
        value: code.to_string(),
        ..Choice::default()
    };
    own.map(|place| choice(place.code)).collect()
}

async fn answer(
    volunteers: &Volunteers,
    visit: &Visit,
    id: ShiftId,
    typed: Typed,
    done: Result<&'static str, VolunteerError>,
) -> Result<Response, Problem> {
    match done {
        Ok(flash) => Ok(redirect_with(
            &visit.asked,
            &format!("{SHIFTS}/{id}"),
            &Flash::done(flash),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(volunteers, visit, id, typed, errors).await?)
        }
    }
}

/// Calls it off.
pub(super) async fn cancel(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "cancel-shift", id.to_string().as_bytes());
    let done = volunteers.cancel_shift(key, by, id, visit.now()).await;
    answer(&volunteers, &visit, id, typed, done.map(|_| "volunteer-done-cancelled")).await
}

/// Says for somebody without a phone that they came or went.
pub(super) async fn say(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    volunteers.shift(&by.may, id).await?;
    let typed = Typed(form);
    let unknown = |field: &str| Problem::invalid().field(field, "field-unknown-choice", &[]);
    let who: VolunteerId = typed.one("volunteer").parse().map_err(|_| unknown("volunteer"))?;
    let step: Presence = typed.one("step").parse().map_err(|_| unknown("step"))?;
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "say-for", format!("{id} {who} {step}").as_bytes());
    let said = SaidFor {
        volunteer: who,
        step,
        said_at: None,
    };
    let done = volunteers.say_for(key, by.actor, id, said, visit.now()).await;
    answer(&volunteers, &visit, id, typed, done.map(|_| "volunteer-done-said")).await
}

/// Enters an errand to a door.
pub(super) async fn add_errand(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "add-errand", format!("{id} {typed:?}").as_bytes());
    let done = match typed.one("building").parse() {
        Ok(building) => {
            let asked = AskedErrand {
                building,
                door: typed.one("door").to_owned(),
                name: typed.one("name").to_owned(),
                what: typed.one("what").to_owned(),
            };
            volunteers.add_errand(key, by, id, asked, visit.now()).await
        }
        Err(_) => {
            volunteers.shift(&by.may, id).await?;
            Err(FieldFault::new("building", "field-required").into())
        }
    };
    answer(
        &volunteers,
        &visit,
        id,
        typed,
        done.map(|_| "volunteer-done-errand-added"),
    )
    .await
}
