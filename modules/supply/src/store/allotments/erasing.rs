//! Old draws forget whose asks they were; the published list stays as it was published.

use crate::store::columns;
use tongxin_city::{AllotmentId, Timestamp};
use tongxin_storage::{Db, StorageError, Tx, args};

/// Draws that were done before a moment and still know.
pub(crate) async fn unerased(db: &Db, before: Timestamp) -> Result<Vec<AllotmentId>, StorageError> {
    let sql = "SELECT id FROM allotment WHERE state = 'drawn' AND erased_at IS NULL AND drawn_at < $1
                   AND ordered >= served ORDER BY drawn_at, id";
    let rows = db.all(sql, args![before.millis()]).await?;
    rows.iter().map(|row| columns::id(row, "id")).collect()
}

/// Erases the household, building and asker of some ranks; answers how many ranks there were.
pub(crate) async fn unlink(tx: &mut Tx, id: AllotmentId, from_rank: i64, to_rank: i64) -> Result<u64, StorageError> {
    // The rank below zero is no household's id, and keeps the key unique.
    let sql = "UPDATE allotment_ask SET household_id = -rank, building_code = '', asked_by = ''
               WHERE allotment_id = $1 AND rank >= $2 AND rank < $3";
    tx.execute(sql, args![id.get(), from_rank, to_rank]).await
}

/// Notes that nothing is left to erase.
pub(crate) fn set_erased(tx: &mut Tx, id: AllotmentId, now: Timestamp) {
    let sql = "UPDATE allotment SET erased_at = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), now.millis()]);
}
