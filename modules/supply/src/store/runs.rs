//! Runs: packed orders that left together.

use crate::store::columns::{at, id, opt_id};
use tongxin_account::Scope;
use tongxin_city::{OrgId, RunId, StaffId, Timestamp, VehicleId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A run as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    pub(crate) org: OrgId,
    pub(crate) made_at: Timestamp,
    /// As [`tongxin_account::Viewer::actor`] writes it.
    pub(crate) made_by: String,
    /// Who brings it.
    pub(crate) staff: Option<StaffId>,
    /// With what.
    pub(crate) vehicle: Option<VehicleId>,
    pub(crate) note: Option<String>,
    /// Orders that left with it.
    pub(crate) orders: i64,
    /// Orders of these that are on their way still.
    pub(crate) on_their_way: i64,
}

impl Run {
    /// Whether something of it is on its way still.
    pub(crate) fn is_open(&self) -> bool {
        self.on_their_way > 0
    }
}

/// Which runs a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RunFilter {
    /// Of this outlet.
    pub(crate) org: Option<OrgId>,
    /// Those of which something is on its way, or those that are over.
    pub(crate) is_open: Option<bool>,
}

const SELECT: &str = "SELECT r.id, r.org_id, r.made_at, r.made_by, r.staff_id, r.vehicle_id, r.note,
        (SELECT COUNT(*) FROM household_order o WHERE o.run_id = r.id) AS orders,
        (SELECT COUNT(*) FROM household_order o WHERE o.run_id = r.id AND o.state = 'sent') AS on_their_way
    FROM outlet_run r WHERE ";

fn run_of(row: &Row) -> Result<Run, StorageError> {
    Ok(Run {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        made_at: at(row, "made_at")?,
        made_by: row.text("made_by")?,
        staff: opt_id(row, "staff_id")?,
        vehicle: opt_id(row, "vehicle_id")?,
        note: row.opt_text("note")?,
        orders: row.int("orders")?,
        on_their_way: row.int("on_their_way")?,
    })
}

/// Writes a run down; its orders are moved on beside it.
pub(crate) fn insert(tx: &mut Tx, run: &Run) {
    tx.defer(
        "INSERT INTO outlet_run (id, org_id, made_at, made_by, staff_id, vehicle_id, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            run.id.get(),
            run.org.get(),
            run.made_at.millis(),
            &*run.made_by,
            run.staff.map(StaffId::get),
            run.vehicle.map(VehicleId::get),
            run.note.as_deref()
        ],
    );
}

/// A page of runs, newest first.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &RunFilter,
    after: Option<RunId>,
    limit: u32,
) -> Result<Vec<Run>, StorageError> {
    let mut sql = Sql::new(SELECT);
    scope.push_sql(&mut sql, None, Some("r.org_id"), None);
    if let Some(org) = filter.org {
        sql.push(" AND r.org_id = ").bind(org.get());
    }
    match filter.is_open {
        Some(true) => {
            sql.push(" AND EXISTS (SELECT 1 FROM household_order o WHERE o.run_id = r.id AND o.state = 'sent')")
        }
        Some(false) => {
            sql.push(" AND NOT EXISTS (SELECT 1 FROM household_order o WHERE o.run_id = r.id AND o.state = 'sent')")
        }
        None => &mut sql,
    };
    if let Some(after) = after {
        sql.push(" AND r.id < ").bind(after.get());
    }
    sql.push(" ORDER BY r.id DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(run_of).collect()
}

/// A run, if the scope covers its outlet.
pub(crate) async fn get(db: &Db, scope: &Scope, run: RunId) -> Result<Option<Run>, StorageError> {
    let mut sql = Sql::new(SELECT);
    sql.push("r.id = ").bind(run.get()).push(" AND ");
    scope.push_sql(&mut sql, None, Some("r.org_id"), None);
    db.select(sql).await?.first().map(run_of).transpose()
}
