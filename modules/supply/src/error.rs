//! What can go wrong in supply, by what the caller can do about it.

use tongxin_account::AccountError;
use tongxin_import::ImportError;
use tongxin_ledger::LedgerError;
use tongxin_places::PlacesError;
use tongxin_storage::{StorageError, WriteError};
use tongxin_web::FieldFault;

/// A failed request. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SupplyError {
    /// There is no such thing, or the caller may not know of it.
    #[error("no such thing")]
    NotFound,
    /// Fields are missing or wrong.
    #[error("{} fields are wrong", .0.len())]
    Faults(Vec<FieldFault>),
    /// A file is no table that can be read.
    #[error(transparent)]
    File(#[from] ImportError),
    /// Rows of a table can't be loaded.
    #[error("{} cells are wrong", .0.count())]
    Rows(tongxin_import::Faults),
    /// Something of the system's own failed.
    #[error("failed: {0}")]
    Failed(String),
    /// The thing is not in a state that allows this; the code of the problem says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// What was asked for is right, and others were first: what is gone, and what is left.
    #[error("{} things are gone", .0.len())]
    Gone(Vec<FieldFault>),
    /// Packing can't be taken back: what was missing is promised to others by now.
    #[error("{} things are promised to others", .0.len())]
    Taken(Vec<FieldFault>),
    /// Somebody could not be verified.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Places or organisations could not be read or added.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// A need could not be raised.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The system has no randomness for a seed or a pseudonym.
    #[error("the system gives no random bytes: {0}")]
    NoRandomness(getrandom::Error),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<FieldFault> for SupplyError {
    fn from(fault: FieldFault) -> Self {
        SupplyError::Faults(vec![fault])
    }
}

impl From<Vec<FieldFault>> for SupplyError {
    fn from(faults: Vec<FieldFault>) -> Self {
        SupplyError::Faults(faults)
    }
}

impl WriteError for SupplyError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            SupplyError::Storage(error) => Some(error),
            SupplyError::Ledger(error) => error.as_storage(),
            SupplyError::Places(error) => error.as_storage(),
            _ => None,
        }
    }
}
