//! What can go wrong in care, by what the caller can do about it.

use crate::rules::ending::CannotEnd;
use crate::vault::VaultError;
use tongxin_account::AccountError;
use tongxin_dispatch::DispatchError;
use tongxin_import::ImportError;
use tongxin_ledger::LedgerError;
use tongxin_pass::PassError;
use tongxin_places::PlacesError;
use tongxin_storage::{StorageError, WriteError};
use tongxin_web::FieldFault;

/// A failed request. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CareError {
    /// There is no such person or visit, or the caller may not know of it.
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
    /// Something of the system's own failed.
    #[error("failed: {0}")]
    Failed(String),
    /// It does not stand so that this can be done; the problem's code says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// What is sealed could not be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A record was opened that holds something else than a record.
    #[error("a record is unreadable: {0}")]
    Unreadable(String),
    /// The list of erased records outside the database failed.
    #[error("the list of erased records: {0}")]
    Erased(String),
    /// Names of accounts could not be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Places or households could not be read.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// A ride could not be booked or called off.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
    /// A pass could not be approved or ended.
    #[error(transparent)]
    Pass(#[from] PassError),
    /// A need could not be raised or closed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<Vec<FieldFault>> for CareError {
    fn from(faults: Vec<FieldFault>) -> Self {
        CareError::Faults(faults)
    }
}

impl From<CannotEnd> for CareError {
    fn from(why: CannotEnd) -> Self {
        match why {
            CannotEnd::Unseen => CareError::Refused("care-still-unseen"),
            CannotEnd::NobodySaidSo => FieldFault::new("said_by", "care-field-said-by").into(),
        }
    }
}

impl From<FieldFault> for CareError {
    fn from(fault: FieldFault) -> Self {
        CareError::Faults(vec![fault])
    }
}

impl WriteError for CareError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            CareError::Storage(error) => Some(error),
            CareError::Vault(error) => error.as_storage(),
            CareError::Ledger(error) => error.as_storage(),
            CareError::Places(error) => error.as_storage(),
            CareError::Dispatch(error) => error.as_storage(),
            CareError::Pass(error) => error.as_storage(),
            _ => None,
        }
    }
}
