//! What lies on runs that a breakdown stopped, or was to go with them, and no other run takes over.

use crate::limits::{LOOKED_AT_MS, UNCLAIMED_LEAST_MS, UNCLAIMED_MS};
use crate::rules::cargo::{Cargo, CargoKind};
use crate::rules::state::RunState;
use crate::store::columns::{corrupt, word};
use tongxin_city::Timestamp;
use tongxin_storage::{Db, Row, Sql, StorageError};

/// Something that nobody brings or fetches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unclaimed {
    pub(crate) cargo: Cargo,
    /// Whether it is on a vehicle that left, rather than where it was to be loaded or fetched.
    pub(crate) is_on_vehicle: bool,
}

/// What nobody took over for so long that it will be late, latest stopped first.
pub(crate) async fn unclaimed(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<Unclaimed>, StorageError> {
    let before = |ms: i64| now.plus_millis(-ms).millis();
    // The first condition is the index's own.
    let mut sql = Sql::new(
        "SELECT r.state, c.kind, c.cargo_id
         FROM dispatch_run r
         JOIN dispatch_cargo c ON c.run_id = r.id
         JOIN dispatch_stop s ON s.run_id = c.run_id AND s.stop = c.stop
         WHERE (r.state = 'broken' OR r.state = 'cancelled') AND r.ended_at >= ",
    );
    sql.bind(before(LOOKED_AT_MS)).push(" AND r.ended_at <= ");
    sql.bind(before(UNCLAIMED_LEAST_MS)).push(" AND (r.ended_at <= ");
    sql.bind(before(UNCLAIMED_MS)).push(" OR s.due_at < ");
    sql.bind(now.plus_millis(UNCLAIMED_MS).millis()).push(
        ") AND (c.state = 'open' OR c.state = 'on_board')
         AND NOT EXISTS (
             SELECT 1 FROM dispatch_cargo o JOIN dispatch_run other ON other.id = o.run_id
             WHERE o.kind = c.kind AND o.cargo_id = c.cargo_id AND o.run_id <> c.run_id
                 AND (o.state = 'open' OR o.state = 'on_board') AND (other.state = 'planned' OR other.state = 'under_way'))
         ORDER BY r.ended_at DESC, r.id, c.cargo_id LIMIT ",
    );
    sql.bind(limit);
    db.select(sql).await?.iter().map(unclaimed_of).collect()
}

fn unclaimed_of(row: &Row) -> Result<Unclaimed, StorageError> {
    let kind: CargoKind = word(row, "kind")?;
    let state: RunState = word(row, "state")?;
    Ok(Unclaimed {
        cargo: Cargo::of(kind, row.int("cargo_id")?).map_err(|error| corrupt("cargo_id", error))?,
        is_on_vehicle: state == RunState::Broken,
    })
}
