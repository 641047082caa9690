//! HTML. Each handler reads: who asks, what, done, shown. All of it works without scripts.

mod appointment;
mod appointment_form;
mod appointment_new;
mod appointment_words;
mod appointments;
mod appointments_of_day;
mod buildings;
mod choosing;
mod coverage;
mod duty;
mod home;
mod hospital;
mod import;
mod medicines;
mod paper;
mod people;
mod person;
mod person_form;
mod prescriptions;
mod round;
mod ticked;
mod words;

use crate::care::Care;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use tongxin_ledger::LedgerState;

/// A day's round.
const ROUND: &str = "/care";
/// A day's round on paper.
const PAPER: &str = "/care/paper";
/// The register.
const PEOPLE: &str = "/care/people";
/// The register from a table.
const IMPORT: &str = "/care/people/import";

/// What has to be fetched from the pharmacy.
const MEDICINES: &str = "/care/medicines";

/// Appointments of the own household or the own buildings.
const APPOINTMENTS: &str = "/care/appointments";
/// The desk of a hospital.
const HOSPITAL: &str = "/hospital";

/// Who is responsible for which building and compound.
const DUTY: &str = "/care/duty";
/// Where nobody is, and who has too much.
const COVERAGE: &str = "/care/coverage";

/// The pages of the register and of rounds.
pub(crate) fn routes() -> Routes<Arc<Care>> {
    let read = Right::May(Action::PersonRead);
    let edit = Right::May(Action::PersonEdit);
    let open = Right::May(Action::PersonOpen);
    let work = Right::May(Action::VisitWork);
    Routes::new()
        .page(Method::GET, ROUND, Right::May(Action::VisitRead), round::show)
        .page(Method::POST, "/care/knocks", work, round::knock)
        .page(Method::POST, "/care/enquiries", work, round::enquire)
        .page(Method::GET, PAPER, work, paper::show)
        .page(Method::POST, PAPER, work, paper::key_in)
        .page(Method::GET, PEOPLE, read, people::show)
        .page(Method::GET, "/care/people/new", edit, people::new)
        .page(Method::POST, PEOPLE, edit, people::register)
        .page(Method::GET, IMPORT, edit, import::form)
        .page(Method::POST, IMPORT, edit, import::take_in)
        .page(Method::GET, "/care/people/{person}", read, person::show)
        .page(Method::POST, "/care/people/{person}/open", open, person::open)
        .page(Method::POST, "/care/people/{person}/correct", edit, person::correct)
        .page(Method::POST, "/care/people/{person}/end", edit, person::end)
        .merge(medicine_routes())
        .merge(appointment_routes())
        .merge(duty_routes())
}

/// The pages of medicines.
fn medicine_routes() -> Routes<Arc<Care>> {
    let edit = Right::May(Action::PersonEdit);
    let open = Right::May(Action::PersonOpen);
    let photo = "/care/people/{person}/prescriptions/{photo}";
    Routes::new()
        .page(Method::GET, MEDICINES, Right::May(Action::VisitRead), medicines::show)
        .page(Method::POST, MEDICINES, open, medicines::open)
        .page(Method::POST, "/care/medicines/brought", edit, medicines::note)
        .page(
            Method::POST,
            "/care/people/{person}/prescriptions",
            edit,
            prescriptions::add,
        )
        .page(Method::POST, photo, open, prescriptions::open)
        .page(
            Method::POST,
            "/care/people/{person}/prescriptions/{photo}/remove",
            edit,
            prescriptions::remove,
        )
}

/// The pages of who is responsible.
fn duty_routes() -> Routes<Arc<Care>> {
    let read = Right::May(Action::DutyRead);
    Routes::new()
        .page(Method::GET, DUTY, read, duty::own)
        .page(Method::POST, DUTY, read, duty::take)
        .page(Method::GET, "/care/duty/{code}", read, duty::of_place)
        .page(
            Method::POST,
            "/care/duty-number",
            Right::May(Action::DutyAssign),
            duty::set_number,
        )
        .page(
            Method::POST,
            "/care/duty-notices",
            Right::May(Action::HouseholdCode),
            duty::put_up,
        )
        .page(Method::GET, COVERAGE, read, coverage::show)
}

/// The pages of appointments, and what a calendar's link opens.
fn appointment_routes() -> Routes<Arc<Care>> {
    let edit = Right::May(Action::AppointmentEdit);
    let answer = Right::May(Action::AppointmentAnswer);
    let open = Right::May(Action::AppointmentOpen);
    let share = Right::May(Action::CalendarShare);
    let one = "/care/appointments/{appointment}";
    Routes::new()
        .page(Method::GET, APPOINTMENTS, edit, appointments::show)
        .page(
            Method::GET,
            appointments_of_day::PATH,
            Right::May(Action::VisitRead),
            appointments_of_day::show,
        )
        .page(Method::GET, "/care/appointments/new", edit, appointment_new::new)
        .page(Method::POST, APPOINTMENTS, edit, appointment_new::enter)
        .page(
            Method::POST,
            "/care/series/{series}/end",
            edit,
            appointments::end_series,
        )
        .page(Method::GET, one, Right::May(Action::AppointmentRead), appointment::show)
        .page(
            Method::POST,
            "/care/appointments/{appointment}/open",
            open,
            appointment::open,
        )
        .page(
            Method::POST,
            "/care/appointments/{appointment}/household",
            edit,
            appointment::say_at_home,
        )
        .page(
            Method::POST,
            "/care/appointments/{appointment}/hospital",
            answer,
            appointment::answer,
        )
        .page(Method::GET, HOSPITAL, answer, hospital::show)
        .page(Method::POST, "/care/calendar", share, appointments::make_calendar)
        .page(Method::POST, "/care/calendar/end", share, appointments::end_calendar)
        .page(
            Method::GET,
            "/calendar/{file}",
            Right::Anyone,
            crate::api::calendars::calendar,
        )
}

/// The pages that show needs.
pub(crate) fn need_routes(state: LedgerState) -> Routes {
    let buildings = Right::May(Action::OwnBuildings);
    Routes::new()
        .page(Method::GET, "/home", Right::May(Action::OwnHousehold), home::show)
        .page(Method::GET, "/buildings", buildings, buildings::all)
        .page(Method::GET, "/buildings/{code}", buildings, buildings::one)
        .with_state(Arc::new(state))
}
