//! `/care/coverage`: buildings without a steward and stewards with too many doors, on the map and as lists.

use super::words::{Chip, Words};
use crate::api::Shared;
use crate::care::Care;
use crate::duty::{Covered, TooMany};
use crate::error::CareError;
use crate::rules::duty::Post;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Level, PlaceCode, Position, words};
use tongxin_web::{Page, Problem, Query, html};

/// Where the map gets the districts' boundaries.
const BOUNDARIES: &str = "/api/v1/districts.geojson";

words! {
    /// What the map shows.
    Shown, "figure of the coverage" {
        /// Buildings without a steward.
        Steward = "steward",
        /// Buildings without a deputy.
        Deputy = "deputy",
        /// Compounds without a cadre.
        Cadre = "cadre",
        /// Stewards with too many doors.
        TooMany = "too_many",
    }
}

impl Shown {
    fn of(self, covered: Covered) -> i64 {
        match self {
            Shown::Steward => covered.without(Post::Steward),
            Shown::Deputy => covered.without(Post::Deputy),
            Shown::Cadre => covered.without(Post::Cadre),
            Shown::TooMany => covered.too_many,
        }
    }

    /// The key of its name.
    const fn name(self) -> &'static str {
        match self {
            Shown::Steward => "care-coverage-without",
            Shown::Deputy => "care-coverage-no-deputy",
            Shown::Cadre => "care-coverage-no-cadre",
            Shown::TooMany => "care-coverage-too-many",
        }
    }
}

#[derive(Template)]
#[template(path = "care_coverage.html")]
struct CoveragePage {
    page: Page,
    about: String,
    /// Posts of other kinds that lack somebody, and stewards with too much.
    about_posts: String,
    /// What lies in the place; on the map where these are districts.
    below: Vec<Row>,
    has_map: bool,
    /// Whether it is a map of buildings, where these lie in the place.
    has_points: bool,
    /// What the map can show.
    chips: Vec<Chip>,
    /// What it shows: the question, and of what there are so many.
    question: String,
    unit: String,
    geojson: &'static str,
    buildings: Vec<Link>,
    next: Option<String>,
    too_many: Vec<TooManyRow>,
    /// How many there are, where more than are named.
    too_many_in_all: Option<String>,
}

struct Row {
    code: String,
    href: String,
    name: String,
    covered: Covered,
    /// What the map shows.
    shown: i64,
    /// Buildings without a steward and without a deputy, compounds without a cadre.
    no_steward: i64,
    no_deputy: i64,
    no_cadre: i64,
}

struct Link {
    href: String,
    name: String,
    position: Option<Position>,
}

struct TooManyRow {
    said: String,
    buildings: Vec<Link>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct CoverageQuery {
    place: Option<PlaceCode>,
    after: Option<PlaceCode>,
    show: Option<Shown>,
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
    let shown = query.show.unwrap_or(Shown::Steward);
    let below = coverage.below.iter().map(|(code, covered)| Row {
        code: code.to_string(),
        href: format!("{}?place={code}", super::COVERAGE),
        name: name(code),
        covered: *covered,
        shown: shown.of(*covered),
        no_steward: covered.without(Post::Steward),
        no_deputy: covered.without(Post::Deputy),
        no_cadre: covered.without(Post::Cadre),
    });
    let all = &coverage.all;
    let is_cut = all.too_many > i64::try_from(coverage.too_many.len()).unwrap_or(i64::MAX);
    let link = |code: &PlaceCode| Link {
        href: format!("{}/{code}", super::DUTY),
        name: words.building(code),
        position: care.places().position(code),
    };
    let buildings: Vec<Link> = coverage.without_steward.iter().map(link).collect();
    let too_many = too_many(&care, &words, &coverage.too_many, link).await?;
    let of_many = too_many.iter().flat_map(|row| &row.buildings);
    let has_position = buildings.iter().chain(of_many).any(|link| link.position.is_some());
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
    let has_points = !is_city && has_position;
    if is_city {
        page = page.with_modules(&["map"]);
    } else if has_points {
        page = page.with_modules(&["points"]);
    }
    html(&CoveragePage {
        about: words.ta(
            "care-coverage-about",
            &[
                ("place", &name(&place)),
                ("with", &all.with_steward.to_string()),
                ("all", &all.buildings.to_string()),
            ],
        ),
        about_posts: words.ta(
            "care-coverage-about-posts",
            &[
                ("deputies", &all.without(Post::Deputy).to_string()),
                ("cadres", &all.without(Post::Cadre).to_string()),
                ("many", &all.too_many.to_string()),
            ],
        ),
        too_many_in_all: is_cut.then(|| words.ta("care-coverage-more", &[("n", &all.too_many.to_string())])),
        below: below.collect(),
        has_map: is_city,
        has_points,
        chips: Shown::ALL.iter().map(|one| chip(&words, &place, *one, shown)).collect(),
        question: words.t(&format!("care-coverage-map-{shown}")),
        unit: words.t(&format!("care-coverage-unit-{shown}")),
        geojson: if has_boundaries { BOUNDARIES } else { "" },
        buildings,
        next: next.map(|last| format!("{}?place={place}&after={last}", super::COVERAGE)),
        too_many,
        page,
    })
}

fn chip(words: &Words<'_>, place: &PlaceCode, one: Shown, shown: Shown) -> Chip {
    Chip {
        href: format!("{}?place={place}&show={one}", super::COVERAGE),
        word: words.t(one.name()),
        is_current: one == shown,
    }
}

async fn too_many(
    care: &Care,
    words: &Words<'_>,
    found: &[TooMany],
    link: impl Fn(&PlaceCode) -> Link,
) -> Result<Vec<TooManyRow>, CareError> {
    let names = care
        .accounts()
        .display_names(found.iter().map(|many| many.account))
        .await?;
    let row = |many: &TooMany| {
        let name = names.get(&many.account).cloned().unwrap_or_default();
        let args = [
            ("name", name.as_str()),
            ("buildings", &many.buildings.to_string()),
            ("doors", &many.doors.to_string()),
        ];
        TooManyRow {
            said: words.ta("care-coverage-many", &args),
            buildings: many.in_buildings.iter().map(&link).collect(),
        }
    };
    Ok(found.iter().map(row).collect())
}
