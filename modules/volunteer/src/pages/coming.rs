//! `/volunteer/in/{code}`: what a shift's square code opens. One question, "do you come or go?", and one press.

use super::own::own_of;
use super::words::{Badge, ShiftLine, Typed, Words};
use crate::api::{Shared, command_of};
use crate::coming::AskedPresence;
use crate::error::VolunteerError;
use crate::rules::place::PlaceState;
use crate::rules::presence::Presence;
use crate::store::places;
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use tongxin_account::Visit;
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "volunteer_in.html")]
struct InPage {
    page: Page,
    errors: FormErrors,
    code: String,
    shift: Option<ShiftLine>,
    /// Whose phone it is; nobody when it holds no link.
    who: Option<String>,
    badge: Option<Badge>,
    said: String,
    /// What can be pressed now.
    step: Option<Presence>,
    label: String,
}

/// The page.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let page = page(&volunteers, &visit, &headers, code, FormErrors::default()).await?;
    if page.shift.is_none() {
        refused(&page)
    } else {
        html(&page)
    }
}

async fn page(
    volunteers: &Volunteers,
    visit: &Visit,
    headers: &HeaderMap,
    code: String,
    errors: FormErrors,
) -> Result<InPage, Problem> {
    let words = Words::of(volunteers, visit)?;
    let mut page = InPage {
        page: visit.page("volunteer-in-title"),
        errors,
        code,
        shift: None,
        who: None,
        badge: None,
        said: String::new(),
        step: None,
        label: String::new(),
    };
    let shift = match volunteers.shift_of_code(&page.code).await {
        Ok(shift) => shift,
        Err(error) => {
            page.errors = visit.form_errors(error)?;
            return Ok(page);
        }
    };
    page.shift = Some(words.shift(&shift, &[]));
    let Some(own) = own_of(volunteers, headers).await? else {
        return Ok(page);
    };
    page.who = Some(own.shown_name());
    let place = places::get(volunteers.db(), shift.id, own.id)
        .await
        .map_err(VolunteerError::from)?;
    let Some(place) = place.filter(|place| place.state.is_held()) else {
        page.said = visit.t("problem-volunteer-not-on-shift.detail");
        return Ok(page);
    };
    page.badge = Some(words.place_badge(place.state));
    let time = |at: Option<tongxin_city::Timestamp>| at.map(|at| words.time(at)).unwrap_or_default();
    (page.step, page.said) = match place.state {
        PlaceState::In => (
            Some(Presence::Out),
            words.ta("volunteer-in-since", &[("at", &time(place.in_at))]),
        ),
        PlaceState::Came => {
            let args = [("from", &*time(place.in_at)), ("until", &*time(place.out_at))];
            (None, words.ta("volunteer-in-done", &args))
        }
        _ => (Some(Presence::In), visit.t("volunteer-in-ready")),
    };
    page.label = match page.step {
        Some(Presence::Out) => visit.t("volunteer-in-out"),
        _ => visit.t("volunteer-in-in"),
    };
    Ok(page)
}

/// Checks in or out.
pub(super) async fn say(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed(form);
    let back = format!("/volunteer/in/{code}");
    let Some(own) = own_of(&volunteers, &headers).await? else {
        // Whoever scans without a link is told how to open it.
        let page = page(&volunteers, &visit, &headers, code, FormErrors::default()).await?;
        return if page.shift.is_none() {
            refused(&page)
        } else {
            Ok(redirect(&back))
        };
    };
    let unknown = || Problem::invalid().field("step", "field-unknown-choice", &[]);
    let asked = AskedPresence {
        code,
        step: typed.one("step").parse().map_err(|_| unknown())?,
        said_at: None,
    };
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = command_of(&visit, own.id, key, "say-presence", format!("{asked:?}").as_bytes());
    let code = asked.code.clone();
    match volunteers.say_presence(key, own.id, asked, visit.now()).await {
        Ok(done) => {
            let key = match done.state {
                PlaceState::In => "volunteer-done-in",
                _ => "volunteer-done-out",
            };
            Ok(redirect_with(&visit.asked, &back, &Flash::done(key)))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&volunteers, &visit, &headers, code, errors).await?)
        }
    }
}
