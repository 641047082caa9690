//! A transfer: goods that go from one firm to another, in two hands.
//!
//! An officer proposes it, the giver agrees (from then on the pieces are promised) or refuses, counts what leaves and
//! sends it; the receiver counts what arrived. Neither side can take the other's step, so that two people have counted
//! the same goods. Whoever carries it says what was brought, or that it came back; what was brought is still counted by
//! the receiver. Until the goods are on the road it can be cancelled.

use tongxin_city::{Timestamp, words};

words! {
    /// How a transfer stands.
    TransferState, "state of a transfer" {
        /// Waits for the giver.
        Proposed = "proposed",
        /// The giver will send it; the pieces are promised.
        Agreed = "agreed",
        /// On the road.
        Sent = "sent",
        /// Arrived and counted.
        Received = "received",
        /// The giver can't or won't.
        Refused = "refused",
        /// No longer wanted.
        Cancelled = "cancelled",
    }
}

words! {
    /// What can happen to a transfer.
    TransferStep, "step of a transfer" {
        /// An officer asks for it.
        Propose = "propose",
        /// The giver will send it.
        Agree = "agree",
        /// The giver won't.
        Refuse = "refuse",
        /// The giver has counted and sent it.
        Send = "send",
        /// Whoever carries it says what was brought.
        Bring = "bring",
        /// It came back to the giver.
        Return = "return",
        /// The receiver has counted what arrived.
        Receive = "receive",
        /// It is no longer wanted.
        Cancel = "cancel",
        /// The last step was taken back.
        Undo = "undo",
    }
}

impl TransferState {
    /// Whether anything is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Agreed | Self::Sent)
    }
}

/// For whom somebody acts in one transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hands {
    /// Acts for the firm that gives.
    pub is_giver: bool,
    /// Acts for the firm that receives.
    pub is_receiver: bool,
    /// An officer of the receiver's place.
    pub is_officer: bool,
    /// Carries it for the firm that gives.
    pub is_carrier: bool,
}

/// What somebody wants to do with a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferCommand {
    /// The giver will send it.
    Agree,
    /// The giver won't.
    Refuse {
        /// Why.
        reason: String,
    },
    /// The giver has sent so many pieces; at most as many as were asked for.
    Send {
        /// Counted when they left.
        pieces: i64,
    },
    /// So many pieces were brought, as whoever carries it says; at most as many as were sent. The receiver still counts.
    Bring {
        /// Brought to the receiver.
        pieces: i64,
    },
    /// It came back.
    Return {
        /// Why.
        reason: String,
        /// Whether it is sent again: nobody was there to take it, rather than that it is not wanted.
        is_sent_again: bool,
    },
    /// So many pieces arrived.
    Receive {
        /// Counted when they arrived.
        pieces: i64,
    },
    /// It is no longer wanted.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Takes the last step back.
    Undo {
        /// That step's number.
        seq: i64,
    },
}

impl TransferCommand {
    /// The step it takes.
    pub const fn step(&self) -> TransferStep {
        match self {
            Self::Agree => TransferStep::Agree,
            Self::Refuse { .. } => TransferStep::Refuse,
            Self::Send { .. } => TransferStep::Send,
            Self::Bring { .. } => TransferStep::Bring,
            Self::Return { .. } => TransferStep::Return,
            Self::Receive { .. } => TransferStep::Receive,
            Self::Cancel { .. } => TransferStep::Cancel,
            Self::Undo { .. } => TransferStep::Undo,
        }
    }
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number.
    pub seq: i64,
    /// What happened.
    pub step: TransferStep,
    /// How the transfer stood before.
    pub before: Option<TransferState>,
    /// Who, as [`tongxin_account::Viewer::actor`] writes it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// What a decision must know of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferNow {
    /// How it stands.
    pub state: TransferState,
    /// Pieces asked for.
    pub asked: i64,
    /// Pieces that left.
    pub sent: Option<i64>,
    /// Pieces that arrived.
    pub received: Option<i64>,
    /// The last step.
    pub last: Taken,
}

/// What a step does to the stock of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockStep {
    /// The giver promises them.
    Promise(i64),
    /// The giver's promise is taken back.
    Release(i64),
    /// They leave the giver, who had promised them.
    Leave(i64),
    /// They are the giver's again.
    Return(i64),
    /// They are the receiver's.
    Arrive(i64),
    /// The receiver never had them.
    Unarrive(i64),
}

/// What follows from a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferNext {
    /// How it stands then.
    pub state: TransferState,
    /// Pieces that left.
    pub sent: Option<i64>,
    /// Pieces that arrived.
    pub received: Option<i64>,
    /// What happens to stock, in this order.
    pub stock: Vec<StockStep>,
}

impl TransferNext {
    /// Pieces that left and did not arrive (negative: more arrived than left).
    pub fn lost(&self) -> i64 {
        match (self.sent, self.received) {
            (Some(sent), Some(received)) => sent - received,
            _ => 0,
        }
    }
}

/// How long the last step can be taken back, in milliseconds.
pub const UNDO_MS: i64 = 10 * Timestamp::MINUTE_MS;

/// Decides a command of somebody.
///
/// # Errors
/// The code of the problem that says why not. Pieces that are no sensible number are a fault at their field, which the
/// caller finds before.
pub fn decide(
    transfer: &TransferNow,
    command: &TransferCommand,
    hands: Hands,
    actor: &str,
    now: Timestamp,
) -> Result<TransferNext, &'static str> {
    if let TransferCommand::Undo { seq } = command {
        return undo(transfer, *seq, actor, now);
    }
    if !is_theirs(command.step(), hands) {
        return Err("transfer-other-side");
    }
    if !can_follow(transfer.state, command.step()) {
        return Err("transfer-moved-on");
    }
    let asked = transfer.asked;
    let next = |state, stock| TransferNext {
        state,
        sent: transfer.sent,
        received: transfer.received,
        stock,
    };
    Ok(match command {
        TransferCommand::Agree => next(TransferState::Agreed, vec![StockStep::Promise(asked)]),
        TransferCommand::Refuse { .. } => next(TransferState::Refused, promise_back(transfer)),
        TransferCommand::Cancel { .. } => next(TransferState::Cancelled, promise_back(transfer)),
        TransferCommand::Send { pieces } => TransferNext {
            sent: Some(*pieces),
            ..next(
                TransferState::Sent,
                vec![StockStep::Leave(*pieces), StockStep::Release(asked - pieces)],
            )
        },
        TransferCommand::Bring { .. } => next(TransferState::Sent, Vec::new()),
        TransferCommand::Return { is_sent_again, .. } => {
            let back = StockStep::Return(transfer.sent.unwrap_or(0));
            let (state, stock) = if *is_sent_again {
                (TransferState::Agreed, vec![back, StockStep::Promise(asked)])
            } else {
                (TransferState::Cancelled, vec![back])
            };
            TransferNext {
                sent: None,
                ..next(state, stock)
            }
        }
        TransferCommand::Receive { pieces } => TransferNext {
            received: Some(*pieces),
            ..next(TransferState::Received, vec![StockStep::Arrive(*pieces)])
        },
        TransferCommand::Undo { .. } => return Err("transfer-moved-on"),
    })
}

/// The steps that somebody can take now, in the order in which they are offered.
pub fn offered(transfer: &TransferNow, hands: Hands) -> Vec<TransferStep> {
    let all = TransferStep::ALL.iter().copied();
    all.filter(|step| *step != TransferStep::Undo && can_follow(transfer.state, *step) && is_theirs(*step, hands))
        .collect()
}

/// Whether somebody can take the last step back.
pub fn can_undo(transfer: &TransferNow, actor: &str, now: Timestamp) -> bool {
    undo(transfer, transfer.last.seq, actor, now).is_ok()
}

fn is_theirs(step: TransferStep, hands: Hands) -> bool {
    match step {
        TransferStep::Propose => hands.is_officer,
        TransferStep::Agree | TransferStep::Refuse | TransferStep::Send => hands.is_giver,
        TransferStep::Bring | TransferStep::Return => hands.is_carrier,
        TransferStep::Receive => hands.is_receiver,
        TransferStep::Cancel => hands.is_officer || hands.is_receiver,
        TransferStep::Undo => true,
    }
}

fn can_follow(state: TransferState, step: TransferStep) -> bool {
    match step {
        TransferStep::Agree => state == TransferState::Proposed,
        TransferStep::Refuse | TransferStep::Cancel => {
            matches!(state, TransferState::Proposed | TransferState::Agreed)
        }
        TransferStep::Send => state == TransferState::Agreed,
        TransferStep::Bring | TransferStep::Return | TransferStep::Receive => state == TransferState::Sent,
        TransferStep::Propose | TransferStep::Undo => false,
    }
}

fn promise_back(transfer: &TransferNow) -> Vec<StockStep> {
    match transfer.state {
        TransferState::Agreed => vec![StockStep::Release(transfer.asked)],
        _ => Vec::new(),
    }
}

fn undo(transfer: &TransferNow, seq: i64, actor: &str, now: Timestamp) -> Result<TransferNext, &'static str> {
    let last = &transfer.last;
    // What was said on the road stands: the run that it was said of has gone on.
    let is_said = matches!(
        last.step,
        TransferStep::Undo | TransferStep::Bring | TransferStep::Return
    );
    if last.seq != seq || is_said {
        return Err("transfer-moved-on");
    }
    if last.actor != actor {
        return Err("transfer-undo-other");
    }
    if now.millis_since(last.at) > UNDO_MS {
        return Err("transfer-undo-late");
    }
    let (asked, sent) = (transfer.asked, transfer.sent.unwrap_or(0));
    let before = last.before.unwrap_or(TransferState::Cancelled);
    let promise_again = match before {
        TransferState::Agreed => vec![StockStep::Promise(asked)],
        _ => Vec::new(),
    };
    let next = TransferNext {
        state: before,
        sent: transfer.sent,
        received: None,
        stock: promise_again,
    };
    Ok(match last.step {
        TransferStep::Agree => TransferNext {
            stock: vec![StockStep::Release(asked)],
            ..next
        },
        TransferStep::Send => TransferNext {
            sent: None,
            stock: vec![StockStep::Return(sent), StockStep::Promise(asked)],
            ..next
        },
        TransferStep::Receive => TransferNext {
            stock: vec![StockStep::Unarrive(transfer.received.unwrap_or(0))],
            ..next
        },
        _ => next,
    })
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
