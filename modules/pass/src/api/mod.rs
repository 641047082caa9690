//! JSON under `/api/v1`, described in OpenAPI. Each handler reads: who asks, what, done, answered.

mod applying;
mod bodies;
mod deciding;
mod files;
mod gates;
mod public;
pub(crate) mod queries;
mod reading;
mod views;

pub use bodies::PassRowBody;

use crate::Passes;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) type Shared = axum::extract::State<Arc<Passes>>;

/// The desk's routes, with their full paths and the right each needs.
pub fn routes(passes: Passes) -> Routes {
    let read = Right::May(Action::PassRead);
    let apply = Right::May(Action::PassApply);
    let decide = Right::May(Action::PassDecide);
    let revoke = Right::May(Action::PassRevoke);
    let check = Right::May(Action::PassCheck);
    Routes::new()
        .api(routes!(public::keys), Right::Anyone)
        .api(routes!(public::status), Right::Anyone)
        .api(routes!(public::status_delta), Right::Anyone)
        .api(routes!(gates::take_counts), check)
        .api(routes!(gates::list_counts), read)
        .api(routes!(gates::look_up), check)
        .api(routes!(reading::list_passes), read)
        .api(routes!(reading::get_pass), read)
        .api(routes!(reading::get_batch), read)
        .api(routes!(files::passes_csv), read)
        .api(routes!(files::passes_xlsx), read)
        .api(routes!(applying::apply), apply)
        .api(routes!(applying::passes_template), apply)
        .api(routes!(applying::import_passes), apply)
        .api(routes!(applying::renew_pass), apply)
        .api(routes!(applying::change_pass), apply)
        .api(routes!(deciding::withdraw_passes), apply)
        .api(routes!(deciding::approve_passes), decide)
        .api(routes!(deciding::refuse_passes), decide)
        .api(routes!(deciding::agree_to_passes), decide)
        .api(routes!(deciding::issue_passes), decide)
        .api(routes!(deciding::revoke_passes), revoke)
        .api(routes!(deciding::revoke_firm), revoke)
        .merge(crate::pages::routes())
        .with_state(Arc::new(passes))
}
