//! `/plant`: a plant's own page. One question, "what blocks us, and who is on it?", and one action: to report a blockage.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{AccountError, Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_ledger::{Filter, LedgerState, OwnNeeds, Sight};
use tongxin_places::OrgFilter;
use tongxin_web::{Page, Problem, Query, html};

/// The kind of need raised here.
const KIND: &str = "plant_blockage";

#[derive(Template)]
#[template(path = "plant.html")]
struct OwnPage {
    page: Page,
    place: String,
    /// All that the viewer speaks for: address, name, whether it is this one.
    others: Vec<(String, String, bool)>,
    own: OwnNeeds,
}

#[derive(Debug, Deserialize)]
struct OwnQuery {
    org: Option<OrgId>,
}

/// The pages' routes.
pub fn routes(state: LedgerState) -> Routes {
    Routes::new()
        .page(Method::GET, "/plant", Right::May(Action::OwnPlant), show)
        .with_state(Arc::new(state))
}

async fn show(
    State(state): State<Arc<LedgerState>>,
    visit: Visit,
    Query(query): Query<OwnQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OwnPlant)?;
    let filter = OrgFilter {
        ids: Some(scope.orgs),
        ..OrgFilter::default()
    };
    let orgs = state.places.orgs(&filter).await.map_err(AccountError::from)?;
    let org = match query.org {
        Some(wanted) => orgs.iter().find(|org| org.id == wanted),
        None => orgs.first(),
    };
    let org = org.ok_or_else(Problem::not_found)?;
    let back = format!("/plant?org={}", org.id);
    let whom = Filter {
        org: Some(org.id),
        ..Filter::default()
    };
    let own = OwnNeeds::load(&state, &visit, KIND, whom, &format!("&org={}", org.id), &back).await?;
    let others = orgs
        .iter()
        .map(|each| (format!("/plant?org={}", each.id), each.name.clone(), each.id == org.id));
    html(&OwnPage {
        page: visit.page_titled(org.name.clone()),
        place: Sight::of(&state, &visit).place(&org.place),
        others: others.collect(),
        own,
    })
}
