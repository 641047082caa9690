//! Supply over real databases and through real HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../../platform/storage/tests/both_databases/mod.rs"]
mod both_databases;
mod draw;
mod routes;
mod world;

suite! {
    routes: everything_that_is_open_to_anyone_answers_without_signing_in,;
}
