//! Where rows are kept: one SQL text on SQLite (embedded default) and PostgreSQL.
//!
//! Start at [`Db::open`]. Reads go to [`Db::all`], [`Db::optional`] and [`Db::one`]; every write goes through
//! [`Db::write`] or, for a command that came from outside, [`Db::write_once`], which makes a resent command
//! return its first answer. On SQLite all waiting writes share one transaction and one fsync; an answer is
//! given only after that commit is on disk. Where one SQL text can't serve both databases (blob type, text
//! search, waiting for changes) the difference lies here and nowhere else.
//!
//! This crate never knows what the rows mean.

mod changes;
pub mod columns;
mod counts;
mod db;
mod error;
mod group;
mod migrate;
mod once;
mod readers;
mod row;
#[cfg(feature = "scratch")]
mod scratch;
mod sql;
mod sqlite;
mod text_index;
mod tx;
mod value;

pub use db::{Db, Dialect};
pub use error::{StorageError, WriteError};
pub use migrate::{Migration, ModuleMigrations, PendingMigration};
pub use once::{Answered, CommandKey, Digest, KEY_BYTES_MAX};
pub use row::Row;
#[cfg(feature = "scratch")]
pub use scratch::Scratch;
pub use sql::Sql;
pub use text_index::{IndexedText, TextIndex};
pub use tx::Tx;
pub use value::Value;

/// The future a write closure returns.
pub type BoxFuture<'t, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 't>>;
