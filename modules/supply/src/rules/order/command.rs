//! What can be done to an order, and by whom.

use crate::limits::{DROP_POINT_CHARS_MAX, ORDER_REASON_CHARS_MAX};
use crate::rules::fields::Fields;
use tongxin_city::{Fen, ItemId, RunId};
use tongxin_web::FieldFault;

/// On whose side somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The household, or whoever ordered for it.
    Household,
    /// The outlet.
    Outlet,
    /// The clock.
    Clock,
}

/// What is done to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Calls it off: the household before it is packed; the outlet, with a reason, before it leaves.
    Cancel {
        /// Why.
        reason: Option<String>,
    },
    /// Says what was picked, line by line.
    Pack {
        /// Every line exactly once.
        lines: Vec<PackedLine>,
    },
    /// Takes packing back before it leaves: it stands as it was ordered.
    Unpack,
    /// Hands it to a run.
    Send {
        /// The run.
        run: RunId,
    },
    /// Puts it down where the household takes it.
    Drop {
        /// Where.
        point: String,
    },
    /// The household has it.
    Receive {
        /// Lines of which something was missing or damaged; the others are as packed.
        lines: Vec<ReceivedLine>,
        /// What the household said at the door; by this code the outlet may confirm in its place.
        code: Option<String>,
    },
    /// It could not be handed over and came back.
    Return {
        /// What of it can be sold again; lines left out come back whole.
        lines: Vec<ReturnedLine>,
        /// Why.
        reason: String,
    },
    /// Nobody said otherwise for days after it was put down.
    Presume,
}

/// A line as it was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedLine {
    /// The line's number.
    pub line: i64,
    /// Pieces that were there.
    pub picked: i64,
    /// What is packed instead of the rest.
    pub substitute: Option<Substitute>,
}

/// What is packed instead of something that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Substitute {
    /// What.
    pub item: ItemId,
    /// What a piece of it costs otherwise; the household never pays more than for what it ordered.
    pub price: Fen,
    /// How many pieces.
    pub pieces: i64,
    /// Whether the household was asked and agreed.
    pub is_agreed: bool,
}

/// A line as the household got it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceivedLine {
    /// The line's number.
    pub line: i64,
    /// Pieces that came.
    pub received: i64,
    /// Pieces of these that can't be used.
    pub damaged: i64,
}

/// A line as it came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnedLine {
    /// The line's number.
    pub line: i64,
    /// Pieces that can be sold again.
    pub fit: i64,
}

impl Command {
    /// The same with its texts trimmed and within bounds.
    ///
    /// # Errors
    /// The field that is missing, too long or unprintable.
    pub fn checked(self) -> Result<Command, Vec<FieldFault>> {
        let mut fields = Fields::default();
        let command = match self {
            Command::Cancel { reason } => {
                let reason = fields.optional_text("reason", &reason.unwrap_or_default(), ORDER_REASON_CHARS_MAX);
                Command::Cancel {
                    reason: Some(reason).filter(|reason| !reason.is_empty()),
                }
            }
            Command::Drop { point } => Command::Drop {
                point: fields.line("point", &point, DROP_POINT_CHARS_MAX),
            },
            Command::Return { lines, reason } => {
                if reason.trim().is_empty() {
                    fields.add(FieldFault::new("reason", "field-required"));
                }
                let reason = fields.optional_text("reason", &reason, ORDER_REASON_CHARS_MAX);
                Command::Return { lines, reason }
            }
            other => other,
        };
        fields.finish(command)
    }
}
