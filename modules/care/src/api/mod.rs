//! JSON under `/api/v1/care`, described in OpenAPI. Each handler reads: who asks, what, done, answered.

mod appointments;
pub(crate) mod calendars;
mod duty;
mod importing;
pub(crate) mod medicines;
pub(crate) mod people;
mod views;
mod visits;

use crate::care::Care;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use tongxin_ledger::LedgerState;
use utoipa_axum::routes;

pub(crate) use views::{DoorOfVisit, PersonView};

pub(crate) type Shared = axum::extract::State<Arc<Care>>;

/// Care's routes, with their full paths and the right each needs.
pub fn routes(care: Care) -> Routes {
    let read = Right::May(Action::PersonRead);
    let edit = Right::May(Action::PersonEdit);
    let (edit_appointment, share) = (Right::May(Action::AppointmentEdit), Right::May(Action::CalendarShare));
    let read_duty = Right::May(Action::DutyRead);
    let needs = LedgerState {
        ledger: care.ledger().clone(),
        places: care.places().clone(),
        accounts: care.accounts().clone(),
    };
    Routes::new()
        .api(routes!(people::list_people), read)
        .api(routes!(people::register_person), edit)
        .api(routes!(importing::people_template), edit)
        .api(routes!(importing::import_people), edit)
        .api(routes!(people::correct_person), edit)
        .api(routes!(people::open_record), Right::May(Action::PersonOpen))
        .api(routes!(people::list_openings), Right::May(Action::PersonOpen))
        .api(routes!(people::end_record), edit)
        .api(routes!(people::end_emergency), Right::May(Action::RegisterEnd))
        .api(routes!(medicines::list_to_fetch), Right::May(Action::VisitRead))
        .api(routes!(medicines::open_to_fetch), Right::May(Action::PersonOpen))
        .api(routes!(medicines::note_brought), edit)
        .api(routes!(medicines::add_prescription), edit)
        .api(routes!(medicines::open_prescription), Right::May(Action::PersonOpen))
        .api(routes!(medicines::remove_prescription), edit)
        .api(routes!(visits::list_visits), Right::May(Action::VisitRead))
        .api(routes!(visits::say_knock), Right::May(Action::VisitWork))
        .api(routes!(visits::say_enquiry), Right::May(Action::VisitWork))
        .api(
            routes!(appointments::list_appointments),
            Right::May(Action::AppointmentRead),
        )
        .api(routes!(appointments::enter_series), edit_appointment)
        .api(routes!(appointments::end_series), edit_appointment)
        .api(routes!(appointments::say_at_home), edit_appointment)
        .api(
            routes!(appointments::answer_appointment),
            Right::May(Action::AppointmentAnswer),
        )
        .api(
            routes!(appointments::open_appointment),
            Right::May(Action::AppointmentOpen),
        )
        .api(routes!(calendars::make_calendar), share)
        .api(routes!(calendars::end_calendar), share)
        .api(routes!(duty::list_duties), read_duty)
        .api(routes!(duty::list_own_duties), read_duty)
        .api(routes!(duty::take_duty), read_duty)
        .api(routes!(duty::coverage), read_duty)
        .api(routes!(duty::duty_number), read_duty)
        .api(routes!(duty::set_duty_number), Right::May(Action::DutyAssign))
        .merge(crate::pages::routes())
        .with_state(Arc::new(care))
        .merge(crate::pages::need_routes(needs))
}
