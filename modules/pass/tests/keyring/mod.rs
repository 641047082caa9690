//! Secret keys of passes in memory. For the tests of every module that has passes issued.
#![allow(dead_code, reason = "only the desk's own tests close it")]

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use tongxin_pass::{KeyShelf, PassError};
use tongxin_pass_format::{KeyId, SecretKey};

/// Secret keys in memory.
#[derive(Default)]
pub struct Shelf {
    keys: Mutex<HashMap<KeyId, SecretKey>>,
    is_closed: AtomicBool,
}

impl Shelf {
    /// From now on no key is found.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    pub fn open(&self) {
        self.is_closed.store(false, Ordering::Relaxed);
    }
}

impl KeyShelf for Shelf {
    fn root(&self) -> Result<SecretKey, PassError> {
        Ok(SecretKey::from_random(&[3; 32]))
    }

    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError> {
        let is_closed = self.is_closed.load(Ordering::Relaxed);
        let found = self.keys.lock().unwrap().get(&id).filter(|_| !is_closed).cloned();
        found.ok_or_else(|| PassError::Keys(format!("no key {id}")))
    }

    fn keep(&self, key: &SecretKey) -> Result<(), PassError> {
        self.keys.lock().unwrap().insert(key.id(), key.clone());
        Ok(())
    }
}
