//! The text of a pass, as a QR code holds it: `TX1:`, then the signed claims, deflated, in Base45.

use ed25519_dalek::Signature;

use crate::base45::{self, Base45Error};
use crate::claims::{self, ClaimsError};
use crate::cose::{self, CoseError, Sign1};
use crate::deflate::{DeflateError, deflate, inflate};
use crate::key::{KeyId, PublicKey, SecretKey};
use crate::limits::{MESSAGE_BYTES_MAX, TEXT_CHARS_MAX};
use crate::pass::{Pass, PassError};

/// What each text starts with: the format and its version.
pub const PREFIX: &str = "TX1:";
/// Bytes that the longest text stands for before they are inflated.
const STREAM_BYTES_MAX: usize = TEXT_CHARS_MAX / 3 * 2;

/// Why a text is not a pass. Nothing of it can be trusted, not even who is said to have issued it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It starts otherwise: another kind of code, or a later version.
    #[error("the text does not start with TX1:")]
    NotAPass,
    /// Longer than any pass.
    #[error("the text is longer than any pass")]
    TooLong,
    /// Not Base45.
    #[error(transparent)]
    Base45(#[from] Base45Error),
    /// Not the stream of a pass.
    #[error(transparent)]
    Deflate(#[from] DeflateError),
    /// Not a signed message.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// Signed, but the claims are no pass.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
}

/// Issues a pass: signs its claims and writes the text.
///
/// # Errors
/// When the fields are not a pass.
pub fn issue(pass: &Pass, key: &SecretKey) -> Result<String, PassError> {
    pass.check()?;
    Ok(text_of(&cose::sign(&claims::write(pass), None, key)))
}

/// The text of a signed message.
pub fn text_of(message: &[u8]) -> String {
    let mut text = String::from(PREFIX);
    base45::encode(&deflate(message), &mut text);
    text
}

/// The signed message in a text, not verified; at most [`MESSAGE_BYTES_MAX`] bytes, whatever the text says.
///
/// # Errors
/// When the text holds none.
pub fn message_of(text: &str) -> Result<Vec<u8>, TextError> {
    let mut message = [0; MESSAGE_BYTES_MAX];
    let len = message_into(text, &mut message)?;
    Ok(message[..len].to_vec())
}

/// What was signed in a text, and the signature over it, not verified: for whoever verifies by other means, or measures.
///
/// # Errors
/// When the text holds no signed message.
pub fn signed_part_of(text: &str) -> Result<(Vec<u8>, Signature), TextError> {
    let sealed = Sealed::read(text)?;
    Ok((sealed.signed, sealed.signature))
}

fn message_into(text: &str, message: &mut [u8; MESSAGE_BYTES_MAX]) -> Result<usize, TextError> {
    if text.len() > TEXT_CHARS_MAX {
        return Err(TextError::TooLong);
    }
    let body = text.strip_prefix(PREFIX).ok_or(TextError::NotAPass)?;
    let mut stream = [0; STREAM_BYTES_MAX];
    let len = base45::decode(body.as_bytes(), &mut stream)?;
    Ok(inflate(&stream[..len], message)?)
}

/// A text taken apart down to what was signed, not verified.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    /// The bytes that were signed.
    pub signed: Vec<u8>,
    payload_len: usize,
    pub signature: Signature,
    pub key_id: KeyId,
}

impl Sealed {
    pub fn read(text: &str) -> Result<Sealed, TextError> {
        let mut message = [0; MESSAGE_BYTES_MAX];
        let len = message_into(text, &mut message)?;
        let sign1 = Sign1::read(&message[..len], None)?;
        Ok(Sealed {
            signed: sign1.signed_bytes(),
            payload_len: sign1.payload().len(),
            signature: sign1.signature(),
            key_id: sign1.key_id,
        })
    }

    /// Whether the key signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.verifying_key().verify_strict(&self.signed, &self.signature).is_ok()
    }

    /// What it says, once its signature is known to be good. The payload stands at the end of what was signed.
    pub fn pass(&self) -> Result<Pass, ClaimsError> {
        claims::read(&self.signed[self.signed.len() - self.payload_len..])
    }
}

/// Reads a pass that the key signed, and judges nothing: for an issuer's own records and for tools.
///
/// # Errors
/// When the text is no pass; [`None`] when it is not the key's.
pub fn read_signed(text: &str, key: &PublicKey) -> Result<Option<Pass>, TextError> {
    let sealed = Sealed::read(text)?;
    if !sealed.is_signed_by(key) {
        return Ok(None);
    }
    Ok(Some(sealed.pass()?))
}
