//! Why a command is refused, by what the caller can do about it.

use crate::rules::command::CommandKind;
use crate::rules::entry::EntryKind;
use crate::rules::need::State;
use serde::{Deserialize, Serialize};

/// Why a command is refused. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Refusal {
    /// The caller holds no right to this command on this need.
    #[error("not permitted")]
    NotPermitted,
    /// The command does not fit the need's state.
    #[error("{} does not fit state {state}", command.as_str())]
    WrongState {
        /// The state.
        state: State,
        /// The command.
        command: CommandKind,
    },
    /// The solver would strike off the own work.
    #[error("a solver cannot strike off their own work")]
    SolverStrikesOff,
    /// There is no tier above the city's.
    #[error("already at the city's tier")]
    TopTier,
    /// The priority is what it was.
    #[error("the priority is the same")]
    SamePriority,
    /// The assignee is who it was.
    #[error("already assigned there")]
    SameAssignee,
    /// A need can't be merged into itself.
    #[error("a need cannot be merged into itself")]
    MergeIntoItself,
    /// The need to merge into is unknown to the caller.
    #[error("the need to merge into is not known")]
    MergeTargetMissing,
    /// The need to merge into is closed.
    #[error("the need to merge into is closed")]
    MergeTargetClosed,
    /// The need to merge into is of another kind or another place.
    #[error("the need to merge into is about something else")]
    MergeTargetDiffers,
    /// The entry to take back is not the last one.
    #[error("entry {last} came after")]
    UndoNotLast {
        /// The last entry's number.
        last: i64,
    },
    /// The entry to take back is somebody else's.
    #[error("only one's own entry can be taken back")]
    UndoNotYours,
    /// Too much time has passed.
    #[error("too late to take it back")]
    UndoTooLate,
    /// Entries of this kind can't be taken back.
    #[error("an entry of kind {0} cannot be taken back")]
    UndoNotPossible(EntryKind),
    /// The need's texts were erased; it is past.
    #[error("the need was erased")]
    Erased,
    /// No more photos.
    #[error("too many photos")]
    TooManyPhotos,
    /// Nobody closes needs of this kind by hand.
    #[error("it closes by itself")]
    ClosesItself,
    /// No more entries.
    #[error("too many entries")]
    TooManyEntries,
}

impl Refusal {
    /// A stable code, also the end of its language key.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotPermitted => "need-not-permitted",
            Refusal::WrongState { .. } => "need-wrong-state",
            Refusal::SolverStrikesOff => "need-solver-strikes-off",
            Refusal::TopTier => "need-top-tier",
            Refusal::SamePriority => "need-same-priority",
            Refusal::SameAssignee => "need-same-assignee",
            Refusal::MergeIntoItself => "need-merge-into-itself",
            Refusal::MergeTargetMissing => "need-merge-target-missing",
            Refusal::MergeTargetClosed => "need-merge-target-closed",
            Refusal::MergeTargetDiffers => "need-merge-target-differs",
            Refusal::UndoNotLast { .. } => "need-undo-not-last",
            Refusal::UndoNotYours => "need-undo-not-yours",
            Refusal::UndoTooLate => "need-undo-too-late",
            Refusal::UndoNotPossible(_) => "need-undo-not-possible",
            Refusal::Erased => "need-erased",
            Refusal::TooManyPhotos => "need-too-many-photos",
            Refusal::ClosesItself => "need-closes-itself",
            Refusal::TooManyEntries => "need-too-many-entries",
        }
    }
}
