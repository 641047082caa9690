//! The steps of an order after it is packed, each a form on its page or on its run's.

use crate::Supply;
use crate::api::Shared;
use crate::api::orders::{at_work, give, hand_over as by_code};
use crate::orders::OrderDone;
use crate::pages::forms::{field, fields_of};
use crate::pages::orders::order::{Tried, page};
use crate::pages::orders::{ORDERS, RUNS, Typed};
use crate::pages::whitelist::form_errors;
use crate::rules::order::{Command, ReturnedLine};
use axum::extract::State;
use axum::response::Response;
use tongxin_account::Visit;
use tongxin_city::{OrderId, RunId};
use tongxin_web::{Flash, Form, IdempotencyKey, Path, Problem, html_with, redirect_with};

/// What happened: back to the run that the form stood on, else to the order; or the form again with what is wrong.
pub(super) async fn answered(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    typed: Typed,
    done: Result<OrderDone, Problem>,
    said: &'static str,
) -> Result<Response, Problem> {
    let done = match done {
        Ok(done) => done,
        Err(problem) => return refused_form(supply, visit, id, typed, problem).await,
    };
    let flash = match done.short_need {
        Some(_) => Flash::warn("supply-orders-done-short"),
        None => Flash::done(said),
    };
    Ok(redirect_with(
        &visit.asked,
        &back_to(id, &typed),
        &flash.arg("number", id),
    ))
}

/// The page that a form of an order stood on.
pub(super) fn back_to(id: OrderId, typed: &Typed) -> String {
    match field(typed, "run").parse::<RunId>() {
        Ok(run) => format!("{RUNS}/{run}"),
        Err(_) => format!("{ORDERS}/{id}"),
    }
}

/// The order's page with what is wrong at the fields of its forms.
pub(super) async fn refused_form(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    typed: Typed,
    problem: Problem,
) -> Result<Response, Problem> {
    let (status, code) = (problem.status, problem.code);
    let mut errors = form_errors(visit, problem)?;
    let is_return = typed.iter().any(|(name, _)| name == "return_reason");
    for error in &mut errors.list {
        error.field = match error.field.as_str() {
            // Two forms of the page ask for a reason.
            "reason" if is_return => "return_reason".to_owned(),
            "" if matches!(code, "order-wrong-code" | "order-code-spent") => "code".to_owned(),
            "" if code.starts_with("photo-") => "photo".to_owned(),
            field => form_field(field),
        };
    }
    let tried = Tried {
        errors,
        typed,
        said: String::new(),
    };
    html_with(status, &page(supply, visit, id, tried).await?)
}

/// `lines[2].picked` stands in the form as `n-2`.
fn form_field(field: &str) -> String {
    let of_line = field.strip_prefix("lines[").and_then(|rest| rest.split_once("]."));
    match of_line {
        Some((line, "picked")) => format!("n-{line}"),
        Some((line, "substitute")) => format!("s-{line}"),
        Some((line, name)) => format!("{name}-{line}"),
        None if field == "lines" => String::new(),
        None => field.to_owned(),
    }
}

async fn step(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    typed: Typed,
    command: Command,
    said: &'static str,
) -> Result<Response, Problem> {
    let done = give_typed(supply, visit, id, &typed, command).await;
    answered(supply, visit, id, typed, done, said).await
}

/// Gives an order the command of a form.
pub(super) async fn give_typed(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    typed: &Typed,
    command: Command,
) -> Result<OrderDone, Problem> {
    let key = IdempotencyKey::checked(field(typed, "key"))?;
    give(supply, visit, at_work(visit)?, key, id, command).await
}

/// Packing is taken back.
pub(super) async fn unpack(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    step(
        &supply,
        &visit,
        id,
        typed,
        Command::Unpack,
        "supply-orders-done-unpacked",
    )
    .await
}

/// The household said its code.
pub(super) async fn hand_over(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let command = by_code(field(&typed, "code"));
    step(&supply, &visit, id, typed, command, "supply-orders-done-received").await
}

/// It came back.
pub(super) async fn bring_back(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let lines = fields_of(&typed, "fit-").filter_map(|(line, fit)| {
        Some(ReturnedLine {
            line: line.parse().ok()?,
            // What is no number is refused at its field, as below nothing.
            fit: fit.parse().unwrap_or(-1),
        })
    });
    let command = Command::Return {
        lines: lines.collect(),
        reason: field(&typed, "return_reason").to_owned(),
    };
    step(&supply, &visit, id, typed, command, "supply-orders-done-returned").await
}

/// It can't be delivered.
pub(super) async fn cancel(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let reason = Some(field(&typed, "reason").to_owned());
    let command = Command::Cancel { reason };
    step(&supply, &visit, id, typed, command, "supply-orders-done-cancelled").await
}
