//! What an outlet's orders of a day come to, as a file for its books. No door stands in it: a file can't be erased in time.

use crate::api::Shared;
use crate::api::shop::orders::reader;
use crate::api::shop::views::Names;
use crate::error::SupplyError;
use crate::limits::SETTLEMENT_ORDERS_MAX;
use crate::rules::figure::OrderHappening;
use crate::store::orders::list::OrderFilter;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId};
use tongxin_web::{Path, Problem, ProblemBody, Query, Table, TableFormat};
use utoipa::IntoParams;

/// The columns' headings.
const HEADINGS: [&str; 7] = [
    "supply-settlement-order",
    "supply-settlement-placed",
    "supply-settlement-due",
    "supply-settlement-state",
    "supply-settlement-pays",
    "supply-settlement-total",
    "supply-settlement-collect",
];

/// Which day.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SettlementQuery {
    /// The day on which the orders were placed.
    day: Day,
}

/// An outlet's orders of a day with what is to be paid, as CSV.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/settlement.csv", tag = "shop",
    params(SettlementQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "The orders", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn settlement_csv(
    supply: Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<SettlementQuery>,
) -> Result<Response, Problem> {
    table(supply, &visit, org, query.day)
        .await?
        .download(&format!("settlement-{}", query.day), TableFormat::Csv)
}

/// An outlet's orders of a day with what is to be paid, as a spreadsheet.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/settlement.xlsx", tag = "shop",
    params(SettlementQuery, ("org" = OrgId, Path, description = "The outlet")), responses(
    (status = 200, description = "The orders", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn settlement_xlsx(
    supply: Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<SettlementQuery>,
) -> Result<Response, Problem> {
    table(supply, &visit, org, query.day)
        .await?
        .download(&format!("settlement-{}", query.day), TableFormat::Xlsx)
}

async fn table(State(supply): Shared, visit: &Visit, org: OrgId, day: Day) -> Result<Table, Problem> {
    supply.firm(&visit.scope(Action::OrderWork)?, org).await?;
    let city = supply.places().city().map_err(SupplyError::from)?;
    let span = city.file.zone.span_of(day);
    let filter = OrderFilter {
        org: Some(org),
        happened: Some((OrderHappening::Placed, span.start, span.end)),
        ..OrderFilter::default()
    };
    let page = supply
        .orders_page(&reader(visit)?, &filter, None, SETTLEMENT_ORDERS_MAX)
        .await?;
    if page.next.is_some() {
        let max = SETTLEMENT_ORDERS_MAX.to_string();
        return Err(Problem::invalid().field("day", "supply-settlement-too-long", &[("max", &max)]));
    }
    let names = Names::look_up(&supply, &page.rows, &[]).await?;
    let when = |at| city.file.zone.format(at, visit.lang());
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(page.rows.len());
    for order in &page.rows {
        rows.push(vec![
            order.id.to_string(),
            when(order.placed_at),
            when(order.due_at),
            visit.t(&format!("supply-order-{}", order.state)),
            visit.t(&format!("supply-pays-{}", order.pays)),
            order.total.to_string(),
            order.pays.payment().due_at_hand_over(order.total).to_string(),
        ]);
    }
    Ok(Table {
        name: names.outlet(org),
        headings: HEADINGS.iter().map(|key| visit.t(key)).collect(),
        rows,
    })
}
