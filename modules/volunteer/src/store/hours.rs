//! The hours' ledger: only ever added to.

use crate::store::columns::{at, day, id, opt_id};
use crate::store::volunteers;
use tongxin_city::{Day, ShiftId, Timestamp, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: i64,
    pub(crate) shift: Option<ShiftId>,
    pub(crate) day: Day,
    pub(crate) minutes: i64,
    /// Why, when it is a correction.
    pub(crate) why: Option<String>,
    pub(crate) actor: String,
    pub(crate) at: Timestamp,
}

/// An entry that is to be added.
#[derive(Debug, Clone)]
pub(crate) struct NewEntry<'e> {
    pub(crate) shift: Option<ShiftId>,
    pub(crate) day: Day,
    pub(crate) minutes: i64,
    pub(crate) why: Option<&'e str>,
    pub(crate) actor: &'e str,
    pub(crate) at: Timestamp,
}

/// Adds an entry, and moves the sum with it.
pub(crate) async fn add(tx: &mut Tx, volunteer: VolunteerId, entry: &NewEntry<'_>) -> Result<(), StorageError> {
    let sql = "SELECT COALESCE(MAX(number), 0) AS last FROM volunteer_hours WHERE volunteer_id = $1";
    let last = tx.optional(sql, args![volunteer.get()]).await?;
    let last = last.map_or(Ok(0), |row| row.int("last"))?;
    tx.defer(
        "INSERT INTO volunteer_hours (volunteer_id, number, shift_id, day, minutes, why, actor, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            volunteer.get(),
            last + 1,
            entry.shift.map(ShiftId::get),
            entry.day.number(),
            entry.minutes,
            entry.why.map(str::to_owned),
            entry.actor,
            entry.at.millis()
        ],
    );
    let shifts = i64::from(entry.shift.is_some());
    volunteers::add_minutes(tx, volunteer, entry.minutes, shifts);
    Ok(())
}

/// The newest entries of somebody.
pub(crate) async fn of(db: &Db, volunteer: VolunteerId, limit: u32) -> Result<Vec<Entry>, StorageError> {
    let mut sql =
        Sql::new("SELECT number, shift_id, day, minutes, why, actor, at FROM volunteer_hours WHERE volunteer_id = ");
    sql.bind(volunteer.get())
        .push(" ORDER BY number DESC LIMIT ")
        .bind(limit);
    let entry = |row: &Row| {
        Ok(Entry {
            number: row.int("number")?,
            shift: opt_id(row, "shift_id")?,
            day: day(row, "day")?,
            minutes: row.int("minutes")?,
            why: row.opt_text("why")?,
            actor: row.text("actor")?,
            at: at(row, "at")?,
        })
    };
    db.select(sql).await?.iter().map(entry).collect()
}

/// The sum of somebody's ledger, how many shifts are in it, its first and last day; nothing when it is empty.
pub(crate) async fn sum(db: &Db, volunteer: VolunteerId) -> Result<Option<(i64, i64, Day, Day)>, StorageError> {
    let sql = "SELECT CAST(SUM(minutes) AS BIGINT) AS minutes, COUNT(shift_id) AS shifts, MIN(day) AS first_day, MAX(day) AS last_day
         FROM volunteer_hours WHERE volunteer_id = $1";
    let row = db.one(sql, args![volunteer.get()]).await?;
    let Some(minutes) = row.opt_int("minutes")? else {
        return Ok(None);
    };
    Ok(Some((
        minutes,
        row.int("shifts")?,
        day(&row, "first_day")?,
        day(&row, "last_day")?,
    )))
}

/// Somebody's minutes so far, as a write sees them.
pub(crate) async fn sum_in(tx: &mut Tx, volunteer: VolunteerId) -> Result<i64, StorageError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes FROM volunteer_hours WHERE volunteer_id = $1";
    let row = tx.optional(sql, args![volunteer.get()]).await?;
    row.map_or(Ok(0), |row| row.int("minutes"))
}

/// Volunteers whose kept sum is not that of their ledger.
pub(crate) async fn wrong_sums(db: &Db) -> Result<Vec<VolunteerId>, StorageError> {
    let sql = "SELECT v.id FROM volunteer v LEFT JOIN volunteer_hours h ON h.volunteer_id = v.id
         GROUP BY v.id, v.minutes HAVING v.minutes <> COALESCE(SUM(h.minutes), 0)";
    let rows = db.all(sql, args![]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}
