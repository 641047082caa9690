//! `/care/appointments/new`: the form that asks a hospital for an appointment.

use super::appointment_form::{SeriesForm, read};
use super::choosing::Homes;
use super::person_form::Typed;
use super::words::Words;
use crate::api::Shared;
use crate::care::Care;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "care_appointment_new.html")]
struct NewPage {
    page: Page,
    errors: FormErrors,
    is_own: bool,
    buildings: Vec<Choice>,
    building: String,
    form: Option<SeriesForm>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewQuery {
    building: String,
    household: String,
}

/// The empty form.
pub(super) async fn new(State(care): Shared, visit: Visit, Query(query): Query<NewQuery>) -> Result<Response, Problem> {
    let typed = Typed(vec![
        ("building".to_owned(), query.building),
        ("household".to_owned(), query.household),
        ("repeat_times".to_owned(), "12".to_owned()),
    ]);
    html(&new_page(&care, &visit, typed, FormErrors::default()).await?)
}

async fn new_page(care: &Care, visit: &Visit, typed: Typed, errors: FormErrors) -> Result<NewPage, Problem> {
    let scope = visit.scope(Action::AppointmentEdit)?;
    let words = Words::of(care, visit)?;
    let chosen = (typed.one("building"), typed.one("household"));
    let homes = Homes::load(care, &words, &scope, chosen).await?;
    let has_form = homes.is_chosen();
    let form = if has_form {
        Some(SeriesForm::load(care, &words, &scope, typed, homes.doors).await?)
    } else {
        None
    };
    Ok(NewPage {
        page: visit.page("care-appointment-new"),
        errors,
        is_own: homes.is_own,
        buildings: homes.buildings,
        building: homes.building,
        form,
    })
}

/// Asks for what was typed, and shows the list.
pub(super) async fn enter(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::AppointmentEdit)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "enter-series", format!("{typed:?}").as_bytes());
    let done = match read(&typed, &visit.asked.shell.zone) {
        Ok(asked) => care.enter_series(key, by, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match done {
        Ok(_) => {
            care.note_language(typed.one("contact"), visit.lang(), visit.now())
                .await?;
            let flash = Flash::done("care-done-appointment-asked");
            Ok(redirect_with(&visit.asked, super::APPOINTMENTS, &flash))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&new_page(&care, &visit, typed, errors).await?)
        }
    }
}
