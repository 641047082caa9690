//! Forgetting people of the whitelist: those who left a firm, and whom to call at firms that are not listed.

use tongxin_city::Timestamp;
use tongxin_storage::{Db, StorageError, Tx, args};

/// Rows emptied by one statement, so that no write holds up the others for long; what is left waits for the next tick.
const AT_ONCE: i64 = 500;

/// Whether anybody is to be forgotten; asked first, so that a tick that finds nothing writes nothing.
pub(crate) async fn is_due(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM staff WHERE ended_at < $1 AND name <> '')
             OR EXISTS (SELECT 1 FROM application WHERE decided_at < $1 AND contact_phone <> '')
             OR EXISTS (SELECT 1 FROM listing WHERE state = 'ended' AND contact_phone <> ''
                 AND org_id IN (SELECT org_id FROM listing_event WHERE kind = 'ended' AND at < $1))";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}

/// Empties name, number and pass of those who left before that moment, and the contacts of applications that were
/// decided and of firms that left the whitelist before it.
pub(crate) async fn erase(tx: &mut Tx, before: Timestamp) -> Result<(), StorageError> {
    let statements = [
        "UPDATE staff SET name = '', phone = NULL, pass_number = NULL
         WHERE id IN (SELECT id FROM staff WHERE ended_at < $1 AND name <> '' LIMIT $2)",
        "UPDATE application SET contact_name = '', contact_phone = ''
         WHERE id IN (SELECT id FROM application WHERE decided_at < $1 AND contact_phone <> '' LIMIT $2)",
        "UPDATE listing SET contact_name = '', contact_phone = ''
         WHERE org_id IN (SELECT org_id FROM listing WHERE state = 'ended' AND contact_phone <> ''
             AND org_id IN (SELECT org_id FROM listing_event WHERE kind = 'ended' AND at < $1) LIMIT $2)",
    ];
    for sql in statements {
        tx.execute(sql, args![before.millis(), AT_ONCE]).await?;
    }
    Ok(())
}
