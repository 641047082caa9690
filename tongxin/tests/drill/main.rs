#![allow(clippy::unwrap_used, missing_docs)]
//! A drill as a person starts it: the real program, a small city, a whole day.

use std::path::Path;
use std::process::{Command, Output};

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn drill(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongxin"));
    command
        .arg("drill")
        .args(words)
        .args(["--lang", "en"])
        .current_dir(repository());
    command.output().unwrap()
}

fn said(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// The lines that say what was played and compared, without how long it took.
fn counts(output: &Output) -> Vec<String> {
    said(&output.stderr)
        .lines()
        .filter(|line| {
            ["Played:", "Supplied:", "Passes:", "Cared for:", "Helped:", "Checked:"]
                .iter()
                .any(|start| line.starts_with(start))
        })
        .map(|line| line.rsplit_once(" (").map_or(line, |(counts, _)| counts).to_owned())
        .collect()
}

#[test]
fn the_harbour_drill_ends_with_every_need_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("drill.db").display());
    let links = folder.path().join("links.json");
    let output = drill(&["harbour-flood", "--db", &database, "--links", links.to_str().unwrap()]);
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    assert!(output.status.success(), "{err}");
    assert!(err.contains("Played: 212 needs"), "{err}");
    assert!(
        err.contains("Supplied: 10 firms with 61 vehicles and 93 staff; 80 orders:"),
        "{err}"
    );
    assert!(err.contains("Passes: 165 applied for,"), "{err}");
    assert!(err.contains(" 240 checks at 6 checkpoints,"), "{err}");
    assert!(err.contains(" 80 orders, 32 shelves, 165 passes,"), "{err}");
    assert!(err.contains(" 0 differences"), "{err}");
    assert!(err.contains("Cared for: 80 people registered; "), "{err}");
    assert!(err.contains("Helped: 406 volunteers registered, "), "{err}");
    for none in [
        ", 0 looked for",
        " 0 moved away",
        " 0 vacant",
        " 0 did not",
        " 0 checked in twice",
        " 0 got no second place",
        " 0 shifts raised",
    ] {
        assert!(!err.contains(none), "{none}: {err}");
    }
    assert!(out.contains("Briefing for Harbour City"), "{out}");

    let links: serde_json::Value = serde_json::from_slice(&std::fs::read(links).unwrap()).unwrap();
    let roles: Vec<&str> = links["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["role"].as_str().unwrap())
        .collect();
    for role in [
        "commander",
        "officer",
        "community_worker",
        "steward",
        "checkpoint_staff",
        "plant_reporter",
        "project_owner",
        "outlet_manager",
        "resident",
    ] {
        assert!(roles.contains(&role), "{roles:?}");
    }

    let mut verify = Command::new(env!("CARGO_BIN_EXE_tongxin"));
    let verified = verify
        .args(["ledger", "verify", "--db", &database])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}{}",
        said(&verified.stdout),
        said(&verified.stderr)
    );
}

#[test]
fn one_seed_always_comes_to_the_same_and_another_does_not() {
    let (first, again, other) = (
        drill(&["harbour-flood", "--seed", "5"]),
        drill(&["harbour-flood", "--seed", "5"]),
        drill(&["harbour-flood", "--seed", "6"]),
    );
    for output in [&first, &again, &other] {
        assert!(output.status.success(), "{}", said(&output.stderr));
    }
    assert_eq!(counts(&first).len(), 6, "{}", said(&first.stderr));
    assert_eq!(counts(&first), counts(&again));
    assert_ne!(counts(&first), counts(&other));
}

#[test]
fn a_drill_in_which_the_system_does_something_else_fails_and_names_the_need() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harbour-wrong.toml");
    let scenario = std::fs::read_to_string(repository().join("drills/harbour-flood.toml")).unwrap();
    // A topic that no module declares: the system refuses what the book expects to be raised.
    std::fs::write(&path, scenario.replace("key = \"repair\"", "key = \"treasure\"")).unwrap();
    let output = drill(&[path.to_str().unwrap()]);
    let err = said(&output.stderr);
    assert!(!output.status.success(), "{err}");
    assert!(err.contains("(treasure "), "{err}");
    assert!(err.contains("raise should be 201"), "{err}");
}

#[test]
fn a_drill_in_which_the_shop_does_something_else_fails_and_names_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harbour-few.toml");
    let scenario = std::fs::read_to_string(repository().join("drills/harbour-flood.toml")).unwrap();
    // Windows that are full after a few orders: the system refuses what the book expects to be placed.
    std::fs::write(&path, scenario.replace("orders_max = 2_000", "orders_max = 2")).unwrap();
    let output = drill(&[path.to_str().unwrap()]);
    let err = said(&output.stderr);
    assert!(!output.status.success(), "{err}");
    assert!(err.contains("order #"), "{err}");
    assert!(err.contains("place should be done"), "{err}");
}

#[test]
fn a_drill_in_which_the_desk_does_something_else_fails_and_names_the_passes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harbour-road.toml");
    let scenario = std::fs::read_to_string(repository().join("drills/harbour-flood.toml")).unwrap();
    // A name that no pass can hold: the system refuses what the book expects to be applied for.
    std::fs::write(&path, scenario.replace("演练通道", "演练@通道")).unwrap();
    let output = drill(&[path.to_str().unwrap()]);
    let err = said(&output.stderr);
    assert!(!output.status.success(), "{err}");
    assert!(err.contains("passes: apply should be done"), "{err}");
}

/// Hospitals, rides and passes are played in the reference city alone: a street of it, with more appointments than its share.
#[test]
fn appointments_of_a_street_are_answered_driven_and_raised_where_they_are_not_sure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chongqing-street.toml");
    let scenario = std::fs::read_to_string(repository().join("drills/chongqing-2022.toml")).unwrap();
    let more = scenario.replace(
        "count = 400          # sampled: of dialysis",
        "count = 12_000 # sampled: of dialysis",
    );
    assert_ne!(more, scenario);
    std::fs::write(&path, more).unwrap();
    let output = drill(&[path.to_str().unwrap(), "--scale", "0.001"]);
    let err = said(&output.stderr);
    assert!(output.status.success(), "{err}");
    assert!(err.contains(" 12 appointments, ") && !err.contains(" 0 kept"), "{err}");
    assert!(err.contains(" 0 differences"), "{err}");
}

#[test]
fn a_wrong_scenario_is_refused_before_anything_starts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.toml");
    let scenario = std::fs::read_to_string(repository().join("drills/harbour-flood.toml")).unwrap();
    std::fs::write(&path, scenario.replace("tick_minutes = 5", "tick_minutes = 50")).unwrap();
    let output = drill(&[path.to_str().unwrap()]);
    let err = said(&output.stderr);
    assert!(!output.status.success(), "{err}");
    assert!(
        err.contains("day.tick_minutes is 50: a number from 1 to 10 would be right"),
        "{err}"
    );
}
