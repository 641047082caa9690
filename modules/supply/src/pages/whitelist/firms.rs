//! `/supply/firms`: the whitelist as officers work it.

use crate::api::Shared;
use crate::api::whitelist::ListingQuery;
use crate::limits::EXPIRING_DAYS;
use crate::pages::address::Address;
use crate::pages::whitelist::ROWS;
use crate::pages::whitelist::filter::{Chip, Sentence, chips};
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::listing::ListingState;
use crate::store::fleet::FleetFilter;
use crate::store::whitelist::{Listing, WhitelistFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::PlaceCode;
use tongxin_web::{Page, Problem, html};

pub(super) const PATH: &str = "/supply/firms";

#[derive(Template)]
#[template(path = "whitelist_firms.html")]
struct FirmsPage {
    page: Page,
    /// How many firms serve, vehicles run and people work here.
    about: String,
    chips: Vec<Chip>,
    sentence: Sentence,
    rows: Vec<FirmRow>,
    may_apply: bool,
    /// CSV and XLSX, for whoever may take lists out.
    files: Option<(String, String)>,
    first: Option<String>,
    next: Option<String>,
}

struct FirmRow {
    href: String,
    badge: Badge,
    name: String,
    note: String,
    place: String,
    orders: String,
    until: String,
}

/// The list.
pub(super) async fn show(State(supply): Shared, visit: Visit) -> Result<Response, Problem> {
    let address = Address::of(PATH, &visit.asked.address);
    let query: ListingQuery = address.query()?;
    let words = Words::of(&supply, &visit)?;
    let scope = visit.scope(Action::ListingRead)?;
    let filter = query.filter()?;
    let found = supply.listings_page(&scope, &filter, query.cursor, ROWS).await?;
    let all = WhitelistFilter {
        expiring_before: None,
        ..filter.clone()
    };
    let counts = supply.listing_counts(&scope, &all).await?;
    let count = |state: &ListingState| counts.iter().find(|(found, _)| found == state).map_or(0, |(_, n)| *n);
    let fleet = FleetFilter {
        place: filter.place,
        ..FleetFilter::default()
    };
    let (vehicles, staff) = supply.fleet_counts(&scope, &fleet).await?;
    let args = [count(&ListingState::Listed), vehicles, staff].map(|n| n.to_string());
    let about = [("firms", &*args[0]), ("vehicles", &*args[1]), ("staff", &*args[2])];
    let mut chips = chips(&words, &address, "supply-listing-", ListingState::ALL, count);
    chips.push(expiring(&words, &address));
    let mut page = visit.page("supply-whitelist-title");
    if let Some(place) = filter.place.or(scope.places.first().copied()) {
        let href = |code: &PlaceCode| address.with("place", code.as_str()).to_string();
        page.place_path = visit.place_path(&words.tree, &place, Action::ListingRead, href);
    }
    let files = |path| address.at(path).to_string();
    html(&FirmsPage {
        about: words.ta("supply-firms-about", &about),
        chips,
        sentence: Sentence::of(&words, &address, &scope, PATH),
        rows: found.rows.iter().map(|listing| row(&words, listing)).collect(),
        may_apply: visit.viewer.may(Action::ListingApply),
        files: visit.viewer.may(Action::Export).then(|| {
            (
                files("/api/v1/supply/listings.csv"),
                files("/api/v1/supply/listings.xlsx"),
            )
        }),
        first: query.cursor.map(|_| address.without("").to_string()),
        next: found
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        page,
    })
}

/// The listings that run out soon.
fn expiring(words: &Words<'_>, address: &Address) -> Chip {
    let before = words.today.plus_days(EXPIRING_DAYS + 1).to_string();
    let soon = address.with("state", ListingState::Listed.as_str());
    Chip {
        text: words.ta("supply-firms-expiring", &[("n", &EXPIRING_DAYS.to_string())]),
        is_current: address.first("expiring_before") == before,
        href: soon.with("expiring_before", &before).to_string(),
        count: String::new(),
    }
}

fn row(words: &Words<'_>, listing: &Listing) -> FirmRow {
    let kind = words.t(&format!("supply-firm-{}", listing.kind));
    FirmRow {
        href: format!("{PATH}/{}", listing.org),
        badge: words.listing(&listing.standing),
        name: listing.name.clone(),
        note: format!("{kind} · {}", listing.credit_code),
        place: words.place(&listing.place),
        orders: words.ta("supply-firms-orders", &[("n", &listing.orders_a_day.to_string())]),
        until: words.ta(
            "supply-firms-until",
            &[("day", &words.day(listing.standing.valid.until))],
        ),
    }
}
