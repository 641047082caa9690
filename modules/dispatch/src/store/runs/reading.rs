//! Runs as they are read: of a day, one, those that are behind, those that hold something.

use super::record::RunRecord;
use super::rows::{RUN, run_of, with_stops, with_stops_in};
use crate::rules::cargo::Cargo;
use crate::store::columns::{at, id};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, RunId, StaffId, Timestamp, VehicleId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

fn day_query(org: OrgId, on: Day) -> Sql {
    let mut sql = Sql::new(RUN);
    sql.push("org_id = ").bind(org.get());
    sql.push(" AND day = ").bind(on.number());
    sql.push(" AND state <> 'cancelled' ORDER BY plate, start_at, id");
    sql
}

/// A firm's runs of a day without those that were cancelled, by vehicle and time.
pub(crate) async fn of_day(db: &Db, org: OrgId, on: Day) -> Result<Vec<RunRecord>, StorageError> {
    let runs = db.select(day_query(org, on)).await?;
    let runs = runs.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops(db, runs).await
}

/// The same as a write sees them.
pub(crate) async fn of_day_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<Vec<RunRecord>, StorageError> {
    let runs = tx.select(day_query(org, on)).await?;
    let runs = runs.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops_in(tx, runs).await
}

/// How often a firm's runs of a day were changed: a plan that was made from another number is out of date.
pub(crate) async fn changes(db: &Db, org: OrgId, on: Day) -> Result<i64, StorageError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS changes FROM dispatch_run WHERE org_id = $1 AND day = $2";
    db.one(sql, args![org.get(), on.number()]).await?.int("changes")
}

/// The same as a write sees it.
pub(crate) async fn changes_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<i64, StorageError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS changes FROM dispatch_run WHERE org_id = $1 AND day = $2";
    let row = tx.optional(sql, args![org.get(), on.number()]).await?;
    row.map_or(Ok(0), |row| row.int("changes"))
}

/// A run, if the scope covers its firm.
pub(crate) async fn get(db: &Db, scope: &Scope, run: RunId) -> Result<Option<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    scope.push_sql(
        sql.push("id = ").bind(run.get()).push(" AND "),
        None,
        Some("org_id"),
        None,
    );
    let runs = db.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    Ok(with_stops(db, runs).await?.pop())
}

/// A run for whoever holds its link.
pub(crate) async fn by_link(db: &Db, run: RunId) -> Result<Option<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("id = ").bind(run.get());
    let runs = db.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    Ok(with_stops(db, runs).await?.pop())
}

/// A run as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, run: RunId) -> Result<Option<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("id = ").bind(run.get());
    let runs = tx.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    Ok(with_stops_in(tx, runs).await?.pop())
}

/// Runs that were to leave in a span and have not, and those on the road that were behind at their last stop or should have made
/// another by its end; oldest first. What a run that keeps its plan will bring late was known when it was published.
pub(crate) async fn behind(db: &Db, span: Range<Timestamp>, limit: u32) -> Result<Vec<RunRecord>, StorageError> {
    let now = span.end.millis();
    let mut sql = Sql::new(RUN);
    // The first condition is the index's own. Where goods are only taken on, nobody says that it was done.
    sql.push("(state = 'planned' OR state = 'under_way') AND start_at >= ");
    sql.bind(span.start.millis()).push(" AND start_at < ").bind(now);
    sql.push(
        " AND (state = 'planned' OR delay_ms > 0 OR EXISTS (SELECT 1 FROM dispatch_stop s
             WHERE s.run_id = dispatch_run.id AND s.done_at IS NULL
                 AND (s.is_pickup = 0 OR s.seats > 0 OR s.wheelchairs > 0) AND (s.leave_at < ",
    );
    sql.bind(now).push(" OR s.due_at < ").bind(now);
    sql.push("))) ORDER BY start_at, id LIMIT ").bind(limit);
    let runs = db.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops(db, runs).await
}

/// The runs that have something on board or are to take it on.
pub(crate) async fn holding_in(tx: &mut Tx, cargo: Cargo) -> Result<Vec<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("(state = 'planned' OR state = 'under_way') AND id IN (SELECT run_id FROM dispatch_cargo WHERE kind = ");
    sql.bind(cargo.kind().as_str())
        .push(" AND cargo_id = ")
        .bind(cargo.number());
    sql.push(" AND (state = 'open' OR state = 'on_board'))");
    let runs = tx.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops_in(tx, runs).await
}

/// When each driver of a firm left first on a day.
pub(crate) async fn first_departures(
    db: &Db,
    org: OrgId,
    on: Day,
) -> Result<HashMap<StaffId, Timestamp>, StorageError> {
    let sql = "SELECT staff_id, MIN(departed_at) AS departed_at FROM dispatch_run
               WHERE org_id = $1 AND day = $2 AND staff_id IS NOT NULL AND departed_at IS NOT NULL GROUP BY staff_id";
    let rows = db.all(sql, args![org.get(), on.number()]).await?;
    let departure = |row: &Row| Ok((id(row, "staff_id")?, at(row, "departed_at")?));
    rows.iter().map(departure).collect()
}

/// The vehicles of a firm that broke down on a day.
pub(crate) async fn broken_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<HashSet<VehicleId>, StorageError> {
    let sql = "SELECT vehicle_id FROM dispatch_run WHERE org_id = $1 AND day = $2 AND state = 'broken'";
    let rows = tx.all(sql, args![org.get(), on.number()]).await?;
    rows.iter().map(|row| id(row, "vehicle_id")).collect()
}

/// Whose a run is.
pub(crate) async fn firm_of(db: &Db, run: RunId) -> Result<Option<OrgId>, StorageError> {
    let row = db
        .optional("SELECT org_id FROM dispatch_run WHERE id = $1", args![run.get()])
        .await?;
    row.map(|row| id(&row, "org_id")).transpose()
}
