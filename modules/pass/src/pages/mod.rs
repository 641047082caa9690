//! HTML. Each handler reads: who asks, what, done, shown.

mod checks;
mod import;
mod list;
mod one;
mod outlet;
pub(crate) mod paper;
mod scan;
mod words;

use crate::{PassError, Passes};
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_web::{FormErrors, Problem};

/// Rows on a page of a list that people read.
const ROWS: u32 = 50;

pub(crate) fn routes() -> Routes<Arc<Passes>> {
    let read = Right::May(Action::PassRead);
    let apply = Right::May(Action::PassApply);
    let decide = Right::May(Action::PassDecide);
    let revoke = Right::May(Action::PassRevoke);
    Routes::new()
        .page(Method::GET, "/scan", Right::Anyone, scan::page)
        .page(Method::GET, "/scan-worker.js", Right::Anyone, scan::worker)
        .page(Method::GET, "/passes", read, list::show)
        .page(Method::POST, "/passes", decide, list::decide)
        .page(Method::GET, "/passes/checks", read, checks::show)
        .page(Method::GET, "/passes/{id}", read, one::show)
        .page(Method::POST, "/passes/{id}/approve", decide, one::approve)
        .page(Method::POST, "/passes/{id}/agree", decide, one::agree)
        .page(Method::POST, "/passes/{id}/refuse", decide, one::refuse)
        .page(Method::POST, "/passes/{id}/withdraw", apply, one::withdraw)
        .page(Method::POST, "/passes/{id}/renew", apply, one::renew)
        .page(Method::POST, "/passes/{id}/revoke", revoke, one::revoke)
        .page(Method::GET, "/passes/{id}/sheet", read, paper::sheet)
        .page(Method::GET, "/passes/{id}/card", read, paper::card)
        .page(Method::GET, "/passes/{id}/plate", read, paper::plate)
        .page(Method::GET, "/outlet/passes", apply, outlet::show)
        .page(Method::POST, "/outlet/passes", apply, outlet::apply)
        .page(Method::POST, "/passes/revoke-firm", revoke, list::revoke_firm)
        .page(Method::GET, "/outlet/passes/sheets", apply, paper::sheets)
        .page(Method::GET, "/outlet/passes/import", apply, import::form)
        .page(Method::POST, "/outlet/passes/import", apply, import::take_in)
}

/// What is wrong, as a form shows it. What no change of the form could mend stays a problem.
fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    if matches!(problem.status.as_u16(), 409 | 413 | 415 | 422) {
        Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
    } else {
        Err(problem)
    }
}

/// The same for the one row of a form, whose fields stand there without the row's number.
fn row_errors(visit: &Visit, error: PassError) -> Result<FormErrors, Problem> {
    let error = match error {
        PassError::Faults(faults) => {
            let plain = |mut fault: tongxin_web::FieldFault| {
                if let Some(field) = fault.field.strip_prefix("rows.0.") {
                    fault.field = field.to_owned();
                }
                fault
            };
            PassError::Faults(faults.into_iter().map(plain).collect())
        }
        other => other,
    };
    form_errors(visit, error)
}
