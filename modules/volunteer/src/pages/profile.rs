//! `/volunteer/me/profile`: what a volunteer says of themselves, changed by themselves.

use super::ME;
use super::join::{FormAt, JoinPage, JoinQuery};
use super::own::{nobody, own_of};
use super::person_form::{read, typed_of};
use super::words::{Typed, Words};
use crate::api::{Shared, command_of};
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use tongxin_account::Visit;
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Problem, html, redirect, redirect_with, refused};

const PATH: &str = "/volunteer/me/profile";
const OWN: FormAt = FormAt {
    title: "volunteer-profile-title",
    path: PATH,
    action: PATH,
    about: "volunteer-profile-about",
    button: "volunteer-profile-do",
};

/// The form, filled in with what is known.
pub(super) async fn form(State(volunteers): Shared, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return nobody(&visit);
    };
    let words = Words::of(&volunteers, &visit)?;
    let typed = (Some(typed_of(&own)), FormErrors::default());
    html(&JoinPage::new(&words, OWN, None, &JoinQuery::default(), typed)?)
}

/// Writes what was changed.
pub(super) async fn change(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return Ok(redirect(ME));
    };
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = command_of(&visit, own.id, key, "change-volunteer", format!("{typed:?}").as_bytes());
    match volunteers.change(key, own.id, read(&typed), visit.now()).await {
        Ok(_) => Ok(redirect_with(&visit.asked, ME, &Flash::done("volunteer-done-changed"))),
        Err(error) => {
            let words = Words::of(&volunteers, &visit)?;
            let typed = (Some(typed), visit.form_errors(error)?);
            refused(&JoinPage::new(&words, OWN, None, &JoinQuery::default(), typed)?)
        }
    }
}
