//! Joining by an invitation's link.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_web::{Flash, Form, FormErrors, Page, Path, Problem, html, redirect_with, refused};

use crate::pages::sign_in::NothingForm;
use crate::pages::{form_errors, over_in_words};
use crate::sessions::set_cookie;
use crate::{Accounts, Chosen, InvitationView, SessionKind, Visit};

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage {
    page: Page,
    errors: FormErrors,
    /// Where the form is posted.
    action: String,
    /// Where the role is added to an account.
    add_action: String,
    /// The role offered and over what, in words.
    role: String,
    over: String,
    /// Whether the reader has an account already, to which the role can be added.
    has_account: bool,
    typed_name: String,
    display_name: String,
}

#[derive(Deserialize)]
pub(super) struct JoinForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    password: String,
}

async fn page(
    accounts: &Accounts,
    visit: &Visit,
    token: &str,
    invitation: &InvitationView,
) -> Result<JoinPage, Problem> {
    Ok(JoinPage {
        page: visit.page("join-title"),
        errors: FormErrors::default(),
        action: Accounts::join_path(token),
        add_action: format!("{}/add", Accounts::join_path(token)),
        role: visit.t(&format!("role-{}", invitation.role.key())),
        over: over_in_words(accounts.places(), invitation.over, visit.lang()).await?,
        has_account: visit.viewer.account().is_some(),
        typed_name: String::new(),
        display_name: String::new(),
    })
}

/// What is offered, and the form to take it.
pub(super) async fn form(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let invitation = accounts.invitation(&token).await?;
    html(&page(&accounts, &visit, &token, &invitation).await?)
}

/// Makes the account, signs it in and goes to its first page.
pub(super) async fn join(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(token): Path<String>,
    Form(form): Form<JoinForm>,
) -> Result<Response, Problem> {
    let invitation = accounts.invitation(&token).await?;
    let chosen = Chosen {
        name: form.name.clone(),
        display_name: form.display_name.clone(),
        password: form.password,
    };
    match accounts.accept(&token, chosen, SessionKind::Browser).await {
        Ok((_, opened)) => {
            let mut response = redirect_with(&visit.asked, "/", &Flash::done("join-done"));
            set_cookie(&mut response, &visit.asked, Some(&opened.token), None);
            Ok(response)
        }
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            let page = page(&accounts, &visit, &token, &invitation).await?;
            refused(&JoinPage {
                errors,
                typed_name: form.name,
                display_name: form.display_name,
                ..page
            })
        }
    }
}

/// Adds the offered role to the reader's own account.
pub(super) async fn add_role(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(token): Path<String>,
    Form(NothingForm {}): Form<NothingForm>,
) -> Result<Response, Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    accounts.accept_as(&token, account).await?;
    Ok(redirect_with(&visit.asked, "/", &Flash::done("join-role-added")))
}
