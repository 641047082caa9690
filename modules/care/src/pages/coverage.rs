//! `/care/coverage`: buildings without a steward and stewards with too many doors, on the map and as lists.

use super::words::Words;
use crate::api::Shared;
use crate::care::Care;
use crate::duty::TooMany;
use crate::error::CareError;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Level, PlaceCode};
use tongxin_web::{Page, Problem, Query, html};

/// Where the map gets the districts' boundaries.
const BOUNDARIES: &str = "/api/v1/districts.geojson";

#[derive(Template)]
#[template(path = "care_coverage.html")]
struct CoveragePage {
    page: Page,
    about: String,
    /// What lies in the place; on the map where these are districts.
    below: Vec<Row>,
    has_map: bool,
    geojson: String,
    buildings: Vec<Link>,
    next: Option<String>,
    too_many: Vec<String>,
}

struct Row {
    code: String,
    href: String,
    name: String,
    /// Buildings without a steward, and all of them.
    without: i64,
    buildings: i64,
}

struct Link {
    href: String,
    name: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct CoverageQuery {
    place: Option<PlaceCode>,
    after: Option<PlaceCode>,
}

/// The page.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<CoverageQuery>,
) -> Result<Response, Problem> {
    let place = visit.place_or_widest(Action::DutyRead, query.place)?;
    let words = Words::of(&care, &visit)?;
    let coverage = care.coverage(&place, query.after).await?;
    let tree = care.places().tree();
    let name = |code: &PlaceCode| {
        tree.get(code)
            .map_or_else(|| code.to_string(), |place| place.name(visit.lang()).to_owned())
    };
    let below = coverage.below.iter().map(|(code, covered)| Row {
        code: code.to_string(),
        href: format!("{}?place={code}", super::COVERAGE),
        name: name(code),
        without: covered.without(),
        buildings: covered.buildings,
    });
    let links = coverage.without_steward.iter().map(|code| Link {
        href: format!("{}/{code}", super::DUTY),
        name: words.building(code),
    });
    let next = coverage.without_steward.last().filter(|_| coverage.has_more);
    let mut page = visit.page("care-coverage-title");
    page.place_path = visit.place_path(&tree, &place, Action::DutyRead, |code| {
        format!("{}?place={code}", super::COVERAGE)
    });
    let has_boundaries = care
        .places()
        .city()
        .is_ok_and(|city| !city.boundaries.collection().is_empty());
    let is_city = has_boundaries && tree.widths().level_of(&place) == Some(Level::City);
    if is_city {
        page = page.with_modules(&["map"]);
    }
    html(&CoveragePage {
        about: words.ta(
            "care-coverage-about",
            &[
                ("place", &name(&place)),
                ("with", &coverage.all.with_steward.to_string()),
                ("all", &coverage.all.buildings.to_string()),
            ],
        ),
        below: below.collect(),
        has_map: is_city,
        geojson: BOUNDARIES.to_owned(),
        buildings: links.collect(),
        next: next.map(|last| format!("{}?place={place}&after={last}", super::COVERAGE)),
        too_many: too_many(&care, &words, &coverage.too_many).await?,
        page,
    })
}

async fn too_many(care: &Care, words: &Words<'_>, found: &[TooMany]) -> Result<Vec<String>, CareError> {
    let names = care
        .accounts()
        .display_names(found.iter().map(|many| many.account))
        .await?;
    let line = |many: &TooMany| {
        let name = names.get(&many.account).cloned().unwrap_or_default();
        let args = [
            ("name", name.as_str()),
            ("buildings", &many.buildings.to_string()),
            ("doors", &many.doors.to_string()),
        ];
        words.ta("care-coverage-many", &args)
    };
    Ok(found.iter().map(line).collect())
}
