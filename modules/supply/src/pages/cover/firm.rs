//! `/supply/cover/{org}`: what a firm has for how many days, and who could help out.

use crate::Supply;
use crate::api::Shared;
use crate::api::cover::{known_category, seen_firm};
use crate::cover::{Suggestion, distance_key};
use crate::limits::COVER_TREND_DAYS;
use crate::pages::cover::tiles::{CoverTile, Said, amount, forecast_sentence, rule, state_word, tile};
use crate::pages::cover::trend::{self, TrendView};
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::book::{Book, BookedFirm};
use crate::rules::cover::CoverState;
use crate::rules::goods::Category;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{ItemId, OrgId, PlaceCode};
use tongxin_web::{Page, Path, Problem, Query, html};

#[derive(Template)]
#[template(path = "cover_firm.html")]
struct FirmPage {
    page: Page,
    org: OrgId,
    about: String,
    tiles: Vec<CoverTile>,
    /// The category shown below; none when the firm carries none.
    chosen: Option<ChosenView>,
    transfers_href: String,
}

/// One category of the firm.
struct ChosenView {
    name: String,
    badge: Badge,
    rule: String,
    forecast: String,
    trend: TrendView,
    /// Whether it is short at all.
    is_short: bool,
    suggestions: Vec<SuggestionRow>,
    may_propose: bool,
}

struct SuggestionRow {
    from: OrgId,
    item: ItemId,
    pieces: i64,
    what: String,
    note: String,
    place: String,
    distance: String,
}

/// Which category.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FirmAsked {
    category: Option<String>,
}

/// The page.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(asked): Query<FirmAsked>,
) -> Result<Response, Problem> {
    let words = Words::of(&supply, &visit)?;
    let asked = asked.category.as_deref();
    let asked = asked.map(|key| known_category(&supply, key)).transpose()?;
    let book = supply.cover_book(visit.now()).await?;
    let booked = seen_firm(&visit, &book, org)?;
    let carried: Vec<&Category> = supply.goods().categories().iter().collect();
    let carried: Vec<&Category> = carried
        .into_iter()
        .filter(|category| booked.firm.contents.contains_key(&category.key))
        .collect();
    let tiles = carried
        .iter()
        .filter_map(|category| firm_tile(&words, &book, booked, category));
    let tiles: Vec<CoverTile> = tiles.collect();
    let shown = asked.or_else(|| worst(&book, booked, &carried));
    let chosen = match shown {
        Some(category) => Some(chosen(&supply, &words, &book, booked, category).await?),
        None => None,
    };
    let firm = &booked.firm;
    let mut page = visit.page_titled(firm.name.clone()).with_modules(&["chart"]);
    let href = |code: &PlaceCode| format!("{}?place={code}", super::PATH);
    page.place_path = visit.place_path(&words.tree, &firm.place, Action::StockRead, href);
    let kind = words.t(&format!("supply-firm-{}", firm.kind));
    let counted = firm
        .counted_at
        .map(|at| words.ta("supply-cover-counted", &[("ago", &page.ago(&at))]));
    let about = [Some(kind), Some(words.place(&firm.place)), counted];
    html(&FirmPage {
        org,
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        tiles,
        chosen,
        transfers_href: format!("/supply/transfers?org={org}"),
        page,
    })
}

fn firm_tile(words: &Words<'_>, book: &Book, booked: &BookedFirm, category: &Category) -> Option<CoverTile> {
    let cover = book.firm_cover(booked, &category.key)?;
    let said = Said {
        category,
        days: cover.days,
        state: cover.state,
        forecast: None,
    };
    let href = format!("/supply/cover/{}?category={}", booked.firm.org, category.key);
    let mut tile = tile(words, &said, href);
    tile.about = amount(words, category.unit, cover.contents.on_hand);
    Some(tile)
}

/// The category whose cover is worst, or the first.
fn worst<'s>(book: &Book, booked: &BookedFirm, carried: &[&'s Category]) -> Option<&'s Category> {
    let state = |category: &&&Category| {
        let cover = book.firm_cover(booked, &category.key);
        cover.map_or(CoverState::Unreported, |cover| cover.state)
    };
    let worst = carried.iter().rev().max_by_key(|category| state(category));
    worst.copied()
}

async fn chosen(
    supply: &Supply,
    words: &Words<'_>,
    book: &Book,
    booked: &BookedFirm,
    category: &Category,
) -> Result<ChosenView, Problem> {
    let visit = words.visit;
    let trend = supply
        .firm_trend(book, booked, &category.key, COVER_TREND_DAYS, visit.now())
        .await?;
    let cover = book.firm_cover(booked, &category.key);
    let said = Said {
        category,
        days: cover.and_then(|cover| cover.days),
        state: cover.map_or(CoverState::Unreported, |cover| cover.state),
        forecast: trend.forecast,
    };
    let suggestions = supply.suggestions(book, booked, &category.key).await?;
    let may = visit.scope(Action::TransferMove);
    Ok(ChosenView {
        name: category.name(visit.lang()).to_owned(),
        badge: Badge {
            state: said.state.sign(),
            word: state_word(words, said.state),
        },
        rule: rule(words, &said),
        forecast: forecast_sentence(words, &said).unwrap_or_default(),
        trend: trend::view(words, category, &booked.firm.name, &trend),
        is_short: matches!(said.state, CoverState::Strained | CoverState::Failing),
        suggestions: suggestions.iter().map(|one| row(words, category, one)).collect(),
        may_propose: may.is_ok_and(|scope| scope.contains_place(&booked.firm.place)),
    })
}

fn row(words: &Words<'_>, category: &Category, one: &Suggestion) -> SuggestionRow {
    let (key, km) = distance_key(one.distance);
    let args = [
        ("item", one.item.name.as_str()),
        ("pieces", &one.pieces.to_string()),
        ("unit", &one.item.unit),
    ];
    SuggestionRow {
        from: one.from,
        item: one.item.id,
        pieces: one.pieces,
        what: words.ta("supply-transfers-what", &args),
        note: words.ta(
            "supply-cover-suggested-from",
            &[
                ("from", &one.from_name),
                ("amount", &amount(words, category.unit, one.amount)),
            ],
        ),
        place: words.place(&one.from_place),
        distance: words.ta(key, &[("km", &km)]),
    }
}
