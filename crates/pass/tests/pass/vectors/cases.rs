//! Our vectors: each kind, each verdict, each kind of attack.

use std::io::Read as _;

use tongxin_pass_format::pass::{AreaCode, Days, End, Hours};
use tongxin_pass_format::{Pass, StatusList, Statuses, delta_between, issue, message_of, text_of};

use super::form::{Case, File, Gate, Vectors, hex};
use super::{Held, key_of, said};
use crate::raw;
use crate::world::*;

const NAMES: [&str; 6] = ["root", "signer", "retired", "withdrawn", "other", "stranger"];

pub fn make() -> Vectors {
    let held = Held {
        root: root().public(),
        keys: key_set(),
        list: status_list(),
    };
    let secrets = NAMES.map(|name| (name.to_owned(), hex(&secret(name).to_bytes())));
    Vectors {
        format: "tongxin-pass-vectors".to_owned(),
        version: 1,
        secrets: secrets.into_iter().collect(),
        root: hex(&held.root.to_bytes()),
        key_set: hex(&held.keys.sign(&root())),
        status_list: hex(&held.list.sign(&signer())),
        cases: true_passes(&held).into_iter().chain(false_texts(&held)).collect(),
        files: files(),
    }
}

fn gate_at(place: &str, direction: &str, moment: &str) -> Gate {
    Gate {
        place: place.to_owned(),
        areas_around: Vec::new(),
        areas_within: Vec::new(),
        corridor: None,
        direction: direction.to_owned(),
        at: at(moment).to_string(),
        clock_uncertainty_seconds: 30,
        zone: "Asia/Shanghai".to_owned(),
        utc_offset_minutes: 480,
    }
}

fn usual() -> Gate {
    gate_at("500112", "enter", "2022-11-24T10:00:00+08:00")
}

fn case(held: &Held, name: &str, signed_by: &str, text: String, gate: Gate, right: &str) -> Case {
    let (verdict, pass) = key_of(held, &text, &gate);
    assert_eq!(verdict, right, "{name}");
    Case {
        name: name.to_owned(),
        signed_by: signed_by.to_owned(),
        text,
        gate,
        verdict,
        pass: pass.as_ref().map(said),
    }
}

fn true_passes(held: &Held) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: &str, pass: &Pass, gate: Gate, right: &str| {
        cases.push(case(held, name, "signer", issued(pass), gate, right));
    };
    for pass in one_of_each() {
        let place = match pass.kind.key() {
            "rider" => "500112003",
            "medical" | "key_goods" | "truck_driver" => "500112",
            "project_worker" => "500112003",
            _ => "500112001005003",
        };
        let direction = if place.len() == 15 { "leave" } else { "enter" };
        let gate = gate_at(place, direction, "2022-11-24T10:00:00+08:00");
        add(&format!("kind {}", pass.kind.key()), &pass, gate, "valid");
    }
    let elsewhere = |change: fn(&mut Gate)| {
        let mut gate = usual();
        change(&mut gate);
        gate
    };
    let day = Pass {
        days: Days::WORKDAYS,
        hours: Hours::new(22 * 60, 6 * 60).unwrap(),
        ..truck()
    };
    let area = Pass {
        scope: tongxin_pass_format::pass::Scope {
            to: vec![End::Area(AreaCode::new("两江新区").unwrap())],
            ..truck().scope
        },
        ..truck()
    };
    let revoked = Pass {
        number: number(REVOKED),
        ..truck()
    };
    let beyond = Pass {
        number: number(80_000),
        ..truck()
    };
    add(
        "the first second",
        &truck(),
        elsewhere(|gate| gate.at = "2022-11-24T00:00:00Z".to_owned()),
        "valid",
    );
    let early = gate_at("500112", "enter", "2022-11-23T23:57:59+08:00");
    add("two minutes and a second early", &truck(), early, "not_yet");
    let late = gate_at("500112", "enter", "2022-11-27T00:02:00+08:00");
    add("two minutes late", &truck(), late, "expired");
    add(
        "another district",
        &truck(),
        elsewhere(|gate| gate.place = "500106".to_owned()),
        "not_this_place",
    );
    add(
        "digits that begin alike",
        &truck(),
        elsewhere(|gate| gate.place = "5001".to_owned()),
        "not_this_place",
    );
    add(
        "on the corridor",
        &truck(),
        elsewhere(|gate| {
            gate.place = "500106".to_owned();
            gate.corridor = Some("G75".to_owned());
        }),
        "valid",
    );
    add(
        "the wrong way",
        &truck(),
        elsewhere(|gate| gate.direction = "leave".to_owned()),
        "not_this_direction",
    );
    add(
        "an area around the gate",
        &area,
        elsewhere(|gate| gate.areas_around = vec!["两江新区".to_owned()]),
        "valid",
    );
    add("an area elsewhere", &area, usual(), "not_this_place");
    add("outside the hours", &day, usual(), "not_this_hour");
    add(
        "past midnight",
        &day,
        gate_at("500112", "enter", "2022-11-25T03:00:00+08:00"),
        "valid",
    );
    let weekend = Pass {
        days: Days::from_bits(0b110_0000).unwrap(),
        ..truck()
    };
    add("another day", &weekend, usual(), "not_this_day");
    add("revoked", &revoked, usual(), "revoked");
    add("beyond the list", &beyond, usual(), "list_too_old");
    add(
        "an old list",
        &truck(),
        gate_at("500112", "enter", "2022-11-25T10:00:00+08:00"),
        "list_too_old",
    );
    add(
        "a slow clock",
        &truck(),
        gate_at("500112", "enter", "2022-11-24T07:00:00+08:00"),
        "clock_unsure",
    );
    add(
        "an uncertain clock",
        &day,
        elsewhere(|gate| {
            gate.at = "2022-11-24T14:00:00Z".to_owned();
            gate.clock_uncertainty_seconds = 3_600;
        }),
        "clock_unsure",
    );
    cases
}

fn false_texts(held: &Held) -> Vec<Case> {
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

/// What a message carries.
pub fn payload_of(message: &[u8]) -> Vec<u8> {
    let value: ciborium::Value = ciborium::from_reader(message).unwrap();
    value.as_tag().unwrap().1.as_array().unwrap()[2]
        .as_bytes()
        .unwrap()
        .clone()
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

fn files() -> Vec<File> {
    let list = |issue: u64, numbers: u32, revoked: &[u32]| {
        let mut statuses = Statuses::covering(numbers);
        revoked.iter().for_each(|revoked| statuses.set(number(*revoked), true));
        StatusList::new(about(issue), statuses).unwrap()
    };
    let next = list(13, 90_000, &[REVOKED, 79_999, 80_123, 5]);
    let (older, after) = (list(11, 80_000, &[]), list(14, 90_000, &[1]));
    let delta = delta_between(&status_list(), &next, &signer()).unwrap();
    let mut changed = delta.clone();
    *changed.last_mut().unwrap() ^= 1;
    let other_base = delta_between(&list(12, 80_000, &[]), &next, &signer()).unwrap();
    let fork = key_set_of(3, issuer_keys()[1..].to_vec());
    let offered = [
        ("the same key set", "key_set", key_set().sign(&root()), true),
        (
            "a newer key set",
            "key_set",
            key_set_of(4, issuer_keys()).sign(&root()),
            true,
        ),
        (
            "an older key set",
            "key_set",
            key_set_of(2, issuer_keys()).sign(&root()),
            false,
        ),
        ("the same number with other keys", "key_set", fork.sign(&root()), false),
        (
            "a key set by an issuer's key",
            "key_set",
            key_set_of(4, issuer_keys()).sign(&signer()),
            false,
        ),
        ("a newer list", "status_list", next.sign(&signer()), true),
        ("an older list", "status_list", older.sign(&signer()), false),
        (
            "the same number with other bits",
            "status_list",
            list(12, 80_000, &[]).sign(&signer()),
            false,
        ),
        (
            "a list by a retired key",
            "status_list",
            next.sign(&secret("retired")),
            false,
        ),
        (
            "a list by another issuer's key",
            "status_list",
            next.sign(&secret("other")),
            false,
        ),
        (
            "a key set shown as a list",
            "status_list",
            key_set_of(13, issuer_keys()).sign(&signer()),
            false,
        ),
        ("a delta", "status_delta", delta.clone(), true),
        ("a delta with a changed bit", "status_delta", changed, false),
        (
            "a delta from another base",
            "status_delta",
            delta_between(&next, &after, &signer()).unwrap(),
            false,
        ),
        ("a delta from other bits", "status_delta", other_base, false),
        (
            "a delta to an older issue",
            "status_delta",
            delta_between(&list(10, 80_000, &[]), &older, &signer()).unwrap(),
            false,
        ),
    ];
    let made = offered.map(|(name, kind, file, is_accepted)| File {
        name: name.to_owned(),
        kind: kind.to_owned(),
        file: hex(&file),
        is_accepted,
    });
    made.into()
}
