//! What is done to orders: one way for households, outlets and the clock. Read, decide, raise what went wrong, write.

mod needs;
mod photos;
#[cfg(test)]
mod tests;
mod tick;

pub(crate) use photos::PhotoDone;

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::basket::AskedLine;
use crate::rules::order::{
    Command, Decision, OrderEventKind, OrderLine, OrderState, Party, Refusal, StockChange, Substitute, WRONG_CODE,
    decide,
};
use crate::store::basket;
use crate::store::orders::Order;
use crate::store::orders::write::{self, Moment, NotThere};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{Fen, NeedId, OrderId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// Who gives a command, on whose side, and on which orders.
#[derive(Debug, Clone)]
pub(crate) struct Commander {
    pub(crate) party: Party,
    /// As [`tongxin_account::Viewer::actor`] writes it.
    pub(crate) actor: String,
    pub(crate) may: Scope,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OrderDone {
    /// The order.
    pub(crate) id: OrderId,
    /// How it stands now.
    pub(crate) state: OrderState,
    /// The number of the event.
    pub(crate) seq: i64,
    /// What is to be paid now, in fen.
    #[schema(value_type = i64, minimum = 0)]
    pub(crate) total: Fen,
    /// The need that was raised because it came short.
    pub(crate) short_need: Option<NeedId>,
}

/// What became of a command.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Outcome {
    Done(OrderDone),
    WrongCode,
}

impl Supply {
    /// Gives an order one command, once.
    ///
    /// # Errors
    /// `NotFound` for an order that the commander may not know of; `Faults`, `Refused` and `Gone` as the rules and the
    /// stock have it; or a storage failure.
    pub(crate) async fn command_order(
        &self,
        key: CommandKey,
        by: Commander,
        id: OrderId,
        command: Command,
        now: Timestamp,
    ) -> Result<OrderDone, SupplyError> {
        let work = Arc::new((self.clone(), by, command.checked()?));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (supply, by, command) = &*work;
                match supply.command_order_in(tx, by, id, command.clone(), now).await {
                    // Refused, but it counts: so this is written.
                    Err(SupplyError::Refused(WRONG_CODE)) => {
                        write::count_wrong_code(tx, id);
                        Ok(Outcome::WrongCode)
                    }
                    done => done.map(Outcome::Done),
                }
            })
        });
        match done.await?.value {
            Outcome::Done(done) => Ok(done),
            Outcome::WrongCode => Err(SupplyError::Refused(WRONG_CODE)),
        }
    }

    /// The same inside another write, such as a run's: the command is [`Command::checked`] already.
    pub(crate) async fn command_order_in(
        &self,
        tx: &mut Tx,
        by: &Commander,
        id: OrderId,
        command: Command,
        now: Timestamp,
    ) -> Result<OrderDone, SupplyError> {
        // What somebody ordered for a neighbour is not theirs to pack.
        let helper = (by.party == Party::Household).then_some(&*by.actor);
        let known = write::get_in(tx, &by.may, helper, id).await?;
        let (order, lines) = known.ok_or(SupplyError::NotFound)?;
        let command = with_prices(tx, &order, command).await?;
        let decision = decide(&order.standing(lines.clone()), &command, by.party)?;
        self.enter(tx, &order, &lines, decision, &by.actor, now).await
    }

    /// Writes a decision down, and raises what went wrong.
    async fn enter(
        &self,
        tx: &mut Tx,
        order: &Order,
        before: &[OrderLine],
        decision: Decision,
        actor: &str,
        now: Timestamp,
    ) -> Result<OrderDone, SupplyError> {
        let short = self.short_of(tx, order, &decision, now).await?;
        let day = self.places().city()?.file.zone.day_of(now);
        let moment = Moment { actor, now, day };
        match write::move_on(tx, order, before, &decision, short, &moment).await? {
            Ok(seq) => Ok(OrderDone {
                id: order.id,
                state: decision.state,
                seq,
                total: decision.total,
                short_need: short.map(|short| short.need),
            }),
            Err(not_there) => Err(refusal(tx, decision.event, not_there).await?),
        }
    }
}

/// What a substitute costs is what the outlet offers it for.
async fn with_prices(tx: &mut Tx, order: &Order, command: Command) -> Result<Command, SupplyError> {
    let Command::Pack { mut lines } = command else {
        return Ok(command);
    };
    let asked: Vec<AskedLine> = lines
        .iter()
        .filter_map(|line| line.substitute)
        .map(|Substitute { item, pieces, .. }| AskedLine { item, pieces })
        .collect();
    if asked.is_empty() {
        return Ok(Command::Pack { lines });
    }
    let offered = basket::offered(tx, order.org, &asked).await?;
    for line in &mut lines {
        let Some(substitute) = &mut line.substitute else {
            continue;
        };
        let found = offered.iter().find(|offered| offered.item == substitute.item);
        let field = format!("lines[{}].substitute", line.line);
        substitute.price = found
            .ok_or_else(|| FieldFault::new(field, "supply-basket-not-offered"))?
            .price;
    }
    Ok(Command::Pack { lines })
}

async fn refusal(tx: &mut Tx, event: OrderEventKind, not_there: NotThere) -> Result<SupplyError, SupplyError> {
    let name = basket::item_name(tx, not_there.item).await?;
    let key = match not_there.change {
        StockChange::Promise if event == OrderEventKind::Unpacked => {
            let taken = FieldFault::new("lines", "supply-order-missing-taken").arg("name", name);
            return Ok(SupplyError::Taken(vec![taken]));
        }
        StockChange::Promise => "supply-order-substitute-gone",
        _ => "supply-order-stock-too-low",
    };
    Ok(SupplyError::Gone(vec![FieldFault::new("lines", key).arg("name", name)]))
}

impl From<Refusal> for SupplyError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::State(code) => SupplyError::Refused(code),
            Refusal::Fields(faults) => SupplyError::Faults(faults),
        }
    }
}
