//! Texts that somebody changed, or made without the right key or in another form.

use std::io::Read as _;

use tongxin_pass_format::{Pass, issue, message_of, text_of};

use super::Held;
use super::cases::{case, payload_of, usual};
use super::form::Case;
use crate::raw;
use crate::world::*;

pub fn false_texts(held: &Held) -> Vec<Case> {
    let signed = |name: &str, pass: &Pass| issue(pass, &secret(name)).unwrap();
    let good = issued(&truck());
    let message = message_of(&good).unwrap();
    let flipped = |at: usize| {
        let mut message = message.clone();
        message[at] ^= 1;
        text_of(&message)
    };
    let payload = payload_of(&message);
    let with_header = |header: &[u8]| text_of(&raw::message(header, &raw::map(&[]), &payload));
    let id = raw::bytes(&signer().id().0);
    let retold = |name: &str| with_header(&raw::map(&[(1, raw::int(-8)), (4, raw::bytes(&secret(name).id().0))]));
    let early = Pass {
        not_before: at("2022-10-31T00:00:00Z"),
        expires: at("2022-11-30T00:00:00Z"),
        ..truck()
    };
    let claims = |old: &[u8], new: &[u8]| {
        let at = payload.windows(old.len()).position(|window| window == old).unwrap();
        let payload = [&payload[..at], new, &payload[at + old.len()..]].concat();
        text_of(&raw::message(&raw::header(), &raw::map(&[]), &payload))
    };
    let expires = 1_669_478_400_u32.to_be_bytes();
    let padded = padded_text();
    let texts = vec![
        (
            "signed by a retired key",
            "retired",
            signed("retired", &truck()),
            "valid",
        ),
        (
            "signed by a stranger",
            "stranger",
            signed("stranger", &truck()),
            "unknown_key",
        ),
        (
            "signed by a withdrawn key",
            "withdrawn",
            signed("withdrawn", &truck()),
            "unknown_key",
        ),
        (
            "signed by another issuer's key",
            "other",
            signed("other", &truck()),
            "unknown_key",
        ),
        (
            "begins before its key",
            "signer",
            signed("signer", &early),
            "unknown_key",
        ),
        ("one bit of the claims changed", "signer", flipped(40), "forged"),
        (
            "one bit of the signature changed",
            "signer",
            flipped(message.len() - 1),
            "forged",
        ),
        ("the id of the retired key", "retired", retold("retired"), "forged"),
        (
            "the algorithm is ES256",
            "signer",
            with_header(&raw::map(&[(1, raw::int(-7)), (4, id.clone())])),
            "damaged",
        ),
        (
            "the algorithm is HMAC",
            "signer",
            with_header(&raw::map(&[(1, raw::int(5)), (4, id.clone())])),
            "damaged",
        ),
        (
            "the algorithm is none",
            "signer",
            with_header(&raw::map(&[(1, raw::text("none")), (4, id.clone())])),
            "damaged",
        ),
        (
            "no algorithm",
            "signer",
            with_header(&raw::map(&[(4, id.clone())])),
            "damaged",
        ),
        (
            "no key id",
            "signer",
            with_header(&raw::map(&[(1, raw::int(-8))])),
            "damaged",
        ),
        (
            "a critical header nobody knows",
            "signer",
            with_header(&raw::map(&[
                (1, raw::int(-8)),
                (2, raw::array(&[raw::int(99)])),
                (4, id.clone()),
                (99, raw::int(1)),
            ])),
            "damaged",
        ),
        (
            "the type of a status list",
            "signer",
            with_header(&raw::map(&[
                (1, raw::int(-8)),
                (4, id.clone()),
                (16, raw::text("application/statuslist+cwt")),
            ])),
            "damaged",
        ),
        (
            "the key id in the other header",
            "signer",
            text_of(&raw::message(
                &raw::map(&[(1, raw::int(-8))]),
                &raw::map(&[(4, id)]),
                &payload,
            )),
            "damaged",
        ),
        ("no tag", "signer", text_of(&message[1..]), "damaged"),
        (
            "a list of indefinite length",
            "signer",
            text_of(&[&[0xd2, 0x9f], &message[2..], &[0xff]].concat()),
            "damaged",
        ),
        (
            "a byte behind",
            "signer",
            text_of(&[&message[..], &[0]].concat()),
            "damaged",
        ),
        ("nested deeply", "signer", text_of(&[0x81; 600]), "damaged"),
        (
            "an end in eight bytes",
            "signer",
            claims(
                &[&[0x1a], &expires[..]].concat(),
                &[&[0x1b, 0, 0, 0, 0], &expires[..]].concat(),
            ),
            "damaged",
        ),
        (
            "an end that is a float",
            "signer",
            claims(&[&[0x1a], &expires[..]].concat(), &[0xfa, 0x4e, 0xc7, 0x06, 0xe3]),
            "damaged",
        ),
        (
            "an end before the start",
            "signer",
            claims(&expires, &[0; 4]),
            "damaged",
        ),
        (
            "a claim twice",
            "signer",
            claims(&[0xa5, 0x01], &[0xa6, 0x01, 0x61, b'x', 0x01]),
            "damaged",
        ),
        (
            "a restriction nobody knows",
            "signer",
            claims(&[0xa6, 0x01, 0x01], &[0xa7, 0x01, 0x01, 0x18, 0x63, 0x01]),
            "damaged",
        ),
        ("it swells", "signer", text_of(&vec![0; 20_000]), "damaged"),
        ("too long", "signer", format!("TX1:{}", "0".repeat(1_100)), "damaged"),
        ("cut off", "signer", good[..good.len() - 3].to_owned(), "damaged"),
        (
            "a character outside the alphabet",
            "signer",
            good.replacen("TX1:", "TX1:a", 1),
            "damaged",
        ),
        ("a group above 65,535", "signer", format!("{good}GGW"), "damaged"),
        ("another prefix", "signer", good.replacen("TX1:", "HC1:", 1), "damaged"),
        (
            "the prefix in lower case",
            "signer",
            good.replacen("TX1:", "tx1:", 1),
            "damaged",
        ),
        ("a bit after the stream's end", "signer", padded, "damaged"),
        ("empty", "signer", String::new(), "damaged"),
    ];
    let made = texts
        .into_iter()
        .map(|(name, signed_by, text, right)| case(held, name, signed_by, text, usual(), right));
    made.collect()
}

/// A pass whose stream ends within a byte, and the byte's last bit set: every other inflater reads it.
fn padded_text() -> String {
    let numbers = 0..100;
    let texts = numbers.map(|at| {
        issued(&Pass {
            number: number(at),
            ..truck()
        })
    });
    let changed = texts.map(|text| {
        let mut stream = decoded(&text);
        let at = stream.len() - 5;
        stream[at] ^= 0x80;
        encoded(&stream)
    });
    let is_read_elsewhere = |text: &String| {
        let stream = decoded(text);
        let mut decoder = flate2::read::ZlibDecoder::new(&stream[..]);
        decoder.read_to_end(&mut Vec::new()).is_ok()
    };
    changed.into_iter().find(is_read_elsewhere).unwrap()
}

fn decoded(text: &str) -> Vec<u8> {
    let value = |char: char| "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".find(char).unwrap();
    let values: Vec<usize> = text[4..].chars().map(value).collect();
    let bytes = |group: &[usize]| {
        let number = group.iter().rev().fold(0, |number, digit| number * 45 + digit);
        if group.len() == 3 {
            vec![(number >> 8) as u8, number as u8]
        } else {
            vec![number as u8]
        }
    };
    values.chunks(3).flat_map(bytes).collect()
}

fn encoded(bytes: &[u8]) -> String {
    let symbol = |value: usize| b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[value % 45] as char;
    let mut text = "TX1:".to_owned();
    for pair in bytes.chunks(2) {
        let number = pair.iter().fold(0, |number, byte| number * 256 + usize::from(*byte));
        text.extend([symbol(number), symbol(number / 45)]);
        if pair.len() == 2 {
            text.push(symbol(number / 45 / 45));
        }
    }
    text
}
