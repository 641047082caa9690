//! Keys: those of the language files with their variables, and those that code builds from parts.

use crate::parts;
use std::collections::{BTreeMap, BTreeSet};

/// The variables of each key, attributes as `message.attribute`.
pub fn variables(fluent: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in fluent.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split('=').next().unwrap_or_default().trim_end();
        if line.contains('=') && is_kebab_word(name) {
            name.clone_into(&mut message);
            name.clone_into(&mut key);
        } else if let Some(attribute) = line.trim_start().strip_prefix('.').filter(|_| line.contains('=')) {
            key = format!("{message}.{}", attribute.split([' ', '=']).next().unwrap_or_default());
        }
        let names = found.entry(key.clone()).or_default();
        let dollars = line.split('$').skip(1);
        names.extend(dollars.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()));
    }
    found.remove("");
    found
}

/// All keys with the variables that either language has.
pub fn known() -> BTreeMap<String, BTreeSet<String>> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, names) in parts()
        .iter()
        .flat_map(|part| [variables(part.zh), variables(part.en)])
        .flatten()
    {
        known.entry(key).or_default().extend(names);
    }
    known
}

fn is_kebab_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

pub fn is_kebab(text: &str) -> bool {
    text.contains('-') && text.split('.').all(is_kebab_word) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// A key with parts that are filled in, `role-{}.about`, or the start of one, `ledger-state-`.
pub fn is_built_key(literal: &str) -> bool {
    let pieces = pieces(literal);
    let fixed: String = pieces.concat();
    pieces.len() > 1
        && fixed.contains('-')
        && fixed
            .split(['.', '-'])
            .all(|word| word.is_empty() || is_kebab_word(word))
}

/// What stands around the filled-in parts.
fn pieces(pattern: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(before);
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    pieces.push(rest);
    if pattern.ends_with('-') {
        pieces.push("");
    }
    pieces
}

/// Whether the key comes out of the pattern with words in its parts that stand somewhere in the sources.
pub fn fits(pattern: &str, key: &str, words: &BTreeSet<&str>) -> bool {
    fits_pieces(&pieces(pattern), key, words)
}

fn fits_pieces(pieces: &[&str], key: &str, words: &BTreeSet<&str>) -> bool {
    let Some((first, others)) = pieces.split_first() else {
        return key.is_empty();
    };
    let Some(rest) = key.strip_prefix(first) else {
        return false;
    };
    if others.is_empty() {
        return rest.is_empty();
    }
    let ends = (0..=rest.len()).filter(|end| rest.is_char_boundary(*end));
    ends.into_iter()
        .any(|end| words.contains(&rest[..end]) && fits_pieces(others, &rest[end..], words))
}
