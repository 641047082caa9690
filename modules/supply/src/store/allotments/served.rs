//! The households that a draw served and their orders. `ordered` says how far the orders are placed.

use super::{Allotment, get};
use crate::store::columns;
use tongxin_city::{AllotmentId, HouseholdId};
use tongxin_storage::{Db, StorageError, Tx, args};

/// A household that was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) household: HouseholdId,
    /// Its place in the draw, from 1.
    pub(crate) rank: i64,
    pub(crate) pieces: i64,
}

/// Draws with households whose orders are not placed yet, and up to which rank they are.
pub(crate) async fn unordered(db: &Db) -> Result<Vec<(Allotment, i64)>, StorageError> {
    let sql = "SELECT id, ordered FROM allotment WHERE state = 'drawn' AND ordered < served ORDER BY id";
    let mut found = Vec::new();
    for row in db.all(sql, args![]).await? {
        if let Some(allotment) = get(db, columns::id(&row, "id")?).await? {
            found.push((allotment, row.int("ordered")?));
        }
    }
    Ok(found)
}

/// Households served from behind a rank on.
pub(crate) async fn served(db: &Db, id: AllotmentId, after_rank: i64, limit: i64) -> Result<Vec<Served>, StorageError> {
    let sql = "SELECT household_id, rank, pieces FROM allotment_ask
               WHERE allotment_id = $1 AND rank > $2 AND pieces > 0 ORDER BY rank LIMIT $3";
    let rows = db.all(sql, args![id.get(), after_rank, limit]).await?;
    rows.iter()
        .map(|row| {
            Ok(Served {
                household: columns::id(row, "household_id")?,
                rank: row.int("rank")?,
                pieces: row.int("pieces")?,
            })
        })
        .collect()
}

/// Notes that the orders up to a rank are placed, if they were placed up to the other; answers whether they were:
/// another process may be placing them.
pub(crate) async fn set_ordered(tx: &mut Tx, id: AllotmentId, before: i64, reached: i64) -> Result<bool, StorageError> {
    let sql = "UPDATE allotment SET ordered = $3 WHERE id = $1 AND ordered = $2";
    Ok(tx.execute(sql, args![id.get(), before, reached]).await? == 1)
}
