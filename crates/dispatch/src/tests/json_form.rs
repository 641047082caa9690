//! docs/dispatch.md says the JSON form as it is: every field has its row, and the example has the answer that stands below it.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::sample::{With, draft};
use crate::files::json;
use crate::*;

/// The part of the document that describes the form.
fn section() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/dispatch.md");
    let text = std::fs::read_to_string(path).expect("the document");
    let (_, from_here) = text.split_once("\n## The JSON form\n").expect("the section");
    from_here.split_once("\n## ").expect("a section after it").0.to_owned()
}

/// The names in the first column of the table whose head begins so.
fn names(section: &str, head: &str) -> BTreeSet<String> {
    let table = section.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('`').nth(1).expect("a name in backticks").to_owned())
        .collect()
}

/// What serde says it would take, when asked for what it doesn't know.
fn expected<T: DeserializeOwned>(unknown: &str) -> Vec<String> {
    let said = serde_json::from_str::<T>(unknown)
        .err()
        .expect("nothing is called ?")
        .to_string();
    let (_, expected) = said.split_once("expected ").expect("what it expects");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_field_of_the_form_has_its_row() {
    let unknown = r#"{"?":0}"#;
    let parts = [
        ("", expected::<Draft>(unknown)),
        ("travel[].", expected::<Travel>(unknown)),
        ("travel[].table.", expected::<Table>(unknown)),
        ("travel[].straight.", expected::<Straight>(unknown)),
        ("stops[].", expected::<Stop>(unknown)),
        ("stops[].windows[].", expected::<Window>(unknown)),
        ("stops[].published.", expected::<Published>(unknown)),
        ("pairs[].", expected::<Pair>(unknown)),
        ("groups[].", expected::<Group>(unknown)),
        ("vehicles[].", expected::<VehicleType>(unknown)),
        ("vehicles[].shift.", expected::<Window>(unknown)),
        ("vehicles[].rest.", expected::<Rest>(unknown)),
        ("vehicles[].rest.window.", expected::<Window>(unknown)),
        ("vehicles[].reload.", expected::<Reload>(unknown)),
    ];
    let fields = parts
        .iter()
        .flat_map(|(within, fields)| fields.iter().map(move |field| format!("{within}{field}")));
    assert_eq!(names(&section(), "| field | unit"), fields.collect());
}

/// The names of all that is no list and no object.
fn leaves(value: &Value, name: String, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let dot = if name.is_empty() { "" } else { "." };
            fields
                .iter()
                .for_each(|(field, value)| leaves(value, format!("{name}{dot}{field}"), found));
        }
        Value::Array(entries) => entries
            .iter()
            .for_each(|entry| leaves(entry, format!("{name}[]"), found)),
        _ => {
            found.insert(name);
        }
    }
}

#[test]
fn every_field_of_the_answer_has_its_row() {
    let mut fields = BTreeSet::new();
    for seed in 0..20 {
        let instance = Instance::new(draft(seed, 12, With::ALL)).expect("samples are instances");
        let plan = solve(&instance, &Settings::default(), &mut Control::default());
        let bill = check(&instance, &plan).expect("a plan that keeps the rules");
        let answer: Value = serde_json::from_str(&json::write_plan(&instance, &plan, &bill)).expect("JSON");
        leaves(&answer, String::new(), &mut fields);
    }
    let section = section();
    assert_eq!(names(&section, "| field of the answer"), fields);
    let reasons = expected::<Why>("\"?\"");
    assert!(
        reasons.len() > 9 && reasons.iter().all(|why| section.contains(&format!("`{why}`"))),
        "{reasons:?}"
    );
}

#[test]
fn the_example_has_the_answer_that_stands_below_it() {
    let section = section();
    let blocks: Vec<&str> = section.split("```json\n").skip(1).collect();
    let [example, answer] = blocks[..] else {
        panic!("an example and its answer")
    };
    let [example, answer] = [example, answer].map(|block| block.split("```").next().unwrap_or_default());
    let instance = json::read(example).expect("an instance");
    let limits = Limits {
        time: None,
        iterations: Some(1_000),
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let plan = solve(&instance, &settings, &mut Control::default());
    let bill = check(&instance, &plan).expect("a plan that keeps the rules");
    let found: Value = serde_json::from_str(&json::write_plan(&instance, &plan, &bill)).expect("JSON");
    assert_eq!(found, serde_json::from_str::<Value>(answer).expect("JSON"));
}
