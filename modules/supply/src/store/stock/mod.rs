//! Stock and its movements: every change of what is on hand writes the movement that says why, in the same transaction.
//!
//! Other topics call [`promise`], [`release`], [`leave`] and [`arrive`] inside their own writes. Whoever touches several
//! items does so in the order of their ids, so that two writers on PostgreSQL can't wait for each other.

#[cfg(test)]
mod tests;

use crate::rules::stock::{Level, MovementKind, change_by_count};
use crate::store::columns;
use tongxin_city::{Id63, ItemId, MovementId, OrgId, ReportId, Timestamp};
use tongxin_storage::{StorageError, Tx, args};

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

/// An item as it was counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<'a> {
    /// Whose stock.
    pub(crate) org: OrgId,
    /// Of what.
    pub(crate) item: ItemId,
    /// How many were there.
    pub(crate) pieces: i64,
    /// When.
    pub(crate) counted_at: Timestamp,
    /// The report it is a row of.
    pub(crate) report: ReportId,
    /// Who reports it.
    pub(crate) actor: &'a str,
    /// When it is reported.
    pub(crate) now: Timestamp,
}

/// What became of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountOutcome {
    /// The books say so now.
    Done(Level),
    /// Nothing was written: a later count, or one of the same moment, is there already.
    Older {
        /// That count's moment.
        counted_at: Timestamp,
    },
}

/// Sets what is on hand to what was counted, and to what came and went since.
pub(crate) async fn count(tx: &mut Tx, counted: &Counted<'_>) -> Result<CountOutcome, StorageError> {
    let Counted { org, item, .. } = *counted;
    tx.defer(
        "INSERT INTO stock (org_id, item_id, on_hand, promised, counted_at) VALUES ($1, $2, 0, 0, NULL)
         ON CONFLICT (org_id, item_id) DO NOTHING",
        args![org.get(), item.get()],
    );
    let (level, counted_before) = book(tx, org, item).await?;
    if let Some(counted_at) = counted_before.filter(|before| *before >= counted.counted_at) {
        return Ok(CountOutcome::Older { counted_at });
    }
    // Read after the level: whatever else moves between the two makes the guarded update below fail.
    let moved_since = moved_since(tx, org, item, counted.counted_at).await?;
    let change = change_by_count(level.on_hand, counted.pieces, moved_since);
    let on_hand = level.on_hand + change;
    tx.defer_one(
        "UPDATE stock SET on_hand = $3, counted_at = $4 WHERE org_id = $1 AND item_id = $2 AND on_hand = $5",
        args![
            org.get(),
            item.get(),
            on_hand,
            counted.counted_at.millis(),
            level.on_hand
        ],
    );
    let entry = Entry {
        org,
        item,
        at: counted.counted_at,
        kind: MovementKind::Count,
        change,
        cause: Some(counted.report.get()),
        actor: counted.actor,
        note: None,
        counted_before,
        undoes: None,
        written_at: counted.now,
    };
    entry.insert(tx);
    Ok(CountOutcome::Done(Level { on_hand, ..level }))
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
    let level = Level {
        on_hand: row.int("on_hand")?,
        promised: row.int("promised")?,
    };
    Ok((level, columns::opt_at(&row, "counted_at")?))
}

/// What came and went after a moment. Counts are not among it: they correct the books and move nothing. An id is never
/// older than what it belongs to, so that the index on ids bounds the search.
async fn moved_since(tx: &mut Tx, org: OrgId, item: ItemId, after: Timestamp) -> Result<i64, StorageError> {
    let row = tx
        .optional(
            "SELECT CAST(COALESCE(SUM(change), 0) AS BIGINT) AS moved FROM movement
             WHERE org_id = $1 AND item_id = $2 AND id >= $3 AND at > $4 AND kind <> 'count'",
            args![org.get(), item.get(), Id63::from_parts(after, 0).get(), after.millis()],
        )
        .await?;
    row.ok_or(StorageError::NoRow)?.int("moved")
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
