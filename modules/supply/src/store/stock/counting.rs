//! Counting: what is on hand becomes what was counted, and what came and went since.

use super::{Entry, book};
use crate::rules::stock::{Level, MovementKind, change_by_count};
use tongxin_city::{Id63, ItemId, OrgId, ReportId, Timestamp};
use tongxin_storage::{StorageError, Tx, args};

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
