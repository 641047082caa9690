//! Which appointments somebody is reminded of.

use crate::store::columns::{at, id, opt_id};
use tongxin_city::{AppointmentId, Day, HouseholdId, RideId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, args};

/// A confirmed appointment with a way to reach whoever goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reminded {
    pub(crate) id: AppointmentId,
    pub(crate) household: HouseholdId,
    pub(crate) at: Timestamp,
    pub(crate) there: Option<RideId>,
    pub(crate) contact: String,
}

/// Which appointments somebody is reminded of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToRemind {
    pub(crate) day: Day,
    pub(crate) begins_after: Timestamp,
    /// Only what was said about them since; all when nothing is said.
    pub(crate) changed_since: Option<Timestamp>,
}

/// The confirmed appointments of a day whose series says how to reach somebody, in the order of their numbers, after the last one.
pub(crate) async fn to_remind(
    db: &Db,
    asked: ToRemind,
    after: Option<AppointmentId>,
    limit: u32,
) -> Result<Vec<Reminded>, StorageError> {
    let mut sql = Sql::new(
        "SELECT a.id, a.household_id, a.at, a.there_id, s.contact FROM care_appointment a
         JOIN care_series s ON s.id = a.series_id
         WHERE a.state = 'confirmed' AND s.contact IS NOT NULL AND a.day = ",
    );
    sql.bind(asked.day.number());
    sql.push(" AND a.at > ").bind(asked.begins_after.millis());
    if let Some(since) = asked.changed_since {
        sql.push(" AND a.changed_at > ").bind(since.millis());
    }
    if let Some(after) = after {
        sql.push(" AND a.id > ").bind(after.get());
    }
    sql.push(" ORDER BY a.id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(reminded).collect()
}

/// How series that still say it can be reached, in the order of their numbers, after that one.
pub(crate) async fn contacts(db: &Db, after: i64, limit: u32) -> Result<Vec<(i64, String)>, StorageError> {
    let sql = "SELECT id, contact FROM care_series WHERE contact IS NOT NULL AND id > $1 ORDER BY id LIMIT $2";
    let rows = db.all(sql, args![after, limit]).await?;
    rows.iter()
        .map(|row| Ok((row.int("id")?, row.text("contact")?)))
        .collect()
}

fn reminded(row: &Row) -> Result<Reminded, StorageError> {
    Ok(Reminded {
        id: id(row, "id")?,
        household: id(row, "household_id")?,
        at: at(row, "at")?,
        there: opt_id(row, "there_id")?,
        contact: row.text("contact")?,
    })
}
