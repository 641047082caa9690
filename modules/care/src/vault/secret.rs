//! The cipher: XChaCha20-Poly1305, 32 bytes of key, a random nonce of 24 bytes before the ciphertext, a tag of 16 after it.
//!
//! ChaCha20-Poly1305 with associated data is RFC 8439 (Nir and Langley, "ChaCha20 and Poly1305 for IETF Protocols", 2018);
//! the longer nonce is draft-irtf-cfrg-xchacha-03 (Arciszewski, "XChaCha: eXtended-nonce ChaCha and
//! AEAD_XChaCha20_Poly1305", 2020). It is long enough to be drawn at random for each of any number of messages (section 1),
//! so no process has to know which nonces another has used.

use super::VaultError;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;
/// Bytes of a nonce.
const NONCE_BYTES: usize = 24;

/// A key of the cipher; wiped from memory when it is dropped.
pub(super) struct Secret(Zeroizing<[u8; KEY_BYTES]>);

impl Secret {
    pub(super) fn generate() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(&mut *bytes).map_err(VaultError::NoRandomness)?;
        Ok(Self(bytes))
    }

    pub(super) fn from_bytes(bytes: &[u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Nonce, ciphertext and tag. They open only beside the same context.
    pub(super) fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(VaultError::NoRandomness)?;
        let payload = Payload {
            msg: plain,
            aad: context,
        };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| VaultError::TooLong)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// What was sealed; nothing when the key, the context or a bit is another.
    pub(super) fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload {
            msg: sealed,
            aad: context,
        };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(<&Key>::from(&*self.0))
    }
}
