//! What is pressed on a volunteer's own page.

use super::me::page;
use super::own::{own_of, with_cookie};
use super::words::Typed;
use super::{JOIN, ME};
use crate::api::{Shared, command_of};
use crate::error::VolunteerError;
use crate::placing::AskedPlaceStep;
use crate::rules::place::PlaceState;
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use tongxin_account::Visit;
use tongxin_city::ErrandId;
use tongxin_web::{Flash, Form, IdempotencyKey, Problem, redirect, redirect_with, refused};

/// A step about a place; back to where it was pressed.
pub(super) async fn step(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return Ok(redirect(ME));
    };
    let typed = Typed(form);
    let unknown = || Problem::invalid().field("step", "field-unknown-choice", &[]);
    let asked = AskedPlaceStep {
        shift: typed.one("shift").parse().map_err(|_| Problem::not_found())?,
        step: typed.one("step").parse().map_err(|_| unknown())?,
        post: typed.one("post").parse().ok(),
    };
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = command_of(&visit, own.id, key, "step-place", format!("{asked:?}").as_bytes());
    let done = volunteers.step(key, own.id, asked, visit.now()).await;
    answer(&volunteers, &visit, &own, done.map(|done| said(done.state))).await
}

/// Back on the own page with what was done, or with what was wrong.
async fn answer(
    volunteers: &Volunteers,
    visit: &Visit,
    own: &Volunteer,
    done: Result<&'static str, VolunteerError>,
) -> Result<Response, Problem> {
    match done {
        Ok(said) => Ok(redirect_with(&visit.asked, ME, &Flash::done(said))),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(volunteers, visit, own, errors).await?)
        }
    }
}

const fn said(state: PlaceState) -> &'static str {
    match state {
        PlaceState::Taken => "volunteer-done-taken",
        PlaceState::Waiting => "volunteer-done-waiting",
        PlaceState::Offered => "volunteer-done-offered",
        _ => "volunteer-done-left",
    }
}

/// A step about an errand.
pub(super) async fn errand(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return Ok(redirect(ME));
    };
    let typed = Typed(form);
    let id: ErrandId = typed.one("errand").parse().map_err(|_| Problem::not_found())?;
    let unknown = || Problem::invalid().field("step", "field-unknown-choice", &[]);
    let step = typed.one("step").parse().map_err(|_| unknown())?;
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = command_of(&visit, own.id, key, "step-errand", format!("{id} {step}").as_bytes());
    let done = volunteers.step_errand(key, own.id, id, step, visit.now()).await;
    answer(&volunteers, &visit, &own, done.map(|_| "volunteer-done-errand")).await
}

/// On the thanks wall, or no longer.
pub(super) async fn choose_wall(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return Ok(redirect(ME));
    };
    let typed = Typed(form);
    let name = typed.one("wall_name");
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = command_of(&visit, own.id, key, "choose-wall", name.as_bytes());
    let done = volunteers.choose_wall(key, own.id, name).await;
    answer(&volunteers, &visit, &own, done.map(|_| "volunteer-done-wall")).await
}

/// Leaves for good.
pub(super) async fn leave(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return Ok(redirect(ME));
    };
    let key = IdempotencyKey::checked(Typed(form).one("key"))?;
    let key = command_of(&visit, own.id, key, "leave", &[]);
    volunteers.leave(key, own.id, visit.now()).await?;
    let answer = redirect_with(&visit.asked, JOIN, &Flash::done("volunteer-done-gone"));
    Ok(with_cookie(answer, &visit, ""))
}
