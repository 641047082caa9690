//! How vectors are written down.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vectors {
    pub format: String,
    pub version: u32,
    /// The secret keys, by name; whoever has them can make the vectors again.
    pub secrets: BTreeMap<String, String>,
    /// The root's public key.
    pub root: String,
    /// What the gate holds.
    pub key_set: String,
    pub status_list: String,
    pub cases: Vec<Case>,
    pub files: Vec<File>,
}

/// A text in a situation.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    /// The key it is said to be signed by.
    pub signed_by: String,
    pub text: String,
    pub gate: Gate,
    pub verdict: String,
    /// What a true pass says.
    pub pass: Option<PassSaid>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    pub place: String,
    pub areas_around: Vec<String>,
    pub areas_within: Vec<String>,
    pub corridor: Option<String>,
    pub direction: String,
    pub at: String,
    pub clock_uncertainty_seconds: u64,
    pub zone: String,
    /// The zone's offset at that moment, for programs without zones.
    pub utc_offset_minutes: i32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassSaid {
    pub issuer: String,
    pub number: u32,
    pub kind: u16,
    pub surname: Option<String>,
    pub id_end: Option<String>,
    pub plate: Option<String>,
    pub org: String,
    /// Place codes, or `area:` and an area's code.
    pub from: Vec<String>,
    pub to: Vec<String>,
    pub both_ways: bool,
    pub corridor: Option<String>,
    pub days: u8,
    pub hours: (u16, u16),
    pub not_before: i64,
    pub expires: i64,
}

/// A file that is offered to a gate that holds the key set and the status list.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub name: String,
    pub kind: String,
    pub file: String,
    pub is_accepted: bool,
}

pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

pub fn from_hex(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).unwrap()
}
