//! Every column that may hold something of a person stands in docs/privacy.md, with what it is for, on what ground, who sees
//! it and when it goes; a new one fails here until somebody has said so.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use tongxin_storage::{Scratch, args};

const PRIVACY: &str = include_str!("../../docs/privacy.md");
/// Where the section on columns begins, and where its list of columns without persons does.
const SECTION: &str = "\n## By column\n";
const OTHERS: &str = "**Other columns of text or bytes**";
/// Columns that name a place by its code, and nobody.
const PLACES: [&str; 8] = [
    "code",
    "from_code",
    "to_code",
    "building_code",
    "place_code",
    "home_code",
    "subdistrict_code",
    "district_code",
];
/// Numbers that stand for somebody.
const SOMEBODY: [&str; 5] = ["household_id", "account_id", "person_id", "volunteer_id", "leader_id"];

/// Columns of text or bytes, and those that name somebody by a number, as `table.column`.
async fn columns() -> BTreeSet<String> {
    let scratch = Scratch::sqlite().await.unwrap();
    scratch.db.migrate(tongxin::app::MIGRATIONS).await.unwrap();
    let sql = "SELECT m.name AS t, p.name AS c, p.type AS kind FROM sqlite_master m JOIN pragma_table_info(m.name) p
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '%\\_text\\_%' ESCAPE '\\'";
    let rows = scratch.db.all(sql, args![]).await.unwrap();
    let mut columns = BTreeSet::new();
    for row in rows {
        let (table, column, kind) = (
            row.text("t").unwrap(),
            row.text("c").unwrap(),
            row.text("kind").unwrap(),
        );
        let may_say_something = kind != "INTEGER" && kind != "BIGINT" && kind != "REAL";
        if SOMEBODY.contains(&&*column) || may_say_something && !PLACES.contains(&&*column) {
            columns.insert(format!("{table}.{column}"));
        }
    }
    columns
}

/// The columns that a text names between backticks.
fn named(text: &str) -> Vec<String> {
    let parts = text.split('`').skip(1).step_by(2);
    parts.filter(|part| part.contains('.')).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_column_is_said_to_hold_something_of_a_person_or_not() {
    let section = PRIVACY.split_once(SECTION).unwrap().1;
    let section = section.split("\n## ").next().unwrap();
    let (personal, others) = section.split_once(OTHERS).unwrap();
    let said: Vec<String> = named(personal).into_iter().chain(named(others)).collect();
    let once: BTreeSet<String> = said.iter().cloned().collect();
    assert_eq!(said.len(), once.len(), "a column stands there twice");
    let there = columns().await;
    let missing: Vec<&String> = there.difference(&once).collect();
    let gone: Vec<&String> = once.difference(&there).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not said: {missing:?}; not there: {gone:?}"
    );
    for line in personal.lines().filter(|line| line.contains('`')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        assert!(
            cells.len() == 5 && cells.iter().all(|cell| !cell.trim().is_empty()),
            "{line}"
        );
    }
}
