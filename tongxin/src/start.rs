//! `/`: whoever is signed in goes to the page their role opens first; anybody else reads what this is and how to come in.

use crate::privacy;
use askama::Template;
use axum::response::Response;
use http::Method;
use tongxin_account::{Right, Role, Routes, Viewer, Visit, Who};
use tongxin_web::{Page, Problem, html, redirect};

/// The first page of each role. Of several roles the first in this order counts: whoever decides for others sees that.
const HOMES: [(Role, &str); 11] = [
    (Role::Commander, "/board"),
    (Role::Officer, "/queue"),
    (Role::CommunityWorker, "/buildings"),
    (Role::Steward, "/buildings"),
    (Role::CheckpointStaff, "/scan"),
    (Role::OutletManager, "/outlet"),
    (Role::PlantReporter, "/plant"),
    (Role::ProjectOwner, "/project"),
    (Role::HospitalDesk, "/hospital"),
    (Role::CallTaker, "/calls"),
    (Role::Administrator, "/people"),
];
/// The first page of a household.
const HOUSEHOLD_HOME: &str = "/home";
/// The page of somebody whose roles have all ended.
const NO_ROLE_HOME: &str = "/account";

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    page: Page,
    city: String,
}

/// The pages that belong to no module.
pub(crate) fn routes() -> Routes {
    Routes::new().page(Method::GET, "/", Right::Anyone, start).page(
        Method::GET,
        "/privacy",
        Right::Anyone,
        privacy::show,
    )
}

async fn start(visit: Visit) -> Result<Response, Problem> {
    if let Some(home) = home_of(&visit.viewer) {
        return Ok(redirect(home));
    }
    let names = &visit.asked.shell().city_name;
    html(&StartPage {
        city: visit.lang().pick(&names.0, &names.1).clone(),
        page: visit.page("start-title"),
    })
}

fn home_of(viewer: &Viewer) -> Option<&'static str> {
    match viewer.who {
        Who::Nobody => None,
        Who::Household { .. } => Some(HOUSEHOLD_HOME),
        Who::Account(_) => {
            let home = HOMES.iter().find(|(role, _)| viewer.has_role(*role));
            Some(home.map_or(NO_ROLE_HOME, |(_, home)| *home))
        }
    }
}
