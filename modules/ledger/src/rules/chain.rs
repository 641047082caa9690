//! The hash chain of a need's entries: each entry carries the hash of the one before it.
//!
//! An entry's hash covers its body only through the body's own hash, so that a body can be erased for privacy
//! while the chain still verifies.

use sha2::{Digest as _, Sha256};
use tongxin_city::{NeedId, Timestamp};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The hash before a need's first entry.
pub const START: Hash = [0; 32];

/// Keeps hashes of this use apart from hashes of any other.
const DOMAIN: &[u8] = b"tongxin ledger entry 1\0";

/// What of an entry is hashed.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The need.
    pub need: NeedId,
    /// The entry's number on that need, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What happened, as stored.
    pub kind: &'a str,
    /// Who did it, as stored.
    pub actor: &'a str,
    /// The hash of the stored body.
    pub body_hash: &'a Hash,
}

/// SHA-256 of a body's stored text.
pub fn body_hash(body: &str) -> Hash {
    Sha256::digest(body).into()
}

/// SHA-256 over the domain, the entry and the hash before it. Numbers are big-endian, texts preceded by their length.
pub fn link_hash(link: &Link<'_>, previous: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    for number in [link.need.get(), link.seq, link.at.millis()] {
        hash.update(number.to_be_bytes());
    }
    for text in [link.kind, link.actor] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.update(link.body_hash);
    hash.update(previous);
    hash.finalize().into()
}
