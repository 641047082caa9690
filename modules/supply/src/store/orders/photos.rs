//! Photos of where orders were put down.

use crate::store::orders::list::{Reader, push_reader};
use crate::store::pictures::{Picture, picture_of};
use tongxin_city::OrderId;
use tongxin_ledger::rules::photo::Photo;
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

/// Gives an order a photo in place of the one it had. False when it does not wait at a drop point.
pub(crate) async fn replace(tx: &mut Tx, order: OrderId, photo: &Photo) -> Result<bool, StorageError> {
    let changed = tx
        .execute(
            "UPDATE household_order SET photo_digest = $2 WHERE id = $1 AND state = 'dropped'",
            args![order.get(), &*photo.digest],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    tx.defer(
        "INSERT INTO drop_photo (order_id, media_type, bytes) VALUES ($1, $2, $3)
         ON CONFLICT (order_id) DO UPDATE SET media_type = excluded.media_type, bytes = excluded.bytes",
        args![order.get(), photo.media_type, &*photo.bytes],
    );
    Ok(true)
}

/// The photo of an order that a reader may see.
pub(crate) async fn file(db: &Db, reader: &Reader, order: OrderId) -> Result<Option<Picture>, StorageError> {
    let mut sql = Sql::new(
        "SELECT p.media_type, o.photo_digest AS digest, p.bytes
         FROM household_order o JOIN drop_photo p ON p.order_id = o.id WHERE o.id = ",
    );
    sql.bind(order.get()).push(" AND ");
    push_reader(&mut sql, reader);
    db.select(sql).await?.first().map(picture_of).transpose()
}

/// Forgets it.
pub(crate) fn erase(tx: &mut Tx, order: OrderId) {
    tx.defer("DELETE FROM drop_photo WHERE order_id = $1", args![order.get()]);
}
