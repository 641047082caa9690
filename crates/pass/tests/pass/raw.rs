//! CBOR and COSE put together by hand, right or wrong as a test wants it.

use ed25519_dalek::{Signer as _, SigningKey};

use crate::world::signer;

pub fn head(major: u8, argument: u64) -> Vec<u8> {
    let kind = major << 5;
    match argument {
        0..=23 => vec![kind | argument as u8],
        24..=0xff => vec![kind | 24, argument as u8],
        0x100..=0xffff => [&[kind | 25][..], &(argument as u16).to_be_bytes()].concat(),
        0x1_0000..=0xffff_ffff => [&[kind | 26][..], &(argument as u32).to_be_bytes()].concat(),
        _ => [&[kind | 27][..], &argument.to_be_bytes()].concat(),
    }
}

pub fn int(value: i64) -> Vec<u8> {
    if value < 0 {
        head(1, !value as u64)
    } else {
        head(0, value as u64)
    }
}

pub fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len() as u64), bytes.to_vec()].concat()
}

pub fn text(text: &str) -> Vec<u8> {
    [head(3, text.len() as u64), text.as_bytes().to_vec()].concat()
}

pub fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [head(4, items.len() as u64), items.concat()].concat()
}

pub fn map(pairs: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let pairs: Vec<u8> = pairs
        .iter()
        .flat_map(|(key, value)| [int(*key), value.clone()].concat())
        .collect();
    let count = pairs_count(&pairs);
    [head(5, count), pairs].concat()
}

/// Counts the items of a flat run of pairs.
fn pairs_count(mut rest: &[u8]) -> u64 {
    let mut items = 0;
    while !rest.is_empty() {
        rest = &rest[item_len(rest)..];
        items += 1;
    }
    items / 2
}

fn item_len(bytes: &[u8]) -> usize {
    let mut reader = bytes;
    let before = reader.len();
    let _: ciborium::Value = ciborium::from_reader(&mut reader).unwrap();
    before - reader.len()
}

/// The protected header of a pass.
pub fn header() -> Vec<u8> {
    map(&[(1, int(-8)), (4, bytes(&signer().id().0))])
}

/// A message of these parts, with a true signature over them.
pub fn message(protected: &[u8], unprotected: &[u8], payload: &[u8]) -> Vec<u8> {
    let structure = array(&[text("Signature1"), bytes(protected), bytes(&[]), bytes(payload)]);
    let signature = SigningKey::from_bytes(&signer().to_bytes()).sign(&structure);
    let parts = [
        bytes(protected),
        unprotected.to_vec(),
        bytes(payload),
        bytes(&signature.to_bytes()),
    ];
    [head(6, 18), array(&parts)].concat()
}
