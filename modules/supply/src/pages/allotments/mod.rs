//! Allotments on pages: for whoever lives behind a door or helps one, and for the officers who open and draw them.

mod door;
mod form;
mod office;
mod resident;
mod words;

use crate::Supply;
use crate::api::allotment_file;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_web::{FormErrors, Problem};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let (open, ask) = (Right::May(Action::AllotmentOpen), Right::May(Action::AllotmentAsk));
    Routes::new()
        .page(Method::GET, "/allotments", Right::Anyone, resident::list)
        .page(Method::GET, "/allotments/{id}", Right::Anyone, resident::show)
        .page(Method::GET, "/allotments/{id}/file", Right::Anyone, allotment_file)
        .page(Method::POST, "/allotments/{id}/ask", ask, resident::ask)
        .page(Method::POST, "/allotments/{id}/ask/withdraw", ask, resident::withdraw)
        .page(Method::GET, "/supply/allotments", open, office::list)
        .page(Method::POST, "/supply/allotments", open, form::open)
        .page(Method::GET, "/supply/allotments/new", open, form::show)
        .page(Method::GET, "/supply/allotments/{id}", open, office::show)
        .page(Method::POST, "/supply/allotments/{id}/draw", open, office::draw)
}

/// What is wrong, as a form shows it. What no change of the form could mend stays a problem.
fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    if !matches!(problem.status.as_u16(), 409 | 422) {
        return Err(problem);
    }
    Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
}
