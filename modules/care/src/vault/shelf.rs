//! Where wrapping keys lie: outside the database. The binary says where.

use super::{VaultError, WrappingKey, WrappingKeyId};
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Wrapping keys, kept and found by their id. Others may put keys of theirs on the same shelf.
pub trait WrappingShelf: Send + Sync {
    /// The ids of all keys, oldest first.
    ///
    /// # Errors
    /// `Shelf` when they can't be listed.
    fn ids(&self) -> Result<Vec<WrappingKeyId>, VaultError>;

    /// The key of that id, as it lies there now.
    ///
    /// # Errors
    /// `Shelf` when it is not there or can't be read.
    fn read(&self, id: WrappingKeyId) -> Result<WrappingKey, VaultError>;

    /// Keeps a new key, so that it is still there after a crash.
    ///
    /// # Errors
    /// `Shelf` when it can't be kept or one of that id is there; then it must not be used.
    fn keep(&self, id: WrappingKeyId, key: &WrappingKey) -> Result<(), VaultError>;

    /// Removes a key; one that is not there is removed already.
    ///
    /// # Errors
    /// `Shelf` when it can't be removed.
    fn remove(&self, id: WrappingKeyId) -> Result<(), VaultError>;

    /// The newest key, if there is any.
    ///
    /// # Errors
    /// `Shelf` when they can't be listed.
    fn current(&self) -> Result<Option<WrappingKeyId>, VaultError> {
        Ok(self.ids()?.into_iter().max())
    }
}

/// A shelf that goes with the process, for tests: what was sealed with its keys opens never again.
#[derive(Default)]
pub struct MemoryShelf(Mutex<BTreeMap<WrappingKeyId, WrappingKey>>);

impl WrappingShelf for MemoryShelf {
    fn ids(&self) -> Result<Vec<WrappingKeyId>, VaultError> {
        Ok(self.0.lock().keys().copied().collect())
    }

    fn read(&self, id: WrappingKeyId) -> Result<WrappingKey, VaultError> {
        let keys = self.0.lock();
        let key = keys
            .get(&id)
            .ok_or_else(|| VaultError::Shelf(format!("{id} is missing")))?;
        Ok(WrappingKey::from_bytes(&key.to_bytes()))
    }

    fn keep(&self, id: WrappingKeyId, key: &WrappingKey) -> Result<(), VaultError> {
        let mut keys = self.0.lock();
        if keys.contains_key(&id) {
            return Err(VaultError::Shelf(format!("{id} is there already")));
        }
        keys.insert(id, WrappingKey::from_bytes(&key.to_bytes()));
        Ok(())
    }

    fn remove(&self, id: WrappingKeyId) -> Result<(), VaultError> {
        self.0.lock().remove(&id);
        Ok(())
    }
}
