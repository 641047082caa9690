//! The whitelist as a file.

use crate::api::Shared;
use crate::api::whitelist::queries::ListingQuery;
use crate::limits::WHITELIST_EXPORT_MAX;
use crate::store::whitelist::Listing;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::{PlaceCode, PlaceTree};
use tongxin_web::{Problem, ProblemBody, Query, Table, TableFormat};

/// The columns' headings. Contacts stay in the system: a file can't be erased in time.
const HEADINGS: [&str; 10] = [
    "supply-whitelist-column-name",
    "supply-whitelist-column-kind",
    "supply-whitelist-column-state",
    "supply-whitelist-column-credit-code",
    "supply-whitelist-column-place",
    "supply-whitelist-column-place-code",
    "supply-whitelist-column-serves",
    "supply-whitelist-column-orders",
    "supply-whitelist-column-from",
    "supply-whitelist-column-until",
];

/// The whole list as CSV.
#[utoipa::path(get, path = "/api/v1/supply/listings.csv", tag = "whitelist", params(ListingQuery), responses(
    (status = 200, description = "The list", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn listings_csv(
    supply: Shared,
    visit: Visit,
    Query(query): Query<ListingQuery>,
) -> Result<Response, Problem> {
    table(supply, &visit, &query)
        .await?
        .download("whitelist", TableFormat::Csv)
}

/// The whole list as a spreadsheet.
#[utoipa::path(get, path = "/api/v1/supply/listings.xlsx", tag = "whitelist", params(ListingQuery), responses(
    (status = 200, description = "The list", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn listings_xlsx(
    supply: Shared,
    visit: Visit,
    Query(query): Query<ListingQuery>,
) -> Result<Response, Problem> {
    table(supply, &visit, &query)
        .await?
        .download("whitelist", TableFormat::Xlsx)
}

async fn table(State(supply): Shared, visit: &Visit, query: &ListingQuery) -> Result<Table, Problem> {
    let scope = visit.scope(Action::Export)?;
    // A file holds every page, but a page that could not be asked for is refused all the same.
    query.limit()?;
    let page = supply
        .listings_page(&scope, &query.filter()?, None, WHITELIST_EXPORT_MAX)
        .await?;
    if page.next.is_some() {
        let max = WHITELIST_EXPORT_MAX.to_string();
        return Err(Problem::invalid().field("limit", "supply-whitelist-file-too-long", &[("max", &max)]));
    }
    let tree = supply.places().tree();
    Ok(Table {
        name: visit.t("supply-whitelist-title"),
        headings: HEADINGS.iter().map(|key| visit.t(key)).collect(),
        rows: page.rows.iter().map(|listing| cells(visit, &tree, listing)).collect(),
    })
}

/// A listing's cells, in the order of [`HEADINGS`].
fn cells(visit: &Visit, tree: &PlaceTree, listing: &Listing) -> Vec<String> {
    let name = |code: &PlaceCode| {
        let place = tree.get(code);
        place.map_or_else(|| code.to_string(), |place| place.name(visit.lang()).to_owned())
    };
    let serves: Vec<String> = listing.service_places.iter().map(name).collect();
    vec![
        listing.name.clone(),
        visit.t(&format!("supply-firm-{}", listing.kind)),
        visit.t(&format!("supply-listing-{}", listing.standing.state)),
        listing.credit_code.to_string(),
        name(&listing.place),
        listing.place.to_string(),
        serves.join("; "),
        listing.orders_a_day.to_string(),
        listing.standing.valid.from.to_string(),
        listing.standing.valid.until.to_string(),
    ]
}
