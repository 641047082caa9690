//! What the clock works on: needs that are due to go up, and needs to erase. It answers nobody, so it has no scope.

use crate::rules::entry::EntryBody;
use crate::rules::need::NeedState;
use crate::store::NEED_TEXT;
use crate::store::rows::{self, need_columns};
use tongxin_city::{NeedId, Timestamp};
use tongxin_storage::{Db, StorageError, Tx, args};

/// Needs on which the clock acts now, longest waiting first.
pub(crate) async fn due(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<NeedId>, StorageError> {
    let rows = db
        .all(
            "SELECT id FROM need WHERE escalate_at <= $1 ORDER BY escalate_at, id LIMIT $2",
            args![now.millis(), limit],
        )
        .await?;
    rows.iter().map(|row| rows::id(row, "id")).collect()
}

/// Needs closed before a moment whose texts are still there.
const UNERASED: &str = "SELECT id FROM need WHERE closed_at IS NOT NULL AND erased_at IS NULL AND closed_at <= $1
    ORDER BY closed_at, id LIMIT $2";
/// Needs closed before a moment whose texts were erased while they were open.
const ERASED_OPEN: &str =
    "SELECT id FROM need WHERE erased_at < closed_at AND closed_at <= $1 ORDER BY closed_at, id LIMIT $2";

/// Needs closed before a moment of which something is still to be erased.
pub(crate) async fn unerased(db: &Db, closed_before: Timestamp, limit: u32) -> Result<Vec<NeedId>, StorageError> {
    let mut found = Vec::new();
    for sql in [UNERASED, ERASED_OPEN] {
        let left = limit - u32::try_from(found.len()).unwrap_or(limit);
        for row in db.all(sql, args![closed_before.millis(), left]).await? {
            found.push(rows::id(&row, "id")?);
        }
    }
    Ok(found)
}

/// A need, for the clock.
pub(crate) async fn need_state(tx: &mut Tx, id: NeedId) -> Result<Option<NeedState>, StorageError> {
    let row = tx
        .optional(
            concat!("SELECT ", need_columns!(), " FROM need WHERE id = $1"),
            args![id.get()],
        )
        .await?;
    row.as_ref().map(rows::need_state).transpose()
}

/// Erases what people wrote and sent: texts, photos, and the bodies of all entries up to `seq`. The chain of hashes
/// stays.
pub(crate) async fn erase(tx: &mut Tx, need: NeedId, seq: i64, now: Timestamp) -> Result<(), StorageError> {
    let id = need.get();
    tx.execute_one(
        "UPDATE need SET title = '', body = '', contact = NULL, erased_at = $2 WHERE id = $1",
        args![id, now.millis()],
    )
    .await?;
    tx.execute(
        "UPDATE entry SET body = NULL WHERE need_id = $1 AND seq <= $2",
        args![id, seq],
    )
    .await?;
    tx.execute(
        "UPDATE attachment SET bytes = $2, name = '', removed_at = $3 WHERE need_id = $1",
        args![id, Vec::<u8>::new(), now.millis()],
    )
    .await?;
    NEED_TEXT.delete(tx, id).await
}

/// The body of the entry that says a need was erased: it keeps what names nobody, so that the need's row still verifies.
pub(crate) fn erasure_body(need: &NeedState, nonce: String) -> EntryBody {
    let body = EntryBody::new(need.standing.clone(), crate::rules::entry::Said::default(), nonce);
    EntryBody {
        facts: Some(need.facts.clone()),
        ..body
    }
}
