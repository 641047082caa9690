//! `/supply/whitelist`: who serves a place today, for everybody.

use crate::api::Shared;
use crate::pages::address::Address;
use crate::pages::whitelist::ROWS;
use crate::pages::whitelist::places::place_named;
use crate::pages::whitelist::words::Words;
use crate::store::whitelist::serving::ServingFilter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::{OrgId, PlaceCode};
use tongxin_web::{Page, Problem, html, require_short};

pub(super) const PATH: &str = "/supply/whitelist";
/// What can be typed as a place or searched for, in characters.
const TEXT_CHARS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "whitelist_public.html")]
struct PublicPage {
    page: Page,
    place: String,
    search: String,
    /// What is wrong with the place that was typed.
    fault: Option<String>,
    about: String,
    firms: Vec<FirmRow>,
    first: Option<String>,
    next: Option<String>,
    is_filtered: bool,
}

struct FirmRow {
    name: String,
    kind: String,
    place: String,
    serves: String,
    until: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PublicQuery {
    place: String,
    q: Option<String>,
    cursor: Option<OrgId>,
}

/// The list.
pub(super) async fn show(State(supply): Shared, visit: Visit) -> Result<Response, Problem> {
    let address = Address::of(PATH, &visit.asked.address);
    let query: PublicQuery = address.query()?;
    require_short("place", &query.place, TEXT_CHARS_MAX)?;
    require_short("q", query.q.as_deref().unwrap_or_default(), TEXT_CHARS_MAX)?;
    let words = Words::of(&supply, &visit)?;
    let (place, fault) = named(&words, &query.place);
    let mut page = visit.page("supply-whitelist-title");
    if let Some(place) = &place {
        let href = |code: &PlaceCode| address.with("place", code.as_str()).to_string();
        let path = words.tree.path(place).into_iter();
        page.place_path = path
            .map(|above| tongxin_web::Crumb {
                href: href(&above.code),
                label: words.name(&above.code),
            })
            .collect();
    }
    let filter = ServingFilter {
        place,
        search: query.q.clone(),
    };
    let found = supply.public_page(&filter, words.today, query.cursor, ROWS).await?;
    let firms = found.rows.iter().map(|firm| FirmRow {
        name: firm.name.clone(),
        kind: words.t(&format!("supply-firm-{}", firm.kind)),
        place: words.place(&firm.place),
        serves: words.names(&firm.service_places),
        until: words.day(firm.standing.valid.until),
    });
    html(&PublicPage {
        place: query.place,
        search: query.q.unwrap_or_default(),
        fault,
        about: words.ta("supply-whitelist-public-about", &[("day", &words.day(words.today))]),
        firms: firms.collect(),
        first: query.cursor.map(|_| address.without("").to_string()),
        next: found
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        is_filtered: address.is_filtered(),
        page,
    })
}

/// The place somebody typed, or what is wrong with it.
fn named(words: &Words<'_>, text: &str) -> (Option<PlaceCode>, Option<String>) {
    if text.trim().is_empty() {
        return (None, None);
    }
    match place_named("place", text, &words.tree, words.visit.lang()) {
        Ok(place) => (Some(place), None),
        Err(fault) => {
            let args: Vec<(&str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            (None, Some(words.ta(fault.key, &args)))
        }
    }
}
