//! Dispatch's SQL, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads plans or runs for somebody takes that somebody's scope, so that a query that forgot it does not compile.

pub(crate) mod anew;
pub(crate) mod columns;
pub(crate) mod events;
pub(crate) mod firms;
pub(crate) mod foot;
pub(crate) mod plans;

pub(crate) mod rides;
pub(crate) mod runs;
pub(crate) mod stopped;
pub(crate) mod tallies;

use tongxin_storage::{Migration, ModuleMigrations};

/// Dispatch's schema.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "dispatch",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../../migrations/0001_plans.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../../migrations/0002_rides.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../../migrations/0003_stopped.sql"),
        },
        Migration {
            version: 4,
            sql: include_str!("../../migrations/0004_foot_runs.sql"),
        },
        Migration {
            version: 5,
            sql: include_str!("../../migrations/0005_rests.sql"),
        },
        Migration {
            version: 6,
            sql: include_str!("../../migrations/0006_loads.sql"),
        },
        Migration {
            version: 7,
            sql: include_str!("../../migrations/0007_called_off.sql"),
        },
    ],
};
