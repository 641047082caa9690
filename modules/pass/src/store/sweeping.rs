//! What the clock looks for: passes that are over, agreements that are late, people to be forgotten.

use crate::rules::PassEventKind;
use crate::store::columns::id;
use crate::store::many;
use crate::store::rows::{PassRecord, pass, pass_columns};
use crate::store::writing::INSERT_EVENTS;
use tongxin_city::{PassId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, Value, args};

/// Passes whose time is over though they are still called valid.
pub(crate) async fn over(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<PassId>, StorageError> {
    let sql = "SELECT id FROM pass WHERE state = 'valid' AND expires <= $1 ORDER BY expires, id LIMIT $2";
    let rows = db.all(sql, args![now.millis(), limit]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Expires those of them that are still valid.
pub(crate) async fn expire(tx: &mut Tx, passes: &[PassId], now: Timestamp) -> Result<(), StorageError> {
    let mut sql = Sql::new("UPDATE pass SET state = 'expired', seq = seq + 1, closed_at = ");
    sql.bind(now.millis());
    sql.push(" WHERE state = 'valid' AND id IN ")
        .bind_list(passes.iter().map(|pass| pass.get()));
    sql.push(" RETURNING id, seq");
    add_events(tx, sql, PassEventKind::Expired, "", now).await
}

/// Whether a key has signed a pass that is valid.
pub(crate) async fn has_signed(db: &Db, key: &str) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM pass WHERE state = 'valid' AND key_id = $1 LIMIT 1";
    Ok(db.optional(sql, args![key]).await?.is_some())
}

/// Sends the first valid passes that a withdrawn key signed back to be signed by another.
pub(crate) async fn recall(tx: &mut Tx, key: &str, limit: u32, now: Timestamp) -> Result<(), StorageError> {
    let mut sql = Sql::new("UPDATE pass SET state = 'approved', seq = seq + 1 WHERE state = 'valid' AND id IN ");
    sql.push("(SELECT id FROM pass WHERE state = 'valid' AND key_id = ")
        .bind(key);
    sql.push(" ORDER BY id LIMIT ").bind(limit).push(") RETURNING id, seq");
    add_events(tx, sql, PassEventKind::Recalled, key, now).await
}

/// Passes of people to be forgotten.
pub(crate) async fn to_erase(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<PassId>, StorageError> {
    let sql = "SELECT id FROM pass WHERE closed_at < $1 AND closed_at IS NOT NULL AND (surname <> '' OR plate <> '')
         ORDER BY closed_at, id LIMIT $2";
    let rows = db.all(sql, args![before.millis(), limit]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Forgets whom these passes were for. Number and end stay, so that the status list stays true.
pub(crate) async fn erase(tx: &mut Tx, passes: &[PassId], now: Timestamp) -> Result<(), StorageError> {
    let mut sql = Sql::new(
        "UPDATE pass SET surname = '', id_end = '', plate = '', text = NULL, reason = NULL, seq = seq + 1
         WHERE (surname <> '' OR plate <> '') AND id IN ",
    );
    sql.bind_list(passes.iter().map(|pass| pass.get()))
        .push(" RETURNING id, seq");
    add_events(tx, sql, PassEventKind::Erased, "", now).await?;
    let mut reasons = Sql::new("UPDATE pass_event SET note = '' WHERE kind IN ('refused', 'revoked') AND pass_id IN ");
    reasons.bind_list(passes.iter().map(|pass| pass.get()));
    tx.apply(reasons).await.map(|_| ())
}

/// Changes passes and adds what happened to each.
async fn add_events(
    tx: &mut Tx,
    changed: Sql,
    kind: PassEventKind,
    note: &str,
    now: Timestamp,
) -> Result<(), StorageError> {
    let rows = tx.select(changed).await?;
    let event = |row: &Row| {
        Ok(args![
            row.int("id")?,
            row.int("seq")?,
            now.millis(),
            "system",
            kind.as_str(),
            note,
        ])
    };
    let events = rows
        .iter()
        .map(event)
        .collect::<Result<Vec<Vec<Value>>, StorageError>>()?;
    many::insert(tx, INSERT_EVENTS, &events).await
}

/// Passes to which not all districts agreed in time and of which no need tells, by firm.
pub(crate) async fn late(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<PassRecord>, StorageError> {
    let sql = concat!(
        "SELECT ",
        pass_columns!(),
        " FROM pass WHERE state = 'agreeing' AND need_id IS NULL AND agree_by <= $1 ORDER BY agree_by, id LIMIT $2"
    );
    db.all(sql, args![now.millis(), limit])
        .await?
        .iter()
        .map(pass)
        .collect()
}
