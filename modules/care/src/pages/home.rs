//! `/home`: a household's own page. One question, "what did we ask for, and who is on it?", and one action: to ask.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use tongxin_account::{Visit, Who};
use tongxin_ledger::{Filter, LedgerState, OwnNeeds, Sight};
use tongxin_web::{Page, Problem, html};

/// The kind of need a household raises.
const KIND: &str = "household_request";

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Page,
    /// Building and door.
    address: String,
    own: OwnNeeds,
}

/// The page.
pub(super) async fn show(State(state): State<Arc<LedgerState>>, visit: Visit) -> Result<Response, Problem> {
    let Who::Household { household, place } = visit.viewer.who else {
        return Err(Problem::forbidden());
    };
    let whom = Filter {
        household: Some(household),
        ..Filter::default()
    };
    let own = OwnNeeds::load(&state, &visit, KIND, whom, "", "/home").await?;
    let address = format!("{} {}", Sight::of(&state, &visit).place(&place), visit.viewer.name);
    html(&HomePage {
        page: visit.page("care-home-title"),
        address,
        own,
    })
}
