//! Statements for many rows at once.

use tongxin_storage::{Sql, StorageError, Tx, Value};

/// Values asked for, or rows added, in one statement; rows of a dozen columns stay far below what both databases bind.
pub(crate) const AT_ONCE: usize = 500;

/// Adds rows; `head` ends in `VALUES `.
pub(crate) async fn insert(tx: &mut Tx, head: &'static str, rows: &[Vec<Value>]) -> Result<(), StorageError> {
    for rows in rows.chunks(AT_ONCE) {
        let mut sql = Sql::new(head);
        for (number, row) in rows.iter().enumerate() {
            if number > 0 {
                sql.push(", ");
            }
            sql.bind_list(row.iter().cloned());
        }
        tx.apply(sql).await?;
    }
    Ok(())
}
