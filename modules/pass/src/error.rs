//! What can go wrong at the desk, by what the caller can do about it.

use tongxin_account::AccountError;
use tongxin_import::ImportError;
use tongxin_ledger::LedgerError;
use tongxin_places::PlacesError;
use tongxin_storage::{StorageError, WriteError};
use tongxin_supply::SupplyError;
use tongxin_web::FieldFault;

/// A failed request. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    /// There is no such pass or organisation, or the caller may not know of it.
    #[error("no such thing")]
    NotFound,
    /// Fields are missing or wrong.
    #[error("{} fields are wrong", .0.len())]
    Faults(Vec<FieldFault>),
    /// A file is no table that can be read.
    #[error(transparent)]
    File(#[from] ImportError),
    /// Rows of a table can't be taken in.
    #[error("{} cells are wrong", .0.count())]
    Rows(tongxin_import::Faults),
    /// The pass does not stand so that this can be done; the problem's code says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Others issued at the same moment, again and again; the next try goes on.
    #[error("others were faster; it goes on at the next try")]
    Outrun,
    /// A signed file is not there yet: the clock makes it within a minute of the first start.
    #[error("the file has not been signed yet")]
    NotSigned,
    /// Whoever holds that issue of the list needs the whole list.
    #[error("too old for a delta")]
    TooOld,
    /// Every number of this issuer is taken.
    #[error("every pass number is taken")]
    NumbersTaken,
    /// A secret key could not be read or kept.
    #[error("secret keys: {0}")]
    Keys(String),
    /// Something of the system's own failed.
    #[error("failed: {0}")]
    Failed(String),
    /// Names of accounts could not be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Places or organisations could not be read.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The whitelist could not be read.
    #[error(transparent)]
    Supply(#[from] SupplyError),
    /// A need could not be raised.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<FieldFault> for PassError {
    fn from(fault: FieldFault) -> Self {
        PassError::Faults(vec![fault])
    }
}

impl WriteError for PassError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            PassError::Storage(error) => Some(error),
            PassError::Ledger(error) => error.as_storage(),
            PassError::Places(error) => error.as_storage(),
            PassError::Supply(error) => error.as_storage(),
            _ => None,
        }
    }
}
