//! Why a file may not be used.

use crate::cbor::CborError;
use crate::cose::CoseError;
use crate::issue::{IssueError, IssueNumber};
use crate::key::KeyId;

/// Why a file is not a status list or a delta that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// Longer than any list.
    #[error("the file is longer than any status list")]
    TooLong,
    /// Not a signed message of this type.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// The key set does not have the key.
    #[error("key {0} is not in the key set")]
    UnknownKey(KeyId),
    /// The key is retired or withdrawn.
    #[error("key {0} is not active")]
    KeyNotActive(KeyId),
    /// The key is another issuer's, or signs at another time.
    #[error("key {0} may not sign this list")]
    NotTheKeys(KeyId),
    /// The signature is not the key's.
    #[error("the signature is not the key's")]
    Forged,
    /// Signed, but not what must stand there.
    #[error("the claims: {0}")]
    Claims(#[from] CborError),
    /// The compressed bits can't be read, are too many, or something follows them.
    #[error("the list's bits can't be inflated")]
    Bits,
    /// A name or time is out of range.
    #[error("a name or time is out of range")]
    Range,
    /// Another issuer's list, or one from another address.
    #[error("this is another list than the one that is held")]
    OtherList,
    /// It may not take the place of the one that is held.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// A delta for another issue than the one that is held.
    #[error("the delta starts from issue {base}, and issue {held} is held")]
    WrongBase {
        /// The issue that is held.
        held: IssueNumber,
        /// The issue that the delta starts from.
        base: IssueNumber,
    },
    /// The delta's changes are not in their one form, or lie beyond the list.
    #[error("the delta's changes are not in order or beyond the list")]
    Changes,
    /// With its changes the list is not what the signer has.
    #[error("the changed list is not the signer's")]
    Digest,
}
