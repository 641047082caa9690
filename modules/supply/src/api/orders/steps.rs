//! What an outlet does with one of its orders.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::limits::BASKET_LINES_MAX;
use crate::orders::{Commander, OrderDone};
use crate::rules::order::{Command, PackedLine, Party, ReturnedLine, Substitute};
use axum::extract::State;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Fen, ItemId, OrderId};
use tongxin_web::{FieldFault, IdempotencyKey, Json, KeyHeader, Path, Problem, ProblemBody};
use utoipa::ToSchema;

/// What is packed instead of the rest.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SubstituteBody {
    /// What.
    item: ItemId,
    /// How many pieces, at most those that are missing.
    #[schema(minimum = 1)]
    pieces: i64,
    /// Whether the household was asked and agreed; needed where it wants to be asked.
    #[serde(default)]
    is_agreed: bool,
}

/// A line as it was packed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PackedLineBody {
    /// The line's number.
    #[schema(minimum = 1)]
    line: i64,
    /// Pieces that were there.
    #[schema(minimum = 0)]
    picked: i64,
    /// What is packed instead of the rest.
    substitute: Option<SubstituteBody>,
}

/// An order as it was packed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PackBody {
    /// Every line exactly once.
    #[schema(min_items = 1, max_items = 40)]
    lines: Vec<PackedLineBody>,
}

impl PackBody {
    fn into_command(self) -> Result<Command, SupplyError> {
        if self.lines.len() > BASKET_LINES_MAX {
            let fault = FieldFault::new("lines", "supply-orders-many-lines");
            return Err(fault.arg("max", BASKET_LINES_MAX).into());
        }
        let lines = self.lines.into_iter().map(|line| PackedLine {
            line: line.line,
            picked: line.picked,
            substitute: line.substitute.map(|substitute| Substitute {
                item: substitute.item,
                // What it costs is looked up when it is packed.
                price: Fen::ZERO,
                pieces: substitute.pieces,
                is_agreed: substitute.is_agreed,
            }),
        });
        Ok(Command::Pack { lines: lines.collect() })
    }
}

/// Where an order was put down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DropBody {
    #[schema(min_length = 1, max_length = 60)]
    point: String,
}

/// What the household said at the door.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HandOverBody {
    /// Six digits.
    #[schema(example = "123456")]
    code: String,
}

/// A line of which not all can be sold again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnedLineBody {
    /// The line's number.
    #[schema(minimum = 1)]
    line: i64,
    /// Pieces that can be sold again.
    #[schema(minimum = 0)]
    fit: i64,
}

/// Why an order came back, and what of it can be sold again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReturnBody {
    #[schema(min_length = 1, max_length = 300)]
    reason: String,
    /// Lines left out come back whole.
    #[serde(default)]
    #[schema(max_items = 80)]
    lines: Vec<ReturnedLineBody>,
}

/// Whoever visits, at work in an outlet.
///
/// # Errors
/// 401 when nobody is signed in, 403 when none of their roles may.
pub(crate) fn at_work(visit: &Visit) -> Result<Commander, Problem> {
    Ok(Commander {
        party: Party::Outlet,
        actor: visit.viewer.actor(),
        may: visit.scope(Action::OrderWork)?,
    })
}

/// Gives an order a command for whoever visits.
pub(crate) async fn give(
    supply: &Supply,
    visit: &Visit,
    by: Commander,
    key: IdempotencyKey,
    id: OrderId,
    command: Command,
) -> Result<OrderDone, Problem> {
    let key = visit.command(key, "command-order", format!("{id} {command:?}").as_bytes());
    Ok(supply.command_order(key, by, id, command, visit.now()).await?)
}

/// Says what was picked, line by line. What is short and has no substitute becomes a need of the household.
#[utoipa::path(post, path = "/api/v1/orders/{id}/pack", tag = "orders", request_body = PackBody,
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "Packed", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn pack_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    Json(body): Json<PackBody>,
) -> Result<Json<OrderDone>, Problem> {
    Ok(Json(
        give(&supply, &visit, at_work(&visit)?, key, id, body.into_command()?).await?,
    ))
}

/// Takes packing back before the order leaves: it stands as it was ordered. What came instead is free again; what was
/// missing is promised once more if it is still free, else nothing changes and the answer says of what too little is left.
#[utoipa::path(post, path = "/api/v1/orders/{id}/unpack", tag = "orders",
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "To be packed again", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn unpack_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
) -> Result<Json<OrderDone>, Problem> {
    Ok(Json(
        give(&supply, &visit, at_work(&visit)?, key, id, Command::Unpack).await?,
    ))
}

/// Puts an order that is on its way down where the household takes it.
#[utoipa::path(post, path = "/api/v1/orders/{id}/drop", tag = "orders", request_body = DropBody,
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "Put down", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn drop_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    Json(DropBody { point }): Json<DropBody>,
) -> Result<Json<OrderDone>, Problem> {
    Ok(Json(
        give(&supply, &visit, at_work(&visit)?, key, id, Command::Drop { point }).await?,
    ))
}

/// Hands an order over against the code that the household says.
#[utoipa::path(post, path = "/api/v1/orders/{id}/hand-over", tag = "orders", request_body = HandOverBody,
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "Received", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn hand_over_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    Json(HandOverBody { code }): Json<HandOverBody>,
) -> Result<Json<OrderDone>, Problem> {
    Ok(Json(
        give(&supply, &visit, at_work(&visit)?, key, id, hand_over(&code)).await?,
    ))
}

/// The household has what was packed, by the code it said.
pub(crate) fn hand_over(code: &str) -> Command {
    Command::Receive {
        lines: Vec::new(),
        code: Some(code.trim().to_owned()),
    }
}

/// Takes an order back that could not be handed over; what can be sold again is in stock again.
#[utoipa::path(post, path = "/api/v1/orders/{id}/return", tag = "orders", request_body = ReturnBody,
    params(KeyHeader, ("id" = OrderId, Path, description = "The order")), responses(
    (status = 200, description = "Came back", body = OrderDone),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn return_order(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    key: IdempotencyKey,
    Json(body): Json<ReturnBody>,
) -> Result<Json<OrderDone>, Problem> {
    let lines = body.lines.iter().map(|line| ReturnedLine {
        line: line.line,
        fit: line.fit,
    });
    let command = Command::Return {
        lines: lines.collect(),
        reason: body.reason,
    };
    Ok(Json(give(&supply, &visit, at_work(&visit)?, key, id, command).await?))
}
