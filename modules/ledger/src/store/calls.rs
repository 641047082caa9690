//! Which call-taker wrote down what, on which call.

use crate::rules::need::NeedState;
use crate::store::rows::{self, need_columns};
use std::ops::Range;
use tongxin_city::{AccountId, NeedId, Timestamp};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

/// A call as the list of whoever took it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TakenCall {
    /// The need as it stands now.
    pub(crate) need: NeedState,
    /// When the call was taken.
    pub(crate) at: Timestamp,
    /// Whether it was added to a need that was there already.
    pub(crate) is_added: bool,
}

/// Notes a call.
pub(crate) fn insert(tx: &mut Tx, account: AccountId, need: NeedId, is_added: bool, now: Timestamp) {
    tx.defer(
        "INSERT INTO call_taken (account_id, at, need_id, is_added) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        args![account.get(), now.millis(), need.get(), is_added],
    );
}

/// The calls that somebody took within a time, the last first, at most so many.
pub(crate) async fn taken(
    db: &Db,
    account: AccountId,
    within: &Range<Timestamp>,
    limit: u32,
) -> Result<Vec<TakenCall>, StorageError> {
    let sql = concat!(
        "SELECT at, is_added, ",
        need_columns!(),
        " FROM call_taken JOIN need ON need.id = call_taken.need_id
         WHERE call_taken.account_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, need_id LIMIT $4"
    );
    let (from, until) = (within.start.millis(), within.end.millis());
    let rows = db.all(sql, args![account.get(), from, until, limit]).await?;
    rows.iter().map(taken_call).collect()
}

fn taken_call(row: &Row) -> Result<TakenCall, StorageError> {
    Ok(TakenCall {
        need: rows::need_state(row)?,
        at: rows::at(row, "at")?,
        is_added: row.flag("is_added")?,
    })
}

/// Whether calls of before a moment are still noted.
pub(crate) async fn has_before(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT 1 AS one FROM call_taken WHERE at < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}

/// Forgets them.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) {
    tx.defer("DELETE FROM call_taken WHERE at < $1", args![before.millis()]);
}
