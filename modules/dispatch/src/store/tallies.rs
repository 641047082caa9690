//! What happened to runs on a day, by place.

use crate::store::columns::word;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode, words};
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

words! {
    /// What is counted of runs on a day.
    DispatchFigureKey, "figure of dispatch" {
        /// Runs that left.
        Runs = "runs",
        /// Stops at which something was handed over or brought away again.
        Stops = "stops",
        /// Of these, those that were over when they were due.
        OnTime = "on_time",
        /// And those that were not.
        Late = "late",
        /// Things that arrived.
        Arrived = "arrived",
        /// Things that came back.
        CameBack = "came_back",
        /// Kilometres of runs that left, as planned, each rounded.
        Kilometres = "kilometres",
        /// Things that the plan left out that was published last.
        Unserved = "unserved",
    }
}

impl DispatchFigureKey {
    /// Where the runs behind a figure are listed.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        format!("/dispatch?place={place}&day={day}")
    }
}

/// Counts something of a day at the subdistrict of the firm whose run it is.
pub(crate) fn count(tx: &mut Tx, day: Day, subdistrict: &PlaceCode, key: DispatchFigureKey, by: i64) {
    tx.count(
        "INSERT INTO dispatch_day (day, subdistrict_code, event, count) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day, subdistrict_code, event) DO UPDATE SET count = dispatch_day.count + excluded.count",
        args![day.number(), subdistrict.as_str(), key.as_str()],
        by,
    );
}

/// The sums of a day inside a place.
pub(crate) async fn of(db: &Db, place: &PlaceCode, day: Day) -> Result<HashMap<DispatchFigureKey, i64>, StorageError> {
    let (from, below) = place.range();
    let mut sql = Sql::new("SELECT event, CAST(SUM(count) AS BIGINT) AS count FROM dispatch_day WHERE day = ");
    sql.bind(day.number()).push(" AND subdistrict_code >= ").bind(from);
    sql.push(" AND subdistrict_code < ").bind(below).push(" GROUP BY event");
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((word(row, "event")?, row.int("count")?)))
        .collect()
}
