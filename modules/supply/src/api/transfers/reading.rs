//! Transfers and their past.

use crate::Supply;
use crate::api::Shared;
use crate::limits::{TRANSFERS_PAGE_DEFAULT, TRANSFERS_PAGE_MAX};
use crate::rules::transfer::{TransferState, TransferStep};
use crate::store::transfers::{Transfer, TransferEvent, TransferFilter};
use crate::transfers::{Mover, TransferDetail};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{ItemId, NeedId, OrgId, PlaceCode, Timestamp, TransferId};
use tongxin_web::{Json, Path, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Which transfers.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct TransferQuery {
    /// Those on which something is still to be done, or the others; all when left out.
    open: Option<bool>,
    /// From or to this firm.
    org: Option<OrgId>,
    /// `next` of the page before.
    pub(crate) cursor: Option<TransferId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl TransferQuery {
    pub(crate) fn filter(&self) -> TransferFilter {
        TransferFilter {
            is_open: self.open,
            org: self.org,
        }
    }

    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        let limit = self.limit.unwrap_or(TRANSFERS_PAGE_DEFAULT);
        let max = TRANSFERS_PAGE_MAX.to_string();
        let fault = Problem::invalid().field("limit", "supply-goods-limit", &[("max", &max)]);
        (1..=TRANSFERS_PAGE_MAX).contains(&limit).then_some(limit).ok_or(fault)
    }
}

/// A transfer.
#[derive(Debug, Serialize, ToSchema)]
struct TransferView {
    id: TransferId,
    /// The firm that gives, and where it is.
    from: OrgId,
    from_place: PlaceCode,
    /// The firm that receives, and where it is.
    to: OrgId,
    to_place: PlaceCode,
    item: ItemId,
    state: TransferState,
    /// Pieces asked for.
    asked: i64,
    /// Pieces that left.
    sent: Option<i64>,
    /// Pieces that arrived.
    received: Option<i64>,
    /// The need that was raised because they differ.
    need: Option<NeedId>,
    /// The need that was raised because it will come late.
    late_need: Option<NeedId>,
    closed_at: Option<Timestamp>,
    /// The number of its last step.
    seq: i64,
}

impl From<Transfer> for TransferView {
    fn from(transfer: Transfer) -> TransferView {
        TransferView {
            id: transfer.id,
            from: transfer.from,
            from_place: transfer.from_place,
            to: transfer.to,
            to_place: transfer.to_place,
            item: transfer.item,
            state: transfer.state,
            asked: transfer.asked,
            sent: transfer.sent,
            received: transfer.received,
            need: transfer.need,
            late_need: transfer.late_need,
            closed_at: transfer.closed_at,
            seq: transfer.seq,
        }
    }
}

/// A page of transfers, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TransferPage {
    transfers: Vec<TransferView>,
    /// The cursor of the next page.
    next: Option<TransferId>,
}

/// A step of a transfer.
#[derive(Debug, Serialize, ToSchema)]
struct TransferEventView {
    seq: i64,
    at: Timestamp,
    /// `account:…`, or `run:…` for whoever drove it.
    actor: String,
    step: TransferStep,
    /// Pieces that were counted.
    pieces: Option<i64>,
    /// The reason, when one was given.
    note: String,
}

impl From<TransferEvent> for TransferEventView {
    fn from(event: TransferEvent) -> TransferEventView {
        TransferEventView {
            seq: event.taken.seq,
            at: event.taken.at,
            actor: event.taken.actor,
            step: event.taken.step,
            pieces: event.pieces,
            note: event.note,
        }
    }
}

/// A transfer with its past.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TransferDetailView {
    transfer: TransferView,
    /// Oldest first.
    events: Vec<TransferEventView>,
    /// Steps that the caller could take now.
    offered: Vec<TransferStep>,
    /// Whether the caller could take the last one back.
    can_undo: bool,
}

impl From<TransferDetail> for TransferDetailView {
    fn from(detail: TransferDetail) -> TransferDetailView {
        TransferDetailView {
            transfer: detail.transfer.into(),
            events: detail.events.into_iter().map(TransferEventView::from).collect(),
            offered: detail.offered,
            can_undo: detail.can_undo,
        }
    }
}

/// Transfers of the caller's firm or places, newest first.
#[utoipa::path(get, path = "/api/v1/supply/transfers", tag = "transfers", params(TransferQuery), responses(
    (status = 200, description = "A page", body = TransferPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list_transfers(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<TransferQuery>,
) -> Result<Json<TransferPage>, Problem> {
    let scope = visit.scope(Action::StockRead)?;
    let page = supply
        .transfers_page(&scope, &query.filter(), query.cursor, query.limit()?)
        .await?;
    Ok(Json(TransferPage {
        transfers: page.rows.into_iter().map(TransferView::from).collect(),
        next: page.next,
    }))
}

/// A transfer with its past and what the caller can do with it.
#[utoipa::path(get, path = "/api/v1/supply/transfers/{id}", tag = "transfers",
    params(("id" = TransferId, Path, description = "The transfer")), responses(
    (status = 200, description = "The transfer", body = TransferDetailView),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn get_transfer(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<TransferId>,
) -> Result<Json<TransferDetailView>, Problem> {
    Ok(Json(seen_transfer(&supply, &visit, id).await?.into()))
}

/// A transfer as the viewer may see and move it.
pub(crate) async fn seen_transfer(supply: &Supply, visit: &Visit, id: TransferId) -> Result<TransferDetail, Problem> {
    let scope = visit.scope(Action::StockRead)?;
    let mover = mover(visit).ok();
    Ok(supply.transfer(&scope, mover.as_ref(), id, visit.now()).await?)
}

/// Whoever visits, as they take steps.
pub(crate) fn mover(visit: &Visit) -> Result<Mover, Problem> {
    Ok(Mover {
        actor: visit.viewer.actor(),
        may: visit.scope(Action::TransferMove)?,
        is_carrier: false,
    })
}
