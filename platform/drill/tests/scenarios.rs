#![allow(clippy::unwrap_used, missing_docs)]
//! Scenario files: the shipped ones load; a wrong one says which key is wrong and what would be right.

use std::path::Path;
use tongxin_city::Lang;
use tongxin_drill::{Scenario, ScenarioError};

fn harbour_text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../drills/harbour-flood.toml");
    std::fs::read_to_string(path).unwrap()
}

fn refused(from: &str, to: &str) -> ScenarioError {
    let text = harbour_text();
    assert!(text.contains(from), "{from:?} is in the file");
    Scenario::parse("test.toml", &text.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn the_shipped_scenarios_load() {
    for name in ["chongqing-2022", "harbour-flood"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../drills/{name}.toml"));
        Scenario::load(&path).unwrap();
    }
}

#[test]
fn each_wrong_value_is_named_with_what_would_be_right() {
    let cases = [
        (
            "tick_minutes = 5",
            "tick_minutes = 60",
            "day.tick_minutes is 60: a number from 1 to 10",
        ),
        (
            "date = \"2024-02-06\"",
            "date = \"2024-02-31\"",
            "day.date is 2024-02-31: a date such as",
        ),
        ("households = 160", "households = 0", "places.households is 0"),
        (
            "elders_alone = 0.25",
            "elders_alone = 1.25",
            "care.elders_alone is 1.25",
        ),
        ("well = 0.36", "well = 0.66", "care.visits is 1.300: shares that make 1"),
        ("applied = 6", "applied = 600", "volunteer.applied is 600"),
        ("places = [2, 4]", "places = [1, 4]", "volunteer.places is 1"),
        (
            "confirmed = 0.36",
            "confirmed = 0.46",
            "needs[0].endings is 1.100: shares that make 1",
        ),
        ("share = 0.45", "share = 0.40", "needs[0].topics.share is 0.950"),
        (
            "priorities = [0.10, 0.25",
            "priorities = [0.20, 0.25",
            "needs[0].topics.food.priorities is 1.100",
        ),
        (
            "answer = [4, 150]",
            "answer = [150, 4]",
            "needs[0].minutes.answer is [150, 4]: [shortest, longest]",
        ),
        ("by_hour = [0, ", "by_hour = [", "24 weights"),
        (
            "kind = \"project_need\"",
            "kind = \"plant_blockage\"",
            "needs.kind = project_need is 0: exactly once",
        ),
        (
            "sent_twice = 0.06",
            "sent_twice = 6.0",
            "faults.sent_twice is 6: a number from 0 to 1",
        ),
        (
            "kind = \"carrier\"",
            "kind = \"outlet\"",
            "supply.firms.kind = outlet is 2: exactly once",
        ),
        (
            "managers = 3",
            "managers = 9",
            "supply.firms[0].managers is 9: a number from 0 to 4",
        ),
        (
            "to_minute = 720",
            "to_minute = 600",
            "supply.windows[0].to_minute is 600: a number from 630",
        ),
        (
            "handed_over = 0.12",
            "handed_over = 0.22",
            "supply.orders.endings is 1.100: shares that make 1",
        ),
        (
            "late = [10, 120]",
            "late = [120, 10]",
            "supply.orders.late is [120, 10]",
        ),
        ("asks = 12", "asks = 2", "supply.allotment.asks is 2: a number from 5"),
        (
            "key_goods = 0.40",
            "key_goods = 0.50",
            "pass.kinds is 1.100: shares that make 1",
        ),
        ("clear = 0.70", "clear = 0.60", "pass.rows is 0.900: shares that make 1"),
        (
            "firms_revoked = 1",
            "firms_revoked = 2_000",
            "pass.passes.firms_revoked is 2000: a number from 0 to 1000",
        ),
        (
            "renewed = 0.06",
            "renewed = 0.96",
            "pass.passes.revoked + expired + renewed is 1",
        ),
        ("checkpoints = 6", "checkpoints = 0", "pass.gates.checkpoints is 0"),
        (
            "unknown_key = 0.06",
            "unknown_key = 0.16",
            "pass.gates.shown is 1.100: shares that make 1",
        ),
        (
            "eve_from_hour = 15",
            "eve_from_hour = 20",
            "day.eve_from_hour is 20: a number from 12 to 18",
        ),
    ];
    for (from, to, message) in cases {
        let error = refused(from, to).to_string();
        assert!(error.contains(message), "{to}: {error}");
        assert!(error.starts_with("test.toml"), "{error}");
    }
}

#[test]
fn all_faults_are_named_at_once_in_either_language() {
    let text = harbour_text()
        .replace("tick_minutes = 5", "tick_minutes = 0")
        .replace("share = 0.45", "share = 0.5");
    let error = Scenario::parse("test.toml", &text).unwrap_err();
    let zh = error.message(Lang::Zh);
    assert!(zh.contains("day.tick_minutes 为 0，应为 1 至 10 之间的数"), "{zh}");
    assert!(zh.contains("needs[0].topics.share"), "{zh}");
}

#[test]
fn a_misspelt_key_is_shown_where_it_stands_with_the_keys_that_exist() {
    let error = refused("tick_minutes", "tik_minutes").to_string();
    assert!(error.contains("tik_minutes"), "{error}");
    assert!(error.contains("tick_minutes"), "{error}");
    assert!(error.contains("line 12"), "{error}");
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let error = Scenario::load(Path::new("no-such.toml")).unwrap_err();
    assert!(matches!(error, ScenarioError::Unreadable { .. }));
}
