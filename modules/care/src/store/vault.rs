//! Data keys as they lie wrapped, and rows that are sealed with them.

use crate::vault::{Sealed, SealedTable, WrappingKeyId};
use tongxin_city::Timestamp;
use tongxin_storage::columns::word;
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A data key, wrapped.
#[derive(Debug, Clone)]
pub(crate) struct DataKeyRow {
    pub(crate) id: i64,
    pub(crate) wrapping_key: WrappingKeyId,
    pub(crate) wrapped: Vec<u8>,
}

fn data_key_row(row: &Row) -> Result<DataKeyRow, StorageError> {
    Ok(DataKeyRow {
        id: row.int("id")?,
        wrapping_key: word(row, "wrapping_key")?,
        wrapped: row.blob("wrapped")?,
    })
}

const SELECT_NEWEST: &str = "SELECT id, wrapping_key, wrapped FROM care_data_key ORDER BY id DESC LIMIT 1";
const SELECT_ONE: &str = "SELECT id, wrapping_key, wrapped FROM care_data_key WHERE id = $1";

/// The data key that seals now; none before the first was made.
pub(crate) async fn newest(db: &Db) -> Result<Option<DataKeyRow>, StorageError> {
    let row = db.optional(SELECT_NEWEST, args![]).await?;
    row.as_ref().map(data_key_row).transpose()
}

/// The same as a write sees it.
pub(crate) async fn newest_in(tx: &mut Tx) -> Result<Option<DataKeyRow>, StorageError> {
    let row = tx.optional(SELECT_NEWEST, args![]).await?;
    row.as_ref().map(data_key_row).transpose()
}

/// One data key.
pub(crate) async fn data_key(db: &Db, id: i64) -> Result<Option<DataKeyRow>, StorageError> {
    let row = db.optional(SELECT_ONE, args![id]).await?;
    row.as_ref().map(data_key_row).transpose()
}

/// The same as a write sees it.
pub(crate) async fn data_key_in(tx: &mut Tx, id: i64) -> Result<Option<DataKeyRow>, StorageError> {
    let row = tx.optional(SELECT_ONE, args![id]).await?;
    row.as_ref().map(data_key_row).transpose()
}

/// Adds a data key and the name of its wrapping key, which wraps no other.
pub(crate) async fn add(tx: &mut Tx, new: &DataKeyRow, now: Timestamp) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO care_wrapping_key (id, made_at) VALUES ($1, $2)",
        args![new.wrapping_key.to_string(), now.millis()],
    )
    .await?;
    tx.execute(
        "INSERT INTO care_data_key (id, wrapping_key, wrapped, made_at) VALUES ($1, $2, $3, $4)",
        args![
            new.id,
            new.wrapping_key.to_string(),
            new.wrapped.as_slice(),
            now.millis()
        ],
    )
    .await?;
    Ok(())
}

/// A row with what is sealed in it.
#[derive(Debug)]
pub(crate) struct SealedRow {
    pub(crate) id: i64,
    pub(crate) sealed: Sealed,
}

/// The rows after `after` that are sealed with another key than this, in order of their ids, at most so many.
pub(crate) async fn sealed_otherwise(
    db: &Db,
    table: &SealedTable,
    key: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<SealedRow>, StorageError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(table.id).push(" AS id, ");
    sql.push(table.key).push(" AS sealed_key, ");
    sql.push(table.bytes).push(" AS sealed FROM ");
    push_sealed_otherwise(&mut sql, table, key);
    sql.push(" AND ").push(table.id).push(" > ").bind(after);
    sql.push(" ORDER BY ").push(table.id).push(" LIMIT ").bind(limit);
    let rows = db.select(sql).await?;
    let sealed_row = |row: &Row| {
        Ok(SealedRow {
            id: row.int("id")?,
            sealed: Sealed {
                key: row.int("sealed_key")?,
                bytes: row.blob("sealed")?,
            },
        })
    };
    rows.iter().map(sealed_row).collect()
}

/// How many rows are sealed with another key than this.
pub(crate) async fn count_sealed_otherwise(db: &Db, table: &SealedTable, key: i64) -> Result<u64, StorageError> {
    let mut sql = Sql::new("SELECT COUNT(*) AS count FROM ");
    push_sealed_otherwise(&mut sql, table, key);
    let rows = db.select(sql).await?;
    let count = rows.first().ok_or(StorageError::NoRow)?.int("count")?;
    Ok(count.unsigned_abs())
}

/// A row without bytes has nothing to be sealed anew.
fn push_sealed_otherwise(sql: &mut Sql, table: &SealedTable, key: i64) {
    sql.push(table.table).push(" WHERE ").push(table.bytes);
    sql.push(" IS NOT NULL AND ").push(table.key).push(" <> ").bind(key);
}

/// Puts what was sealed anew in its place, unless the row holds something else by now. A nonce is never used twice, so
/// the same bytes are the same content. Answers how many rows that changed.
pub(crate) async fn replace(
    tx: &mut Tx,
    table: &SealedTable,
    row: &SealedRow,
    anew: &Sealed,
) -> Result<u64, StorageError> {
    let mut sql = Sql::new("UPDATE ");
    sql.push(table.table).push(" SET ");
    sql.push(table.key).push(" = ").bind(anew.key).push(", ");
    sql.push(table.bytes).push(" = ").bind(anew.bytes.as_slice());
    sql.push(" WHERE ").push(table.id).push(" = ").bind(row.id);
    sql.push(" AND ").push(table.bytes).push(" = ");
    sql.bind(row.sealed.bytes.as_slice());
    tx.apply(sql).await
}

/// Removes the data keys before this one that no row uses; answers how many. It fails when a row that is being written
/// turns out to use one.
pub(crate) async fn remove_unused(tx: &mut Tx, tables: &[SealedTable], before: i64) -> Result<u64, StorageError> {
    let mut sql = Sql::new("DELETE FROM care_data_key WHERE id < ");
    sql.bind(before);
    for table in tables {
        sql.push(" AND NOT EXISTS (SELECT 1 FROM ");
        sql.push(table.table).push(" WHERE ");
        sql.push(table.key).push(" = care_data_key.id)");
    }
    tx.apply(sql).await
}

/// The wrapping keys whose data key was removed. None of them is ever used again.
pub(crate) async fn unused_wrapping_keys(db: &Db) -> Result<Vec<WrappingKeyId>, StorageError> {
    let sql = "SELECT id FROM care_wrapping_key
               WHERE NOT EXISTS (SELECT 1 FROM care_data_key WHERE wrapping_key = care_wrapping_key.id) ORDER BY id";
    db.all(sql, args![]).await?.iter().map(|row| word(row, "id")).collect()
}

/// Forgets the names of wrapping keys that are gone.
pub(crate) fn forget_wrapping_keys(tx: &mut Tx, gone: &[WrappingKeyId]) {
    for id in gone {
        tx.defer("DELETE FROM care_wrapping_key WHERE id = $1", args![id.to_string()]);
    }
}
