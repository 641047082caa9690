//! JSON under `/api/v1`, described in OpenAPI. Each handler reads: who asks, what, done, answered. What a volunteer does of
//! themselves lies under `/api/v1/volunteer/me` and asks for their key instead of an account.

mod desk;
mod files;
mod goods;
mod own;
mod own_key;
mod people;
mod public;
mod shifts;
mod teams;
mod views;

use crate::volunteers::Volunteers;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use own_key::command_of;
pub(crate) use people::VolunteerQuery;
pub(crate) use shifts::ShiftQuery;

pub(crate) type Shared = axum::extract::State<Arc<Volunteers>>;

/// The routes of volunteers, with their full paths and the right each needs.
pub fn routes(volunteers: Volunteers) -> Routes {
    public_routes()
        .merge(own_routes())
        .merge(desk_routes())
        .merge(shift_routes())
        .merge(crate::pages::routes())
        .with_state(Arc::new(volunteers))
}

fn public_routes() -> Routes<Arc<Volunteers>> {
    Routes::new()
        .api(routes!(public::register), Right::Anyone)
        .api(routes!(public::keys), Right::Anyone)
        .api(routes!(public::verify_certificate), Right::Anyone)
        .api(routes!(public::thanks), Right::Anyone)
}

/// Whoever holds a volunteer's link; the handlers ask for it.
fn own_routes() -> Routes<Arc<Volunteers>> {
    Routes::new()
        .api(routes!(own::show_own), Right::Anyone)
        .api(routes!(own::change_own), Right::Anyone)
        .api(routes!(own::leave), Right::Anyone)
        .api(routes!(own::step), Right::Anyone)
        .api(routes!(own::say_presence), Right::Anyone)
        .api(routes!(own::list_errands), Right::Anyone)
        .api(routes!(own::step_errand), Right::Anyone)
        .api(routes!(own::choose_wall), Right::Anyone)
        .api(routes!(own::certificate), Right::Anyone)
}

fn desk_routes() -> Routes<Arc<Volunteers>> {
    let read = Right::May(Action::VolunteerRead);
    let edit = Right::May(Action::VolunteerEdit);
    Routes::new()
        .api(routes!(people::list_volunteers), read)
        .api(routes!(people::enter_volunteer), edit)
        .api(routes!(files::volunteers_csv), read)
        .api(routes!(files::volunteers_xlsx), read)
        .api(routes!(files::template), edit)
        .api(routes!(files::import_volunteers), edit)
        .api(routes!(people::verify), edit)
        .api(routes!(people::renew_link), edit)
        .api(routes!(people::list_hours), read)
        .api(routes!(people::correct_hours), edit)
        .api(routes!(teams::list_teams), read)
        .api(routes!(teams::add_team), edit)
        .api(routes!(teams::change_team), edit)
        .api(routes!(goods::list_goods), read)
        .api(routes!(goods::move_goods), edit)
}

fn shift_routes() -> Routes<Arc<Volunteers>> {
    let read = Right::May(Action::ShiftRead);
    let work = Right::May(Action::ShiftWork);
    Routes::new()
        .api(routes!(shifts::list_shifts), read)
        .api(routes!(shifts::open_shift), work)
        .api(routes!(shifts::cancel_shift), work)
        .api(routes!(desk::list_places), Right::May(Action::VolunteerRead))
        .api(routes!(desk::say_presence), work)
        .api(routes!(desk::list_proposals), work)
        .api(routes!(desk::ask_some), work)
        .api(routes!(desk::ask_all), work)
        .api(routes!(desk::add_errand), work)
}
