//! What can go wrong with short messages.

use tongxin_storage::{StorageError, WriteError};

/// A failed request. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// The system has no randomness for a code.
    #[error("the system gives no random bytes: {0}")]
    NoRandomness(String),
    /// Whoever answers for a text could not; the reply is to be sent again.
    #[error("a reply could not be taken in: {0}")]
    Answering(String),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl WriteError for SmsError {
    fn as_storage(&self) -> Option<&StorageError> {
        match self {
            SmsError::Storage(error) => Some(error),
            _ => None,
        }
    }
}
