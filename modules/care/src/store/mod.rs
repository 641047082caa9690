//! Care's SQL, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads people or visits for somebody takes that somebody's scope, so that a query that forgot it does not compile.

pub(crate) mod appointments;
pub(crate) mod calendars;
pub(crate) mod columns;
pub(crate) mod coverage;
pub(crate) mod duty;
pub(crate) mod ending;
pub(crate) mod notices;
pub(crate) mod openings;
pub(crate) mod people;
pub(crate) mod prescriptions;
pub(crate) mod reminding;
pub(crate) mod sealed_words;
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
        Migration {
            version: 5,
            sql: include_str!("../../migrations/0005_medicines.sql"),
        },
        Migration {
            version: 6,
            sql: include_str!("../../migrations/0006_crews.sql"),
        },
        Migration {
            version: 7,
            sql: include_str!("../../migrations/0007_needs_of_people.sql"),
        },
        Migration {
            version: 8,
            sql: include_str!("../../migrations/0008_duty_rights.sql"),
        },
        Migration {
            version: 9,
            sql: include_str!("../../migrations/0009_reviews.sql"),
        },
        Migration {
            version: 10,
            sql: include_str!("../../migrations/0010_whose.sql"),
        },
        Migration {
            version: 11,
            sql: include_str!("../../migrations/0011_words.sql"),
        },
    ],
};
