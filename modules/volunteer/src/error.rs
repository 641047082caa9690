//! What can go wrong with volunteers, by what the caller can do about it.

use tongxin_account::AccountError;
use tongxin_import::ImportError;
use tongxin_ledger::LedgerError;
use tongxin_places::PlacesError;
use tongxin_sms::SmsError;
use tongxin_storage::{StorageError, WriteError};
use tongxin_web::FieldFault;

/// A failed request. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum VolunteerError {
    /// There is no such thing, or the caller may not know of it.
    #[error("no such thing")]
    NotFound,
    /// A volunteer's link opens nothing, or no longer.
    #[error("the link opens nothing")]
    NoLink,
    /// Fields are missing or wrong.
    #[error("{} fields are wrong", .0.len())]
    Faults(Vec<FieldFault>),
    /// A file is no table that can be read.
    #[error(transparent)]
    File(#[from] ImportError),
    /// Rows of a table can't be taken in.
    #[error("{} cells are wrong", .0.count())]
    Rows(tongxin_import::Faults),
    /// It does not stand so that this can be done; the problem's code says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Something of the system's own failed.
    #[error("failed: {0}")]
    Failed(String),
    /// Names of accounts could not be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Places or households could not be read.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// A need could not be raised or closed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A text could not be written.
    #[error(transparent)]
    Sms(#[from] SmsError),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<Vec<FieldFault>> for VolunteerError {
    fn from(faults: Vec<FieldFault>) -> Self {
        VolunteerError::Faults(faults)
    }
}

impl From<FieldFault> for VolunteerError {
    fn from(fault: FieldFault) -> Self {
        VolunteerError::Faults(vec![fault])
    }
}

impl WriteError for VolunteerError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            VolunteerError::Storage(error) => Some(error),
            VolunteerError::Ledger(error) => error.as_storage(),
            VolunteerError::Places(error) => error.as_storage(),
            VolunteerError::Sms(error) => error.as_storage(),
            _ => None,
        }
    }
}
