//! How many orders a firm has open, for its manager's page.

use crate::store::firm::Firm;
use tongxin_storage::{Db, StorageError, args};

/// Open orders of a firm by state, by the index on firm and state.
pub(crate) async fn by_state(db: &Db, firm: &Firm) -> Result<Vec<(String, i64)>, StorageError> {
    let rows = db
        .all(
            "SELECT state, COUNT(*) AS count FROM household_order
             WHERE org_id = $1 AND state IN ('placed', 'packed', 'sent', 'dropped') GROUP BY state",
            args![firm.id().get()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("state")?, row.int("count")?)))
        .collect()
}
