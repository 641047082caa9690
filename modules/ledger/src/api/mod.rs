//! JSON under `/api/v1`, described in OpenAPI. Each handler reads: who asks, what, done, answered.

mod bodies;
mod bulk;
mod calls;
mod commands;
mod files;
mod lists;
mod public;
mod views;

pub use bodies::CommandBody;
pub use lists::NeedQuery;

use crate::Ledger;
use std::sync::Arc;
use tongxin_account::{Accounts, Action, Right, Routes};
use tongxin_places::Places;
use utoipa_axum::routes;

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct LedgerState {
    /// The ledger.
    pub ledger: Ledger,
    /// The city's places.
    pub places: Places,
    /// Who is behind the ids that needs name.
    pub accounts: Accounts,
}

pub(crate) type Shared = axum::extract::State<Arc<LedgerState>>;

/// The ledger's routes, with their full paths and the right each needs.
///
/// Where a need's own people may act without a role (who raised it confirms or withdraws, whom it was given to solves,
/// who decided takes back), the route asks only for reading needs; the rules decide the rest.
pub fn routes(state: LedgerState) -> Routes {
    Routes::new()
        .api(routes!(lists::list_needs), Right::May(Action::NeedRead))
        .api(routes!(commands::raise_need), Right::May(Action::NeedRaise))
        .api(routes!(lists::needs_csv), Right::May(Action::Export))
        .api(routes!(lists::needs_xlsx), Right::May(Action::Export))
        .api(routes!(lists::get_need), Right::May(Action::NeedRead))
        .api(routes!(commands::accept_need), Right::May(Action::NeedWork))
        .api(routes!(commands::assign_need), Right::May(Action::NeedWork))
        .api(routes!(commands::solve_need), Right::May(Action::NeedRead))
        .api(routes!(commands::strike_off_need), Right::May(Action::NeedRead))
        .api(routes!(commands::decline_need), Right::May(Action::NeedDecline))
        .api(routes!(commands::appeal_need), Right::May(Action::NeedReopen))
        .api(routes!(commands::reopen_need), Right::May(Action::NeedReopen))
        .api(routes!(commands::comment_need), Right::May(Action::NeedComment))
        .api(routes!(commands::escalate_need), Right::May(Action::NeedEscalate))
        .api(routes!(commands::merge_need), Right::May(Action::NeedWork))
        .api(routes!(commands::prioritise_need), Right::May(Action::NeedWork))
        .api(routes!(commands::undo_need), Right::May(Action::NeedRead))
        .api(routes!(bulk::bulk_needs), Right::May(Action::NeedWork))
        .api(routes!(bulk::bulk_undo_needs), Right::May(Action::NeedWork))
        .api(routes!(files::attach_photo), Right::May(Action::NeedComment))
        .api(routes!(files::get_attachment), Right::May(Action::NeedRead))
        .api(routes!(calls::find_for_call), Right::May(Action::CallTake))
        .api(routes!(calls::needs_for_call), Right::May(Action::CallTake))
        .api(routes!(calls::list_calls), Right::May(Action::CallTake))
        .api(routes!(calls::take_call), Right::May(Action::CallTake))
        .api(routes!(public::list_kinds), Right::Anyone)
        .api(routes!(public::latest_seal), Right::Anyone)
        .merge(crate::pages::routes())
        .with_state(Arc::new(state))
}
