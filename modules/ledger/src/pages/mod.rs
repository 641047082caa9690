//! The ledger's pages: the list, a need, the officer's queue, raising. Each handler reads: who asks, what, done, shown.
//!
//! Start at [`routes`]. [`rows`] says a need in words for any list, other modules' too; a filter is kept in the
//! URL ([`tongxin_web::Address`]).

mod act;
mod body;
mod bulk;
mod calls;
mod commands;
mod filter;
mod list;
mod need;
mod org;
mod own;
mod queue;
mod raise;
mod rows;
mod timeline;

pub use org::OrgPage;
pub use own::{OwnNeeds, TopicLink};
pub use rows::{NeedRow, NextStep, Sight, need_rows};

use crate::api::LedgerState;
use crate::asking::action_of;
use crate::rules::command::CommandKind;
use crate::rules::limits::PAGE_DEFAULT;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_web::{FormErrors, Problem};

/// Rows counted for "how many"; more are said as "1000+".
const COUNT_MAX: u32 = 1_000;
/// Rows on a page of a list that people read.
const ROWS: u32 = PAGE_DEFAULT;

/// The pages' routes.
pub(crate) fn routes() -> Routes<Arc<LedgerState>> {
    let read = Right::May(Action::NeedRead);
    let raise = Right::May(Action::NeedRaise);
    let work = Right::May(Action::NeedWork);
    let routes = Routes::new()
        .page(Method::GET, "/needs", read, list::show)
        .page(Method::POST, "/needs/bulk", work, bulk::act)
        .page(Method::POST, "/needs/bulk/undo", work, bulk::undo)
        .page(Method::GET, "/needs/raise", raise, raise::form)
        .page(Method::POST, "/needs/raise", raise, raise::raise)
        .page(Method::GET, "/needs/{id}", read, need::show)
        .page(
            Method::POST,
            "/needs/{id}/attach",
            Right::May(Action::NeedComment),
            act::attach,
        )
        .merge(calls::routes())
        .page(Method::GET, "/queue", Right::May(Action::OwnQueue), queue::show);
    let by_form = CommandKind::ALL.into_iter().filter(|kind| *kind != CommandKind::Attach);
    by_form.fold(routes, |routes, kind| {
        let path = format!("/needs/{{id}}/{}", kind.as_str());
        routes.page(
            Method::POST,
            &path,
            Right::May(action_to_try(kind)),
            move |state, visit, id, form| act::act(kind, state, visit, id, form),
        )
    })
}

/// Who may try a command at all. A need's own people may act without a role (who raised it confirms, whom it was given
/// to solves, who decided takes back); for them the rules decide.
const fn action_to_try(kind: CommandKind) -> Action {
    match kind {
        CommandKind::Solve | CommandKind::StrikeOff | CommandKind::Undo => Action::NeedRead,
        _ => action_of(kind),
    }
}

/// What is wrong, as a form shows it. What no change of the form could mend stays a problem.
fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    let can_be_mended = matches!(problem.status.as_u16(), 409 | 413 | 415 | 422);
    if !can_be_mended {
        return Err(problem);
    }
    Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
}
