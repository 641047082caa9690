//! The SQL of volunteers, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads volunteers or shifts for somebody takes that somebody's scope, so that a query that forgot it does not
//! compile; what a volunteer reads of themselves is asked for by their own number.

pub(crate) mod columns;
pub(crate) mod errands;
pub(crate) mod figures;
pub(crate) mod goods;
pub(crate) mod hours;
pub(crate) mod listing;
pub(crate) mod places;
pub(crate) mod pool;
pub(crate) mod reminding;
pub(crate) mod shifts;
pub(crate) mod teams;
pub(crate) mod volunteers;
pub(crate) mod wall;

use tongxin_storage::{Migration, ModuleMigrations, TextIndex};

/// The schema of volunteers.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "volunteer",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../../migrations/0001_volunteers.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../../migrations/0002_shift_day.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../../migrations/0003_given_back.sql"),
        },
        Migration {
            version: 4,
            sql: include_str!("../../migrations/0004_errand_need.sql"),
        },
    ],
};

/// Names and telephone numbers, for the search.
const TEXT: TextIndex = tongxin_storage::text_index!("volunteer_text");
