//! What is shown to a gate: the text that a firm holds, or what somebody made of it.

use super::Held;
use crate::plan_pass::Tampered;
use tongxin_pass_format::{KeySet, PREFIX, SecretKey, issue, message_of, read_signed, text_of};

/// The key of somebody who would like to be an issuer.
const UNKNOWN_KEY: [u8; 32] = *b"a key that no file of keys holds";
/// The signs of Base45.
const BASE45: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The text after what was done to it; nothing when nothing can be made of it.
pub(super) fn shown(held: &Held, tampered: Tampered, keys: &KeySet) -> Option<String> {
    match tampered {
        Tampered::Not => Some(held.text.clone()),
        Tampered::Damaged => Some(damaged(&held.text, held.number as usize)),
        Tampered::Forged => forged(&held.text),
        Tampered::UnknownKey => signed_anew(&held.text, keys),
    }
}

/// One character of the body is another one.
fn damaged(text: &str, number: usize) -> String {
    let body = text.len().saturating_sub(PREFIX.len()).max(1);
    let place = PREFIX.len() + number % body;
    let sign = |(at, sign): (usize, char)| {
        let known = BASE45.iter().position(|known| char::from(*known) == sign);
        match known {
            Some(value) if at == place => char::from(BASE45[(value + 1) % BASE45.len()]),
            _ => sign,
        }
    };
    text.chars().enumerate().map(sign).collect()
}

/// The last bit of the signature is turned round, and the message packed again.
fn forged(text: &str) -> Option<String> {
    let mut message = message_of(text).ok()?;
    *message.last_mut()? ^= 1;
    Some(text_of(&message))
}

/// The same pass, signed by somebody else.
fn signed_anew(text: &str, keys: &KeySet) -> Option<String> {
    let read = |key: &tongxin_pass_format::IssuerKey| read_signed(text, &key.public).ok().flatten();
    let pass = keys.keys().iter().find_map(read)?;
    issue(&pass, &SecretKey::from_random(&UNKNOWN_KEY)).ok()
}
