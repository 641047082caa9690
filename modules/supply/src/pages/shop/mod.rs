//! The shop's pages for residents: who serves my door, a basket on one page, a review, an order with its steps. They work
//! on any telephone and without scripts.

mod basket;
mod door;
pub(super) mod order;
mod outlet;
mod outlets;
mod pharmacy;
mod review;

use crate::Supply;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_web::{FormErrors, Problem};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let place = Right::May(Action::OrderPlace);
    Routes::new()
        .page(Method::GET, "/shop", place, outlets::show)
        .page(Method::GET, "/shop/pharmacy", place, pharmacy::form)
        .page(Method::POST, "/shop/pharmacy", place, pharmacy::ask)
        .page(Method::GET, "/shop/{org}", place, outlet::show)
        .page(Method::POST, "/shop/{org}", place, outlet::change)
        .page(Method::POST, "/shop/{org}/review", place, review::review)
        .page(Method::POST, "/shop/{org}/order", place, review::order)
        .page(Method::GET, "/orders/{id}", Right::May(Action::OrderRead), order::show)
        .page(Method::POST, "/orders/{id}/cancel", place, order::cancel)
        .page(Method::POST, "/orders/{id}/receive", place, order::receive)
}

/// What is wrong, as a form shows it. What no change of the form could mend stays a problem.
fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    let can_be_mended = matches!(problem.status.as_u16(), 409 | 413 | 415 | 422 | 429);
    if !can_be_mended {
        return Err(problem);
    }
    Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
}
