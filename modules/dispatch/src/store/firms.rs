//! What firms drive on a day, for whoever watches over their places.

use crate::rules::plan::PlanBody;
use crate::store::columns::{id, opt_json};
use std::collections::BTreeMap;
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId};
use tongxin_storage::{Db, Sql, StorageError};

/// A firm's day on the road.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FirmDay {
    pub(crate) runs: i64,
    /// Runs whose vehicle can't go on.
    pub(crate) broken: i64,
    /// As planned.
    pub(crate) metres: i64,
    pub(crate) stops: i64,
    pub(crate) done: i64,
    /// Stops that were late, or will be by how far their run is behind.
    pub(crate) late: i64,
    /// Things that the published plan left out.
    pub(crate) unserved: i64,
}

/// The firms that load in a scope and have runs on a day, at most so many.
pub(crate) async fn of_day(
    db: &Db,
    scope: &Scope,
    on: Day,
    limit: u32,
) -> Result<BTreeMap<OrgId, FirmDay>, StorageError> {
    let mut days = runs_of(db, scope, on, limit).await?;
    if !days.is_empty() {
        add_stops(db, on, &mut days).await?;
        add_unserved(db, on, &mut days).await?;
    }
    Ok(days)
}

async fn runs_of(db: &Db, scope: &Scope, on: Day, limit: u32) -> Result<BTreeMap<OrgId, FirmDay>, StorageError> {
    let mut sql = Sql::new(
        "SELECT org_id, COUNT(*) AS runs, CAST(SUM(metres) AS BIGINT) AS metres,
             CAST(SUM(CASE WHEN state = 'broken' THEN 1 ELSE 0 END) AS BIGINT) AS broken
         FROM dispatch_run WHERE day = ",
    );
    sql.bind(on.number()).push(" AND state <> 'cancelled' AND ");
    scope.push_sql(&mut sql, Some("place_code"), Some("org_id"), None);
    sql.push(" GROUP BY org_id ORDER BY org_id LIMIT ").bind(limit);
    let rows = db.select(sql).await?;
    let firm = |row: &tongxin_storage::Row| {
        let day = FirmDay {
            runs: row.int("runs")?,
            broken: row.int("broken")?,
            metres: row.int("metres")?,
            ..FirmDay::default()
        };
        Ok((id(row, "org_id")?, day))
    };
    rows.iter().map(firm).collect()
}

/// A stop that a broken run did not make is made by whoever takes its goods over, and counted there.
async fn add_stops(db: &Db, on: Day, days: &mut BTreeMap<OrgId, FirmDay>) -> Result<(), StorageError> {
    let mut sql = Sql::new(
        "SELECT r.org_id, COUNT(*) AS stops,
             CAST(SUM(CASE WHEN s.done_at IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS done,
             CAST(SUM(CASE WHEN COALESCE(s.done_at, r.delay_ms
                 + CASE WHEN s.arrive_at > s.from_at THEN s.arrive_at ELSE s.from_at END) > s.due_at
                 THEN 1 ELSE 0 END) AS BIGINT) AS late
         FROM dispatch_stop s JOIN dispatch_run r ON r.id = s.run_id
         WHERE s.is_pickup = 0 AND r.state <> 'cancelled' AND (r.state <> 'broken' OR s.done_at IS NOT NULL) AND r.day = ",
    );
    sql.bind(on.number()).push(" AND r.org_id IN ");
    sql.bind_list(days.keys().map(|org| org.get()))
        .push(" GROUP BY r.org_id");
    for row in db.select(sql).await? {
        if let Some(day) = days.get_mut(&id::<OrgId>(&row, "org_id")?) {
            (day.stops, day.done, day.late) = (row.int("stops")?, row.int("done")?, row.int("late")?);
        }
    }
    Ok(())
}

async fn add_unserved(db: &Db, on: Day, days: &mut BTreeMap<OrgId, FirmDay>) -> Result<(), StorageError> {
    let mut sql = Sql::new("SELECT org_id, body FROM dispatch_plan WHERE state = 'published' AND day = ");
    sql.bind(on.number()).push(" AND org_id IN ");
    sql.bind_list(days.keys().map(|org| org.get()));
    for row in db.select(sql).await? {
        let body: Option<PlanBody> = opt_json(&row, "body")?;
        let left = body.map_or(0, |body| body.unserved.len());
        if let Some(day) = days.get_mut(&id::<OrgId>(&row, "org_id")?) {
            day.unserved = i64::try_from(left).unwrap_or(i64::MAX);
        }
    }
    Ok(())
}
