//! The API's description names each type once: of two types with one name it would hold only one, and be wrong about the other.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn no_two_types_of_the_api_share_a_name() {
    let mut files = Vec::new();
    for part in ["crates", "platform", "modules", "tongxin/src"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(part), &mut files);
    }
    let mut named: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        for name in described(&fs::read_to_string(&file).unwrap()) {
            named.entry(name).or_default().push(file.clone());
        }
    }
    assert!(named.len() > 300, "the types were not found: {}", named.len());
    named.retain(|_, files| files.len() > 1);
    assert!(named.is_empty(), "{named:#?}");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The types of a source that derive a description.
fn described(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_described = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[derive(") {
            is_described = line.contains("ToSchema");
        }
        let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
        if is_described && let Some("struct" | "enum") = words.next() {
            let name = words.next().unwrap_or_default();
            names.push(
                name.split(|sign: char| !sign.is_alphanumeric())
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
            is_described = false;
        }
    }
    names
}
