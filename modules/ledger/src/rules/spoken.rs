//! Addresses as callers say them: `江湾小区三栋2单元1203`, `jw 3-2-1203`, `Riverside 3 1203`.
//!
//! A compound is found by the search for places, a door by its label; what stands between them, and where one ends and the other
//! begins, is not sure, so an address has several readings. Each is tried against the places there are.

use tongxin_city::half_width;
use tongxin_dispatch_solver::foot::{Certainty, numeral_digit, read_door_label};

/// Words that say that the number before them is a building's.
const BUILDING_WORDS: [&str; 7] = ["栋楼", "号楼", "号院", "栋", "幢", "座", "#"];
/// Words that say that the numeral before them is a number and no part of a name.
const NUMBER_WORDS: [&str; 9] = ["栋", "幢", "座", "号楼", "号院", "单元", "室", "楼", "层"];
/// Numbers in an address at which the name before them may end.
const SPLITS_MAX: usize = 4;

/// One way to understand an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the compound, community or building is called.
    pub name: String,
    /// The building's number or letter, if one is said.
    pub building: Option<String>,
    /// What is said of the door; empty when nothing is.
    pub door: String,
}

/// How well a door fits what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The same label, or the same unit, floor and door.
    Same,
    /// The same floor and door; the unit was not said.
    Likely,
}

/// All ways to understand an address, the likeliest first; none for an empty one.
pub fn readings(said: &str) -> Vec<Reading> {
    let said = plain(said);
    if said.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Reading> = Vec::new();
    let mut add = |reading: Reading| {
        if !found.contains(&reading) {
            found.push(reading);
        }
    };
    for start in number_starts(&said) {
        let (name, rest) = (said[..start].trim(), &said[start..]);
        if name.is_empty() {
            continue;
        }
        let (number, after) = first_number(rest);
        let of_building = |door: &str| Reading {
            name: name.to_owned(),
            building: Some(number.to_lowercase()),
            door: trimmed(door).to_owned(),
        };
        if let Some(door) = BUILDING_WORDS.iter().find_map(|word| after.strip_prefix(word)) {
            add(of_building(door));
            continue;
        }
        if after.is_empty() || after.starts_with([' ', '-']) {
            add(of_building(after));
        }
        add(Reading {
            name: name.to_owned(),
            building: None,
            door: rest.trim().to_owned(),
        });
    }
    add(Reading {
        name: said,
        building: None,
        door: String::new(),
    });
    found
}

/// The number or letter that a building is known by: `3` of `3栋`, of `三号楼` and of `Building 3`, `a` of `A座`.
pub fn number_of_building(name: &str) -> Option<String> {
    let name = plain(name);
    let start = number_starts(&name).into_iter().next()?;
    Some(first_number(&name[start..]).0.to_lowercase())
}

/// Whether a door's label is the one that was said.
pub fn door_fits(said: &str, label: &str) -> Option<Fit> {
    let (said_plain, label_plain) = (plain(said), plain(label));
    if said_plain == label_plain {
        return Some(Fit::Same);
    }
    let (said, label) = (read_door_label(said), read_door_label(label));
    let is_readable = said.certainty != Certainty::Unknown && said.room.is_some();
    if !is_readable || (said.floor, said.room) != (label.floor, label.room) {
        return None;
    }
    match (said.unit, label.unit) {
        (said, label) if said == label => Some(Fit::Same),
        (None, _) | (_, None) => Some(Fit::Likely),
        _ => None,
    }
}

/// Where the numbers of an address begin, and single letters that stand for a building.
fn number_starts(said: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut before = ' ';
    for (at, sign) in said.char_indices() {
        let is_number = sign.is_ascii_digit() && !before.is_ascii_digit();
        let is_letter = sign.is_ascii_alphabetic()
            && !before.is_ascii_alphanumeric()
            && BUILDING_WORDS.iter().any(|word| said[at + 1..].starts_with(word));
        if is_number || is_letter {
            starts.push(at);
        }
        before = sign;
    }
    starts.truncate(SPLITS_MAX);
    starts
}

/// The number, or the letter, that a text begins with, and what follows it.
fn first_number(text: &str) -> (&str, &str) {
    let is_digit = text.starts_with(|sign: char| sign.is_ascii_digit());
    let end = if is_digit {
        text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len())
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    };
    text.split_at(end)
}

fn trimmed(door: &str) -> &str {
    door.trim_matches([' ', '-', ',', '，'])
}

/// Full-width signs and dashes as plain ones, single blanks, and numerals as digits where a word says that they are a number.
fn plain(said: &str) -> String {
    let signs: Vec<char> = said.chars().map(plain_sign).collect();
    let mut text = String::with_capacity(said.len());
    let mut at = 0;
    while at < signs.len() {
        let end = (at..signs.len())
            .find(|end| !is_numeral(signs[*end]))
            .unwrap_or(signs.len());
        let after: String = signs[end..].iter().take(2).collect();
        if end > at && NUMBER_WORDS.iter().any(|word| after.starts_with(word)) {
            text.push_str(&number_of(&signs[at..end]).to_string());
            at = end;
        } else {
            let sign = signs[at];
            if !(sign == ' ' && (text.is_empty() || text.ends_with(' '))) {
                text.push(sign);
            }
            at += 1;
        }
    }
    text.trim_end().to_owned()
}

fn plain_sign(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => half_width(sign),
        '—' | '–' | '‐' | '−' | '―' | '_' | '~' | '/' => '-',
        sign if sign.is_whitespace() || sign.is_control() => ' ',
        sign => sign.to_ascii_lowercase(),
    }
}

const fn is_numeral(sign: char) -> bool {
    matches!(
        sign,
        '〇' | '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'
    )
}

/// A numeral as a number: 十二 is 12, 一二〇三 is 1203.
fn number_of(numeral: &[char]) -> u32 {
    let (mut sum, mut ones) = (0_u32, 0_u32);
    for sign in numeral {
        match sign {
            '百' => (sum, ones) = (sum.saturating_add(ones.max(1).saturating_mul(100)), 0),
            '十' => (sum, ones) = (sum.saturating_add(ones.max(1).saturating_mul(10)), 0),
            sign => ones = ones.saturating_mul(10).saturating_add(numeral_digit(*sign)),
        }
    }
    sum.saturating_add(ones)
}
