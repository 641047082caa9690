//! The seal: an hourly signature over the heads of all needs that changed since the seal before.
//!
//! Seals form a chain of their own. Whoever keeps a copy of one seal (it is public) can prove later that the ledger
//! up to it was not rewritten, even by somebody who holds the database and the key.

use crate::rules::chain::Hash;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use tongxin_city::{NeedId, Timestamp};

const SEAL_DOMAIN: &[u8] = b"tongxin ledger seal 1\0";
const HEADS_DOMAIN: &[u8] = b"tongxin ledger heads 1\0";

/// The key that signs seals (Ed25519, RFC 8032). Kept apart from the database.
#[derive(Clone)]
pub struct SealKey(SigningKey);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SealKey")
            .field(&data_encoding::HEXLOWER.encode(&self.public()))
            .finish()
    }
}

impl SealKey {
    /// The key of those 32 secret bytes.
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// A new key.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Self::from_bytes(&secret))
    }

    /// The 32 secret bytes, to be kept in a file that only the server reads.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a seal.
    pub fn sign(&self, number: i64, at: Timestamp, previous: Hash, heads: &HeadsDigest) -> Seal {
        let mut seal = Seal {
            number,
            at,
            previous,
            heads_digest: heads.digest(),
            head_count: heads.count,
            public_key: self.public(),
            signature: [0; 64],
        };
        seal.signature = self.0.sign(&seal.signed_bytes()).to_bytes();
        seal
    }
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// When it was made.
    pub at: Timestamp,
    /// The hash of the seal before; zeros for the first.
    pub previous: Hash,
    /// The digest of its heads, in order of need.
    pub heads_digest: Hash,
    /// How many heads.
    pub head_count: i64,
    /// The key that signed.
    pub public_key: [u8; 32],
    /// The signature over all of the above.
    pub signature: [u8; 64],
}

impl Seal {
    fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = SEAL_DOMAIN.to_vec();
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.at.millis().to_be_bytes());
        bytes.extend(self.previous);
        bytes.extend(self.heads_digest);
        bytes.extend(self.head_count.to_be_bytes());
        bytes.extend(self.public_key);
        bytes
    }

    /// What the next seal carries as `previous`.
    pub fn hash(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(self.signed_bytes());
        hash.update(self.signature);
        hash.finalize().into()
    }

    /// Whether the signature is right for the seal's own key.
    pub fn is_signed(&self) -> bool {
        VerifyingKey::from_bytes(&self.public_key).is_ok_and(|key| {
            key.verify_strict(&self.signed_bytes(), &Signature::from_bytes(&self.signature))
                .is_ok()
        })
    }
}

/// The digest over a seal's heads, fed in order of need id.
#[derive(Debug, Clone)]
pub struct HeadsDigest {
    hash: Sha256,
    /// How many heads were added.
    pub count: i64,
}

impl Default for HeadsDigest {
    fn default() -> Self {
        Self {
            hash: Sha256::new_with_prefix(HEADS_DOMAIN),
            count: 0,
        }
    }
}

impl HeadsDigest {
    /// Adds the head of a need.
    pub fn add(&mut self, need: NeedId, seq: i64, head: &Hash) {
        self.hash.update(need.get().to_be_bytes());
        self.hash.update(seq.to_be_bytes());
        self.hash.update(head);
        self.count += 1;
    }

    /// The digest so far.
    pub fn digest(&self) -> Hash {
        self.hash.clone().finalize().into()
    }
}
