//! Passes that are checked with no signal: bytes in, a verdict out.
//!
//! A pass (通行证) is a permission to move goods or do lifeline work: signed, expiring, revocable. It is a QR code's text
//! on a telephone or on paper, and says itself all that a gate needs to know. `docs/pass-format.md` has the format, byte
//! by byte.
//!
//! Start at [`check()`], which a gate calls with the text, the [`KeySet`], the [`StatusList`] and the [`Situation`], and
//! which answers a [`Verdict`]. [`issue()`] makes the text of a [`Pass`]. [`check_batch`] judges what gates hand in
//! later; [`qr_code`] draws.
//! Knows nothing of databases, HTTP, files, accounts or words, reads no clock and draws no random number: time, keys and
//! randomness come from the caller. It remembers nothing, so that nobody can be followed from gate to gate with it.

pub mod base45;
mod batch;
mod cbor;
mod check;
mod claims;
mod cose;
mod deflate;
pub mod fuzzing;
mod issue;
mod key;
mod keys;
pub mod limits;
pub mod pass;
mod place_rule;
mod qr;
mod situation;
mod status;
mod text;
mod time_rule;
mod verdict;

pub use batch::{Scan, check_batch};
pub use cbor::{CborError, Item};
pub use check::check;
pub use claims::ClaimsError;
pub use cose::CoseError;
pub use deflate::DeflateError;
pub use issue::{IssueError, IssueNumber};
pub use key::{KeyId, PublicKey, PublicKeyError, SecretKey};
pub use keys::{IssuerKey, KEYS_TYPE, KeySet, KeySetError, KeyStatus};
pub use pass::Pass;
pub use qr::{QrError, QrSize, qr_code, qr_size};
pub use situation::{Direction, Situation};
pub use status::{About, DELTA_TYPE, STATUS_TYPE, StatusError, StatusList, Statuses, compressed, delta_between};
pub use text::{PREFIX, TextError, issue, message_of, read_signed, signed_part_of, text_of};
pub use verdict::{Doubt, Edge, Fault, KeyTrouble, ListGap, Refusal, Verdict};
