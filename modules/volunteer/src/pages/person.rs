//! `/volunteers/{id}`: one volunteer: whether they are who they say, their hours with each correction, what they were given.

use super::PEOPLE;
use super::words::{Badge, Typed, Words};
use crate::api::Shared;
use crate::coming::AskedCorrection;
use crate::error::VolunteerError;
use crate::limits::{HOURS_SHOWN_MAX, WHY_CHARS_MAX};
use crate::registering::AskedVerdict;
use crate::rules::person::{VolunteerState, is_adult};
use crate::store::volunteers::Volunteer;
use crate::store::{goods, hours};
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit, qr_svg};
use tongxin_city::VolunteerId;
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused, typed_number,
};

#[derive(Template)]
#[template(path = "volunteer_person.html")]
struct PersonPage {
    page: Page,
    errors: FormErrors,
    id: String,
    badge: Badge,
    why: String,
    phone: String,
    birth: String,
    home: String,
    skills: String,
    slots: String,
    reach: String,
    covered: String,
    until: String,
    hours: String,
    entries: Vec<HoursRow>,
    held: Vec<String>,
    may_edit: bool,
    is_verified: bool,
    why_max: String,
    typed: Typed,
    /// The new link, once it was made.
    link: Option<Link>,
}

struct HoursRow {
    day: String,
    minutes: String,
    why: String,
    by: String,
}

struct Link {
    text: String,
    svg: String,
}

/// What a page shows beside the person.
#[derive(Default)]
struct Beside {
    typed: Typed,
    errors: FormErrors,
    link: Option<Link>,
}

/// The page.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
) -> Result<Response, Problem> {
    html(&page(&volunteers, &visit, id, Beside::default()).await?)
}

async fn page(volunteers: &Volunteers, visit: &Visit, id: VolunteerId, beside: Beside) -> Result<PersonPage, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let words = Words::of(volunteers, visit)?;
    let one = volunteers.volunteer(&scope, id).await?;
    let entries = hours::of(volunteers.db(), id, HOURS_SHOWN_MAX)
        .await
        .map_err(VolunteerError::from)?;
    let names = volunteers
        .names_of(visit, entries.iter().map(|entry| entry.actor.as_str()))
        .await?;
    let held = goods::held_by(volunteers.db(), id)
        .await
        .map_err(VolunteerError::from)?;
    let slots: Vec<String> = one
        .slots
        .iter()
        .map(|slot| words.t(&format!("volunteer-slot-{slot}")))
        .collect();
    let covered = if one.is_covered {
        "volunteer-yes"
    } else {
        "volunteer-no"
    };
    Ok(PersonPage {
        page: visit.page_titled(one.shown_name()),
        errors: beside.errors,
        id: id.to_string(),
        badge: words.volunteer_badge(one.state),
        why: one.why.clone().unwrap_or_default(),
        phone: one.phone.clone().unwrap_or_default(),
        birth: birth(&words, &one),
        home: words.place(&one.home),
        skills: words.skills(&one.skills),
        slots: words.listed(&slots),
        reach: words.t(&format!("volunteer-reach-{}", one.reach)),
        covered: words.t(covered),
        until: words.day(one.keep_until),
        hours: words.hours(one.minutes),
        entries: entries
            .iter()
            .map(|entry| HoursRow {
                day: words.day(entry.day),
                minutes: words.hours(entry.minutes),
                why: entry.why.clone().unwrap_or_else(|| words.t("volunteer-hours-shift")),
                by: names.get(&entry.actor).cloned().unwrap_or_default(),
            })
            .collect(),
        held: held
            .iter()
            .filter(|(_, pieces)| *pieces > 0)
            .map(|(item, pieces)| format!("{} {pieces}", words.t(&format!("volunteer-goods-{item}"))))
            .collect(),
        may_edit: visit.viewer.may(Action::VolunteerEdit),
        is_verified: one.state == VolunteerState::Verified,
        why_max: WHY_CHARS_MAX.to_string(),
        typed: beside.typed,
        link: beside.link,
    })
}

/// The year of birth, and that somebody may not be of age.
fn birth(words: &Words<'_>, one: &Volunteer) -> String {
    let Some(year) = one.birth_year else {
        return String::new();
    };
    match is_adult(year, words.today) {
        true => year.to_string(),
        false => format!("{year} · {}", words.t("volunteer-minor-short")),
    }
}

/// Says whether they are who they say.
pub(super) async fn verify(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let typed = Typed(form);
    let verdict = AskedVerdict {
        is_verified: typed.one("verdict") == "verified",
        why: typed.one("why").to_owned(),
    };
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "verify-volunteer", format!("{id} {verdict:?}").as_bytes());
    let flash = match verdict.is_verified {
        true => "volunteer-done-verified",
        false => "volunteer-done-refused",
    };
    let done = volunteers.verify(key, by, id, verdict, visit.now()).await;
    answer(&volunteers, &visit, id, typed, done.map(|_| flash)).await
}

/// Corrects their hours.
pub(super) async fn correct_hours(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let typed = Typed(form);
    let minutes = typed_number(typed.one("minutes"), 0);
    let asked = AskedCorrection {
        minutes: if typed.one("direction") == "less" {
            -minutes
        } else {
            minutes
        },
        why: typed.one("hours_why").to_owned(),
    };
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "correct-hours", format!("{id} {asked:?}").as_bytes());
    let done = volunteers.correct_hours(key, by, id, asked, visit.now()).await;
    let done = done.map(|_| "volunteer-done-corrected").map_err(at_own_field);
    answer(&volunteers, &visit, id, typed, done).await
}

/// The page has two reasons to type; the one of a correction has a name of its own.
fn at_own_field(error: VolunteerError) -> VolunteerError {
    match error {
        VolunteerError::Faults(mut faults) => {
            for fault in faults.iter_mut().filter(|fault| fault.field == "why") {
                fault.field = "hours_why".to_owned();
            }
            VolunteerError::Faults(faults)
        }
        error => error,
    }
}

async fn answer(
    volunteers: &Volunteers,
    visit: &Visit,
    id: VolunteerId,
    typed: Typed,
    done: Result<&'static str, VolunteerError>,
) -> Result<Response, Problem> {
    match done {
        Ok(flash) => Ok(redirect_with(
            &visit.asked,
            &format!("{PEOPLE}/{id}"),
            &Flash::done(flash),
        )),
        Err(error) => {
            let beside = Beside {
                errors: visit.form_errors(error)?,
                typed,
                link: None,
            };
            refused(&page(volunteers, visit, id, beside).await?)
        }
    }
}

/// Gives them a new link, and shows it once.
pub(super) async fn renew_link(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<VolunteerId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let key = IdempotencyKey::checked(Typed(form).one("key"))?;
    let key = visit.command(key, "renew-volunteer-link", id.to_string().as_bytes());
    let renewed = volunteers.renew_link(key, by, id).await?;
    let text = visit
        .asked
        .shell()
        .link(&format!("/v/{}", volunteers.own_key(&renewed)));
    let svg = qr_svg(&text, &visit.t("volunteer-link"))?;
    let beside = Beside {
        link: Some(Link { text, svg }),
        ..Beside::default()
    };
    html(&page(&volunteers, &visit, id, beside).await?)
}
