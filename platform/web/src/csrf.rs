//! Cross-site request forgery: each browser gets a random visit cookie; forms carry a keyed hash of it.
//! Source of the pattern: OWASP CSRF Prevention Cheat Sheet, "signed double-submit cookie".

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Cookie that holds the random visit.
pub(crate) const VISIT_COOKIE: &str = "tx_visit";
/// Bytes of a visit: 128 bits can't be guessed.
const VISIT_BYTES: usize = 16;

/// The key that signs CSRF tokens and flash cookies.
#[derive(Clone)]
pub struct CsrfKey([u8; 32]);

impl std::fmt::Debug for CsrfKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CsrfKey(…)")
    }
}

impl CsrfKey {
    /// From 32 secret bytes, the same on every server of one installation.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The keyed hash of `content` for `purpose`.
    pub fn sign(&self, purpose: &str, content: &str) -> String {
        BASE64URL_NOPAD.encode(&self.mac(purpose, content).finalize().into_bytes()[..20])
    }

    /// Whether `signature` is what [`CsrfKey::sign`] answers, compared in constant time.
    pub fn is_signed(&self, purpose: &str, content: &str, signature: &str) -> bool {
        let Ok(bytes) = BASE64URL_NOPAD.decode(signature.as_bytes()) else {
            return false;
        };
        bytes.len() == 20 && self.mac(purpose, content).verify_truncated_left(&bytes).is_ok()
    }

    fn mac(&self, purpose: &str, content: &str) -> Hmac<Sha256> {
        // HMAC pads a key shorter than the hash's block with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(content.as_bytes());
        mac
    }
}

pub(crate) fn new_visit() -> String {
    let mut bytes = [0; VISIT_BYTES];
    fill_random(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// Random bytes from the system. A system without them can't keep anyone's secret, so it stops.
pub(crate) fn fill_random(bytes: &mut [u8]) {
    #[allow(clippy::expect_used)]
    getrandom::fill(bytes).expect("the system's random source works");
}
