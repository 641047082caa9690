//! The ledger's words: states, and reasons to refuse.

/// Where a need stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the state of the same name in the ledger")]
pub enum State {
    Raised,
    Accepted,
    Assigned,
    Solved,
    StruckOff,
    Declined,
    Reopened,
    Merged,
}

impl State {
    /// All states.
    pub const ALL: [State; 8] = [
        State::Raised,
        State::Accepted,
        State::Assigned,
        State::Solved,
        State::StruckOff,
        State::Declined,
        State::Reopened,
        State::Merged,
    ];

    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Raised => "raised",
            State::Accepted => "accepted",
            State::Assigned => "assigned",
            State::Solved => "solved",
            State::StruckOff => "struck_off",
            State::Declined => "declined",
            State::Reopened => "reopened",
            State::Merged => "merged",
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        !matches!(self, State::StruckOff | State::Declined | State::Merged)
    }

    /// Whether the due time counts.
    pub const fn is_running(self) -> bool {
        self.is_open() && !matches!(self, State::Solved)
    }
}

/// Why the system must refuse an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// It does not fit the state.
    WrongState,
    /// Nobody strikes off what they solved.
    SolverStrikesOff,
    /// There is no tier above the city's.
    TopTier,
    /// The priority is what it was.
    SamePriority,
    /// It was given to that person already.
    SameAssignee,
    /// Something came after the entry to take back.
    UndoNotLast,
    /// Too late to take it back.
    UndoTooLate,
    /// The need to merge into is closed.
    MergeTargetClosed,
}

impl Refused {
    /// The stable code of the problem.
    pub const fn code(self) -> &'static str {
        match self {
            Refused::WrongState => "need-wrong-state",
            Refused::SolverStrikesOff => "need-solver-strikes-off",
            Refused::TopTier => "need-top-tier",
            Refused::SamePriority => "need-same-priority",
            Refused::SameAssignee => "need-same-assignee",
            Refused::UndoNotLast => "need-undo-not-last",
            Refused::UndoTooLate => "need-undo-too-late",
            Refused::MergeTargetClosed => "need-merge-target-closed",
        }
    }
}

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the state of the same name in the shop")]
pub enum OrderState {
    Placed,
    Packed,
    Sent,
    Dropped,
    Received,
    Cancelled,
    Returned,
}

impl OrderState {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            OrderState::Placed => "placed",
            OrderState::Packed => "packed",
            OrderState::Sent => "sent",
            OrderState::Dropped => "dropped",
            OrderState::Received => "received",
            OrderState::Cancelled => "cancelled",
            OrderState::Returned => "returned",
        }
    }

    /// Whether it reached the drop point or the household.
    pub const fn has_arrived(self) -> bool {
        matches!(self, OrderState::Dropped | OrderState::Received)
    }
}

/// How a pass stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the state of the same name at the desk")]
pub enum PassState {
    Waiting,
    Agreeing,
    Approved,
    Refused,
    Withdrawn,
    Valid,
    Replaced,
    Revoked,
    Expired,
}

impl PassState {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            PassState::Waiting => "waiting",
            PassState::Agreeing => "agreeing",
            PassState::Approved => "approved",
            PassState::Refused => "refused",
            PassState::Withdrawn => "withdrawn",
            PassState::Valid => "valid",
            PassState::Replaced => "replaced",
            PassState::Revoked => "revoked",
            PassState::Expired => "expired",
        }
    }

    /// Whether it counts or may come to count.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            PassState::Waiting | PassState::Agreeing | PassState::Approved | PassState::Valid
        )
    }

    /// Whether it has a number.
    pub const fn is_issued(self) -> bool {
        matches!(
            self,
            PassState::Valid | PassState::Replaced | PassState::Revoked | PassState::Expired
        )
    }
}
