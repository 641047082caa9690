//! The keys that issuers sign with, as the authority publishes them: a file signed by the root key.
//!
//! Start at [`KeySet::read`], which a gate calls with each file it is given and the set it holds.

mod file;

use sha2::{Digest as _, Sha256};
use tongxin_city::Timestamp;

use crate::cbor::CborError;
use crate::cose::{self, CoseError};
use crate::issue::{IssueError, IssueNumber};
use crate::key::{KeyId, PublicKey, SecretKey};
use crate::limits::{ISSUER_BYTES_MAX, KEY_FILE_BYTES_MAX, KEYS_MAX};
use crate::pass::is_second;

/// The type that a key set's header names.
pub const KEYS_TYPE: &str = "application/tongxin-keys+cwt";

/// Whether a key still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyStatus {
    /// It signs.
    Active,
    /// It signs nothing more; the passes it signed count until they end.
    Retired,
    /// It is no longer only its issuer's: nothing it signed counts.
    Withdrawn,
}

/// A key of an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerKey {
    /// The key.
    pub public: PublicKey,
    /// The issuer whose passes it may sign; it signs nobody else's.
    pub issuer: String,
    /// The earliest first moment of a pass it may sign; whole seconds.
    pub from: Timestamp,
    /// The end of those moments, which is not part of them; whole seconds.
    pub until: Timestamp,
    /// Whether it still counts.
    pub status: KeyStatus,
}

impl IssuerKey {
    /// Whether it may sign what begins at that moment.
    pub fn spans(&self, moment: Timestamp) -> bool {
        (self.from..self.until).contains(&moment)
    }
}

/// The keys of all issuers, at one issue of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    authority: String,
    issue: IssueNumber,
    issued_at: Timestamp,
    good_until: Timestamp,
    /// Ordered by id.
    keys: Vec<IssuerKey>,
}

/// Why a file is not a key set that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Longer than any key set.
    #[error("the file is longer than any key set")]
    TooLong,
    /// Not a signed message.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// Signed, but not by the root key.
    #[error("the file is not signed by the root key")]
    NotTheRoots,
    /// Signed, but not what must stand there.
    #[error("the claims: {0}")]
    Claims(#[from] CborError),
    /// A key that is none, or whose id is another's.
    #[error("key {at} of the file is no key, or its id does not fit")]
    Key {
        /// Which key, counted from 0.
        at: usize,
    },
    /// Keys out of order, or two with one id.
    #[error("the keys are not in order of different ids")]
    Order,
    /// A name that is empty or too long, a time that ends before it begins or is no whole second, too many keys.
    #[error("a name, a time or the number of keys is out of range")]
    Range,
    /// It may not take the place of the one that is held.
    #[error(transparent)]
    Issue(#[from] IssueError),
}

impl KeySet {
    /// A set to be signed. It counts from `issued_at` until `good_until`; then a gate needs a newer one.
    ///
    /// # Errors
    /// When two keys have one id, or something is out of range.
    pub fn new(
        authority: &str,
        issue: IssueNumber,
        issued_at: Timestamp,
        good_until: Timestamp,
        mut keys: Vec<IssuerKey>,
    ) -> Result<KeySet, KeySetError> {
        keys.sort_by_key(|key| key.public.id());
        let set = KeySet {
            authority: authority.to_owned(),
            issue,
            issued_at,
            good_until,
            keys,
        };
        set.check()?;
        Ok(set)
    }

    fn check(&self) -> Result<(), KeySetError> {
        let is_name = |name: &str| (1..=ISSUER_BYTES_MAX).contains(&name.len());
        let is_span = |from: Timestamp, until: Timestamp| from < until && is_second(from) && is_second(until);
        let is_right = |key: &IssuerKey| is_name(&key.issuer) && is_span(key.from, key.until);
        if !is_name(&self.authority)
            || !is_span(self.issued_at, self.good_until)
            || self.keys.len() > KEYS_MAX
            || !self.keys.iter().all(is_right)
        {
            return Err(KeySetError::Range);
        }
        if self.keys.is_sorted_by(|a, b| a.public.id() < b.public.id()) {
            Ok(())
        } else {
            Err(KeySetError::Order)
        }
    }

    /// The signed file.
    pub fn sign(&self, root: &SecretKey) -> Vec<u8> {
        cose::sign(&file::write(self), Some(KEYS_TYPE), root)
    }

    /// Reads a file that the root key signed and that may follow the set which is held.
    ///
    /// # Errors
    /// When it is no key set, not the root's, or older than the one that is held.
    pub fn read(bytes: &[u8], root: &PublicKey, held: Option<&KeySet>) -> Result<KeySet, KeySetError> {
        if bytes.len() > KEY_FILE_BYTES_MAX {
            return Err(KeySetError::TooLong);
        }
        let message = cose::Sign1::read(bytes, Some(KEYS_TYPE))?;
        let payload = message.verified(root.verifying_key()).ok_or(KeySetError::NotTheRoots)?;
        let set = file::read(payload)?;
        set.check()?;
        if let Some(held) = held {
            crate::issue::may_follow((held.issue, held.digest()), (set.issue, set.digest()))?;
        }
        Ok(set)
    }

    /// The key of that id.
    pub fn get(&self, id: KeyId) -> Option<&IssuerKey> {
        let at = self.keys.binary_search_by_key(&id, |key| key.public.id()).ok()?;
        self.keys.get(at)
    }

    /// All keys, ordered by id.
    pub fn keys(&self) -> &[IssuerKey] {
        &self.keys
    }

    /// Who published it.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Its number.
    pub fn issue(&self) -> IssueNumber {
        self.issue
    }

    /// When it was signed.
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// When a newer one is needed.
    pub fn good_until(&self) -> Timestamp {
        self.good_until
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(file::write(self)).into()
    }
}
