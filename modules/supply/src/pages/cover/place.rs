//! `/supply`: for how many days a place has what, where it is worst, and which firms run short.

use crate::Supply;
use crate::api::Shared;
use crate::api::cover::{children_of, firms_seen, known_category, page as part, seen_place};
use crate::limits::{COVER_FIRMS_DEFAULT, COVER_TREND_DAYS};
use crate::pages::cover::PATH;
use crate::pages::cover::firms::{self, FirmRow};
use crate::pages::cover::norms::{self, NormRow};
use crate::pages::cover::places::{self, PlacesView};
use crate::pages::cover::tiles::{CoverTile, Said, tile};
use crate::pages::cover::trend::{self, TrendView};
use crate::pages::whitelist::words::Words;
use crate::rules::book::Book;
use crate::rules::goods::Category;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, Place, PlaceCode};
use tongxin_web::{Page, Problem, Query, html, redirect};

/// Where the map gets the districts' boundaries.
const BOUNDARIES: &str = "/api/v1/districts.geojson";
/// Script modules of the page.
const MODULES: [&str; 2] = ["chart", "map"];

#[derive(Template)]
#[template(path = "cover_place.html")]
struct PlacePage {
    page: Page,
    as_of: String,
    tiles: Vec<CoverTile>,
    /// The place's own page with the worst category chosen by itself.
    worst_href: String,
    is_worst: bool,
    places: Option<PlacesView>,
    geojson: &'static str,
    trend: Option<TrendView>,
    firms_title: String,
    firms: Vec<FirmRow>,
    first: Option<String>,
    next: Option<String>,
    files: Option<(String, String)>,
    norms: Vec<NormRow>,
    /// The other pages of supply that the viewer may see: address and language key.
    others: Vec<(&'static str, &'static str)>,
}

/// The other pages of supply, and what a viewer must be able to do.
const OTHERS: [(&str, &str, Action); 4] = [
    ("/supply/transfers", "supply-transfers-title", Action::StockRead),
    ("/supply/orders", "supply-orders-day-title", Action::OrderRead),
    ("/supply/firms", "supply-whitelist-title", Action::ListingRead),
    ("/supply/allotments", "supply-allotments-title", Action::AllotmentOpen),
];

/// What the page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlaceAsked {
    place: Option<PlaceCode>,
    category: Option<String>,
    cursor: Option<OrgId>,
}

/// A place's cover. A manager, who holds no place, goes to the own firm's.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(asked): Query<PlaceAsked>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::StockRead)?;
    if let (None, Some(org)) = (scope.widest_place(), scope.orgs.first()) {
        return Ok(redirect(&format!("/supply/cover/{org}")));
    }
    let words = Words::of(&supply, &visit)?;
    let place = seen_place(&visit, &words.tree, Action::StockRead, asked.place)?;
    let chosen = asked.category.as_deref();
    let chosen = chosen.map(|key| known_category(&supply, key)).transpose()?;
    let book = supply.cover_book(visit.now()).await?;
    let counted: Vec<&Category> = supply.goods().categories().iter().collect();
    let (tiles, worst) = tiles(&supply, &words, &book, &place, &counted).await?;
    let shown = chosen.unwrap_or(worst);
    let inside = children_of(&words.tree, &place, None)?;
    let of_places: Vec<&Category> = chosen.map_or(counted, |chosen| vec![chosen]);
    let places = (!inside.is_empty()).then(|| places::view(&words, &book, &place, &inside, &of_places, chosen));
    let seen = firms_seen(&book, &scope, Some(&place.code), Some(&shown.key));
    let (firms, next) = part(seen, asked.cursor, COVER_FIRMS_DEFAULT);
    let days = supply
        .place_trend(&book, &place.code, &shown.key, COVER_TREND_DAYS, visit.now())
        .await?;
    let lang = visit.lang();
    let title = words.ta("supply-cover-page-title", &[("place", place.name(lang))]);
    let mut page = visit.page_titled(title).with_modules(&MODULES);
    let of_place = |code: &PlaceCode| format!("{PATH}?place={code}");
    page.place_path = visit.place_path(&words.tree, &place.code, Action::StockRead, of_place);
    let own = of_place(&place.code);
    let category = chosen.map(|chosen| format!("&category={}", chosen.key));
    let same = format!("{own}{}", category.unwrap_or_default());
    let files = |ending: &str| format!("/api/v1/supply/cover.{ending}?place={}", place.code);
    let has_map = supply
        .places()
        .city()
        .is_ok_and(|city| !city.boundaries.collection().is_empty());
    html(&PlacePage {
        as_of: words.ta("supply-cover-as-of", &[("time", &page.when(&visit.now()))]),
        tiles,
        worst_href: own,
        is_worst: chosen.is_none(),
        places,
        geojson: if has_map { BOUNDARIES } else { "" },
        trend: shown
            .norm
            .as_ref()
            .map(|_| trend::view(&words, shown, place.name(lang), &days)),
        firms_title: words.ta("supply-cover-firms-title", &[("category", shown.name(lang))]),
        firms: firms
            .iter()
            .filter_map(|booked| firms::row(&words, &book, booked, shown))
            .collect(),
        first: asked.cursor.map(|_| same.clone()),
        next: next.map(|next| format!("{same}&cursor={next}")),
        others: OTHERS
            .iter()
            .filter(|(_, _, action)| visit.viewer.may(*action))
            .map(|(href, key, _)| (*href, *key))
            .collect(),
        norms: supply
            .goods()
            .categories()
            .iter()
            .map(|category| norms::row(&words, category))
            .collect(),
        files: visit.viewer.may(Action::Export).then(|| (files("csv"), files("xlsx"))),
        page,
    })
}

/// A tile for each category, and the category that is worst against its threshold.
async fn tiles<'s>(
    supply: &'s Supply,
    words: &Words<'_>,
    book: &Book,
    place: &Place,
    categories: &[&'s Category],
) -> Result<(Vec<CoverTile>, &'s Category), Problem> {
    let mut tiles = Vec::with_capacity(categories.len());
    let mut worst: Option<(i64, &Category)> = None;
    for category in categories {
        let cover = book.place_cover(&place.code, &category.key);
        let trend = supply
            .place_trend(book, &place.code, &category.key, COVER_TREND_DAYS, words.visit.now())
            .await?;
        if let (Some(days), Some(demand)) = (cover.days, book.demand(&category.key)) {
            let percent = days.0.saturating_mul(100) / demand.strained.0.max(1);
            if worst.is_none_or(|(least, _)| percent < least) {
                worst = Some((percent, category));
            }
        }
        let said = Said {
            category,
            days: cover.days,
            state: cover.state,
            forecast: trend.forecast,
        };
        let href = format!("{PATH}?place={}&category={}", place.code, category.key);
        tiles.push(tile(words, &said, href));
    }
    let first = categories.first().copied().ok_or_else(Problem::not_found)?;
    Ok((tiles, worst.map_or(first, |(_, category)| category)))
}
