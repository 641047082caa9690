//! Keys: an Ed25519 pair and the short id that a message names it by.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// Names a key in a message: the first eight bytes of SHA-256 over the public key, as the EU's certificates name theirs.
/// It finds a key and proves nothing; the signature does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// Bytes that can't be a public key: not a point of the curve, or one of the few under which anybody can sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no Ed25519 public key that can be trusted")]
pub struct PublicKeyError;

/// A public key, ready to verify with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    point: VerifyingKey,
    id: KeyId,
}

impl PublicKey {
    /// The key of these 32 bytes (RFC 8032).
    ///
    /// # Errors
    /// When they are no point or a weak one.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, PublicKeyError> {
        let point = VerifyingKey::from_bytes(bytes).map_err(|_| PublicKeyError)?;
        if point.is_weak() {
            return Err(PublicKeyError);
        }
        Ok(Self::of(point))
    }

    fn of(point: VerifyingKey) -> Self {
        let hash = Sha256::digest(point.as_bytes());
        let mut id = KeyId([0; 8]);
        id.0.copy_from_slice(&hash[..8]);
        Self { point, id }
    }

    /// Its 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.point.to_bytes()
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// As the signature crate holds it.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.point
    }
}

/// A secret key. It is not shown by `Debug`, and its memory is cleared when it is dropped.
#[derive(Clone)]
pub struct SecretKey {
    pair: SigningKey,
    public: PublicKey,
}

impl SecretKey {
    /// The key of 32 bytes that the caller drew at random, or kept.
    pub fn from_random(bytes: &[u8; 32]) -> Self {
        let pair = SigningKey::from_bytes(bytes);
        let public = PublicKey::of(pair.verifying_key());
        Self { pair, public }
    }

    /// The 32 bytes, to keep them.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.pair.to_bytes()
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.public.id
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.pair.sign(bytes).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.public.id)
    }
}
