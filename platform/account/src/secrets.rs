//! Secrets: what is random, what is worked out from the server's own secret, and how each is kept (only as a hash).

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::AccountError;

/// Bytes of a session's token: 256 bits can't be guessed.
const TOKEN_BYTES: usize = 32;

/// The secret of this installation: 32 bytes, the same on all its servers, kept outside the database, so that the
/// database alone opens no household.
#[derive(Clone)]
pub struct ServerSecret([u8; 32]);

impl std::fmt::Debug for ServerSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerSecret(…)")
    }
}

impl ServerSecret {
    /// From 32 secret bytes.
    pub fn new(secret: [u8; 32]) -> ServerSecret {
        ServerSecret(secret)
    }

    /// 32 bytes that only this installation can work out from `content`, different for each purpose.
    pub(crate) fn derive(&self, purpose: &str, content: &[u8]) -> [u8; 32] {
        // HMAC fills a short key up with zero bytes to its block (RFC 2104).
        let mut key = [0; 64];
        key[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(content);
        mac.finalize().into_bytes().into()
    }

    /// A token that belongs to a numbered thing (an invitation, an API token) and can be worked out again when its
    /// making is repeated.
    pub(crate) fn token_of(&self, purpose: &str, number: i64) -> String {
        BASE64URL_NOPAD.encode(&self.derive(purpose, &number.to_be_bytes()))
    }
}

/// A fresh random token.
pub(crate) fn random_token() -> Result<String, AccountError> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|_| AccountError::NoRandomness)?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// The hash under which a token is stored. Tokens have 256 bits, so a plain hash can't be searched.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
