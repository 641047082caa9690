//! `/dispatch`: the firms of a place that have runs on a day, each with its figures.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::FIRMS_SHOWN_MAX;
use crate::pages::OWN_PLANS;
use crate::pages::words::{Badge, Words};
use crate::store::firms::{self, FirmDay};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Day, OrgId, PlaceCode};
use tongxin_places::{Org, OrgFilter};
use tongxin_web::{Page, Problem, Query, html, redirect};

/// Which place and day; the reader's own place and today when left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FirmsQuery {
    place: Option<PlaceCode>,
    day: Option<Day>,
}

#[derive(Template)]
#[template(path = "dispatch_firms.html")]
struct FirmsPage {
    page: Page,
    about: String,
    place: String,
    day: String,
    /// All firms together: number, word.
    sums: Vec<(String, String)>,
    rows: Vec<FirmRow>,
}

struct FirmRow {
    href: String,
    name: String,
    place: String,
    badge: Badge,
    runs: i64,
    stops: i64,
    done: i64,
    late: i64,
    unserved: i64,
    km: String,
}

/// The page. A manager, who watches over no place, is led to the own plans.
pub(super) async fn show(
    State(dispatch): Shared,
    visit: Visit,
    Query(query): Query<FirmsQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::PlanRead)?;
    if scope.places.is_empty() {
        return Ok(redirect(OWN_PLANS));
    }
    let place = visit.place_or_widest(Action::PlanRead, query.place)?;
    let words = Words::of(&dispatch, &visit)?;
    let day = query.day.unwrap_or(words.today);
    let inside = Scope::of_place(place);
    let found = firms::of_day(dispatch.db(), &inside, day, FIRMS_SHOWN_MAX);
    let found = found.await.map_err(DispatchError::from)?;
    let orgs = names(&dispatch, &found).await?;
    let mut page = visit.page("dispatch-firms-title");
    let href = |code: &PlaceCode| format!("/dispatch?place={code}&day={day}");
    page.place_path = visit.place_path(&words.tree, &place, Action::PlanRead, href);
    html(&FirmsPage {
        about: format!("{} · {}", words.name(&place), words.near_day(day)),
        place: place.to_string(),
        day: day.to_string(),
        sums: sums(&words, &found),
        rows: orgs
            .iter()
            .filter_map(|org| Some(row(&words, org, found.get(&org.id)?, day)))
            .collect(),
        page,
    })
}

/// The firms, worst first.
async fn names(dispatch: &Dispatch, found: &BTreeMap<OrgId, FirmDay>) -> Result<Vec<Org>, DispatchError> {
    let filter = OrgFilter {
        ids: Some(found.keys().copied().collect()),
        ..OrgFilter::default()
    };
    let mut orgs = dispatch.places().orgs(&filter).await?;
    let trouble = |org: &Org| found.get(&org.id).map(|day| (day.broken, day.late, day.unserved));
    orgs.sort_by_key(|org| std::cmp::Reverse(trouble(org)));
    Ok(orgs)
}

fn row(words: &Words<'_>, org: &Org, day: &FirmDay, on: Day) -> FirmRow {
    FirmRow {
        href: format!("/plans?org={}&day={on}", org.id),
        name: org.name.clone(),
        place: words.name(&org.place),
        badge: badge(words, day),
        runs: day.runs,
        stops: day.stops,
        done: day.done,
        late: day.late,
        unserved: day.unserved,
        km: words.km(day.metres),
    }
}

fn badge(words: &Words<'_>, day: &FirmDay) -> Badge {
    let (state, word) = match day {
        FirmDay { broken: 1.., .. } => ("failing", words.n("dispatch-firm-broken", day.broken)),
        FirmDay { late: 1.., .. } => ("failing", words.n("dispatch-firm-late", day.late)),
        FirmDay { unserved: 1.., .. } => ("strained", words.n("dispatch-firm-unserved", day.unserved)),
        _ if day.done == day.stops => ("stable", words.t("dispatch-firm-done")),
        _ => ("stable", words.t("dispatch-firm-on-time")),
    };
    Badge { state, word }
}

fn sums(words: &Words<'_>, found: &BTreeMap<OrgId, FirmDay>) -> Vec<(String, String)> {
    let sum = |of: fn(&FirmDay) -> i64| found.values().map(of).sum::<i64>();
    let said = |key: &str, number: String| (number, words.t(key));
    vec![
        said("dispatch-column-runs", sum(|day| day.runs).to_string()),
        said("dispatch-column-stops", sum(|day| day.stops).to_string()),
        said("dispatch-column-done", sum(|day| day.done).to_string()),
        said("dispatch-column-late", sum(|day| day.late).to_string()),
        said("dispatch-column-unserved", sum(|day| day.unserved).to_string()),
    ]
}
