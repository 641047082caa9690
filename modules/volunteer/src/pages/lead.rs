//! `/volunteer/lead`: a team's shifts for whoever leads it: who is on them, how to reach them around the shift's time, who came.

use super::own::{nobody, own_of};
use super::words::{Badge, ShiftLine, Typed, Words};
use super::{LEAD, ME};
use crate::api::{Shared, command_of};
use crate::coming::SaidFor;
use crate::error::VolunteerError;
use crate::limits::{LISTED_MAX, MATCH_DAYS};
use crate::rules::place::PlaceState;
use crate::rules::presence::Presence;
use crate::store::places::{self, Place};
use crate::store::shifts::{self, Shift};
use crate::store::teams;
use crate::store::volunteers::{self, Volunteer};
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use std::collections::HashMap;
use tongxin_account::{Visit, qr_svg};
use tongxin_city::{ShiftId, Timestamp, VolunteerId};
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Problem, html, redirect, redirect_with, refused};

/// Shifts of a team that its leader sees.
const SHIFTS_SHOWN: u32 = 30;
/// How long before and after a shift its leader sees how to reach those on it.
const REACHED_MS: i64 = 24 * Timestamp::HOUR_MS;

#[derive(Template)]
#[template(path = "volunteer_lead.html")]
struct LeadPage {
    page: Page,
    errors: FormErrors,
    shifts: Vec<Led>,
}

struct Led {
    shift: ShiftLine,
    badge: Badge,
    /// The square code at which people check in, around the shift's time.
    code_svg: Option<String>,
    people: Vec<Person>,
}

struct Person {
    id: String,
    name: String,
    phone: String,
    badge: Badge,
    step: Option<Presence>,
    label: String,
}

/// The page.
pub(super) async fn show(State(volunteers): Shared, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    match own_of(&volunteers, &headers).await? {
        Some(own) => html(&page(&volunteers, &visit, &own, FormErrors::default()).await?),
        None => nobody(&visit),
    }
}

async fn page(
    volunteers: &Volunteers,
    visit: &Visit,
    own: &Volunteer,
    errors: FormErrors,
) -> Result<LeadPage, Problem> {
    let words = Words::of(volunteers, visit)?;
    let now = visit.now();
    let mut led = Vec::new();
    for team in teams::led_by(volunteers.db(), own.id)
        .await
        .map_err(VolunteerError::from)?
    {
        let between = now.plus_millis(-REACHED_MS)..now.plus_days(MATCH_DAYS);
        let found = shifts::of_team(volunteers.db(), team.id, &between, SHIFTS_SHOWN)
            .await
            .map_err(VolunteerError::from)?;
        for shift in found {
            led.push(shown(&words, &shift).await?);
        }
    }
    Ok(LeadPage {
        page: visit.page("volunteer-lead-title"),
        errors,
        shifts: led,
    })
}

async fn shown(words: &Words<'_>, shift: &Shift) -> Result<Led, Problem> {
    let volunteers = words.volunteers;
    let found = places::of_shift(volunteers.db(), shift.id, LISTED_MAX)
        .await
        .map_err(VolunteerError::from)?;
    let held: Vec<Place> = found.into_iter().filter(|place| place.state.is_held()).collect();
    let people = volunteers::of(volunteers.db(), held.iter().map(|place| place.volunteer)).await;
    let people = people.map_err(VolunteerError::from)?.into_iter();
    let people: HashMap<VolunteerId, Volunteer> = people.map(|one| (one.id, one)).collect();
    let now = words.visit.now();
    let is_near = now >= shift.span.start.plus_millis(-REACHED_MS) && now < shift.span.end.plus_millis(REACHED_MS);
    let code = words
        .visit
        .asked
        .shell()
        .link(&format!("/volunteer/in/{}", volunteers.shift_code(shift.id)));
    let code_svg = is_near
        .then(|| qr_svg(&code, &words.t("volunteer-sheet-code")))
        .transpose()?;
    Ok(Led {
        shift: words.shift(shift, &[]),
        badge: words.shift_badge(shift, now),
        code_svg,
        people: held
            .iter()
            .map(|place| person(words, place, &people, is_near))
            .collect(),
    })
}

fn person(words: &Words<'_>, place: &Place, people: &HashMap<VolunteerId, Volunteer>, is_near: bool) -> Person {
    let known = people.get(&place.volunteer);
    let phone = known.and_then(|one| one.phone.clone()).filter(|_| is_near);
    let step = next_step(place.state).filter(|_| is_near);
    Person {
        id: place.volunteer.to_string(),
        name: known.map(Volunteer::shown_name).unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        badge: words.place_badge(place.state),
        label: step.map_or_else(String::new, |step| words.t(&format!("volunteer-say-{step}"))),
        step,
    }
}

/// What somebody can be said to have done next.
pub(super) const fn next_step(state: PlaceState) -> Option<Presence> {
    match state {
        PlaceState::Taken | PlaceState::Offered | PlaceState::Missed => Some(Presence::In),
        PlaceState::In => Some(Presence::Out),
        _ => None,
    }
}

/// Says for somebody of the team that they came or went.
pub(super) async fn say(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return Ok(redirect(ME));
    };
    let typed = Typed(form);
    match said(&volunteers, &visit, &own, &typed).await {
        Ok(()) => Ok(redirect_with(&visit.asked, LEAD, &Flash::done("volunteer-done-said"))),
        Err(problem) => {
            let errors = visit.form_errors(problem)?;
            refused(&page(&volunteers, &visit, &own, errors).await?)
        }
    }
}

async fn said(volunteers: &Volunteers, visit: &Visit, own: &Volunteer, typed: &Typed) -> Result<(), Problem> {
    let id: ShiftId = typed.one("shift").parse().map_err(|_| Problem::not_found())?;
    let who: VolunteerId = typed.one("volunteer").parse().map_err(|_| Problem::not_found())?;
    let unknown = || Problem::invalid().field("step", "field-unknown-choice", &[]);
    let step: Presence = typed.one("step").parse().map_err(|_| unknown())?;
    let shift = shifts::known(volunteers.db(), id).await.map_err(VolunteerError::from)?;
    let shift = shift.ok_or_else(Problem::not_found)?;
    if !volunteers.leads(own.id, &shift).await? {
        return Err(Problem::not_found());
    }
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = command_of(visit, own.id, key, "say-for", format!("{id} {who} {step}").as_bytes());
    let by = format!("volunteer:{}", own.id);
    let said = SaidFor {
        volunteer: who,
        step,
        said_at: None,
    };
    volunteers.say_for(key, by, id, said, visit.now()).await?;
    Ok(())
}
