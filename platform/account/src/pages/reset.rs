//! A new password for somebody who forgot theirs: making the link, and setting the password by it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_city::AccountId;
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused};

use crate::pages::form_errors;
use crate::{AccountView, Accounts, Visit};

#[derive(Template)]
#[template(path = "reset_link.html")]
struct LinkPage {
    page: Page,
    /// Whose password it sets.
    account: AccountView,
    href: String,
    until: String,
}

#[derive(Template)]
#[template(path = "reset.html")]
struct ResetPage {
    page: Page,
    errors: FormErrors,
    /// Where the form is posted.
    action: String,
    account: AccountView,
}

#[derive(Deserialize)]
pub(super) struct KeyForm {
    #[serde(default)]
    key: String,
}

#[derive(Deserialize)]
pub(super) struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// Makes a link for a person and shows it, this once.
pub(super) async fn make(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(form): Form<KeyForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let command = visit.command(key, "make-reset", id.to_string().as_bytes());
    let made = accounts.make_reset(command, &visit.viewer, id).await?;
    let page = visit.page("reset-link-title");
    html(&LinkPage {
        account: accounts.account(id).await?,
        href: format!(
            "{}{}",
            visit.asked.shell.public_origin,
            Accounts::reset_path(&made.token)
        ),
        until: page.when(&made.expires_at),
        page,
    })
}

fn page(visit: &Visit, token: &str, account: AccountView) -> ResetPage {
    ResetPage {
        page: visit.page("reset-title"),
        errors: FormErrors::default(),
        action: Accounts::reset_path(token),
        account,
    }
}

/// The form for a new password.
pub(super) async fn form(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let account = accounts.reset_account(&token, visit.asked.client).await?;
    html(&page(&visit, &token, account))
}

/// Sets the password and leads to where one signs in with it.
pub(super) async fn set(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(token): Path<String>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Problem> {
    let client = visit.asked.client;
    let account = accounts.reset_account(&token, client).await?;
    match accounts.reset_password(&token, form.password, client).await {
        Ok(()) => Ok(redirect_with(&visit.asked, "/sign-in", &Flash::done("reset-done"))),
        Err(error) => refused(&ResetPage {
            errors: form_errors(&visit, error)?,
            ..page(&visit, &token, account)
        }),
    }
}
