//! What a write has to know before it takes an order, in as few statements as possible.

use crate::rules::basket::{AskedLine, Offered};
use crate::rules::window::Window;
use crate::store::columns::{corrupt, id};
use crate::store::windows::{window_columns, window_of};
use std::collections::HashMap;
use tongxin_city::{Day, Fen, HouseholdId, ItemId, OrgId, Timestamp, WindowId};
use tongxin_storage::{Row, Sql, StorageError, Tx, args};

/// How often a household has ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Book {
    /// Orders of today.
    pub(crate) orders_today: i64,
    /// Orders ever; 0 before the first.
    seq: i64,
}

/// The window of an outlet, and the household's book.
pub(crate) async fn window_and_book(
    tx: &mut Tx,
    org: OrgId,
    window: WindowId,
    household: HouseholdId,
    today: Day,
) -> Result<Option<(Window, Book)>, StorageError> {
    let sql = concat!(
        "SELECT ",
        window_columns!(),
        ", b.day, b.orders, b.seq FROM delivery_window w LEFT JOIN order_book b ON b.household_id = $3
         WHERE w.id = $1 AND w.org_id = $2"
    );
    let row = tx
        .optional(sql, args![window.get(), org.get(), household.get()])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let is_today = row.opt_int("day")? == Some(today.number());
    let orders = row.opt_int("orders")?.unwrap_or(0);
    let book = Book {
        orders_today: if is_today { orders } else { 0 },
        seq: row.opt_int("seq")?.unwrap_or(0),
    };
    Ok(Some((window_of(&row)?, book)))
}

/// Moves a household's book on by one order. The write is tried again when another order of it was first.
pub(crate) fn move_book(tx: &mut Tx, household: HouseholdId, book: Book, today: Day) {
    tx.defer_one(
        "INSERT INTO order_book (household_id, day, orders, seq) VALUES ($1, $2, $3, 1)
         ON CONFLICT (household_id) DO UPDATE
         SET day = excluded.day, orders = excluded.orders, seq = order_book.seq + 1 WHERE order_book.seq = $4",
        args![household.get(), today.number(), book.orders_today + 1, book.seq],
    );
}

/// What the outlet offers of the items that were asked for, before what the household ordered of them today.
pub(crate) async fn offered(tx: &mut Tx, org: OrgId, asked: &[AskedLine]) -> Result<Vec<Offered>, StorageError> {
    let mut sql = Sql::new(
        "SELECT o.item_id, i.name, o.price_fen, o.household_max, o.is_open, s.on_hand, s.promised
         FROM offer o JOIN item i ON i.id = o.item_id JOIN stock s ON s.org_id = o.org_id AND s.item_id = o.item_id
         WHERE o.org_id = ",
    );
    sql.bind(org.get())
        .push(" AND o.item_id IN ")
        .bind_list(asked.iter().map(|line| line.item.get()));
    tx.select(sql).await?.iter().map(offered_of).collect()
}

fn offered_of(row: &Row) -> Result<Offered, StorageError> {
    Ok(Offered {
        item: id(row, "item_id")?,
        name: row.text("name")?,
        price: Fen::try_from(row.int("price_fen")?).map_err(|error| corrupt("offer.price_fen", error))?,
        household_max: row.int("household_max")?,
        is_open: row.flag("is_open")?,
        free: (row.int("on_hand")? - row.int("promised")?).max(0),
        ordered_today: 0,
    })
}

/// Pieces that a household ordered of an outlet's items since a moment, without what was called off or drawn by lot.
pub(crate) async fn ordered_since(
    tx: &mut Tx,
    org: OrgId,
    household: HouseholdId,
    since: Timestamp,
) -> Result<HashMap<ItemId, i64>, StorageError> {
    let rows = tx
        .all(
            "SELECT l.item_id, CAST(SUM(l.ordered) AS BIGINT) AS pieces
             FROM household_order o JOIN order_line l ON l.order_id = o.id
             WHERE o.household_id = $1 AND o.id >= $2 AND o.placed_at >= $3 AND o.org_id = $4
                 AND o.state <> 'cancelled' AND o.allotment_id IS NULL
             GROUP BY l.item_id",
            // An id is never older than its order, so that the index on ids bounds the search.
            args![
                household.get(),
                tongxin_city::Id63::from_parts(since, 0).get(),
                since.millis(),
                org.get()
            ],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((id(row, "item_id")?, row.int("pieces")?)))
        .collect()
}

/// What an item is called.
pub(crate) async fn item_name(tx: &mut Tx, item: ItemId) -> Result<String, StorageError> {
    let row = tx
        .optional("SELECT name FROM item WHERE id = $1", args![item.get()])
        .await?;
    row.ok_or(StorageError::NoRow)?.text("name")
}
