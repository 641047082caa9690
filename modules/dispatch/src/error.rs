//! What can go wrong in dispatch, by what the caller can do about it.

use crate::rules::moving::ChangeRefusal;
use tongxin_account::AccountError;
use tongxin_ledger::LedgerError;
use tongxin_pass::PassError;
use tongxin_places::PlacesError;
use tongxin_storage::{StorageError, WriteError};
use tongxin_supply::SupplyError;
use tongxin_web::FieldFault;

/// A failed request. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// There is no such plan or run, or the caller may not know of it.
    #[error("no such thing")]
    NotFound,
    /// A link that opens no run, or no longer.
    #[error("the link opens nothing")]
    NoLink,
    /// Fields are missing or wrong.
    #[error("{} fields are wrong", .0.len())]
    Faults(Vec<FieldFault>),
    /// The plan or run does not stand so that this can be done; the problem's code says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Something of the system's own failed.
    #[error("failed: {0}")]
    Failed(String),
    /// Names of accounts could not be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Places or organisations could not be read.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// Orders, transfers or the fleet could not be read, or an order does not stand so that this can be done.
    #[error(transparent)]
    Supply(#[from] SupplyError),
    /// Passes of vehicles could not be read.
    #[error(transparent)]
    Pass(#[from] PassError),
    /// A need could not be raised.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<Vec<FieldFault>> for DispatchError {
    fn from(faults: Vec<FieldFault>) -> Self {
        DispatchError::Faults(faults)
    }
}

impl From<ChangeRefusal> for DispatchError {
    fn from(refusal: ChangeRefusal) -> Self {
        DispatchError::Refused(refusal.code())
    }
}

impl WriteError for DispatchError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            DispatchError::Storage(error) => Some(error),
            DispatchError::Ledger(error) => error.as_storage(),
            DispatchError::Places(error) => error.as_storage(),
            DispatchError::Supply(error) => error.as_storage(),
            DispatchError::Pass(error) => error.as_storage(),
            _ => None,
        }
    }
}
