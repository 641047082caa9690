//! The two kinds of keys, and what a ciphertext is bound to.

use super::secret::{KEY_BYTES, Secret};
use super::{Sealed, VaultError};
use crate::store::vault::DataKeyRow;
use std::fmt;
use tongxin_city::Id63;
use zeroize::Zeroizing;

/// The id of a wrapping key; a newer one is greater, as a number and as text.
pub type WrappingKeyId = Id63;

/// What a sealed fact is bound to besides whom it is about and its data key: nothing sealed for another end opens as one.
const OF_FACTS: &[u8] = b"tongxin health facts 1";
/// The same for a data key.
const OF_DATA_KEYS: &[u8] = b"tongxin data key 1";

/// A key that wraps a data key. It lies outside the database.
pub struct WrappingKey(Secret);

impl WrappingKey {
    /// A new one.
    ///
    /// # Errors
    /// `NoRandomness`.
    pub fn generate() -> Result<Self, VaultError> {
        Secret::generate().map(Self)
    }

    /// The key of those bytes.
    pub fn from_bytes(bytes: &[u8; KEY_BYTES]) -> Self {
        Self(Secret::from_bytes(bytes))
    }

    /// Its bytes, for a shelf to keep.
    pub fn to_bytes(&self) -> Zeroizing<[u8; KEY_BYTES]> {
        Zeroizing::new(*self.0.bytes())
    }
}

impl fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappingKey(…)")
    }
}

/// A key that seals facts, unwrapped.
pub(super) struct DataKey {
    pub(super) id: i64,
    /// The bytes it was unwrapped from.
    pub(super) wrapped: Vec<u8>,
    secret: Secret,
}

impl DataKey {
    /// A new one, wrapped.
    pub(super) fn make(id: i64, wrapping_key: WrappingKeyId, wrapping: &WrappingKey) -> Result<DataKeyRow, VaultError> {
        let secret = Secret::generate()?;
        let context = context(OF_DATA_KEYS, id, wrapping_key.get());
        Ok(DataKeyRow {
            id,
            wrapping_key,
            wrapped: wrapping.0.seal(&context, secret.bytes())?,
        })
    }

    pub(super) fn unwrapped(row: &DataKeyRow, wrapping: &WrappingKey) -> Result<Self, VaultError> {
        let context = context(OF_DATA_KEYS, row.id, row.wrapping_key.get());
        let bytes = wrapping.0.open(&context, &row.wrapped).map(Zeroizing::new);
        let bytes: Option<&[u8; KEY_BYTES]> = bytes.as_ref().and_then(|bytes| bytes.as_slice().try_into().ok());
        let bytes = bytes.ok_or(VaultError::WrongWrappingKey {
            id: row.wrapping_key,
            key: row.id,
        })?;
        Ok(Self {
            id: row.id,
            wrapped: row.wrapped.clone(),
            secret: Secret::from_bytes(bytes),
        })
    }

    pub(super) fn seal(&self, about: i64, plain: &[u8]) -> Result<Sealed, VaultError> {
        Ok(Sealed {
            key: self.id,
            bytes: self.secret.seal(&context(OF_FACTS, about, self.id), plain)?,
        })
    }

    pub(super) fn open(&self, about: i64, sealed: &[u8]) -> Option<Vec<u8>> {
        self.secret.open(&context(OF_FACTS, about, self.id), sealed)
    }
}

/// The associated data: what it is for, then two numbers of eight bytes, the great end first.
fn context(end: &[u8], first: i64, second: i64) -> Vec<u8> {
    [end, &first.to_be_bytes(), &second.to_be_bytes()].concat()
}
