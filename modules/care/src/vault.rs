//! The vault: health facts are sealed before they are stored, so that whoever has only the database reads none.
//!
//! Words: a *data key* seals facts; it lies in the database, *wrapped* by a *wrapping key*, which lies on a *shelf* outside
//! of it ([`WrappingShelf`]). What is sealed is *about* one person and opens for no other. Each data key has a wrapping key
//! of its own; [`Vault::rekey`] makes a new pair, seals everything anew and removes the old ones.
//!
//! Start at [`Vault::seal`] and [`Vault::open`]. The cipher is XChaCha20-Poly1305 (`secret.rs` has its sources). The
//! vault never knows what a fact says, and no error or log of it holds any.

mod error;
mod keys;
mod rekey;
mod secret;
mod shelf;
#[cfg(test)]
mod tests;

pub use error::VaultError;
pub use keys::{WrappingKey, WrappingKeyId};
pub use rekey::{Rekeyed, SEALED, SEALED_PEOPLE, SEALED_PRESCRIPTIONS, SEALED_SERIES, SealedTable};
pub use shelf::{MemoryShelf, WrappingShelf};

use crate::store::vault::{self as store, DataKeyRow};
use keys::DataKey;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_city::{Id63, Timestamp};
use tongxin_storage::{Db, Tx};

/// Something sealed, as two columns keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    /// The data key that opens it.
    pub(crate) key: i64,
    /// Nonce, ciphertext and tag.
    pub(crate) bytes: Vec<u8>,
}

/// Seals and opens; cheap to clone, clones share the data keys they have unwrapped.
#[derive(Clone)]
pub struct Vault {
    shelf: Arc<dyn WrappingShelf>,
    /// Data keys by their id.
    unwrapped: Arc<Mutex<HashMap<i64, Arc<DataKey>>>>,
}

/// Seals within one write.
pub(crate) struct Sealer(Arc<DataKey>);

impl Sealer {
    /// Seals something about a person, as [`Vault::seal`] does.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub(crate) fn seal(&self, about: i64, plain: &[u8]) -> Result<Sealed, VaultError> {
        self.0.seal(about, plain)
    }
}

impl Vault {
    /// A vault whose wrapping keys lie on this shelf.
    pub fn new(shelf: Arc<dyn WrappingShelf>) -> Self {
        Self {
            shelf,
            unwrapped: Arc::default(),
        }
    }

    /// Seals something about a person with the newest data key; makes the first one. The write that this belongs to has to
    /// store the key's id beside the bytes, in a column as [`SealedTable`] asks for.
    ///
    /// # Errors
    /// When a wrapping key can't be read or made, or a storage failure.
    pub(crate) async fn seal(
        &self,
        tx: &mut Tx,
        about: i64,
        plain: &[u8],
        now: Timestamp,
    ) -> Result<Sealed, VaultError> {
        self.sealer(tx, now).await?.seal(about, plain)
    }

    /// What seals with the newest data key, for all that this one write seals.
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub(crate) async fn sealer(&self, tx: &mut Tx, now: Timestamp) -> Result<Sealer, VaultError> {
        // Asked by each write: another process may have made a newer one.
        let row = match store::newest_in(tx).await? {
            Some(row) => row,
            None => {
                let row = self.make_key(Id63::generate(now).get(), now)?;
                store::add(tx, &row, now).await?;
                row
            }
        };
        Ok(Sealer(self.data_key(&row)?))
    }

    /// Opens what was sealed about a person.
    ///
    /// # Errors
    /// `Unreadable` when it is about somebody else or was changed; `NoDataKey`; when a wrapping key can't be read, or is
    /// another than it was; or a storage failure.
    pub(crate) async fn open(&self, db: &Db, about: i64, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        if let Some(plain) = self.open_with_known(about, sealed) {
            return Ok(plain);
        }
        self.open_with(store::data_key(db, sealed.key).await?, about, sealed)
    }

    /// The same inside a write.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub(crate) async fn open_in(&self, tx: &mut Tx, about: i64, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        if let Some(plain) = self.open_with_known(about, sealed) {
            return Ok(plain);
        }
        self.open_with(store::data_key_in(tx, sealed.key).await?, about, sealed)
    }

    /// With a data key that is unwrapped already. When that fails the database is asked before it counts.
    fn open_with_known(&self, about: i64, sealed: &Sealed) -> Option<Vec<u8>> {
        let key = self.unwrapped.lock().get(&sealed.key).cloned()?;
        key.open(about, &sealed.bytes)
    }

    fn open_with(&self, row: Option<DataKeyRow>, about: i64, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        let key = sealed.key;
        let row = row.ok_or(VaultError::NoDataKey { about, key })?;
        let plain = self.data_key(&row)?.open(about, &sealed.bytes);
        plain.ok_or(VaultError::Unreadable { about, key })
    }

    /// The data key of a row. One that is unwrapped already counts only for the very bytes it came from: the write that
    /// made it may have been undone, and its id given to another.
    fn data_key(&self, row: &DataKeyRow) -> Result<Arc<DataKey>, VaultError> {
        if let Some(known) = self.unwrapped.lock().get(&row.id)
            && known.wrapped == row.wrapped
        {
            return Ok(Arc::clone(known));
        }
        let wrapping = self.shelf.read(row.wrapping_key)?;
        let key = Arc::new(DataKey::unwrapped(row, &wrapping)?);
        self.unwrapped.lock().insert(row.id, Arc::clone(&key));
        Ok(key)
    }

    /// A new data key, not stored yet, under a new wrapping key, which is on the shelf before anything is wrapped by it.
    fn make_key(&self, id: i64, now: Timestamp) -> Result<DataKeyRow, VaultError> {
        let wrapping_key = Id63::generate(now);
        let wrapping = WrappingKey::generate()?;
        self.shelf.keep(wrapping_key, &wrapping)?;
        DataKey::make(id, wrapping_key, &wrapping)
    }
}
