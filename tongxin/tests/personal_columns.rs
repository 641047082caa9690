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
/// Numbers that stand for somebody, whatever their names begin with.
const SOMEBODY: [&str; 7] = [
    "household_id",
    "account_id",
    "person_id",
    "volunteer_id",
    "leader_id",
    "raised_by_account",
    "assigned_account",
];
/// Moments that say when somebody was where; any other says when a row was written.
const WHEN: [&str; 3] = ["in_at", "out_at", "said_at"];

/// Columns of text or bytes, numbers of somebody, and those that name somebody by a number, as `table.column`.
async fn columns() -> BTreeSet<String> {
    let scratch = Scratch::sqlite().await.unwrap();
    scratch.db.migrate(tongxin::app::MIGRATIONS).await.unwrap();
    let sql = "SELECT m.name AS t, p.name AS c, p.type AS kind FROM sqlite_master m JOIN pragma_table_info(m.name) p
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '%\\_text\\_%' ESCAPE '\\'";
    let rows = scratch.db.all(sql, args![]).await.unwrap();
    let described: Vec<[String; 3]> = (rows.iter())
        .map(|row| ["t", "c", "kind"].map(|column| row.text(column).unwrap()))
        .collect();
    let is_somebody = |column: &str| SOMEBODY.iter().any(|name| column.ends_with(name));
    let subjects: BTreeSet<&str> = described
        .iter()
        .filter(|[_, column, _]| is_somebody(column))
        .map(|[table, ..]| &**table)
        .chain(["household", "volunteer"])
        .collect();
    let mut columns = BTreeSet::new();
    for [table, column, kind] in &described {
        let is_number = ["INTEGER", "BIGINT", "REAL"].contains(&&**kind);
        let is_subject = subjects.contains(&**table);
        let is_bare = ["id", "seq"].contains(&&**column) || column.ends_with("_at") || column.ends_with("_id");
        let is_bare = is_bare && !WHEN.contains(&&**column);
        let may_say_something = if is_number {
            is_subject && !is_bare
        } else {
            is_subject || !PLACES.contains(&&**column)
        };
        if is_somebody(column) || may_say_something {
            columns.insert(format!("{table}.{column}"));
        }
    }
    columns
}

/// What a running system tells on `/privacy` is what the document says, in either language.
#[test]
fn the_page_says_what_the_document_says() {
    let texts = tongxin_i18n::Texts::new(tongxin::app::TEXTS);
    for lang in tongxin_city::Lang::ALL {
        for key in tongxin::privacy::KEPT {
            let cells = ["", "-why", "-who", "-until"].map(|part| texts.text(lang, &format!("privacy-{key}{part}")));
            let row = format!("| {} |", cells.join(" | "));
            assert!(PRIVACY.contains(&row), "the document lacks: {row}");
        }
    }
    let rows = |heading: &str| {
        let table = PRIVACY.split_once(heading).unwrap().1.split("\n## ").next().unwrap();
        table.lines().filter(|line| line.starts_with("| ")).count() - 1
    };
    let of_each = tongxin::privacy::KEPT.len();
    assert_eq!([rows("\n## 中文\n"), rows("\n## English\n")], [of_each; 2]);
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
