//! Our vectors: each kind, each verdict, each kind of attack.

use super::false_texts::false_texts;
use super::files::files;
use super::form::{Case, Gate, Vectors, hex};
use super::true_passes::true_passes;
use super::{Held, key_of, said};
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

pub fn gate_at(place: &str, direction: &str, moment: &str) -> Gate {
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

pub fn usual() -> Gate {
    gate_at("500112", "enter", "2022-11-24T10:00:00+08:00")
}

pub fn case(held: &Held, name: &str, signed_by: &str, text: String, gate: Gate, right: &str) -> Case {
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

/// What a message carries.
pub fn payload_of(message: &[u8]) -> Vec<u8> {
    let value: ciborium::Value = ciborium::from_reader(message).unwrap();
    value.as_tag().unwrap().1.as_array().unwrap()[2]
        .as_bytes()
        .unwrap()
        .clone()
}
