//! Supply's SQL, and nothing but. One text for SQLite and PostgreSQL.
//!
//! Whatever reads rows for somebody takes that somebody's scope, so that a query that forgot it does not compile.

pub(crate) mod allotments;
pub(crate) mod basket;
pub(crate) mod columns;
pub(crate) mod cover;
pub(crate) mod erasing;
pub(crate) mod figures;
pub(crate) mod firm;
pub(crate) mod fleet;
pub(crate) mod items;
pub(crate) mod many;
pub(crate) mod offers;
pub(crate) mod open_orders;
pub(crate) mod orders;
pub(crate) mod pictures;
pub(crate) mod runs;
pub(crate) mod stock;
pub(crate) mod transfers;
pub(crate) mod whitelist;
pub(crate) mod windows;

use tongxin_storage::{Migration, ModuleMigrations};

/// Supply's schema.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "supply",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../../migrations/0001_whitelist.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../../migrations/0002_goods.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../../migrations/0003_orders.sql"),
        },
        Migration {
            version: 4,
            sql: include_str!("../../migrations/0004_cover.sql"),
        },
        Migration {
            version: 5,
            sql: include_str!("../../migrations/0005_allotments.sql"),
        },
        Migration {
            version: 6,
            sql: include_str!("../../migrations/0006_drop_photos.sql"),
        },
        Migration {
            version: 7,
            sql: include_str!("../../migrations/0007_planned_arrivals.sql"),
        },
        Migration {
            version: 8,
            sql: include_str!("../../migrations/0008_patients_vehicles.sql"),
        },
        Migration {
            version: 9,
            sql: include_str!("../../migrations/0009_volumes.sql"),
        },
        Migration {
            version: 10,
            sql: include_str!("../../migrations/0010_late_transfers.sql"),
        },
    ],
};
