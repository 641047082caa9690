//! An organisation's own page, such as a plant's or a project's. One question, "what do we lack, and who is on it?", and
//! one action: to ask.

use crate::LedgerState;
use crate::pages::own::OwnNeeds;
use crate::pages::rows::Sight;
use crate::store::list::Filter;
use askama::Template;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit, places_problem};
use tongxin_city::OrgId;
use tongxin_places::OrgFilter;
use tongxin_web::{Page, Problem, Query, html};

/// What a module says of its organisations' page.
#[derive(Debug, Clone, Copy)]
pub struct OrgPage {
    /// Its path.
    pub path: &'static str,
    /// Who opens it.
    pub action: Action,
    /// The kind of need raised there.
    pub kind: &'static str,
    /// The language key of the question above what can be asked for.
    pub question: &'static str,
}

#[derive(Template)]
#[template(path = "org.html")]
struct OrgView {
    page: Page,
    question: &'static str,
    place: String,
    /// All that the viewer speaks for: address, name, whether it is this one.
    all: Vec<(String, String, bool)>,
    own: OwnNeeds,
}

#[derive(Debug, Deserialize)]
struct OrgQuery {
    org: Option<OrgId>,
}

impl OrgPage {
    /// The page's route.
    pub fn routes(self, state: LedgerState) -> Routes {
        let state = Arc::new(state);
        Routes::new().page(
            Method::GET,
            self.path,
            Right::May(self.action),
            move |visit: Visit, Query(query): Query<OrgQuery>| {
                let state = Arc::clone(&state);
                async move { self.show(&state, &visit, query.org).await }
            },
        )
    }

    async fn show(self, state: &LedgerState, visit: &Visit, wanted: Option<OrgId>) -> Result<Response, Problem> {
        let filter = OrgFilter {
            ids: Some(visit.scope(self.action)?.orgs),
            ..OrgFilter::default()
        };
        let orgs = state.places.orgs(&filter).await.map_err(places_problem)?;
        let org = match wanted {
            Some(wanted) => orgs.iter().find(|org| org.id == wanted),
            None => orgs.first(),
        };
        let org = org.ok_or_else(Problem::not_found)?;
        let address = |id: OrgId| format!("{}?org={id}", self.path);
        let whom = Filter {
            org: Some(org.id),
            ..Filter::default()
        };
        let asks = format!("&org={}", org.id);
        let own = OwnNeeds::load(state, visit, self.kind, whom, &asks, &address(org.id)).await?;
        let all = orgs
            .iter()
            .map(|each| (address(each.id), each.name.clone(), each.id == org.id));
        html(&OrgView {
            page: visit.page_titled(org.name.clone()),
            question: self.question,
            place: Sight::of(state, visit).place(&org.place),
            all: all.collect(),
            own,
        })
    }
}
