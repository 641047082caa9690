//! Stock, and reports on it.

use crate::api::Shared;
use crate::api::goods::{page_limit, page_of};
use crate::api::headers::KeyHeader;
use crate::limits::ITEM_SEARCH_CHARS_MAX;
use crate::rules::item::Item;
use crate::rules::offer::Terms;
use crate::rules::report::{AskedReport, AskedRow, ReportKind};
use crate::store::stock::reading::StockLine;
use crate::{ReportDone, Supply};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{ItemId, OrgId, ReportId, Timestamp};
use tongxin_web::{IdempotencyKey, Json, Path, Problem, ProblemBody, Query, require_short};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let report = Right::May(Action::StockReport);
    Routes::new()
        .api(routes!(list_stock), Right::May(Action::StockRead))
        .api(routes!(report_count), report)
        .api(routes!(report_receipt), report)
        .api(routes!(report_waste), report)
        .api(routes!(undo_report), report)
}

/// Which page of a firm's stock.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct StockQuery {
    /// Words of the name, or a trade item number.
    #[param(max_length = 60)]
    q: Option<String>,
    /// `next` of the page before.
    cursor: Option<ItemId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// An item as a firm has it, in pieces.
#[derive(Debug, Serialize, ToSchema)]
struct StockLineView {
    /// What it is.
    item: Item,
    /// What is there.
    on_hand: i64,
    /// What of it stands in orders and sendings that have not left yet.
    promised: i64,
    /// What can still be ordered.
    free: i64,
    /// When it was last counted.
    counted_at: Option<Timestamp>,
    /// On which terms it is sold, if it is.
    terms: Option<Terms>,
}

impl From<StockLine> for StockLineView {
    fn from(line: StockLine) -> StockLineView {
        StockLineView {
            item: line.item,
            on_hand: line.level.on_hand,
            promised: line.level.promised,
            free: line.level.free(),
            counted_at: line.counted_at,
            terms: line.terms,
        }
    }
}

/// A page of a firm's stock.
#[derive(Debug, Serialize, ToSchema)]
struct StockPage {
    /// By name.
    lines: Vec<StockLineView>,
    /// The cursor of the next page.
    next: Option<ItemId>,
}

/// What an outlet or warehouse carries, by name.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/stock", tag = "stock",
    params(StockQuery, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 200, description = "A page", body = StockPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_stock(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<StockQuery>,
) -> Result<Json<StockPage>, Problem> {
    require_short("q", query.q.as_deref().unwrap_or_default(), ITEM_SEARCH_CHARS_MAX)?;
    let limit = page_limit(query.limit)?;
    let firm = supply.firm(&visit.scope(Action::StockRead)?, org).await?;
    let found = supply.stock(&firm, query.q.as_deref(), query.cursor, limit + 1).await?;
    let (lines, next) = page_of(found, limit, |line| line.item.id);
    let lines = lines.into_iter().map(StockLineView::from).collect();
    Ok(Json(StockPage { lines, next }))
}

/// A row of a report: an item by its id or by its number, and how many pieces.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RowBody {
    /// The item.
    item: Option<ItemId>,
    /// Or its trade item number.
    #[schema(example = "6901234567892")]
    gtin: Option<String>,
    /// How many pieces.
    #[schema(minimum = 0, maximum = 100_000)]
    pieces: i64,
}

impl From<RowBody> for AskedRow {
    fn from(row: RowBody) -> AskedRow {
        AskedRow {
            item: row.item,
            gtin: row.gtin,
            pieces: row.pieces,
        }
    }
}

/// What was counted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CountBody {
    /// When; now when left out. What came and went since is taken into account.
    counted_at: Option<Timestamp>,
    /// The items that were counted; the others stay as they are.
    #[schema(min_items = 1, max_items = 1000)]
    rows: Vec<RowBody>,
}

/// What came.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptBody {
    /// Where from: a supplier, a delivery note.
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
    /// The items that came.
    #[schema(min_items = 1, max_items = 1000)]
    rows: Vec<RowBody>,
}

/// What is lost.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WasteBody {
    /// Why: spoiled, broken, past its date.
    #[schema(min_length = 1, max_length = 200)]
    note: String,
    /// The items that are lost.
    #[schema(min_items = 1, max_items = 1000)]
    rows: Vec<RowBody>,
}

fn asked(kind: ReportKind, rows: Vec<RowBody>) -> AskedReport {
    AskedReport {
        kind,
        rows: rows.into_iter().map(AskedRow::from).collect(),
        counted_at: None,
        note: String::new(),
    }
}

/// What every report goes through.
async fn report(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    key: IdempotencyKey,
    asked: AskedReport,
) -> Result<(StatusCode, Json<ReportDone>), Problem> {
    let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
    let content = format!("{org} {asked:?}");
    let command = visit.command(key, asked.kind.as_str(), content.as_bytes());
    let zone = visit.asked.shell.zone.clone();
    let done = supply.report(command, firm, asked, zone, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Reports what was counted. The answer names items of which more is promised than is there.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/counts", tag = "stock", request_body = CountBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 201, description = "Entered", body = ReportDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn report_count(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<CountBody>,
) -> Result<(StatusCode, Json<ReportDone>), Problem> {
    let count = AskedReport {
        counted_at: body.counted_at,
        ..asked(ReportKind::Count, body.rows)
    };
    report(&supply, &visit, org, key, count).await
}

/// Reports goods that came.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/receipts", tag = "stock", request_body = ReceiptBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 201, description = "Entered", body = ReportDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn report_receipt(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<ReceiptBody>,
) -> Result<(StatusCode, Json<ReportDone>), Problem> {
    let receipt = AskedReport {
        note: body.note,
        ..asked(ReportKind::Receipt, body.rows)
    };
    report(&supply, &visit, org, key, receipt).await
}

/// Reports goods that spoiled, broke or were lost.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/waste", tag = "stock", request_body = WasteBody,
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 201, description = "Entered", body = ReportDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn report_waste(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    Json(body): Json<WasteBody>,
) -> Result<(StatusCode, Json<ReportDone>), Problem> {
    let waste = AskedReport {
        note: body.note,
        ..asked(ReportKind::Waste, body.rows)
    };
    report(&supply, &visit, org, key, waste).await
}

/// A report that was taken back.
#[derive(Debug, Serialize, ToSchema)]
struct Undone {
    /// The report.
    id: ReportId,
}

/// Takes a wrong report back, by whoever made it, within ten minutes and if nothing moved since.
#[utoipa::path(post, path = "/api/v1/stock-reports/{id}/undo", tag = "stock",
    params(KeyHeader, ("id" = ReportId, Path, description = "The report")), responses(
    (status = 200, description = "Taken back", body = Undone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn undo_report(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ReportId>,
    key: IdempotencyKey,
) -> Result<Json<Undone>, Problem> {
    let scope = visit.scope(Action::StockReport)?;
    let command = visit.command(key, "undo-report", id.to_string().as_bytes());
    supply.undo_report(command, &scope, id, visit.now()).await?;
    Ok(Json(Undone { id }))
}
