//! COSE_Sign1 (RFC 9052) as the format uses it: tag 18, Ed25519, the key's id and perhaps a type in the protected header,
//! nothing in the other, no external data.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::cbor::{CborError, Reader, Writer};
use crate::key::{KeyId, SecretKey};

/// The tag of a COSE_Sign1.
const TAG_SIGN1: u64 = 18;
/// Header labels.
const LABEL_ALGORITHM: i64 = 1;
const LABEL_KEY_ID: i64 = 4;
/// RFC 9596.
const LABEL_TYPE: i64 = 16;
/// EdDSA, which with an Ed25519 key is Ed25519.
pub(crate) const ALGORITHM_EDDSA: i64 = -8;
const SIGNATURE_BYTES: usize = 64;

/// Why bytes are not one of the format's signed messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CoseError {
    /// Not the CBOR that must stand there.
    #[error("not a signed message: {0}")]
    Cbor(#[from] CborError),
    /// No algorithm, or another one than EdDSA; what a message says of its own algorithm is never followed.
    #[error("the algorithm is not EdDSA")]
    Algorithm,
    /// A header that the format does not have; a critical one is.
    #[error("header {0} is not known")]
    UnknownHeader(i64),
    /// No key id.
    #[error("no key is named")]
    NoKeyId,
    /// Another type of message: a list shown as a pass, say.
    #[error("the message is of another type")]
    Type,
}

/// A signed message, taken apart and not verified.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sign1<'a> {
    protected: &'a [u8],
    payload: &'a [u8],
    signature: &'a [u8; SIGNATURE_BYTES],
    /// The key that is said to have signed it.
    pub key_id: KeyId,
}

impl<'a> Sign1<'a> {
    /// Takes a message apart. `kind` is the type its header must name; passes, the short ones, name none.
    pub fn read(bytes: &'a [u8], kind: Option<&str>) -> Result<Self, CoseError> {
        let mut reader = Reader::new(bytes);
        reader.tag(TAG_SIGN1)?;
        reader.array_of(4)?;
        let protected = reader.bytes()?;
        let key_id = read_header(protected, kind)?;
        let mut unprotected = reader.map()?;
        if let Some(label) = unprotected.next(&mut reader)? {
            return Err(CoseError::UnknownHeader(label));
        }
        let payload = reader.bytes()?;
        let signature = reader.bytes_of()?;
        reader.end()?;
        Ok(Self {
            protected,
            payload,
            signature,
            key_id,
        })
    }

    /// The bytes that were signed: RFC 9052's Sig_structure.
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(self.protected, self.payload)
    }

    /// The signature over them.
    pub fn signature(&self) -> Signature {
        Signature::from_bytes(self.signature)
    }

    /// The payload when the signature is the key's.
    pub fn verified(&self, key: &VerifyingKey) -> Option<&'a [u8]> {
        key.verify_strict(&self.signed_bytes(), &self.signature()).ok()?;
        Some(self.payload)
    }

    /// The payload of a message that [`Sign1::verified`] or a batch has accepted.
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }
}

fn read_header(protected: &[u8], kind: Option<&str>) -> Result<KeyId, CoseError> {
    let mut reader = Reader::new(protected);
    let (mut algorithm, mut key_id, mut found) = (None, None, None);
    let mut labels = reader.map()?;
    while let Some(label) = labels.next(&mut reader)? {
        match label {
            LABEL_ALGORITHM => algorithm = Some(reader.int().map_err(|_| CoseError::Algorithm)?),
            LABEL_KEY_ID => key_id = Some(KeyId(*reader.bytes_of()?)),
            LABEL_TYPE => found = Some(reader.text()?),
            label => return Err(CoseError::UnknownHeader(label)),
        }
    }
    reader.end()?;
    if algorithm != Some(ALGORITHM_EDDSA) {
        return Err(CoseError::Algorithm);
    }
    if found != kind {
        return Err(CoseError::Type);
    }
    key_id.ok_or(CoseError::NoKeyId)
}

/// Signs a payload.
pub(crate) fn sign(payload: &[u8], kind: Option<&str>, key: &SecretKey) -> Vec<u8> {
    let mut header = Writer::default();
    header.map(2 + usize::from(kind.is_some()));
    header.int(LABEL_ALGORITHM).int(ALGORITHM_EDDSA);
    header.int(LABEL_KEY_ID).bytes(&key.id().0);
    if let Some(kind) = kind {
        header.int(LABEL_TYPE).text(kind);
    }
    let protected = header.into_bytes();
    let signature = key.sign(&signed_bytes(&protected, payload));
    let mut message = Writer::default();
    message
        .tag(TAG_SIGN1)
        .array(4)
        .bytes(&protected)
        .map(0)
        .bytes(payload)
        .bytes(&signature);
    message.into_bytes()
}

fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut structure = Writer::with_room(protected.len() + payload.len() + 32);
    structure
        .array(4)
        .text("Signature1")
        .bytes(protected)
        .bytes(&[])
        .bytes(payload);
    structure.into_bytes()
}
