//! Pages: signing in, a household's code, joining by invitation, the own account, and people.

mod code;
mod join;
mod own;
mod people;
mod reset;
mod sign_in;

use http::Method;
use tongxin_city::Lang;
use tongxin_places::Places;
use tongxin_web::{FormErrors, Problem};

use crate::{AccountError, Accounts, Action, Over, Right, Routes, Visit};

/// The routes of this folder.
pub(crate) fn routes() -> Routes<Accounts> {
    let own = Right::May(Action::OwnAccount);
    let read = Right::May(Action::AccountRead);
    let invite = Right::May(Action::AccountInvite);
    Routes::new()
        .page(Method::GET, "/sign-in", Right::Anyone, sign_in::form)
        .page(Method::POST, "/sign-in", Right::Anyone, sign_in::sign_in)
        .page(Method::POST, "/sign-out", Right::Anyone, sign_in::sign_out)
        .page(Method::GET, "/h", Right::Anyone, code::form)
        .page(Method::POST, "/h", Right::Anyone, code::enter)
        .page(Method::GET, "/h/{code}", Right::Anyone, code::scanned)
        .page(Method::GET, "/join/{token}", Right::Anyone, join::form)
        .page(Method::POST, "/join/{token}", Right::Anyone, join::join)
        .page(Method::POST, "/join/{token}/add", own, join::add_role)
        .page(Method::GET, "/reset/{token}", Right::Anyone, reset::form)
        .page(Method::POST, "/reset/{token}", Right::Anyone, reset::set)
        .page(Method::GET, "/account", own, own::show)
        .page(Method::POST, "/account/password", own, own::change_password)
        .page(Method::POST, "/account/tokens", own, own::create_token)
        .page(Method::POST, "/account/sessions/{id}/end", own, own::end_session)
        .page(Method::GET, "/people", read, people::list)
        .page(Method::GET, "/people/invite", invite, people::form)
        .page(Method::POST, "/people/invite", invite, people::invite)
        .page(Method::POST, "/people/{id}/reset", invite, reset::make)
        .page(Method::POST, "/people/{id}/sign-out", invite, people::sign_out)
        .page(Method::POST, "/people/grants/{id}/end", invite, people::end_grant)
        .page(Method::POST, "/people/invitations/{id}/revoke", invite, people::revoke)
}

/// What is wrong, as a form shows it; a fault of the system's own stays a problem.
pub(crate) fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    if problem.status.is_server_error() {
        return Err(problem);
    }
    Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
}

/// What a role is held over, in words: the last two names of the place's path, or the organisation's name.
pub(crate) async fn over_in_words(places: &Places, over: Over, lang: Lang) -> Result<String, Problem> {
    match over {
        Over::Org(org) => {
            let org = places.org(org).await.map_err(AccountError::from)?;
            Ok(org.map(|org| org.name).unwrap_or_default())
        }
        Over::Place(place) => {
            let tree = places.tree();
            let path = tree.path(&place);
            let names: Vec<&str> = path.iter().rev().take(2).rev().map(|place| place.name(lang)).collect();
            Ok(names.join(" › "))
        }
    }
}
