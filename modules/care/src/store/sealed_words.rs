//! Sealed words: notes of knocks, and for what something was opened.

use crate::vault::Sealed;
use std::collections::HashMap;
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

/// Writes words about somebody, or about a series of appointments.
pub(crate) fn insert(tx: &mut Tx, id: i64, about: i64, sealed: &Sealed) {
    tx.defer(
        "INSERT INTO care_word (id, about_id, sealed_key, sealed) VALUES ($1, $2, $3, $4)",
        args![id, about, sealed.key, sealed.bytes.clone()],
    );
}

/// These words.
pub(crate) async fn of(db: &Db, ids: &[i64]) -> Result<HashMap<i64, Sealed>, StorageError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new("SELECT id, sealed_key, sealed FROM care_word WHERE id IN ");
    sql.bind_list(ids.iter().copied());
    let rows = db.select(sql).await?;
    let word = |row: &tongxin_storage::Row| {
        let sealed = Sealed {
            key: row.int("sealed_key")?,
            bytes: row.blob("sealed")?,
        };
        Ok((row.int("id")?, sealed))
    };
    rows.iter().map(word).collect()
}

/// Erases all words about somebody, or about a series.
pub(crate) fn erase(tx: &mut Tx, about: i64) {
    tx.defer("DELETE FROM care_word WHERE about_id = $1", args![about]);
}
