//! The places inside a place, worst first: the table behind the map.

use crate::pages::cover::PATH;
use crate::pages::cover::tiles::{number, state_word};
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::book::{Book, PlaceCover};
use crate::rules::cover::CoverState;
use crate::rules::goods::Category;
use tongxin_city::{Level, Place, PlaceCode};

/// The table.
pub(super) struct PlacesView {
    pub(super) question: String,
    pub(super) level: String,
    pub(super) has_map: bool,
    pub(super) rows: Vec<PlaceRow>,
}

/// A place inside.
pub(super) struct PlaceRow {
    pub(super) code: PlaceCode,
    pub(super) href: String,
    pub(super) name: String,
    /// How much of the threshold is missing, in percent; empty when nothing is known.
    pub(super) value: String,
    /// The category, where the worst one is shown, and its days.
    pub(super) said: String,
    pub(super) badge: Badge,
}

/// The worst of some categories in a place: what is missing most against its threshold.
struct Worst<'a> {
    category: &'a Category,
    cover: PlaceCover,
    missing_percent: i64,
}

pub(super) fn view(
    words: &Words<'_>,
    book: &Book,
    place: &Place,
    inside: &[&Place],
    categories: &[&Category],
    chosen: Option<&Category>,
) -> PlacesView {
    let lang = words.visit.lang();
    let level = inside
        .first()
        .map(|place| words.t(&format!("supply-cover-level-{}", place.level)));
    let mut rows: Vec<(Option<i64>, PlaceRow)> = inside
        .iter()
        .map(|inner| {
            let worst = worst(book, &inner.code, categories);
            let missing = worst.as_ref().map(|worst| worst.missing_percent);
            (missing, row(words, inner, worst, chosen))
        })
        .collect();
    // Whoever lacks most comes first; of whom nothing is known, last.
    rows.sort_by_key(|(missing, row)| (std::cmp::Reverse(*missing), row.code));
    let question = match chosen {
        Some(category) => words.ta("supply-cover-places-category", &[("category", category.name(lang))]),
        None => words.t("supply-cover-places-worst"),
    };
    PlacesView {
        question,
        level: level.unwrap_or_default(),
        has_map: place.level == Level::City,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn worst<'a>(book: &Book, place: &PlaceCode, categories: &[&'a Category]) -> Option<Worst<'a>> {
    let known = categories.iter().filter_map(|category| {
        let cover = book.place_cover(place, &category.key);
        let (days, demand) = (cover.days?, book.demand(&category.key)?);
        let missing = (demand.strained.0 - days.0).max(0).saturating_mul(100) / demand.strained.0.max(1);
        Some(Worst {
            category,
            cover,
            missing_percent: missing,
        })
    });
    known.max_by_key(|worst| (worst.missing_percent, std::cmp::Reverse(worst.cover.days)))
}

fn row(words: &Words<'_>, place: &Place, worst: Option<Worst<'_>>, chosen: Option<&Category>) -> PlaceRow {
    let lang = words.visit.lang();
    let state = worst.as_ref().map_or(CoverState::Unreported, |worst| worst.cover.state);
    let said = worst.as_ref().map_or_else(
        || "—".to_owned(),
        |worst| {
            let days = words.ta("supply-cover-said-days", &[("n", &number(worst.cover.days))]);
            match chosen {
                Some(_) => days,
                None => format!("{} {days}", worst.category.name(lang)),
            }
        },
    );
    let category = chosen.map(|category| format!("&category={}", category.key));
    PlaceRow {
        code: place.code,
        href: format!("{PATH}?place={}{}", place.code, category.unwrap_or_default()),
        name: place.name(lang).to_owned(),
        value: worst.map(|worst| worst.missing_percent.to_string()).unwrap_or_default(),
        said,
        badge: Badge {
            state: state.sign(),
            word: state_word(words, state),
        },
    }
}
