//! The own account: password, sessions and API tokens.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_city::TokenId;
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused};

use crate::pages::sign_in::NothingForm;
use crate::pages::{form_errors, over_in_words};
use crate::people::AccountView;
use crate::sessions::set_cookie;
use crate::{Accounts, ResetView, SessionKind, SessionView, Visit};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    page: Page,
    errors: FormErrors,
    account: AccountView,
    last_reset: Option<ResetView>,
    /// Role and over what.
    roles: Vec<(String, String)>,
    /// Whether it is this very session, and the session.
    sessions: Vec<(bool, SessionView)>,
    tokens: Vec<SessionView>,
    /// A token just made, told only now.
    new_token: Option<String>,
    token_name: String,
    token_days: String,
}

/// Days that a new token holds when nothing else is asked for.
const TOKEN_DAYS: u32 = 90;

#[derive(Deserialize)]
pub(super) struct PasswordForm {
    #[serde(default)]
    old_password: String,
    #[serde(default)]
    new_password: String,
}

#[derive(Deserialize)]
pub(super) struct TokenForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    days: String,
}

async fn page(accounts: &Accounts, visit: &Visit) -> Result<AccountPage, Problem> {
    let id = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let (tokens, sessions): (Vec<_>, Vec<_>) = accounts
        .sessions_of(id)
        .await?
        .into_iter()
        .partition(|session| session.kind == SessionKind::Token);
    let mut roles = Vec::new();
    for grant in visit.viewer.grants.iter() {
        let over = over_in_words(accounts.places(), grant.over, visit.lang()).await?;
        roles.push((visit.t(&format!("role-{}", grant.role.key())), over));
    }
    Ok(AccountPage {
        page: visit.page("account-title"),
        errors: FormErrors::default(),
        account: accounts.account(id).await?,
        last_reset: accounts.last_reset(id).await?,
        roles,
        sessions: sessions
            .into_iter()
            .map(|each| (visit.viewer.session == Some(each.id), each))
            .collect(),
        tokens,
        new_token: None,
        token_name: String::new(),
        token_days: TOKEN_DAYS.to_string(),
    })
}

/// The page.
pub(super) async fn show(State(accounts): State<Accounts>, visit: Visit) -> Result<Response, Problem> {
    html(&page(&accounts, &visit).await?)
}

/// Changes the password; other sessions end.
pub(super) async fn change_password(
    State(accounts): State<Accounts>,
    visit: Visit,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Problem> {
    let client = visit.asked.client;
    match accounts
        .change_password(&visit.viewer, &form.old_password, &form.new_password, client)
        .await
    {
        Ok(()) => Ok(redirect_with(
            &visit.asked,
            "/account",
            &Flash::done("account-password-changed"),
        )),
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            refused(&AccountPage {
                errors,
                ..page(&accounts, &visit).await?
            })
        }
    }
}

/// Makes an API token and shows it, this once.
pub(super) async fn create_token(
    State(accounts): State<Accounts>,
    visit: Visit,
    Form(form): Form<TokenForm>,
) -> Result<Response, Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let key = IdempotencyKey::checked(&form.key)?;
    // A number that can't be read is outside the bounds, and the message there says what would be right.
    let days = form.days.trim().parse().unwrap_or(0);
    let command = visit.command(key, "create-token", format!("{} {days}", form.name).as_bytes());
    match accounts.create_token(command, account, &form.name, days).await {
        Ok(made) => html(&AccountPage {
            new_token: Some(made.token),
            ..page(&accounts, &visit).await?
        }),
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            let page = page(&accounts, &visit).await?;
            refused(&AccountPage {
                errors,
                token_name: form.name,
                token_days: form.days,
                ..page
            })
        }
    }
}

/// Ends one of the own sessions or tokens.
pub(super) async fn end_session(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<TokenId>,
    Form(NothingForm {}): Form<NothingForm>,
) -> Result<Response, Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    accounts.end_session(account, id).await?;
    let mut response = redirect_with(&visit.asked, "/account", &Flash::done("account-session-ended"));
    if visit.viewer.session == Some(id) {
        set_cookie(&mut response, &visit.asked, None, None);
    }
    Ok(response)
}
