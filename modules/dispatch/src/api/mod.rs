//! JSON under `/api/v1`, described in OpenAPI. Each handler reads: who asks, what, done, answered.

mod plans;
mod rides;
mod run_key;
mod runs;
mod sheet;
mod views;

use crate::dispatch::Dispatch;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) type Shared = axum::extract::State<Arc<Dispatch>>;

/// Dispatch's routes, with their full paths and the right each needs.
pub fn routes(dispatch: Dispatch) -> Routes {
    let read = Right::May(Action::PlanRead);
    let work = Right::May(Action::PlanWork);
    Routes::new()
        .api(routes!(plans::list_plans), read)
        .api(routes!(plans::ask_plan), work)
        .api(routes!(plans::get_plan), read)
        .api(routes!(plans::plan_geojson), read)
        .api(routes!(plans::stop_search), work)
        .api(routes!(plans::change_plan), work)
        .api(routes!(plans::undo_change), work)
        .api(routes!(plans::drop_plan), work)
        .api(routes!(plans::publish_plan), work)
        .api(routes!(runs::list_day_runs), read)
        .api(routes!(runs::get_day_run), read)
        .api(routes!(runs::say_for_run), work)
        .api(routes!(runs::renew_run_link), work)
        .api(routes!(sheet::get_run), Right::Anyone)
        .api(routes!(sheet::get_run_outlines), Right::Anyone)
        .api(routes!(sheet::say_what_happened), Right::Anyone)
        .api(routes!(sheet::show_where), Right::Anyone)
        .api(routes!(rides::list_rides), Right::May(Action::RideRead))
        .api(routes!(rides::book_trip), Right::May(Action::RideBook))
        .api(routes!(rides::call_off_ride), Right::May(Action::RideBook))
        .merge(crate::pages::routes())
        .with_state(Arc::new(dispatch))
}
