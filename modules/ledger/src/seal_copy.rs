//! A seal as JSON: what `GET /api/v1/ledger/seal` answers, and what somebody elsewhere keeps of it.

use crate::rules::seal::Seal;
use serde::{Deserialize, Serialize};
use tongxin_city::Timestamp;
use utoipa::ToSchema;

/// A seal: whoever keeps a copy can prove later that the ledger up to it was not rewritten. Bytes are in hex.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct SealView {
    #[schema(minimum = 1)]
    number: i64,
    at: Timestamp,
    /// SHA-256 of the seal before.
    previous: String,
    /// SHA-256 over the sealed heads.
    heads_digest: String,
    head_count: i64,
    /// Ed25519.
    public_key: String,
    signature: String,
}

impl From<Seal> for SealView {
    fn from(seal: Seal) -> Self {
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        SealView {
            number: seal.number,
            at: seal.at,
            previous: hex(&seal.previous),
            heads_digest: hex(&seal.heads_digest),
            head_count: seal.head_count,
            public_key: hex(&seal.public_key),
            signature: hex(&seal.signature),
        }
    }
}

/// Why a text is no copy of a seal.
#[derive(Debug, thiserror::Error)]
pub enum SealCopyError {
    /// It is not the JSON of one.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A field does not hold its bytes.
    #[error("{field} should hold {bytes} bytes as {} hexadecimal digits", bytes * 2)]
    Hex {
        /// The field.
        field: &'static str,
        /// How many bytes.
        bytes: usize,
    },
    /// Its signature is not that of its own content.
    #[error("its signature does not fit: the copy itself was changed")]
    Signature,
}

impl Seal {
    /// A seal from a copy of it, as `GET /api/v1/ledger/seal` answered it.
    ///
    /// # Errors
    /// The text is no seal, or one that was changed since.
    pub fn from_copy(json: &str) -> Result<Seal, SealCopyError> {
        let copy: SealView = serde_json::from_str(json)?;
        let seal = Seal {
            number: copy.number,
            at: copy.at,
            previous: bytes("previous", &copy.previous)?,
            heads_digest: bytes("heads_digest", &copy.heads_digest)?,
            head_count: copy.head_count,
            public_key: bytes("public_key", &copy.public_key)?,
            signature: bytes("signature", &copy.signature)?,
        };
        if seal.is_signed() {
            Ok(seal)
        } else {
            Err(SealCopyError::Signature)
        }
    }

    /// A copy to be kept elsewhere.
    ///
    /// # Errors
    /// When it can't be written as JSON.
    pub fn to_copy(&self) -> Result<String, SealCopyError> {
        Ok(serde_json::to_string(&SealView::from(self.clone()))?)
    }
}

fn bytes<const N: usize>(field: &'static str, hex: &str) -> Result<[u8; N], SealCopyError> {
    let read = data_encoding::HEXLOWER.decode(hex.as_bytes()).ok();
    read.and_then(|read| read.try_into().ok())
        .ok_or(SealCopyError::Hex { field, bytes: N })
}
