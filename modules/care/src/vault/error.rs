//! What can go wrong in the vault, by what the caller can do about it.

use super::WrappingKeyId;
use tongxin_storage::{StorageError, WriteError};

/// Something could not be sealed or opened. No variant holds what was sealed, nor any of its bytes.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The row's bytes were changed, or come from another row or key. Only a backup has what was there.
    #[error("what is sealed in row {about} does not open with data key {key}: it was changed or belongs elsewhere")]
    Unreadable {
        /// The row: the number of whom it is about.
        about: i64,
        /// The data key that the row names.
        key: i64,
    },
    /// A row names a data key that is not there (any more): read the row again, somebody may just have sealed it anew.
    #[error("row {about} names data key {key}, which is not in the database")]
    NoDataKey {
        /// The row: the number of whom it is about.
        about: i64,
        /// The data key that the row names.
        key: i64,
    },
    /// The shelf has another key under that id than the one that wrapped: put the right one back from its copy.
    #[error("wrapping key {id} is not the one that data key {key} was wrapped by")]
    WrongWrappingKey {
        /// The wrapping key.
        id: WrappingKeyId,
        /// The data key.
        key: i64,
    },
    /// A wrapping key is missing, or could not be read, kept or removed.
    #[error("wrapping keys: {0}")]
    Shelf(String),
    /// The system has no randomness for a key or nonce.
    #[error("the system gives no random bytes: {0}")]
    NoRandomness(getrandom::Error),
    /// More bytes than the cipher takes (256 GiB).
    #[error("too long to be sealed")]
    TooLong,
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl WriteError for VaultError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            VaultError::Storage(error) => Some(error),
            _ => None,
        }
    }
}
