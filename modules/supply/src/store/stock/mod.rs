//! Stock and its movements: every change of what is on hand writes the movement that says why, in the same transaction.
//!
//! Other topics call [`promise`], [`release`], [`leave`] and [`arrive`] inside their own writes. Whoever touches several
//! items does so in the order of their ids, so that two writers on PostgreSQL can't wait for each other.

pub(crate) mod counting;
#[cfg(test)]
mod model_tests;
pub(crate) mod reading;
pub(crate) mod reports;
#[cfg(test)]
mod tests;

use crate::rules::stock::{Level, MovementKind};
use crate::store::columns::opt_at;
use tongxin_city::{ItemId, MovementId, OrgId, Timestamp};
use tongxin_storage::{Row, StorageError, Tx, args};

/// Pieces that come or go, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved<'a> {
    /// Whose stock.
    pub(crate) org: OrgId,
    /// Of what.
    pub(crate) item: ItemId,
    /// How many, 1 or more; which way they go, the function says.
    pub(crate) pieces: i64,
    /// Why.
    pub(crate) kind: MovementKind,
    /// The number of the order, transfer or report it belongs to.
    pub(crate) cause: Option<i64>,
    /// Who, as [`tongxin_account::Viewer::actor`] writes it.
    pub(crate) actor: &'a str,
    /// More about it, in words.
    pub(crate) note: Option<&'a str>,
    /// When.
    pub(crate) at: Timestamp,
}

/// Promises so many pieces to an order or a sending, if as many are free. Of all who promise at once, together no more
/// is promised than is there.
#[must_use = "nothing is promised when it answers false"]
pub(crate) async fn promise(tx: &mut Tx, org: OrgId, item: ItemId, pieces: i64) -> Result<bool, StorageError> {
    if pieces < 1 {
        return Ok(false);
    }
    let changed = tx
        .execute(
            "UPDATE stock SET promised = promised + $3
             WHERE org_id = $1 AND item_id = $2 AND on_hand - promised >= $3",
            args![org.get(), item.get(), pieces],
        )
        .await?;
    Ok(changed == 1)
}

/// Promises pieces that were seen to be free within the same write. The write is tried again when somebody took them
/// meanwhile.
pub(crate) fn promise_seen(tx: &mut Tx, org: OrgId, item: ItemId, pieces: i64) {
    if pieces > 0 {
        tx.defer_one(
            "UPDATE stock SET promised = promised + $3
             WHERE org_id = $1 AND item_id = $2 AND on_hand - promised >= $3",
            args![org.get(), item.get(), pieces],
        );
    }
}

/// Takes a promise back: the order was cancelled or came short. The write is tried again, and fails in the end, where
/// less was promised.
pub(crate) fn release(tx: &mut Tx, org: OrgId, item: ItemId, pieces: i64) {
    if pieces > 0 {
        tx.defer_one(
            "UPDATE stock SET promised = promised - $3 WHERE org_id = $1 AND item_id = $2 AND promised >= $3",
            args![org.get(), item.get(), pieces],
        );
    }
}

/// Promised pieces leave. False, and nothing has left, when fewer are on hand or promised: what is on the shelf has to
/// be counted first.
#[must_use = "nothing has left when it answers false"]
pub(crate) async fn leave(tx: &mut Tx, moved: &Moved<'_>) -> Result<bool, StorageError> {
    let sql = "UPDATE stock SET on_hand = on_hand - $3, promised = promised - $3
               WHERE org_id = $1 AND item_id = $2 AND on_hand >= $3 AND promised >= $3";
    go(tx, sql, moved).await
}

/// Pieces go that were not promised: they spoiled or broke. False, and nothing has gone, when fewer are on hand.
#[must_use = "nothing has gone when it answers false"]
pub(crate) async fn lose(tx: &mut Tx, moved: &Moved<'_>) -> Result<bool, StorageError> {
    let sql = "UPDATE stock SET on_hand = on_hand - $3 WHERE org_id = $1 AND item_id = $2 AND on_hand >= $3";
    go(tx, sql, moved).await
}

async fn go(tx: &mut Tx, sql: &'static str, moved: &Moved<'_>) -> Result<bool, StorageError> {
    if moved.pieces < 1 {
        return Ok(true);
    }
    let has_gone = tx
        .execute(sql, args![moved.org.get(), moved.item.get(), moved.pieces])
        .await?
        == 1;
    if has_gone {
        Entry::of(moved, -moved.pieces).insert(tx);
    }
    Ok(has_gone)
}

/// Pieces come; the outlet may never have had any before.
pub(crate) fn arrive(tx: &mut Tx, moved: &Moved<'_>) {
    if moved.pieces < 1 {
        return;
    }
    tx.defer(
        "INSERT INTO stock (org_id, item_id, on_hand, promised, counted_at) VALUES ($1, $2, $3, 0, NULL)
         ON CONFLICT (org_id, item_id) DO UPDATE SET on_hand = stock.on_hand + excluded.on_hand",
        args![moved.org.get(), moved.item.get(), moved.pieces],
    );
    Entry::of(moved, moved.pieces).insert(tx);
}

/// What the books say of an item that has a row, and when it was last counted.
async fn book(tx: &mut Tx, org: OrgId, item: ItemId) -> Result<(Level, Option<Timestamp>), StorageError> {
    let row = tx
        .optional(
            "SELECT on_hand, promised, counted_at FROM stock WHERE org_id = $1 AND item_id = $2",
            args![org.get(), item.get()],
        )
        .await?
        .ok_or(StorageError::NoRow)?;
    Ok((level_of(&row)?, opt_at(&row, "counted_at")?))
}

/// What the books say of an item; nothing on hand where it never was.
pub(crate) async fn level(tx: &mut Tx, org: OrgId, item: ItemId) -> Result<Level, StorageError> {
    let sql = "SELECT on_hand, promised FROM stock WHERE org_id = $1 AND item_id = $2";
    let row = tx.optional(sql, args![org.get(), item.get()]).await?;
    row.map_or(Ok(Level::default()), |row| level_of(&row))
}

pub(crate) fn level_of(row: &Row) -> Result<Level, StorageError> {
    Ok(Level {
        on_hand: row.int("on_hand")?,
        promised: row.int("promised")?,
    })
}

/// A movement's row.
struct Entry<'a> {
    org: OrgId,
    item: ItemId,
    at: Timestamp,
    kind: MovementKind,
    change: i64,
    cause: Option<i64>,
    actor: &'a str,
    note: Option<&'a str>,
    counted_before: Option<Timestamp>,
    undoes: Option<MovementId>,
    written_at: Timestamp,
}

impl<'a> Entry<'a> {
    fn of(moved: &Moved<'a>, change: i64) -> Entry<'a> {
        Entry {
            org: moved.org,
            item: moved.item,
            at: moved.at,
            kind: moved.kind,
            change,
            cause: moved.cause,
            actor: moved.actor,
            note: moved.note,
            counted_before: None,
            undoes: None,
            written_at: moved.at,
        }
    }

    fn insert(self, tx: &mut Tx) {
        tx.defer(
            "INSERT INTO movement
             (id, org_id, item_id, at, kind, change, cause, actor, note, counted_before, undoes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                MovementId::generate(self.written_at).get(),
                self.org.get(),
                self.item.get(),
                self.at.millis(),
                self.kind.as_str(),
                self.change,
                self.cause,
                self.actor,
                self.note,
                self.counted_before.map(Timestamp::millis),
                self.undoes.map(MovementId::get)
            ],
        );
    }
}
