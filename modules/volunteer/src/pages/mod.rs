//! HTML. Each handler reads: who asks, what, done, shown. All of it works without scripts.

mod certificate;
mod coming;
mod goods;
mod import;
mod join;
mod lead;
mod matching;
mod me;
mod me_steps;
mod offers;
mod own;
mod people;
mod person;
mod person_form;
mod profile;
mod sheet;
mod shift;
mod shift_form;
mod shifts;
mod teams;
mod thanks;
mod verify;
mod words;

use crate::volunteers::Volunteers;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

/// A volunteer's own page.
const ME: &str = "/volunteer/me";
/// The form that registers.
const JOIN: &str = "/volunteer/join";
/// Shifts that anybody can sign up for.
const OFFERS: &str = "/volunteer/shifts";
/// A team's shifts, for whoever leads it.
const LEAD: &str = "/volunteer/lead";
/// Where a certificate is checked.
const VERIFY: &str = "/volunteer/verify";
/// The desk: volunteers, shifts, teams, goods.
const PEOPLE: &str = "/volunteers";
const IMPORT: &str = "/volunteers/import";
const GOODS: &str = "/volunteers/goods";
const SHIFTS: &str = "/shifts";
const TEAMS: &str = "/teams";

/// All pages of volunteers.
pub(crate) fn routes() -> Routes<Arc<Volunteers>> {
    public_routes()
        .merge(own_routes())
        .merge(people_routes())
        .merge(shift_routes())
}

fn public_routes() -> Routes<Arc<Volunteers>> {
    let anyone = Right::Anyone;
    Routes::new()
        .page(Method::GET, JOIN, anyone, join::form)
        .page(Method::POST, JOIN, anyone, join::register)
        .page(Method::GET, "/v/{key}", anyone, own::open)
        .page(Method::GET, "/shifts-calendar/{feed}", anyone, own::calendar)
        .page(Method::GET, VERIFY, anyone, verify::show)
        .page(Method::GET, "/volunteer/thanks", anyone, thanks::show)
}

/// Pages behind a volunteer's link; without one they say how to get one.
fn own_routes() -> Routes<Arc<Volunteers>> {
    let anyone = Right::Anyone;
    Routes::new()
        .page(Method::GET, ME, anyone, me::show)
        .page(Method::POST, "/volunteer/me/steps", anyone, me_steps::step)
        .page(Method::POST, "/volunteer/me/errands", anyone, me_steps::errand)
        .page(Method::POST, "/volunteer/me/thanks", anyone, me_steps::choose_wall)
        .page(Method::POST, "/volunteer/me/leave", anyone, me_steps::leave)
        .page(Method::GET, "/volunteer/me/profile", anyone, profile::form)
        .page(Method::POST, "/volunteer/me/profile", anyone, profile::change)
        .page(Method::GET, "/volunteer/me/certificate", anyone, certificate::show)
        .page(Method::GET, "/volunteer/me/certificate.json", anyone, certificate::file)
        .page(Method::GET, OFFERS, anyone, offers::show)
        .page(Method::GET, "/volunteer/in/{code}", anyone, coming::show)
        .page(Method::POST, "/volunteer/in/{code}", anyone, coming::say)
        .page(Method::GET, LEAD, anyone, lead::show)
        .page(Method::POST, LEAD, anyone, lead::say)
}

fn people_routes() -> Routes<Arc<Volunteers>> {
    let read = Right::May(Action::VolunteerRead);
    let edit = Right::May(Action::VolunteerEdit);
    Routes::new()
        .page(Method::GET, PEOPLE, read, people::show)
        .page(Method::GET, "/volunteers/new", edit, people::new)
        .page(Method::POST, PEOPLE, edit, people::enter)
        .page(Method::GET, IMPORT, edit, import::form)
        .page(Method::POST, IMPORT, edit, import::take_in)
        .page(Method::GET, GOODS, read, goods::show)
        .page(Method::POST, GOODS, edit, goods::say)
        .page(Method::GET, "/volunteers/{volunteer}", read, person::show)
        .page(Method::POST, "/volunteers/{volunteer}/verify", edit, person::verify)
        .page(Method::POST, "/volunteers/{volunteer}/link", edit, person::renew_link)
        .page(
            Method::POST,
            "/volunteers/{volunteer}/hours",
            edit,
            person::correct_hours,
        )
        .page(Method::GET, TEAMS, read, teams::show)
        .page(Method::POST, TEAMS, edit, teams::add)
        .page(Method::GET, "/teams/{team}", read, teams::one)
        .page(Method::POST, "/teams/{team}", edit, teams::change)
}

fn shift_routes() -> Routes<Arc<Volunteers>> {
    let read = Right::May(Action::ShiftRead);
    let work = Right::May(Action::ShiftWork);
    Routes::new()
        .page(Method::GET, SHIFTS, read, shifts::show)
        .page(Method::POST, "/shifts/matching", work, shifts::ask_all)
        .page(Method::GET, "/shifts/new", work, shift_form::new)
        .page(Method::POST, SHIFTS, work, shift_form::open)
        .page(Method::GET, "/shifts/{shift}", read, shift::show)
        .page(Method::POST, "/shifts/{shift}/cancel", work, shift::cancel)
        .page(Method::POST, "/shifts/{shift}/presence", work, shift::say)
        .page(Method::POST, "/shifts/{shift}/errands", work, shift::add_errand)
        .page(Method::GET, "/shifts/{shift}/sheet", work, sheet::show)
        .page(Method::GET, "/shifts/{shift}/matching", work, matching::show)
        .page(Method::POST, "/shifts/{shift}/matching", work, matching::ask)
}
