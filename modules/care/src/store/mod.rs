//! Care's SQL, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads people or visits for somebody takes that somebody's scope, so that a query that forgot it does not compile.

pub(crate) mod appointments;
pub(crate) mod calendars;
pub(crate) mod columns;
pub(crate) mod duty;
pub(crate) mod openings;
pub(crate) mod people;
pub(crate) mod series;
pub(crate) mod tallies;
pub(crate) mod vault;
pub(crate) mod visits;

use tongxin_storage::{Migration, ModuleMigrations};

/// Care's schema.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "care",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../../migrations/0001_vault.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../../migrations/0002_people.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../../migrations/0003_appointments.sql"),
        },
        Migration {
            version: 4,
            sql: include_str!("../../migrations/0004_duty.sql"),
        },
    ],
};
