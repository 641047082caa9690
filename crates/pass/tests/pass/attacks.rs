//! What an attacker can do to a text: change it, cut it, swell it, sign it otherwise. Nothing of it is accepted.

use tongxin_pass_format::limits::{MESSAGE_BYTES_MAX, TEXT_CHARS_MAX};
use tongxin_pass_format::{CborError, CoseError, Fault, TextError, Verdict, message_of, text_of};

use crate::raw;
use crate::world::*;

fn fault(text: &str) -> Fault {
    match checked_text(text) {
        Verdict::NotAccepted(fault) => fault,
        other => panic!("{} for {text}", other.key()),
    }
}

fn texts() -> Vec<String> {
    one_of_each()[..3].iter().map(issued).collect()
}

/// A true pass's payload, for messages that are wrong elsewhere.
fn payload() -> Vec<u8> {
    let message = message_of(&issued(&truck())).unwrap();
    let ciborium::Value::Tag(18, parts) = ciborium::from_reader(&message[..]).unwrap() else {
        panic!("no tag");
    };
    parts.as_array().unwrap()[2].as_bytes().unwrap().clone()
}

fn damaged(message: &[u8]) -> TextError {
    match fault(&text_of(message)) {
        Fault::Damaged(error) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_changed_bit_of_the_message_is_refused() {
    for text in texts() {
        let message = message_of(&text).unwrap();
        for bit in 0..message.len() * 8 {
            let mut changed = message.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            fault(&text_of(&changed));
        }
    }
}

#[test]
fn every_changed_bit_of_the_text_is_refused() {
    for text in texts() {
        for bit in 0..text.len() * 8 {
            let mut changed = text.clone().into_bytes();
            changed[bit / 8] ^= 1 << (bit % 8);
            // What is not UTF-8 is no text at all.
            if let Ok(changed) = String::from_utf8(changed) {
                fault(&changed);
            }
        }
    }
}

#[test]
fn every_other_character_anywhere_is_refused() {
    let text = issued(&truck());
    for at in 0..text.len() {
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".chars() {
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            if changed != text {
                fault(&changed);
            }
        }
    }
}

#[test]
fn a_text_cut_anywhere_is_refused() {
    for text in texts() {
        for len in 0..text.len() {
            fault(&text[..len]);
        }
        for more in ["0", "00", "000", " ", "\n"] {
            fault(&format!("{text}{more}"));
        }
    }
    let message = message_of(&issued(&truck())).unwrap();
    for len in 0..message.len() {
        damaged(&message[..len]);
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_unread() {
    let long = format!("TX1:{}", "0".repeat(TEXT_CHARS_MAX));
    assert_eq!(fault(&long), Fault::Damaged(TextError::TooLong));
    assert_eq!(fault(&"A".repeat(10_000_000)), Fault::Damaged(TextError::TooLong));
    assert_eq!(fault("HC1:6BF"), Fault::Damaged(TextError::NotAPass));
}

#[test]
fn a_text_that_swells_is_stopped() {
    let bomb = text_of(&vec![0; MESSAGE_BYTES_MAX + 1]);
    assert!(bomb.len() < 40, "{bomb}");
    assert_eq!(
        damaged(&vec![0; MESSAGE_BYTES_MAX + 1]).to_string(),
        "the stream holds more bytes than a pass may have"
    );
    assert!(text_of(&vec![0; 20_000]).len() < TEXT_CHARS_MAX);
    damaged(&vec![0; 20_000]);
}

#[test]
fn every_other_algorithm_is_refused_before_any_signature_is_looked_at() {
    let id = raw::bytes(&signer().id().0);
    let none = TextError::Cose(CoseError::Algorithm);
    // ES256, HMAC 256/256, Ed448, the fully specified Ed25519, a text, and no algorithm at all.
    for algorithm in [
        raw::int(-7),
        raw::int(5),
        raw::int(-53),
        raw::int(-19),
        raw::text("none"),
        raw::int(0),
    ] {
        let header = raw::map(&[(1, algorithm), (4, id.clone())]);
        assert_eq!(damaged(&raw::message(&header, &raw::map(&[]), &payload())), none);
    }
    let header = raw::map(&[(4, id.clone())]);
    assert_eq!(damaged(&raw::message(&header, &raw::map(&[]), &payload())), none);
    let aside = raw::map(&[(1, raw::int(-8)), (4, id)]);
    damaged(&raw::message(&raw::map(&[]), &aside, &payload()));
    damaged(&raw::message(&[], &aside, &payload()));
}

#[test]
fn headers_that_are_not_known_are_refused_critical_or_not() {
    let known = [(1, raw::int(-8)), (4, raw::bytes(&signer().id().0))];
    let with = |more: &[(i64, Vec<u8>)]| {
        let mut header = known.to_vec();
        header.extend_from_slice(more);
        header.sort_by_key(|(label, _)| (*label < 0, label.unsigned_abs()));
        raw::map(&header)
    };
    let refused = |header: &[u8], aside: &[u8]| damaged(&raw::message(header, aside, &payload()));
    let critical = with(&[(2, raw::array(&[raw::int(99)])), (99, raw::int(1))]);
    assert_eq!(
        refused(&critical, &raw::map(&[])),
        TextError::Cose(CoseError::UnknownHeader(2))
    );
    assert_eq!(
        refused(&with(&[(99, raw::int(1))]), &raw::map(&[])),
        TextError::Cose(CoseError::UnknownHeader(99))
    );
    assert_eq!(
        refused(&with(&[]), &raw::map(&[(4, raw::bytes(b"x"))])),
        TextError::Cose(CoseError::UnknownHeader(4))
    );
    let listed = with(&[(16, raw::text("application/statuslist+cwt"))]);
    assert_eq!(refused(&listed, &raw::map(&[])), TextError::Cose(CoseError::Type));
    let no_key = raw::map(&[(1, raw::int(-8))]);
    assert_eq!(refused(&no_key, &raw::map(&[])), TextError::Cose(CoseError::NoKeyId));
    let short_key = raw::map(&[(1, raw::int(-8)), (4, raw::bytes(&[1; 7]))]);
    assert_eq!(
        refused(&short_key, &raw::map(&[])),
        TextError::Cose(CoseError::Cbor(CborError::Size))
    );
}

#[test]
fn another_keys_id_does_not_make_a_signature_its_own() {
    for (name, right) in [
        ("retired", "forged"),
        ("other", "forged"),
        ("withdrawn", "unknown_key"),
        ("x", "unknown_key"),
    ] {
        let header = raw::map(&[(1, raw::int(-8)), (4, raw::bytes(&secret(name).id().0))]);
        let text = text_of(&raw::message(&header, &raw::map(&[]), &payload()));
        assert_eq!(checked_text(&text).key(), right, "{name}");
    }
}

#[test]
fn a_public_key_used_as_a_secret_signs_nothing() {
    // Key confusion: a MAC, or a signature by a pair made of the public key's bytes, under the true id.
    let confused = tongxin_pass_format::SecretKey::from_random(&signer().public().to_bytes());
    let text = tongxin_pass_format::issue(&truck(), &confused).unwrap();
    assert_eq!(checked_text(&text).key(), "unknown_key");
    let message = message_of(&text).unwrap();
    let at = message
        .windows(8)
        .position(|window| *window == confused.id().0)
        .unwrap();
    let renamed = [&message[..at], &signer().id().0, &message[at + 8..]].concat();
    assert_eq!(fault(&text_of(&renamed)), Fault::Forged(signer().id()));
}

#[test]
fn a_message_of_another_shape_is_refused() {
    let good = raw::message(&raw::header(), &raw::map(&[]), &payload());
    assert!(checked_text(&text_of(&good)).is_valid());
    // Without the tag, with COSE_Mac0's, with CWT's around it, with a byte behind.
    damaged(&good[1..]);
    damaged(&[&[0xd1], &good[1..]].concat());
    damaged(&[&[0xd8, 61], &good[..]].concat());
    damaged(&[&good[..], &[0]].concat());
    // The tag, a list and its length in longer forms; indefinite lengths.
    damaged(&[&[0xd8, 18], &good[1..]].concat());
    damaged(&[&[0xd2, 0x98, 4], &good[2..]].concat());
    damaged(&[&[0xd2, 0x9f], &good[2..], &[0xff]].concat());
    // Deep nesting: 600 lists inside one another, and 600 tags.
    damaged(&[0x81; 600]);
    damaged(&[0xd2; 600]);
    let deep = [&[0xd2, 0x84], &[0x81; 500][..]].concat();
    damaged(&deep);
}

#[test]
fn claims_that_are_signed_and_wrong_are_refused() {
    let private = |pairs: &[(i64, Vec<u8>)]| raw::map(pairs);
    let good = [
        (1, raw::int(1)),
        (3, raw::text("渝A7B231")),
        (4, raw::text("x")),
        (6, raw::array(&[raw::bytes(&[0x50, 0x01, 0x12])])),
    ];
    let day = 1_669_219_200;
    let claims = |private: Vec<u8>| {
        vec![
            (1, raw::text(ISSUER)),
            (4, raw::int(day + 86_400)),
            (5, raw::int(day)),
            (7, raw::bytes(&[1])),
            (-65_537, private),
        ]
    };
    let text = |claims: &[(i64, Vec<u8>)]| text_of(&raw::message(&raw::header(), &raw::map(&[]), &raw::map(claims)));
    assert!(checked_text(&text(&claims(private(&good)))).is_valid());
    let with = |key: i64, value: Vec<u8>| {
        let mut pairs: Vec<_> = good.iter().filter(|(other, _)| *other != key).cloned().collect();
        pairs.push((key, value));
        pairs.sort_by_key(|(key, _)| *key);
        text(&claims(private(&pairs)))
    };
    let float = vec![0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0];
    for (what, text) in [
        ("a kind that is a float", with(1, float.clone())),
        ("kind 0", with(1, raw::int(0))),
        (
            "two holders",
            with(2, raw::array(&[raw::text("王"), raw::text("4821")])),
        ),
        ("hidden characters", with(4, raw::text("x\u{202e}y"))),
        ("an empty name", with(4, raw::text(""))),
        ("a long name", with(4, raw::text(&"x".repeat(49)))),
        ("no place to go", with(6, raw::array(&[]))),
        ("an empty place", with(6, raw::array(&[raw::bytes(&[])]))),
        ("a place that is no number", with(6, raw::array(&[raw::bytes(&[0x5a])]))),
        ("a place with a gap", with(6, raw::array(&[raw::bytes(&[0xf5])]))),
        ("nine places", with(6, raw::array(&vec![raw::bytes(&[0x50]); 9]))),
        ("one way, written", with(7, raw::int(0))),
        ("three ways", with(7, raw::int(3))),
        ("no days", with(9, raw::int(0))),
        ("all days, written", with(9, raw::int(127))),
        ("eight days", with(9, raw::int(255))),
        (
            "all hours, written",
            with(10, raw::array(&[raw::int(0), raw::int(1_440)])),
        ),
        ("no hours", with(10, raw::array(&[raw::int(60), raw::int(60)]))),
        (
            "hours beyond the day",
            with(10, raw::array(&[raw::int(60), raw::int(1_441)])),
        ),
        ("a restriction nobody knows", with(11, raw::int(1))),
        (
            "a key that is a text",
            text(&claims([vec![0xa1], raw::text("kind"), raw::int(1)].concat())),
        ),
    ] {
        assert!(matches!(fault(&text), Fault::Damaged(TextError::Claims(_))), "{what}");
    }
    let changed = |key: i64, value: Vec<u8>| {
        let mut pairs = claims(private(&good));
        pairs.retain(|(other, _)| *other != key);
        pairs.push((key, value));
        pairs.sort_by_key(|(key, _)| (*key < 0, key.unsigned_abs()));
        text(&pairs)
    };
    for (what, text) in [
        ("an end that is a float", changed(4, float)),
        ("an end before the start", changed(4, raw::int(day))),
        ("a life of a century", changed(4, raw::int(day + 100 * 366 * 86_400))),
        ("an end beyond the calendar", changed(4, raw::int(i64::MAX))),
        ("a number with a zero in front", changed(7, raw::bytes(&[0, 1]))),
        ("no number", changed(7, raw::bytes(&[]))),
        ("a number beyond every list", changed(7, raw::bytes(&[0, 0x80, 0, 0]))),
        ("a claim nobody knows", changed(8, raw::int(1))),
    ] {
        assert!(matches!(fault(&text), Fault::Damaged(TextError::Claims(_))), "{what}");
    }
    for missing in [1, 4, 5, 7, -65_537] {
        let mut pairs = claims(private(&good));
        pairs.retain(|(key, _)| *key != missing);
        fault(&text(&pairs));
    }
    let mut twice = claims(private(&good));
    twice.insert(1, twice[0].clone());
    fault(&text(&twice));
    let mut disorderly = claims(private(&good));
    disorderly.swap(1, 2);
    fault(&text(&disorderly));
}
