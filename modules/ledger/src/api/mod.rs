//! JSON under `/api/v1`, described in OpenAPI. Each handler reads: who asks, what, done, answered.

mod bodies;
mod bulk;
mod commands;
mod files;
mod lists;
mod public;
mod views;

pub use bodies::CommandBody;
pub use lists::NeedQuery;
pub use views::{AttachmentView, EntryView, NeedDetail, NeedPage, NeedView};

use crate::Ledger;
use std::sync::Arc;
use tongxin_places::Places;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct LedgerState {
    /// The ledger.
    pub ledger: Ledger,
    /// The city's places.
    pub places: Places,
}

pub(crate) type Shared = axum::extract::State<Arc<LedgerState>>;

/// The ledger's routes, with their full paths.
pub fn routes(state: LedgerState) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(lists::list_needs, commands::raise_need))
        .routes(routes!(lists::needs_csv))
        .routes(routes!(lists::needs_xlsx))
        .routes(routes!(lists::get_need))
        .routes(routes!(commands::accept_need))
        .routes(routes!(commands::assign_need))
        .routes(routes!(commands::solve_need))
        .routes(routes!(commands::strike_off_need))
        .routes(routes!(commands::decline_need))
        .routes(routes!(commands::appeal_need))
        .routes(routes!(commands::reopen_need))
        .routes(routes!(commands::comment_need))
        .routes(routes!(commands::escalate_need))
        .routes(routes!(commands::merge_need))
        .routes(routes!(commands::prioritise_need))
        .routes(routes!(commands::undo_need))
        .routes(routes!(bulk::bulk_needs))
        .routes(routes!(bulk::bulk_undo_needs))
        .routes(routes!(files::attach_photo))
        .routes(routes!(files::get_attachment))
        .routes(routes!(public::list_kinds))
        .routes(routes!(public::latest_seal))
        .with_state(Arc::new(state))
}
