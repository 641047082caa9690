//! All that a database holds, table by table, to see whether something changed that should not have.

use super::System;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// Each table's rows as one text.
pub type Contents = BTreeMap<String, String>;

impl System {
    /// What its database holds now.
    pub async fn contents(&self) -> Contents {
        match self.url.strip_prefix("sqlite:") {
            Some(file) => sqlite_contents(file).await,
            None => postgres_contents(&self.url).await,
        }
    }
}

async fn sqlite_contents(file: &str) -> Contents {
    let mut connection = SqliteConnection::connect(&format!("sqlite:{file}")).await.unwrap();
    let tables = sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut contents = Contents::new();
    for table in tables.iter().map(|row| row.get::<String, _>(0)) {
        let rows = sqlite_rows(&mut connection, &table).await;
        contents.insert(table, rows);
    }
    connection.close().await.unwrap();
    contents
}

async fn sqlite_rows(connection: &mut SqliteConnection, table: &str) -> String {
    let columns = sqlx::query("SELECT name FROM pragma_table_info($1)")
        .bind(table.to_owned())
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    let quoted: Vec<String> = columns
        .iter()
        .map(|row| format!("quote(\"{}\")", row.get::<String, _>(0)))
        .collect();
    let sql = format!("SELECT {} FROM \"{table}\" ORDER BY 1", quoted.join(" || ',' || "));
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap();
    let rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    rows.join("\n")
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
