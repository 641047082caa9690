//! The whitelist's pages: what everybody sees, applying, the officer's lists, and each firm's own page. Each handler
//! reads: who asks, what, done, shown.

mod application;
mod applications;
mod apply;
mod filter;
mod firm;
mod firms;
pub(super) mod places;
mod public;
pub(super) mod words;

use crate::Supply;
use crate::limits::APPLICATIONS_AN_HOUR;
use http::Method;
use std::sync::Arc;
use std::time::Duration;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_web::{FormErrors, Problem, RateLimit};

/// Rows on a page of a list that people read.
pub(super) const ROWS: u32 = 50;
const HOUR: Duration = Duration::from_secs(3_600);

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::ListingRead);
    let decide = Right::May(Action::ListingDecide);
    let apply_right = Right::May(Action::ListingApply);
    let clients = Arc::new(RateLimit::new(APPLICATIONS_AN_HOUR, HOUR));
    Routes::new()
        .page(Method::GET, "/supply/whitelist", Right::Anyone, public::show)
        .page(Method::GET, "/supply/apply", Right::Anyone, apply::form)
        .page(
            Method::POST,
            "/supply/apply",
            Right::Anyone,
            move |supply, visit, form| apply::apply(Arc::clone(&clients), supply, visit, form),
        )
        .page(Method::GET, "/supply/applications", read, applications::show)
        .page(Method::POST, "/supply/applications/list", decide, applications::list)
        .page(Method::GET, "/supply/applications/{id}", read, application::show)
        .page(
            Method::POST,
            "/supply/applications/{id}/list",
            decide,
            application::list,
        )
        .page(
            Method::POST,
            "/supply/applications/{id}/refuse",
            decide,
            application::refuse,
        )
        .page(
            Method::POST,
            "/supply/applications/{id}/withdraw",
            apply_right,
            application::withdraw,
        )
        .page(Method::GET, "/supply/firms", read, firms::show)
        .page(Method::GET, "/supply/firms/{org}", read, firm::show)
        .page(Method::POST, "/supply/firms/{org}/suspend", decide, firm::suspend)
        .page(Method::POST, "/supply/firms/{org}/resume", decide, firm::resume)
        .page(Method::POST, "/supply/firms/{org}/renew", decide, firm::renew)
        .page(Method::POST, "/supply/firms/{org}/end", decide, firm::end)
}

/// What is wrong, as a form shows it. What no change of the form could mend stays a problem.
pub(super) fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    if matches!(problem.status.as_u16(), 409 | 413 | 415 | 422 | 429) {
        Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
    } else {
        Err(problem)
    }
}
