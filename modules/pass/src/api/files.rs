//! Passes as a file. It holds neither surnames nor ends of ids nor texts: a file can't be erased in time.

use crate::api::Shared;
use crate::api::queries::PassQuery;
use crate::error::PassError;
use crate::importing::kind_name;
use crate::limits::EXPORT_MAX;
use crate::rules::times::{days_text, hours_text};
use crate::store::PassRecord;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::{PlaceCode, PlaceTree};
use tongxin_web::{FieldFault, Problem, ProblemBody, Query, Table, TableFormat};

const HEADINGS: [&str; 12] = [
    "pass-column-number",
    "pass-column-firm",
    "pass-column-kind",
    "pass-column-state",
    "pass-column-rule",
    "pass-column-from",
    "pass-column-to",
    "pass-column-days",
    "pass-column-hours",
    "pass-column-first-day",
    "pass-column-last-day",
    "pass-column-reason",
];

/// The whole list as CSV, without holders.
#[utoipa::path(get, path = "/api/v1/passes.csv", tag = "passes", params(PassQuery), responses(
    (status = 200, description = "The list", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn passes_csv(
    passes: Shared,
    visit: Visit,
    Query(query): Query<PassQuery>,
) -> Result<Response, Problem> {
    table(passes, &visit, &query)
        .await?
        .download("passes", TableFormat::Csv)
}

/// The whole list as a spreadsheet, without holders.
#[utoipa::path(get, path = "/api/v1/passes.xlsx", tag = "passes", params(PassQuery), responses(
    (status = 200, description = "The list", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn passes_xlsx(
    passes: Shared,
    visit: Visit,
    Query(query): Query<PassQuery>,
) -> Result<Response, Problem> {
    table(passes, &visit, &query)
        .await?
        .download("passes", TableFormat::Xlsx)
}

async fn table(State(passes): Shared, visit: &Visit, query: &PassQuery) -> Result<Table, Problem> {
    let scope = visit.scope(Action::PassRead)?;
    // A file holds every page, but a page that could not be asked for is refused all the same.
    query.limit()?;
    let page = passes
        .page(&scope, &query.filter(&passes, visit.now())?, None, EXPORT_MAX)
        .await?;
    if page.next.is_some() {
        let fault = FieldFault::new("limit", "pass-file-too-long").arg("max", EXPORT_MAX);
        return Err(PassError::from(fault).into());
    }
    let tree = passes.places().tree();
    Ok(Table {
        name: visit.t("pass-list-title"),
        headings: HEADINGS.iter().map(|key| visit.t(key)).collect(),
        rows: page.rows.iter().map(|(pass, _)| cells(visit, &tree, pass)).collect(),
    })
}

/// A pass's cells, in the order of [`HEADINGS`].
fn cells(visit: &Visit, tree: &PlaceTree, pass: &PassRecord) -> Vec<String> {
    let names = |codes: &[PlaceCode]| {
        let name = |code: &PlaceCode| {
            let place = tree.get(code);
            place.map_or_else(|| code.to_string(), |place| place.name(visit.lang()).to_owned())
        };
        codes.iter().map(name).collect::<Vec<_>>().join("; ")
    };
    let number = pass.issued.as_ref().map(|issued| issued.number.get().to_string());
    vec![
        number.unwrap_or_default(),
        pass.org_name.clone(),
        visit.t(kind_name(pass.kind)),
        visit.t(&format!("pass-state-{}", pass.state)),
        visit.t(&format!("pass-rule-{}", pass.rule)),
        names(&pass.from),
        names(&pass.to),
        days_text(pass.days),
        hours_text(pass.hours),
        pass.first_day.to_string(),
        pass.last_day.to_string(),
        pass.reason.clone().unwrap_or_default(),
    ]
}
