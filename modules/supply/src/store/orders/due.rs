//! What the clock asks for: orders that are late, that nobody confirmed, and those whose time to be forgotten has come.

use crate::store::columns::{at, id};
use crate::store::many::AT_ONCE;
use crate::store::orders::photos;
use std::collections::HashMap;
use tongxin_city::{OrderId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, Value, args};

/// Orders that have not arrived and should have, and are in no need yet; the longest due first.
pub(crate) async fn late(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<OrderId>, StorageError> {
    let sql = "SELECT id FROM household_order
               WHERE (state = 'placed' OR state = 'packed' OR state = 'sent') AND late_need_id IS NULL AND due_at < $1
               ORDER BY due_at, id LIMIT $2";
    ids(db, sql, args![now.millis(), limit]).await
}

/// Orders that were put down before a moment and not confirmed since.
pub(crate) async fn unconfirmed(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, StorageError> {
    let sql = "SELECT id FROM household_order WHERE state = 'dropped' AND dropped_at < $1
               ORDER BY dropped_at, id LIMIT $2";
    ids(db, sql, args![before.millis(), limit]).await
}

/// Orders that were closed before a moment and still hold what is personal.
pub(crate) async fn unerased(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, StorageError> {
    let sql = "SELECT id FROM household_order WHERE closed_at IS NOT NULL AND erased_at IS NULL AND closed_at < $1
               ORDER BY closed_at, id LIMIT $2";
    ids(db, sql, args![before.millis(), limit]).await
}

/// Of these orders those that have not arrived and of which no need says yet that they are late.
pub(crate) async fn not_said_late(db: &Db, orders: &[OrderId]) -> Result<Vec<OrderId>, StorageError> {
    let sql = "SELECT id FROM household_order
               WHERE (state = 'placed' OR state = 'packed' OR state = 'sent') AND late_need_id IS NULL AND id IN ";
    among(db, sql, orders).await
}

/// Of these orders those that nobody is on the way with.
pub(crate) async fn not_left(db: &Db, orders: &[OrderId]) -> Result<Vec<OrderId>, StorageError> {
    let sql = "SELECT id FROM household_order WHERE (state = 'placed' OR state = 'packed') AND id IN ";
    among(db, sql, orders).await
}

/// Of these orders those that are closed.
fn closed_among(orders: &[OrderId]) -> Sql {
    asked(
        "SELECT id, closed_at FROM household_order WHERE closed_at IS NOT NULL AND id IN ",
        orders,
    )
}

fn closed_at(row: &Row) -> Result<(OrderId, Timestamp), StorageError> {
    Ok((id(row, "id")?, at(row, "closed_at")?))
}

/// Of these orders those that are closed, and since when.
pub(crate) async fn closed(db: &Db, orders: &[OrderId]) -> Result<HashMap<OrderId, Timestamp>, StorageError> {
    let mut found = HashMap::new();
    for orders in orders.chunks(AT_ONCE) {
        for row in db.select(closed_among(orders)).await? {
            found.extend([closed_at(&row)?]);
        }
    }
    Ok(found)
}

/// The same as a write sees them.
pub(crate) async fn closed_in(tx: &mut Tx, orders: &[OrderId]) -> Result<HashMap<OrderId, Timestamp>, StorageError> {
    let mut found = HashMap::new();
    for orders in orders.chunks(AT_ONCE) {
        for row in tx.select(closed_among(orders)).await? {
            found.extend([closed_at(&row)?]);
        }
    }
    Ok(found)
}

/// What is asked of these orders.
fn asked(what: &'static str, orders: &[OrderId]) -> Sql {
    let mut sql = Sql::new(what);
    sql.bind_list(orders.iter().map(|order| order.get()));
    sql
}

async fn among(db: &Db, what: &'static str, orders: &[OrderId]) -> Result<Vec<OrderId>, StorageError> {
    let mut found = Vec::new();
    for orders in orders.chunks(AT_ONCE) {
        for row in db.select(asked(what, orders)).await? {
            found.push(id(&row, "id")?);
        }
    }
    Ok(found)
}

async fn ids(db: &Db, sql: &'static str, args: Vec<Value>) -> Result<Vec<OrderId>, StorageError> {
    db.all(sql, args).await?.iter().map(|row| id(row, "id")).collect()
}

/// Forgets what is personal of a closed order: the door's label, how to reach it, what was noted, also on its run, where
/// it was put down with the photo of it, the slip's number, the code. What was ordered, when and by which household's number stays.
pub(crate) fn erase(tx: &mut Tx, order: OrderId, now: Timestamp) {
    tx.defer(
        "UPDATE household_order SET door = '', contact = NULL, note = NULL, hand_over_code = '', drop_point = NULL,
             photo_digest = NULL, consent = CASE WHEN consent LIKE 'slip %' THEN 'slip ' ELSE consent END, erased_at = $2
         WHERE id = $1 AND erased_at IS NULL",
        args![order.get(), now.millis()],
    );
    photos::erase(tx, order);
    tx.defer(
        "UPDATE order_event SET note = NULL WHERE order_id = $1 AND note IS NOT NULL",
        args![order.get()],
    );
    tx.defer(
        "UPDATE outlet_run SET note = NULL
         WHERE note IS NOT NULL AND id = (SELECT run_id FROM household_order WHERE id = $1)",
        args![order.get()],
    );
}
