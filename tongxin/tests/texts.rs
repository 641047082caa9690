//! Every word that code and templates ask for is there, in both languages, with the variables it is given; and no word
//! lies unused. Read from the sources themselves, so that a new key is checked by itself.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "texts/keys.rs"]
mod keys;
#[path = "texts/source.rs"]
mod source;

use keys::{fits, is_built_key, is_kebab, known, variables};
use source::{calls, literals, names_in, sources};
use std::collections::BTreeSet;
use tongxin_i18n::{TextPart, Texts};

/// All parts: the running system's, and the words that the drill has for itself.
fn parts() -> Vec<TextPart> {
    [tongxin::app::TEXTS, &[tongxin_drill::TEXTS]].concat()
}

/// Literals that look like keys and are none: an idempotency key of the drill, names of icons, a file of a secret key.
const NO_KEYS: [&str; 6] = [
    "field-worker.js",
    "drill-admin",
    "sign-in",
    "sign-out",
    "pass-root.key",
    "sms-in.key",
];
/// What only one of the languages has to say: the English plural of a unit, the level that Chinese asks by.
const SAID_IN_ONE: [(&str, &str); 3] = [
    ("board-unit", "n"),
    ("board-map-open", "level"),
    ("board-map-overdue", "level"),
];
#[test]
fn the_language_files_are_sound_and_complete_in_both_languages() {
    assert_eq!(Texts::new(tongxin::app::TEXTS).problems(), [] as [String; 0]);
    assert_eq!(Texts::new(&parts()).problems(), [] as [String; 0]);
}

#[test]
fn both_languages_use_the_same_variables() {
    let mut wrong = BTreeSet::new();
    for part in parts() {
        let (zh, en) = (variables(part.zh), variables(part.en));
        for (key, names) in &zh {
            let others = en.get(key).unwrap_or(names);
            let lone = names.symmetric_difference(others);
            wrong.extend(lone.map(|name| (key.clone(), name.clone())));
        }
    }
    let allowed = SAID_IN_ONE.map(|(key, name)| (key.to_owned(), name.to_owned()));
    assert_eq!(wrong, BTreeSet::from(allowed));
}

#[test]
fn every_key_that_is_named_exists() {
    let known = known();
    let heads: BTreeSet<&str> = known.keys().filter_map(|key| key.split('-').next()).collect();
    let mut missing = BTreeSet::new();
    for source in sources() {
        for literal in &source.literals {
            let looks_like_one = is_kebab(literal) && heads.contains(literal.split('-').next().unwrap());
            let is_start = literal.ends_with('-') && known.keys().any(|key| key.starts_with(literal));
            let is_known = is_start || known.contains_key(literal) || known.contains_key(&format!("problem-{literal}"));
            if looks_like_one && !is_known && !NO_KEYS.contains(&&**literal) {
                missing.insert(format!("{}: {literal}", source.file));
            }
        }
        let called = calls(&source.code, &["t", "t1", "ta"], 0)
            .into_iter()
            .chain(calls(&source.code, &["done", "warn"], 0))
            .chain(calls(&source.code, &["text_with", "field", "add"], 1));
        let codes = calls(&source.code, &["new"], 1)
            .into_iter()
            .filter(|call| call.before.ends_with("Problem::"))
            .chain(calls(&source.code, &["conflict"], 0))
            .map(|call| format!("problem-{}", call.key));
        let named = called
            .filter(|call| is_kebab(&call.key))
            .map(|call| call.key)
            .chain(codes);
        missing.extend(
            named
                .filter(|key| !known.contains_key(key))
                .map(|key| format!("{}: {key}", source.file)),
        );
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_text_is_given_the_variables_it_has() {
    let known = known();
    let mut wrong = BTreeSet::new();
    for source in sources() {
        let plain = calls(&source.code, &["t"], 0);
        let one = calls(&source.code, &["t1"], 0);
        let many = calls(&source.code, &["ta"], 0)
            .into_iter()
            .chain(calls(&source.code, &["text_with", "field", "add"], 1))
            .filter(|call| call.rest.contains('['));
        let given = plain
            .into_iter()
            .map(|call| (call.key, BTreeSet::new()))
            .chain(
                one.into_iter()
                    .map(|call| (call.key, literals(&call.rest).into_iter().take(1).collect())),
            )
            .chain(many.map(|call| (call.key.clone(), names_in(&call.rest))));
        for (key, given) in given {
            if let Some(names) = known.get(&key).filter(|names| **names != given) {
                wrong.insert(format!("{}: {key} has {names:?} and is given {given:?}", source.file));
            }
        }
    }
    assert_eq!(wrong, BTreeSet::new());
}

#[test]
fn no_key_is_unused() {
    let sources = sources();
    let literals: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| &source.literals)
        .map(String::as_str)
        .collect();
    let built: Vec<&str> = literals
        .iter()
        .copied()
        .filter(|literal| is_built_key(literal))
        .collect();
    // A message may stand in others by its name.
    let parts = tongxin::app::TEXTS.iter().flat_map(|part| [part.zh, part.en]);
    let inside: BTreeSet<&str> = parts
        .flat_map(|text| text.split("{ ").skip(1))
        .filter_map(|rest| rest.split(" }").next())
        .collect();
    let is_used = |key: &str| {
        literals.contains(key)
            || inside.contains(key)
            || key.strip_prefix("problem-").is_some_and(|code| literals.contains(code))
            || built.iter().any(|pattern| fits(pattern, key, &literals))
    };
    // An attribute stands and falls with its message unless it is named.
    let is_unused = |key: &String| !is_used(key) && !is_used(key.split('.').next().unwrap_or_default());
    let unused: Vec<String> = known().into_keys().filter(is_unused).collect();
    assert_eq!(unused, [] as [String; 0]);
}
