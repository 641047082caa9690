//! What a need's forms are posted to: one command, then back to where it was given, with undo while it can be undone.

use crate::api::Shared;
use crate::commands::Done;
use crate::error::LedgerError;
use crate::pages::commands::{ActForm, field_name};
use crate::pages::{form_errors, need};
use crate::rules::command::CommandKind;
use crate::{LedgerState, SentPhoto};
use axum::response::Response;
use http::StatusCode;
use tongxin_account::Visit;
use tongxin_city::NeedId;
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, MultipartForm, Path, Problem, fresh_key, html_with, redirect_with, refused,
};

/// Gives one command.
pub(super) async fn act(
    kind: CommandKind,
    state: Shared,
    visit: Visit,
    Path(id): Path<NeedId>,
    Form(form): Form<ActForm>,
) -> Result<Response, Problem> {
    match give(kind, &state, &visit, id, &form).await {
        Ok(done) => Ok(done_page(&visit, kind, &done, &form.back)),
        Err(error) => {
            let mut errors = form_errors(&visit, error)?;
            for error in errors.list.iter_mut().filter(|error| !error.field.is_empty()) {
                error.field = field_name(kind, &error.field);
            }
            again(&state, &visit, id, errors, Some((kind, form))).await
        }
    }
}

async fn give(
    kind: CommandKind,
    state: &LedgerState,
    visit: &Visit,
    id: NeedId,
    form: &ActForm,
) -> Result<Done, Problem> {
    let IdempotencyKey(key) = IdempotencyKey::checked(&form.key)?;
    let command = form.command(kind).map_err(LedgerError::from)?;
    let done = state.command(&visit.viewer, id, command, key, visit.now()).await;
    // The form has one field for both kinds of assignees.
    done.map_err(|problem| {
        if kind == CommandKind::Assign {
            problem.at("to")
        } else {
            problem
        }
    })
}

/// Adds a photo.
pub(super) async fn attach(
    state: Shared,
    visit: Visit,
    Path(id): Path<NeedId>,
    form: MultipartForm,
) -> Result<Response, Problem> {
    match give_photo(&state, &visit, id, &form, form.text("key")).await {
        Ok(done) => Ok(done_page(&visit, CommandKind::Attach, &done, "")),
        Err(error) => {
            let mut errors = form_errors(&visit, error)?;
            errors
                .list
                .iter_mut()
                .for_each(|error| error.field = "photo".to_owned());
            again(&state, &visit, id, errors, None).await
        }
    }
}

/// Adds the photo of a form to a need.
pub(super) async fn give_photo(
    state: &LedgerState,
    visit: &Visit,
    id: NeedId,
    form: &MultipartForm,
    key: &str,
) -> Result<Done, Problem> {
    let IdempotencyKey(key) = IdempotencyKey::checked(key)?;
    let Some((_, bytes)) = form.files.first() else {
        return Err(Problem::invalid().field("photo", "field-required", &[]));
    };
    let sent = SentPhoto {
        name: String::new(),
        bytes: bytes.to_vec(),
    };
    state.attach(&visit.viewer, id, sent, key, visit.now()).await
}

/// The need's page again, with what is wrong on it: 422 at a field, 409 when the need has moved on.
async fn again(
    state: &LedgerState,
    visit: &Visit,
    id: NeedId,
    errors: FormErrors,
    tried: Option<(CommandKind, ActForm)>,
) -> Result<Response, Problem> {
    let is_at_field = errors.list.iter().any(|error| !error.field.is_empty());
    let page = need::page(state, visit, id, errors, tried).await?;
    if is_at_field {
        refused(&page)
    } else {
        html_with(StatusCode::CONFLICT, &page)
    }
}

fn done_page(visit: &Visit, kind: CommandKind, done: &Done, back: &str) -> Response {
    let own = format!("/needs/{}", done.id);
    let back = if back.is_empty() { own.as_str() } else { back };
    let mut flash = Flash::done(done_key(kind)).arg("number", done.id);
    if done.entry.is_undoable() {
        let fields = vec![
            ("key".to_owned(), fresh_key()),
            ("seq".to_owned(), done.seq.to_string()),
            ("back".to_owned(), back.to_owned()),
        ];
        flash = flash.undo(format!("{own}/undo"), fields);
    }
    redirect_with(&visit.asked, back, &flash)
}

/// What is said after a command.
const fn done_key(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Accept => "ledger-done-accept",
        CommandKind::Assign => "ledger-done-assign",
        CommandKind::Solve => "ledger-done-solve",
        CommandKind::StrikeOff => "ledger-done-strike-off",
        CommandKind::Decline => "ledger-done-decline",
        CommandKind::Appeal => "ledger-done-appeal",
        CommandKind::Reopen => "ledger-done-reopen",
        CommandKind::Comment => "ledger-done-comment",
        CommandKind::Attach => "ledger-done-attach",
        CommandKind::Escalate => "ledger-done-escalate",
        CommandKind::Merge => "ledger-done-merge",
        CommandKind::SetPriority => "ledger-done-priority",
        CommandKind::Undo => "ledger-done-undo",
    }
}
