//! Errands to doors within a shift.

use crate::rules::place::ErrandState;
use crate::store::columns::{id, opt_id, word};
use tongxin_city::{ErrandId, HouseholdId, NeedId, PlaceCode, ShiftId, Timestamp, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// An errand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Errand {
    pub(crate) id: ErrandId,
    pub(crate) shift: ShiftId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) name: String,
    pub(crate) what: String,
    pub(crate) state: ErrandState,
    pub(crate) volunteer: Option<VolunteerId>,
    /// The need that says that nobody did it by the time its shift was over.
    pub(crate) need: Option<NeedId>,
    pub(crate) seq: i64,
}

const ERRAND: &str = "SELECT id, shift_id, household_id, building_code, name, what, state, volunteer_id, need_id, seq
    FROM volunteer_errand WHERE ";

fn errand(row: &Row) -> Result<Errand, StorageError> {
    Ok(Errand {
        id: id(row, "id")?,
        shift: id(row, "shift_id")?,
        household: id(row, "household_id")?,
        building: word(row, "building_code")?,
        name: row.text("name")?,
        what: row.text("what")?,
        state: word(row, "state")?,
        volunteer: opt_id(row, "volunteer_id")?,
        need: opt_id(row, "need_id")?,
        seq: row.int("seq")?,
    })
}

/// Writes an errand down.
pub(crate) fn insert(tx: &mut Tx, errand: &Errand, now: Timestamp) {
    tx.defer(
        "INSERT INTO volunteer_errand (id, shift_id, household_id, building_code, name, what, state, seq, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)",
        args![
            errand.id.get(),
            errand.shift.get(),
            errand.household.get(),
            errand.building.as_str(),
            errand.name.as_str(),
            errand.what.as_str(),
            errand.state.as_str(),
            now.millis()
        ],
    );
}

/// Notes whose an errand is, over what was read of it.
pub(crate) fn set(tx: &mut Tx, old: &Errand, state: ErrandState, volunteer: Option<VolunteerId>, now: Timestamp) {
    tx.defer_one(
        "UPDATE volunteer_errand SET state = $3, volunteer_id = $4, seq = seq + 1, changed_at = $5 WHERE id = $1 AND seq = $2",
        args![
            old.id.get(),
            old.seq,
            state.as_str(),
            volunteer.map(VolunteerId::get),
            now.millis()
        ],
    );
}

/// Notes the need that says that nobody did an errand, or none once it is closed.
pub(crate) fn set_need(tx: &mut Tx, id: ErrandId, need: Option<NeedId>, now: Timestamp) {
    tx.defer(
        "UPDATE volunteer_errand SET need_id = $2, changed_at = $3 WHERE id = $1",
        args![id.get(), need.map(NeedId::get), now.millis()],
    );
}

/// Takes back the errands of somebody who left a shift.
pub(crate) fn give_back(tx: &mut Tx, shift: ShiftId, volunteer: VolunteerId, now: Timestamp) {
    tx.defer(
        "UPDATE volunteer_errand SET state = 'open', volunteer_id = NULL, seq = seq + 1, changed_at = $3
         WHERE shift_id = $1 AND volunteer_id = $2 AND state = 'taken'",
        args![shift.get(), volunteer.get(), now.millis()],
    );
}

/// An errand as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, id: ErrandId) -> Result<Option<Errand>, StorageError> {
    let mut sql = Sql::new(ERRAND);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(errand).next().transpose()
}

/// The errands of shifts in the order in which they were entered.
pub(crate) async fn of_shifts(
    db: &Db,
    shifts: impl IntoIterator<Item = ShiftId>,
    limit: i64,
) -> Result<Vec<Errand>, StorageError> {
    let mut sql = Sql::new(ERRAND);
    sql.push("shift_id IN ").bind_list(shifts.into_iter().map(ShiftId::get));
    sql.push(" ORDER BY shift_id, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(errand).collect()
}

/// The errands that somebody has in hand, whether their shifts are over or not.
pub(crate) async fn held_by(db: &Db, volunteer: VolunteerId, limit: i64) -> Result<Vec<Errand>, StorageError> {
    let mut sql = Sql::new(ERRAND);
    sql.push("state = 'taken' AND volunteer_id = ").bind(volunteer.get());
    sql.push(" ORDER BY id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(errand).collect()
}

/// Errands that somebody has in hand although needs say that nobody did them, and that nothing changed about since that moment; at
/// most so many.
pub(crate) async fn held_late(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<ErrandId>, StorageError> {
    let sql = "SELECT id FROM volunteer_errand WHERE state = 'taken' AND need_id IS NOT NULL AND changed_at <= $1
         ORDER BY changed_at LIMIT $2";
    let rows = db.all(sql, args![before.millis(), limit]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// The errands of a shift that nobody has done, as a write sees them.
pub(crate) async fn undone_in(tx: &mut Tx, shift: ShiftId) -> Result<Vec<Errand>, StorageError> {
    let mut sql = Sql::new(ERRAND);
    sql.push("shift_id = ").bind(shift.get());
    sql.push(" AND state <> 'done' ORDER BY id");
    tx.select(sql).await?.iter().map(errand).collect()
}

/// How many errands a shift has, as a write sees it.
pub(crate) async fn count_in(tx: &mut Tx, shift: ShiftId) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) AS count FROM volunteer_errand WHERE shift_id = $1";
    let row = tx.optional(sql, args![shift.get()]).await?;
    row.map_or(Ok(0), |row| row.int("count"))
}

/// Forgets the errands of shifts that ended before that moment, but for those that somebody has in hand.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) {
    tx.defer(
        "DELETE FROM volunteer_errand WHERE state <> 'taken'
             AND shift_id IN (SELECT id FROM volunteer_shift WHERE end_at < $1)",
        args![before.millis()],
    );
}

/// Whether there are such.
pub(crate) async fn has_before(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT e.id FROM volunteer_errand e JOIN volunteer_shift s ON s.id = e.shift_id
         WHERE e.state <> 'taken' AND s.end_at < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}
