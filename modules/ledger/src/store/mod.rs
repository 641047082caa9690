//! The ledger's SQL, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads needs for somebody takes that somebody's [`Scope`], so that a query that forgot it does not
//! compile. What the clock and the verifier read takes none: it answers nobody.

pub(crate) mod attachments;
pub(crate) mod calls;
pub(crate) mod clockwork;
pub(crate) mod counts;
pub(crate) mod happenings;
pub(crate) mod list;
#[cfg(test)]
mod plans;
pub(crate) mod read;
pub(crate) mod rows;
pub(crate) mod scope;
pub(crate) mod seals;
pub(crate) mod verifying;
pub(crate) mod write;

pub use scope::Scope;

use tongxin_storage::{Migration, ModuleMigrations, TextIndex};

/// The ledger's schema.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "ledger",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../../migrations/0001_ledger.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../../migrations/0002_calls.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../../migrations/0003_erased_while_open.sql"),
        },
    ],
};

/// Titles and descriptions of needs.
pub(crate) const NEED_TEXT: TextIndex = tongxin_storage::text_index!("need_text");
