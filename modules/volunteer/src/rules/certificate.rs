//! A certificate of hours: what the city says of somebody's work, signed, so that anybody can check it with the public key and
//! without asking the city. The form is a JSON Web Signature (RFC 7515) under Ed25519 (RFC 8037), as JSON or in one line.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tongxin_city::{Day, Timestamp};
use utoipa::ToSchema;

/// What kind of statement is signed.
const TYPE: &str = "volunteer-hours";
const ALGORITHM: &str = "EdDSA";
/// Longest text that can be a certificate, in bytes.
pub const CERTIFICATE_BYTES_MAX: usize = 4_096;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Claims {
    /// The city that says so, in Chinese and English.
    pub city: [String; 2],
    /// Whose hours.
    pub name: String,
    /// Their community, in Chinese and English.
    pub community: [String; 2],
    /// How many minutes they worked, corrections included.
    pub minutes: i64,
    /// On how many shifts.
    pub shifts: i64,
    /// The first day of a shift.
    pub first_day: Day,
    /// And the last.
    pub last_day: Day,
    /// As of when.
    pub issued_at: Timestamp,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// A signed certificate: the flattened JSON form of a JSON Web Signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The header that is signed too, in base64url.
    pub protected: String,
    /// The claims, in base64url.
    pub payload: String,
    /// The signature, in base64url.
    pub signature: String,
}

/// Why a certificate is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The text is no certificate.
    #[error("no certificate")]
    Unreadable,
    /// Somebody else signed it.
    #[error("signed by another key")]
    OtherKey,
    /// Something in it was changed, or it was never signed.
    #[error("the signature does not fit")]
    BadSignature,
}

/// The key that signs certificates.
#[derive(Clone)]
pub struct CertificateKey(SigningKey);

/// A public key in JSON (RFC 7517, RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicJwk {
    /// The kind of key.
    #[schema(example = "OKP")]
    pub kty: &'static str,
    /// The curve.
    #[schema(example = "Ed25519")]
    pub crv: &'static str,
    /// The key, in base64url.
    pub x: String,
    /// Its name: the thumbprint of RFC 7638.
    pub kid: String,
    /// What it is for.
    #[schema(example = "sig")]
    pub r#use: &'static str,
    /// How it signs.
    #[schema(example = "EdDSA")]
    pub alg: &'static str,
}

impl std::fmt::Debug for CertificateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CertificateKey({})", self.id())
    }
}

impl CertificateKey {
    /// The key of those 32 secret bytes.
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        CertificateKey(SigningKey::from_bytes(secret))
    }

    fn public_text(&self) -> String {
        BASE64URL_NOPAD.encode(self.0.verifying_key().as_bytes())
    }

    fn id(&self) -> String {
        let named = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.public_text());
        BASE64URL_NOPAD.encode(&Sha256::digest(named.as_bytes()))
    }

    /// The public half, for whoever checks.
    pub fn public(&self) -> PublicJwk {
        PublicJwk {
            kty: "OKP",
            crv: "Ed25519",
            x: self.public_text(),
            kid: self.id(),
            r#use: "sig",
            alg: ALGORITHM,
        }
    }

    fn verifying(&self) -> VerifyingKey {
        self.0.verifying_key()
    }

    /// Signs what a certificate says.
    ///
    /// # Errors
    /// That the claims can't be written, which their types exclude.
    pub fn sign(&self, claims: &Claims) -> Result<Certificate, serde_json::Error> {
        let header = Header {
            alg: ALGORITHM.to_owned(),
            kid: self.id(),
            typ: TYPE.to_owned(),
        };
        let protected = BASE64URL_NOPAD.encode(&serde_json::to_vec(&header)?);
        let payload = BASE64URL_NOPAD.encode(&serde_json::to_vec(claims)?);
        let signature = self.0.sign(format!("{protected}.{payload}").as_bytes());
        Ok(Certificate {
            protected,
            payload,
            signature: BASE64URL_NOPAD.encode(&signature.to_bytes()),
        })
    }
}

impl Certificate {
    /// Reads a certificate, as JSON or in one line.
    ///
    /// # Errors
    /// That the text is none.
    pub fn read(text: &str) -> Result<Certificate, CertificateError> {
        let text = text.trim();
        if text.len() > CERTIFICATE_BYTES_MAX {
            return Err(CertificateError::Unreadable);
        }
        if text.starts_with('{') {
            return serde_json::from_str(text).map_err(|_| CertificateError::Unreadable);
        }
        let parts: Vec<&str> = text.split('.').collect();
        match parts[..] {
            [protected, payload, signature] => Ok(Certificate {
                protected: protected.to_owned(),
                payload: payload.to_owned(),
                signature: signature.to_owned(),
            }),
            _ => Err(CertificateError::Unreadable),
        }
    }

    /// The certificate in one line, for a square code.
    pub fn in_line(&self) -> String {
        format!("{}.{}.{}", self.protected, self.payload, self.signature)
    }

    /// What it says, if that key signed it.
    ///
    /// # Errors
    /// Why it is not good.
    pub fn verified(&self, key: &CertificateKey) -> Result<Claims, CertificateError> {
        let header: Header = read_part(&self.protected)?;
        if header.alg != ALGORITHM || header.typ != TYPE {
            return Err(CertificateError::Unreadable);
        }
        if header.kid != key.id() {
            return Err(CertificateError::OtherKey);
        }
        let signature = BASE64URL_NOPAD.decode(self.signature.as_bytes());
        let signature = signature.ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
        let signature = signature.ok_or(CertificateError::Unreadable)?;
        let signed = format!("{}.{}", self.protected, self.payload);
        let verdict = key.verifying().verify_strict(signed.as_bytes(), &signature);
        verdict.map_err(|_| CertificateError::BadSignature)?;
        read_part(&self.payload)
    }
}

fn read_part<T: for<'d> Deserialize<'d>>(part: &str) -> Result<T, CertificateError> {
    let bytes = BASE64URL_NOPAD.decode(part.as_bytes());
    let bytes = bytes.map_err(|_| CertificateError::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| CertificateError::Unreadable)
}

#[cfg(test)]
mod tests;
