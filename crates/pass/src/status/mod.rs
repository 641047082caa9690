//! Which passes are revoked: one bit for each, published as a Token Status List in its CWT form
//! (draft-ietf-oauth-status-list), and the small files that bring a held list up to date.
//!
//! Start at [`StatusList::read`], which a gate calls with each file it is given and the list it holds; [`delta_between`]
//! and [`StatusList::apply`] spare it the whole file.

mod delta;
mod error;
mod statuses;
mod token;

pub use delta::{DELTA_TYPE, delta_between};
pub use error::StatusError;
pub use statuses::Statuses;
pub use token::{STATUS_TYPE, compressed};

use tongxin_city::Timestamp;

use crate::cose::{self, Sign1};
use crate::issue::IssueNumber;
use crate::key::SecretKey;
use crate::keys::{IssuerKey, KeySet, KeyStatus};
use crate::limits::{ISSUER_BYTES_MAX, STATUS_FILE_BYTES_MAX, URI_BYTES_MAX};
use crate::pass::is_second;

/// An issuer's list at one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    about: About,
    statuses: Statuses,
}

/// What a list says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Whose passes it is about.
    pub issuer: String,
    /// Where it is published; the same for each issue.
    pub uri: String,
    /// Its number.
    pub issue: IssueNumber,
    /// When it was signed; whole seconds.
    pub issued_at: Timestamp,
    /// When a gate needs a newer one; whole seconds.
    pub good_until: Timestamp,
}

impl About {
    fn check(&self) -> Result<(), StatusError> {
        let is_right = (1..=ISSUER_BYTES_MAX).contains(&self.issuer.len())
            && (1..=URI_BYTES_MAX).contains(&self.uri.len())
            && self.issued_at < self.good_until
            && is_second(self.issued_at)
            && is_second(self.good_until);
        if is_right { Ok(()) } else { Err(StatusError::Range) }
    }
}

impl StatusList {
    /// A list to be signed.
    ///
    /// # Errors
    /// When a name or time is out of range.
    pub fn new(about: About, statuses: Statuses) -> Result<StatusList, StatusError> {
        about.check()?;
        Ok(StatusList { about, statuses })
    }

    /// The signed file.
    pub fn sign(&self, key: &SecretKey) -> Vec<u8> {
        cose::sign(&token::write(self), Some(STATUS_TYPE), key)
    }

    /// Reads a file that an active key of the list's issuer signed and that may follow the list which is held.
    ///
    /// # Errors
    /// When it is no list, not the issuer's, another list than the held one, or older.
    pub fn read(bytes: &[u8], keys: &KeySet, held: Option<&StatusList>) -> Result<StatusList, StatusError> {
        let (key, payload) = verified(bytes, STATUS_TYPE, keys)?;
        let list = token::read(payload)?;
        list.about.check()?;
        check_signer(key, &list.about)?;
        if let Some(held) = held {
            check_same(&held.about, &list.about)?;
            let digests = (held.content_digest(), list.content_digest());
            crate::issue::may_follow((held.about.issue, digests.0), (list.about.issue, digests.1))?;
        }
        Ok(list)
    }

    /// What it says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The bits.
    pub fn statuses(&self) -> &Statuses {
        &self.statuses
    }

    fn content_digest(&self) -> [u8; 32] {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        for second in [self.about.issued_at, self.about.good_until] {
            hash.update(second.millis().to_be_bytes());
        }
        hash.update(self.statuses.as_bytes());
        hash.finalize().into()
    }
}

/// The payload of a file that a key of the set signed, and the key.
fn verified<'a, 'b>(bytes: &'a [u8], kind: &str, keys: &'b KeySet) -> Result<(&'b IssuerKey, &'a [u8]), StatusError> {
    if bytes.len() > STATUS_FILE_BYTES_MAX {
        return Err(StatusError::TooLong);
    }
    let message = Sign1::read(bytes, Some(kind))?;
    let key = keys
        .get(message.key_id)
        .ok_or(StatusError::UnknownKey(message.key_id))?;
    if key.status != KeyStatus::Active {
        return Err(StatusError::KeyNotActive(message.key_id));
    }
    let payload = message
        .verified(key.public.verifying_key())
        .ok_or(StatusError::Forged)?;
    Ok((key, payload))
}

/// An issuer's key speaks for that issuer, in its own time.
fn check_signer(key: &IssuerKey, about: &About) -> Result<(), StatusError> {
    if key.issuer == about.issuer && key.spans(about.issued_at) {
        Ok(())
    } else {
        Err(StatusError::NotTheKeys(key.public.id()))
    }
}

fn check_same(held: &About, offered: &About) -> Result<(), StatusError> {
    if (&held.issuer, &held.uri) == (&offered.issuer, &offered.uri) {
        Ok(())
    } else {
        Err(StatusError::OtherList)
    }
}
