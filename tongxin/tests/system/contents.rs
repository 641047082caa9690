//! All that a database holds, table by table, to see whether something changed that should not have.

use super::System;
use rusqlite::Connection;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// Each table's rows as one text.
pub type Contents = BTreeMap<String, String>;

impl System {
    /// What its database holds now.
    pub async fn contents(&self) -> Contents {
        match self.url.strip_prefix("sqlite:") {
            Some(file) => sqlite_contents(file),
            None => postgres_contents(&self.url).await,
        }
    }
}

fn sqlite_contents(file: &str) -> Contents {
    let connection = Connection::open(file).unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables = texts(&connection, tables);
    tables
        .into_iter()
        .map(|table| {
            let rows = sqlite_rows(&connection, &table);
            (table, rows)
        })
        .collect()
}

fn sqlite_rows(connection: &Connection, table: &str) -> String {
    let columns = texts(connection, &format!("SELECT name FROM pragma_table_info('{table}')"));
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
    let sql = format!("SELECT {} FROM \"{table}\" ORDER BY 1", quoted.join(" || ',' || "));
    texts(connection, &sql).join("\n")
}

/// The first column of a query.
fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

async fn postgres_contents(url: &str) -> Contents {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let tables = sqlx::query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut contents = Contents::new();
    for table in tables.iter().map(|row| row.get::<String, _>(0)) {
        let sql = format!("SELECT COALESCE(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM \"{table}\" t");
        let row = sqlx::query(AssertSqlSafe(sql))
            .fetch_one(&mut connection)
            .await
            .unwrap();
        contents.insert(table, row.get(0));
    }
    connection.close().await.unwrap();
    contents
}

/// The tables that differ.
pub fn changed(before: &Contents, after: &Contents) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect()
}
