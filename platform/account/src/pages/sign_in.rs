//! Signing in and out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_web::{Form, FormErrors, Page, Problem, Query, html, redirect, refused};

use crate::pages::form_errors;
use crate::sessions::set_cookie;
use crate::{Accounts, SessionKind, Visit};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    errors: FormErrors,
    typed_name: String,
    next: String,
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct NextQuery {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct SignInForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The form.
pub(super) async fn form(visit: Visit, Query(query): Query<NextQuery>) -> Result<Response, Problem> {
    let page = visit.page("sign-in-title");
    html(&SignInPage {
        page,
        errors: FormErrors::default(),
        typed_name: String::new(),
        next: query.next,
    })
}

/// Signs in and goes on to where the person wanted to be.
pub(super) async fn sign_in(
    State(accounts): State<Accounts>,
    visit: Visit,
    Form(form): Form<SignInForm>,
) -> Result<Response, Problem> {
    match accounts
        .sign_in(&form.name, &form.password, visit.asked.client, SessionKind::Browser)
        .await
    {
        Ok(opened) => {
            let mut response = redirect(if form.next.is_empty() { "/" } else { &form.next });
            set_cookie(&mut response, &visit.asked, Some(&opened.token), None);
            Ok(response)
        }
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            refused(&SignInPage {
                page: visit.page("sign-in-title"),
                errors,
                typed_name: form.name,
                next: form.next,
            })
        }
    }
}

/// A form with nothing but its tokens.
#[derive(Deserialize)]
pub(crate) struct NothingForm {}

/// Ends the session of this browser.
pub(super) async fn sign_out(
    State(accounts): State<Accounts>,
    visit: Visit,
    Form(NothingForm {}): Form<NothingForm>,
) -> Result<Response, Problem> {
    if let Some(session) = visit.viewer.session {
        accounts.sign_out(session).await?;
    }
    let to = if visit.viewer.household().is_some() {
        "/h"
    } else {
        "/sign-in"
    };
    let mut response = redirect(to);
    set_cookie(&mut response, &visit.asked, None, None);
    Ok(response)
}
