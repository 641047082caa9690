//! Protective goods: each step, and what a place has.

use crate::rules::goods::{Goods, GoodsStep};
use crate::store::columns::{at, opt_id, word};
use tongxin_account::Scope;
use tongxin_city::{PlaceCode, Timestamp, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// What a place has of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) place: PlaceCode,
    pub(crate) item: Goods,
    pub(crate) there: i64,
    pub(crate) seq: i64,
}

fn count(row: &Row) -> Result<Count, StorageError> {
    Ok(Count {
        place: word(row, "place_code")?,
        item: word(row, "item")?,
        there: row.int("there")?,
        seq: row.int("seq")?,
    })
}

/// A step as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) place: PlaceCode,
    pub(crate) item: Goods,
    pub(crate) step: GoodsStep,
    pub(crate) pieces: i64,
    pub(crate) volunteer: Option<VolunteerId>,
    pub(crate) actor: String,
    pub(crate) at: Timestamp,
}

/// What a place has of an item, as a write sees it; a place that never had any begins with none.
pub(crate) async fn count_in(tx: &mut Tx, place: &PlaceCode, item: Goods) -> Result<Count, StorageError> {
    let sql = "SELECT place_code, item, there, seq FROM volunteer_goods_count WHERE place_code = $1 AND item = $2";
    let row = tx.optional(sql, args![place.as_str(), item.as_str()]).await?;
    let none = Count {
        place: *place,
        item,
        there: 0,
        seq: 0,
    };
    row.map_or(Ok(none), |row| count(&row))
}

/// Writes what a place has over what was read of it.
pub(crate) fn set_count(tx: &mut Tx, old: &Count, there: i64) {
    let args = args![old.place.as_str(), old.item.as_str(), there, old.seq];
    tx.defer_one(
        "INSERT INTO volunteer_goods_count (place_code, item, there, seq) VALUES ($1, $2, $3, $4 + 1)
         ON CONFLICT (place_code, item) DO UPDATE SET there = excluded.there, seq = excluded.seq
         WHERE volunteer_goods_count.seq = excluded.seq - 1",
        args,
    );
}

/// Adds a step as the place's next.
pub(crate) async fn add(tx: &mut Tx, entry: &Entry) -> Result<(), StorageError> {
    let sql = "SELECT COALESCE(MAX(number), 0) AS last FROM volunteer_goods WHERE place_code = $1";
    let last = tx.optional(sql, args![entry.place.as_str()]).await?;
    let last = last.map_or(Ok(0), |row| row.int("last"))?;
    tx.defer(
        "INSERT INTO volunteer_goods (place_code, number, item, step, pieces, volunteer_id, actor, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            entry.place.as_str(),
            last + 1,
            entry.item.as_str(),
            entry.step.as_str(),
            entry.pieces,
            entry.volunteer.map(VolunteerId::get),
            entry.actor.as_str(),
            entry.at.millis()
        ],
    );
    Ok(())
}

/// What the places inside a scope have.
pub(crate) async fn counts(db: &Db, scope: &Scope, limit: u32) -> Result<Vec<Count>, StorageError> {
    let mut sql = Sql::new("SELECT place_code, item, there, seq FROM volunteer_goods_count WHERE ");
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    sql.push(" ORDER BY place_code, item LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(count).collect()
}

/// The newest steps inside a scope, or of one volunteer in it.
pub(crate) async fn entries(
    db: &Db,
    scope: &Scope,
    volunteer: Option<VolunteerId>,
    limit: u32,
) -> Result<Vec<Entry>, StorageError> {
    let mut sql =
        Sql::new("SELECT place_code, item, step, pieces, volunteer_id, actor, at FROM volunteer_goods WHERE ");
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    if let Some(volunteer) = volunteer {
        sql.push(" AND volunteer_id = ").bind(volunteer.get());
    }
    sql.push(" ORDER BY at DESC, number DESC LIMIT ").bind(limit);
    let entry = |row: &Row| {
        Ok(Entry {
            place: word(row, "place_code")?,
            item: word(row, "item")?,
            step: word(row, "step")?,
            pieces: row.int("pieces")?,
            volunteer: opt_id(row, "volunteer_id")?,
            actor: row.text("actor")?,
            at: at(row, "at")?,
        })
    };
    db.select(sql).await?.iter().map(entry).collect()
}

/// Forgets to whom goods went before that moment; what a place has stays counted.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) {
    tx.defer(
        "UPDATE volunteer_goods SET volunteer_id = NULL WHERE at < $1 AND volunteer_id IS NOT NULL",
        args![before.millis()],
    );
}

/// The pieces of each item that somebody has been given and has not brought back.
pub(crate) async fn held_by(db: &Db, volunteer: VolunteerId) -> Result<Vec<(Goods, i64)>, StorageError> {
    let sql = "SELECT item, CAST(SUM(CASE WHEN step = 'issued' THEN pieces ELSE -pieces END) AS BIGINT) AS held
         FROM volunteer_goods WHERE volunteer_id = $1 GROUP BY item ORDER BY item";
    let rows = db.all(sql, args![volunteer.get()]).await?;
    rows.iter()
        .map(|row| Ok((word(row, "item")?, row.int("held")?)))
        .collect()
}

/// How many pieces of an item somebody has, as a write sees it.
pub(crate) async fn held_in(tx: &mut Tx, volunteer: VolunteerId, item: Goods) -> Result<i64, StorageError> {
    let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN step = 'issued' THEN pieces ELSE -pieces END), 0) AS BIGINT) AS held
         FROM volunteer_goods WHERE volunteer_id = $1 AND item = $2";
    let row = tx.optional(sql, args![volunteer.get(), item.as_str()]).await?;
    row.map_or(Ok(0), |row| row.int("held"))
}
