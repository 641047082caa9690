//! The desk's SQL, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads passes for somebody takes that somebody's scope, so that a query that forgot it does not compile.

pub(crate) mod columns;
pub(crate) mod figures;
pub(crate) mod files;
pub(crate) mod gates;
pub(crate) mod issuing;
pub(crate) mod many;
pub(crate) mod reading;
pub(crate) mod rows;
pub(crate) mod sweeping;
pub(crate) mod writing;

pub(crate) use rows::{Issued, PassEvent, PassRecord};

use tongxin_storage::{Migration, ModuleMigrations};

/// The desk's schema.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "pass",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../../migrations/0001_passes.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../../migrations/0002_gates.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../../migrations/0003_queues.sql"),
        },
        Migration {
            version: 4,
            sql: include_str!("../../migrations/0004_figures.sql"),
        },
    ],
};
