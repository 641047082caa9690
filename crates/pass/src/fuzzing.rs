//! For the fuzzers: a true signature over any claims, so that they reach what lies behind it.

use crate::cose;
use crate::key::SecretKey;

/// A message with a true signature over these claims, whatever they are, with that type in its header.
#[must_use]
pub fn signed_with(claims: &[u8], kind: Option<&str>, key: &SecretKey) -> Vec<u8> {
    cose::sign(claims, kind, key)
}
