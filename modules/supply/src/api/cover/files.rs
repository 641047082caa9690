//! Cover of places as a file.

use crate::api::Shared;
use crate::api::cover::places::children_of;
use crate::api::cover::queries::{CoverQuery, seen_place};
use crate::rules::book::Book;
use crate::rules::goods::Category;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::Place;
use tongxin_web::{Problem, ProblemBody, Query, Table, TableFormat};

/// The columns' headings.
const HEADINGS: [&str; 9] = [
    "supply-cover-column-place",
    "supply-cover-column-code",
    "supply-cover-column-category",
    "supply-cover-column-state",
    "supply-cover-column-days",
    "supply-cover-column-amount",
    "supply-cover-column-unit",
    "supply-cover-column-people",
    "supply-cover-column-reached",
];

/// Cover of a place and the places inside as CSV.
#[utoipa::path(get, path = "/api/v1/supply/cover.csv", tag = "cover", params(CoverQuery), responses(
    (status = 200, description = "The table", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn cover_csv(
    supply: Shared,
    visit: Visit,
    Query(query): Query<CoverQuery>,
) -> Result<Response, Problem> {
    table(supply, &visit, &query).await?.download("cover", TableFormat::Csv)
}

/// Cover of a place and the places inside as a spreadsheet.
#[utoipa::path(get, path = "/api/v1/supply/cover.xlsx", tag = "cover", params(CoverQuery), responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn cover_xlsx(
    supply: Shared,
    visit: Visit,
    Query(query): Query<CoverQuery>,
) -> Result<Response, Problem> {
    table(supply, &visit, &query)
        .await?
        .download("cover", TableFormat::Xlsx)
}

async fn table(State(supply): Shared, visit: &Visit, query: &CoverQuery) -> Result<Table, Problem> {
    let tree = supply.places().tree();
    let place = seen_place(visit, &tree, Action::Export, query.place)?;
    let inside = children_of(&tree, &place, query.by)?;
    let book = supply.cover_book(visit.now()).await?;
    let rows = std::iter::once(&place).chain(inside).flat_map(|place| {
        let categories = supply.goods().categories().iter();
        let (visit, book) = (visit, &book);
        categories.map(move |category| cells(visit, book, place, category))
    });
    Ok(Table {
        name: visit.t("supply-cover-title"),
        headings: HEADINGS.iter().map(|key| visit.t(key)).collect(),
        rows: rows.collect(),
    })
}

/// A row's cells, in the order of [`HEADINGS`].
fn cells(visit: &Visit, book: &Book, place: &Place, category: &Category) -> Vec<String> {
    let cover = book.place_cover(&place.code, &category.key);
    vec![
        place.name(visit.lang()).to_owned(),
        place.code.to_string(),
        category.name(visit.lang()).to_owned(),
        visit.t(&format!("supply-cover-state-{}", cover.state)),
        cover.days.map(|days| days.to_string()).unwrap_or_default(),
        cover.amount.to_string(),
        category.unit.to_string(),
        cover.people.to_string(),
        cover.reached.to_string(),
    ]
}
