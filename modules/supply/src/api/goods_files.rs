//! Tables of counts and goods: templates, and taking in what was filled in.

use crate::api::Shared;
use crate::importing::{COUNTS, GOODS, SentTable};
use crate::store::firm::Firm;
use crate::{ReportDone, Supply};
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::OrgId;
use tongxin_storage::CommandKey;
use tongxin_web::KeyHeader;
use tongxin_web::{Asked, IdempotencyKey, Json, Path, Problem, ProblemBody, TableFormat, UploadedTable};
use utoipa::ToSchema;
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let report = Right::May(Action::StockReport);
    Routes::new()
        .api(routes!(counts_template), report)
        .api(routes!(goods_template), report)
        .api(routes!(import_counts), report)
        .api(routes!(import_goods), report)
}

/// How many rows were taken in.
#[derive(Debug, Serialize, ToSchema)]
struct GoodsImported {
    added: usize,
}

/// An empty table of a count to fill in.
#[utoipa::path(get, path = "/api/v1/supply/counts/template", tag = "stock", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn counts_template(asked: Asked) -> Result<Response, Problem> {
    TableFormat::Xlsx.attachment("counts", COUNTS.template(&asked.shell.texts, asked.lang)?)
}

/// An empty table of items and offers to fill in.
#[utoipa::path(get, path = "/api/v1/supply/goods/template", tag = "goods", responses(
    (status = 200, description = "The table", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn goods_template(asked: Asked) -> Result<Response, Problem> {
    TableFormat::Xlsx.attachment("goods", GOODS.template(&asked.shell.texts, asked.lang)?)
}

/// A table that somebody sent for a firm.
struct Sent {
    command: CommandKey,
    firm: Firm,
    table: SentTable,
}

impl Sent {
    async fn read(
        supply: &Supply,
        visit: &Visit,
        org: OrgId,
        key: IdempotencyKey,
        UploadedTable(bytes): UploadedTable,
        name: &str,
    ) -> Result<Sent, Problem> {
        let firm = supply.firm(&visit.scope(Action::StockReport)?, org).await?;
        let asked = visit.asked.clone();
        Ok(Sent {
            command: visit.command(key, &format!("{name} {org}"), &bytes),
            firm,
            table: SentTable { bytes, asked },
        })
    }
}

/// Enters a count from a table, all rows or none.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/counts/import", tag = "stock",
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse")),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Entered", body = ReportDone),
    (status = "4XX", description = "Every bad row, and nothing entered", body = ProblemBody,
        content_type = "application/problem+json"),
))]
async fn import_counts(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    table: UploadedTable,
) -> Result<(StatusCode, Json<ReportDone>), Problem> {
    let Sent { command, firm, table } = Sent::read(&supply, &visit, org, key, table, "import counts").await?;
    let done = supply.import_counts(command, firm, table, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Takes in a table of items and the terms on which they are sold, all rows or none.
#[utoipa::path(post, path = "/api/v1/outlets/{org}/goods/import", tag = "goods",
    params(KeyHeader, ("org" = OrgId, Path, description = "The outlet or warehouse")),
    request_body(description = "The table", content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), responses(
    (status = 201, description = "Taken in", body = GoodsImported),
    (status = "4XX", description = "Every bad row, and nothing taken in", body = ProblemBody,
        content_type = "application/problem+json"),
))]
async fn import_goods(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    key: IdempotencyKey,
    table: UploadedTable,
) -> Result<(StatusCode, Json<GoodsImported>), Problem> {
    let Sent { command, firm, table } = Sent::read(&supply, &visit, org, key, table, "import goods").await?;
    let added = supply.import_goods(command, firm, table, visit.now()).await?;
    Ok((StatusCode::CREATED, Json(GoodsImported { added })))
}
