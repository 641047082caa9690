//! A household's order: from placed to received.
//!
//! placed → packed → sent → dropped → received; or cancelled before it left, or returned after it did. Packing can be
//! taken back until the order leaves. [`decide`] is the whole machine. While an order has not left, its pieces stand as
//! promised in the outlet's stock; they leave it when the order is sent.

mod command;
mod decide;

pub use command::{Command, PackedLine, Party, ReceivedLine, ReturnedLine, Substitute};
pub use decide::{Decision, Refusal, WRONG_CODE, check_photo, decide};

use serde::Serialize;
use tongxin_city::{Fen, FenError, ItemId, words};
use utoipa::ToSchema;

words! {
    /// How an order stands.
    OrderState, "state of an order" {
        /// Ordered; its pieces are promised.
        Placed = "placed",
        /// Picked and packed.
        Packed = "packed",
        /// On its way.
        Sent = "sent",
        /// Waits at the drop point.
        Dropped = "dropped",
        /// The household has it.
        Received = "received",
        /// Called off before it left.
        Cancelled = "cancelled",
        /// Came back.
        Returned = "returned",
    }
}

impl OrderState {
    /// Whether something still has to happen to it.
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            OrderState::Received | OrderState::Cancelled | OrderState::Returned
        )
    }

    /// Whether it reached the drop point or the household.
    pub const fn has_arrived(self) -> bool {
        matches!(self, OrderState::Dropped | OrderState::Received)
    }
}

words! {
    /// What happened to an order.
    OrderEventKind, "event of an order" {
        /// It was placed.
        Placed = "placed",
        /// It was packed.
        Packed = "packed",
        /// Packing was taken back.
        Unpacked = "unpacked",
        /// It left with a run.
        Sent = "sent",
        /// It was put down at the drop point.
        Dropped = "dropped",
        /// The household took it.
        Received = "received",
        /// Nobody said otherwise for days after it was put down.
        Presumed = "presumed",
        /// It was called off.
        Cancelled = "cancelled",
        /// It came back.
        Returned = "returned",
    }
}

words! {
    /// What the household wants instead of what is not there.
    Substitutes, "rule for substitutes" {
        /// Nothing.
        None = "none",
        /// Something similar.
        Similar = "similar",
        /// Whatever it agrees to when it is asked.
        Ask = "ask",
    }
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderLine {
    /// Its number within the order, from 1.
    pub line: i64,
    /// What.
    pub item: ItemId,
    /// What a piece costs, in fen.
    #[schema(value_type = i64, minimum = 0)]
    pub price: Fen,
    /// Pieces that were ordered; 0 for a substitute.
    pub ordered: i64,
    /// Pieces that were packed; none until then.
    pub picked: Option<i64>,
    /// Pieces that the household says it got; none until it said so.
    pub received: Option<i64>,
    /// Pieces of these that it can't use.
    pub damaged: i64,
    /// The line whose item was not there.
    pub substitute_for: Option<i64>,
}

impl OrderLine {
    /// A line as it is ordered.
    pub fn ordered(line: i64, item: ItemId, price: Fen, pieces: i64) -> OrderLine {
        OrderLine {
            line,
            item,
            price,
            ordered: pieces,
            picked: None,
            received: None,
            damaged: 0,
            substitute_for: None,
        }
    }

    /// Pieces that are to be paid, as far as is known.
    pub fn payable(&self) -> i64 {
        match self.received {
            Some(received) => received - self.damaged,
            None => self.picked.unwrap_or(self.ordered),
        }
    }

    /// Pieces that stand as promised, or left with the order.
    pub fn pieces(&self) -> i64 {
        self.picked.unwrap_or(self.ordered)
    }
}

/// Whether less comes of a line than was ordered and nothing instead of it, or less can be used than was packed.
pub fn is_short(line: &OrderLine, all: &[OrderLine]) -> bool {
    let has_substitute = all.iter().any(|other| other.substitute_for == Some(line.line));
    line.payable() < line.pieces() || (line.pieces() < line.ordered && !has_substitute)
}

/// What the lines cost together, as far as is known.
///
/// # Errors
/// `OutOfBounds` beyond [`Fen::MAX`].
pub fn total(lines: &[OrderLine]) -> Result<Fen, FenError> {
    lines
        .iter()
        .try_fold(Fen::ZERO, |sum, line| sum.plus(line.price.times(line.payable())?))
}

/// What of an order its commands change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub state: OrderState,
    /// What is wanted instead of what is not there.
    pub substitutes: Substitutes,
    /// Said by the household at the door.
    pub hand_over_code: String,
    /// How often the outlet gave another.
    pub wrong_codes: i64,
    /// Its lines by number.
    pub lines: Vec<OrderLine>,
}

/// What happens to an item's stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockChange {
    /// So many more pieces are promised.
    Promise,
    /// So many are not promised any more.
    Release,
    /// So many promised pieces leave.
    Leave,
    /// So many come back.
    Back,
}

/// One change of stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockMove {
    /// Of what.
    pub item: ItemId,
    /// What happens.
    pub change: StockChange,
    /// To how many pieces, 1 or more.
    pub pieces: i64,
}

#[cfg(test)]
mod tests;
