//! Where secret keys lie: beside the database, never in it. The binary says where.

use crate::PassError;
use tongxin_pass_format::{KeyId, SecretKey};

/// Secret keys, kept and found by their id.
pub trait KeyShelf: Send + Sync {
    /// The root key, which signs the file of the issuer's keys; made when there is none.
    ///
    /// # Errors
    /// When it can't be read or made.
    fn root(&self) -> Result<SecretKey, PassError>;

    /// The issuer's key of that id.
    ///
    /// # Errors
    /// When it is not there or can't be read.
    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError>;

    /// Keeps a new key of the issuer.
    ///
    /// # Errors
    /// When it can't be kept; then it must not be used.
    fn keep(&self, key: &SecretKey) -> Result<(), PassError>;
}
