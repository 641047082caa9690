//! The same command on the rows chosen in a list, and its undo.

use crate::LedgerState;
use crate::api::Shared;
use crate::commands::{BulkItem, BulkOutcome, Key};
use crate::pages::commands::{assignee, priority};
use crate::pages::list::LIST;
use crate::problems::refused;
use crate::rules::command::{Command, EscalationReason, FieldFault};
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::NeedId;
use tongxin_web::{Flash, Form, IdempotencyKey, Problem, fresh_key, redirect_with};

#[derive(Debug, Deserialize)]
pub(super) struct BulkForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    back: String,
    /// The command's name.
    #[serde(default, rename = "do")]
    command: String,
    #[serde(default)]
    need: Vec<NeedId>,
    #[serde(default)]
    to: String,
    #[serde(default)]
    priority: String,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct UndoForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    back: String,
    /// What was done: `number.entry`, separated by commas.
    #[serde(default)]
    items: String,
}

impl BulkForm {
    fn command(&self) -> Result<Command, FieldFault> {
        Ok(match self.command.as_str() {
            "assign" => Command::Assign(assignee(&self.to)?),
            "solve" => Command::Solve { note: None },
            "strike-off" => Command::StrikeOff { reason: None },
            "priority" => Command::SetPriority(priority(&self.priority)?),
            "escalate" => Command::Escalate(EscalationReason::ByHand(self.reason.clone())),
            _ => Command::Accept,
        })
    }
}

/// Does the same to every chosen need, each for itself.
pub(super) async fn act(state: Shared, visit: Visit, Form(form): Form<BulkForm>) -> Result<Response, Problem> {
    let back = back_of(&form.back);
    if form.need.is_empty() {
        return Ok(redirect_with(&visit.asked, back, &Flash::warn("ledger-bulk-none")));
    }
    let command = match form.command().and_then(Command::checked) {
        Ok(command) => command,
        Err(fault) => {
            let flash = Flash::warn("ledger-bulk-missing").arg("field", fault.field);
            return Ok(redirect_with(&visit.asked, back, &flash));
        }
    };
    let orders = form.need.iter().map(|id| (*id, command.clone())).collect();
    let items = carry_out(&state, &visit, &form.key, orders).await?;
    let mut flash = said(&visit, "ledger-bulk-done", &items);
    let undoable = undoable(&items);
    if !undoable.is_empty() {
        let fields = vec![
            ("key".to_owned(), fresh_key()),
            ("items".to_owned(), undoable),
            ("back".to_owned(), back.to_owned()),
        ];
        flash = flash.undo("/needs/bulk/undo", fields);
    }
    Ok(redirect_with(&visit.asked, back, &flash))
}

/// Takes back what was done to the chosen needs.
pub(super) async fn undo(state: Shared, visit: Visit, Form(form): Form<UndoForm>) -> Result<Response, Problem> {
    let item = |text: &str| -> Option<(NeedId, Command)> {
        let (id, seq) = text.split_once('.')?;
        Some((id.parse().ok()?, Command::Undo { seq: seq.parse().ok()? }))
    };
    let orders: Option<Vec<_>> = form.items.split(',').map(item).collect();
    let orders = orders.ok_or_else(Problem::unreadable)?;
    let items = carry_out(&state, &visit, &form.key, orders).await?;
    Ok(redirect_with(
        &visit.asked,
        back_of(&form.back),
        &said(&visit, "ledger-bulk-undone", &items),
    ))
}

fn back_of(back: &str) -> &str {
    if back.is_empty() { LIST } else { back }
}

async fn carry_out(
    state: &LedgerState,
    visit: &Visit,
    key: &str,
    orders: Vec<(NeedId, Command)>,
) -> Result<Vec<BulkItem>, Problem> {
    let IdempotencyKey(key) = IdempotencyKey::checked(key)?;
    let key = Key::new(key, "bulk-page", format!("{orders:?}").as_bytes());
    state.bulk(&visit.viewer, "need", orders, key, visit.now()).await
}

/// How many were done, how many not, and why the first of those was not.
fn said(visit: &Visit, key: &str, items: &[BulkItem]) -> Flash {
    let why = items.iter().find_map(|item| match &item.outcome {
        BulkOutcome::Done(_) => None,
        BulkOutcome::Refused(refusal) => Some(refused(refusal)),
        BulkOutcome::NotFound => Some(Problem::not_found()),
    });
    let done = items
        .iter()
        .filter(|item| matches!(item.outcome, BulkOutcome::Done(_)))
        .count();
    let Some(why) = why else {
        return Flash::done(key).arg("done", done).arg("refused", 0).arg("why", "");
    };
    let flash = if done == 0 { Flash::warn(key) } else { Flash::done(key) };
    flash
        .arg("done", done)
        .arg("refused", items.len() - done)
        .arg("why", why.body(&visit.asked.shell.texts, visit.lang()).title)
}

/// What can be taken back, in a form's one field.
fn undoable(items: &[BulkItem]) -> String {
    let done = items.iter().filter_map(|item| match &item.outcome {
        BulkOutcome::Done(done) if done.entry.is_undoable() => Some(format!("{}.{}", done.id, done.seq)),
        _ => None,
    });
    done.collect::<Vec<_>>().join(",")
}
