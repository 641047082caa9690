//! Delivery windows. Which ones an outlet offers is no secret; only the outlet itself opens and closes them.

use crate::rules::window::{NewWindow, Window};
use crate::store::columns::{at, id};
use tongxin_account::Scope;
use tongxin_city::{OrgId, Timestamp, WindowId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

macro_rules! window_columns {
    () => {
        "w.id, w.org_id, w.from_at, w.to_at, w.closes_at, w.orders_max, w.orders_taken, w.is_open"
    };
}
pub(crate) use window_columns;

pub(crate) fn window_of(row: &Row) -> Result<Window, StorageError> {
    Ok(Window {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        from_at: at(row, "from_at")?,
        to_at: at(row, "to_at")?,
        closes_at: at(row, "closes_at")?,
        orders_max: row.int("orders_max")?,
        orders_taken: row.int("orders_taken")?,
        is_open: row.flag("is_open")?,
    })
}

/// The windows of an outlet that can still be ordered for, by time; full ones too.
pub(crate) async fn ahead(db: &Db, org: OrgId, now: Timestamp, limit: u32) -> Result<Vec<Window>, StorageError> {
    let sql = concat!(
        "SELECT ",
        window_columns!(),
        " FROM delivery_window w
         WHERE w.org_id = $1 AND w.from_at >= $2 AND w.closes_at > $3 AND w.is_open = 1 ORDER BY w.from_at LIMIT $4"
    );
    // A window lasts a day at most, so that the index on its beginning bounds the search.
    let from = now.plus_hours(-crate::limits::WINDOW_HOURS_MAX);
    let rows = db
        .all(sql, args![org.get(), from.millis(), now.millis(), limit])
        .await?;
    rows.iter().map(window_of).collect()
}

/// A page of an outlet's windows by time from a moment on, closed ones too, if the scope covers the outlet.
pub(crate) async fn list(
    db: &Db,
    scope: &Scope,
    org: OrgId,
    from: Timestamp,
    limit: u32,
) -> Result<Vec<Window>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", window_columns!(), " FROM delivery_window w WHERE "));
    scope.push_sql(&mut sql, None, Some("w.org_id"), None);
    sql.push(" AND w.org_id = ").bind(org.get());
    sql.push(" AND w.from_at >= ").bind(from.millis());
    sql.push(" ORDER BY w.from_at LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(window_of).collect()
}

/// Windows, whoever asks: an order shows when it comes.
pub(crate) async fn of_ids(db: &Db, ids: impl IntoIterator<Item = WindowId>) -> Result<Vec<Window>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        window_columns!(),
        " FROM delivery_window w WHERE w.id IN "
    ));
    sql.bind_list(ids.into_iter().map(WindowId::get));
    db.select(sql).await?.iter().map(window_of).collect()
}

/// Opens a window. `is_taken` when the outlet has one that begins at the same time.
pub(crate) async fn insert(tx: &mut Tx, window: WindowId, org: OrgId, new: &NewWindow) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO delivery_window (id, org_id, from_at, to_at, closes_at, orders_max, orders_taken, is_open)
         VALUES ($1, $2, $3, $4, $5, $6, 0, 1)",
        args![
            window.get(),
            org.get(),
            new.from_at.millis(),
            new.to_at.millis(),
            new.closes_at.millis(),
            new.orders_max
        ],
    )
    .await?;
    Ok(())
}

/// Whether the outlet has a window that begins then.
pub(crate) async fn begins_at(tx: &mut Tx, org: OrgId, from: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM delivery_window WHERE org_id = $1 AND from_at = $2";
    Ok(tx.optional(sql, args![org.get(), from.millis()]).await?.is_some())
}

/// Closes or opens a window of an outlet in the scope. False when there is none.
pub(crate) async fn set_open(
    tx: &mut Tx,
    scope: &Scope,
    window: WindowId,
    is_open: bool,
) -> Result<bool, StorageError> {
    let mut sql = Sql::new("UPDATE delivery_window SET is_open = ");
    sql.bind(is_open).push(" WHERE id = ").bind(window.get());
    scope.push_sql(sql.push(" AND "), None, Some("org_id"), None);
    Ok(tx.apply(sql).await? == 1)
}

/// Takes one place in a window that was seen to have one within the same write. The write is tried again when others
/// took it meanwhile.
pub(crate) fn take_place(tx: &mut Tx, window: WindowId, now: Timestamp) {
    tx.defer_one(
        "UPDATE delivery_window SET orders_taken = orders_taken + 1
         WHERE id = $1 AND orders_taken < orders_max AND is_open = 1 AND closes_at > $2",
        args![window.get(), now.millis()],
    );
}

/// Gives a place back.
pub(crate) fn free_place(tx: &mut Tx, window: WindowId) {
    tx.defer_one(
        "UPDATE delivery_window SET orders_taken = orders_taken - 1 WHERE id = $1 AND orders_taken > 0",
        args![window.get()],
    );
}
