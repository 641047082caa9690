//! What the forms of transfers are posted to: one step, then back to the transfer, with undo while it can be undone.

use crate::Supply;
use crate::api::Shared;
use crate::api::transfers::{propose as propose_as_asked, step};
use crate::error::SupplyError;
use crate::limits::TRANSFER_PIECES_MAX;
use crate::pages::transfers::PATH;
use crate::pages::transfers::one;
use crate::pages::whitelist::form_errors;
use crate::rules::transfer::TransferCommand;
use crate::transfers::{AskedTransfer, TransferDone};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::{ItemId, OrgId, TransferId};
use tongxin_web::{FieldFault, Flash, Form, IdempotencyKey, Path, Problem, fresh_key, html_with, redirect_with};

/// A proposal as its button sends it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ProposeForm {
    #[serde(default)]
    key: String,
    from: OrgId,
    to: OrgId,
    item: ItemId,
    pieces: i64,
}

/// A step as its form sends it; each field bears the name of its step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    key: String,
    seq: i64,
    pub(super) refuse_reason: String,
    pub(super) cancel_reason: String,
    pub(super) send_pieces: String,
    pub(super) receive_pieces: String,
}

/// Proposes what was suggested.
pub(super) async fn propose(
    State(supply): Shared,
    visit: Visit,
    Form(form): Form<ProposeForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let asked = AskedTransfer {
        from: form.from,
        to: form.to,
        item: form.item,
        pieces: form.pieces,
    };
    let done = propose_as_asked(&supply, &visit, key, asked).await?;
    Ok(done_page(&visit, "propose", &done))
}

fn done_page(visit: &Visit, name: &'static str, done: &TransferDone) -> Response {
    let own = format!("{PATH}/{}", done.id);
    let key = match (name, done.need) {
        ("receive", Some(_)) => "supply-transfers-done-lost".to_owned(),
        _ => format!("supply-transfers-done-{name}"),
    };
    let mut flash = Flash::done(&key).arg("number", done.id);
    if name != "undo" {
        let fields = vec![
            ("key".to_owned(), fresh_key()),
            ("seq".to_owned(), done.seq.to_string()),
        ];
        flash = flash.undo(format!("{own}/undo"), fields);
    }
    redirect_with(&visit.asked, &own, &flash)
}

/// Takes a step; `asked` is what its form asks for.
async fn take(
    supply: &Supply,
    visit: &Visit,
    id: TransferId,
    name: &'static str,
    form: StepForm,
    asked: Result<TransferCommand, Problem>,
) -> Result<Response, Problem> {
    let taken = async {
        let key = IdempotencyKey::checked(&form.key)?;
        step(supply, visit, id, key, asked?).await
    };
    match taken.await {
        Ok(done) => Ok(done_page(visit, name, &done)),
        Err(problem) => {
            let status = problem.status;
            let mut errors = form_errors(visit, problem)?;
            for error in errors.list.iter_mut().filter(|error| !error.field.is_empty()) {
                error.field = format!("{name}_{}", error.field);
            }
            html_with(status, &one::page(supply, visit, id, errors, Some((name, form))).await?)
        }
    }
}

/// A number of pieces as somebody typed it.
fn pieces(text: &str) -> Result<i64, Problem> {
    text.trim().parse().map_err(|_| {
        let fault = FieldFault::new("pieces", "supply-transfers-pieces");
        SupplyError::from(fault.arg("min", 0).arg("max", TRANSFER_PIECES_MAX)).into()
    })
}

/// The giver agrees.
pub(super) async fn agree(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    take(&supply, &visit, id, "agree", form, Ok(TransferCommand::Agree)).await
}

/// The giver refuses.
pub(super) async fn refuse(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let reason = form.refuse_reason.clone();
    take(
        &supply,
        &visit,
        id,
        "refuse",
        form,
        Ok(TransferCommand::Refuse { reason }),
    )
    .await
}

/// The giver has sent it.
pub(super) async fn send(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let asked = pieces(&form.send_pieces).map(|pieces| TransferCommand::Send { pieces });
    take(&supply, &visit, id, "send", form, asked).await
}

/// The receiver has counted it.
pub(super) async fn receive(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let asked = pieces(&form.receive_pieces).map(|pieces| TransferCommand::Receive { pieces });
    take(&supply, &visit, id, "receive", form, asked).await
}

/// It is no longer wanted.
pub(super) async fn cancel(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let reason = form.cancel_reason.clone();
    take(
        &supply,
        &visit,
        id,
        "cancel",
        form,
        Ok(TransferCommand::Cancel { reason }),
    )
    .await
}

/// Takes the last step back.
pub(super) async fn undo(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let seq = form.seq;
    take(&supply, &visit, id, "undo", form, Ok(TransferCommand::Undo { seq })).await
}
