//! A household's code: typed, or scanned from the notice on the door.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_web::{Form, FormErrors, Page, Path, Problem, html, redirect, refused};

use crate::limits::HOUSEHOLD_IDLE_MS;
use crate::pages::form_errors;
use crate::sessions::set_cookie;
use crate::{Accounts, SessionKind, Visit};

/// The page of the own household, which the binary's modules fill.
const HOME: &str = "/home";

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    page: Page,
    errors: FormErrors,
    code: String,
}

#[derive(Deserialize)]
pub(super) struct CodeForm {
    #[serde(default)]
    code: String,
}

/// The form.
pub(super) async fn form(visit: Visit) -> Result<Response, Problem> {
    html(&CodePage {
        page: visit.page("code-title"),
        errors: FormErrors::default(),
        code: String::new(),
    })
}

/// A typed code.
pub(super) async fn enter(
    State(accounts): State<Accounts>,
    visit: Visit,
    Form(form): Form<CodeForm>,
) -> Result<Response, Problem> {
    open(&accounts, &visit, form.code).await
}

/// A scanned code.
pub(super) async fn scanned(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    open(&accounts, &visit, code).await
}

async fn open(accounts: &Accounts, visit: &Visit, code: String) -> Result<Response, Problem> {
    match accounts
        .sign_in_household(&code, visit.asked.client, SessionKind::Browser)
        .await
    {
        Ok(opened) => {
            let mut response = redirect(HOME);
            set_cookie(
                &mut response,
                &visit.asked,
                Some(&opened.token),
                Some(HOUSEHOLD_IDLE_MS),
            );
            Ok(response)
        }
        Err(error) => {
            let mut errors = form_errors(visit, error)?;
            errors.list.iter_mut().for_each(|error| error.field = "code".into());
            refused(&CodePage {
                page: visit.page("code-title"),
                errors,
                code,
            })
        }
    }
}
