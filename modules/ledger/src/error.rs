//! What can go wrong in the ledger, by what the caller can do about it.

use crate::rules::command::FieldFault;
use crate::rules::photo::PhotoError;
use crate::rules::refusal::Refusal;
use tongxin_storage::{StorageError, WriteError};

/// A failed request to the ledger. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such need, or the caller may not know of it.
    #[error("no such need")]
    NotFound,
    /// The command is refused by a rule.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fields are missing or wrong.
    #[error("{} fields are wrong", .0.len())]
    Faults(Vec<FieldFault>),
    /// The caller may not raise such a need there.
    #[error("not permitted to raise this need there")]
    RaisingNotPermitted,
    /// The photo can't be kept.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// The cursor of a list was not made by this list.
    #[error("the cursor is not one of this list")]
    BadCursor,
    /// The system has no randomness for a nonce or key.
    #[error("the system gives no random bytes: {0}")]
    NoRandomness(getrandom::Error),
    /// An export could not be written.
    #[error("the export failed: {0}")]
    Export(String),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<FieldFault> for LedgerError {
    fn from(fault: FieldFault) -> Self {
        LedgerError::Faults(vec![fault])
    }
}

impl WriteError for LedgerError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            LedgerError::Storage(error) => Some(error),
            _ => None,
        }
    }
}
