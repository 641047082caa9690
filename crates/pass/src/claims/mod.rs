//! A pass as the claims of a CWT (RFC 8392), in the one order that deterministic CBOR allows.

mod read;
mod write;

pub(crate) use read::{read, read_second};
pub(crate) use write::{seconds, write};

use crate::cbor::CborError;
use crate::pass::PassError;

/// Registered claims.
pub(crate) const ISSUER: i64 = 1;
pub(crate) const SUBJECT: i64 = 2;
pub(crate) const EXPIRES: i64 = 4;
pub(crate) const NOT_BEFORE: i64 = 5;
pub(crate) const ISSUED_AT: i64 = 6;
pub(crate) const NUMBER: i64 = 7;
/// The first claim of RFC 8392's range for private use; it holds what has no registered claim.
pub(crate) const PRIVATE: i64 = -65_537;

/// Keys inside the private claim of a pass.
mod key {
    pub const KIND: i64 = 1;
    pub const PERSON: i64 = 2;
    pub const VEHICLE: i64 = 3;
    pub const ORG: i64 = 4;
    pub const FROM: i64 = 5;
    pub const TO: i64 = 6;
    pub const WAYS: i64 = 7;
    pub const CORRIDOR: i64 = 8;
    pub const DAYS: i64 = 9;
    pub const HOURS: i64 = 10;
}
/// What stands at [`key::WAYS`] when it stands there.
const BOTH_WAYS: u64 = 1;
/// The half byte after the last digit of a place code with an odd number of digits.
const NO_DIGIT: u8 = 0xf;

/// Why claims are not a pass. A claim that is not known is refused, not skipped: it may be a restriction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClaimsError {
    /// Not the CBOR that must stand there.
    #[error("the claims: {0}")]
    Cbor(#[from] CborError),
    /// The number is not written shortest, or beyond what a status list holds.
    #[error("the pass's number is out of range or not in its shortest form")]
    Number,
    /// Both a person and a vehicle, or neither.
    #[error("a pass has one holder, a person or a vehicle")]
    Holder,
    /// A value that means the same as leaving it out, or nothing.
    #[error("claim {0} has a value that is not written or not known")]
    Value(i64),
    /// A place's code that is none.
    #[error("a place code holds something that is no digit")]
    Place,
    /// An area's code that is none.
    #[error("an area's code is not plain text of 1 to 16 bytes")]
    Area,
    /// A field that is not right.
    #[error("{0}")]
    Pass(#[from] PassError),
}
