//! Reading a firm's stock and its movements.

use super::level_of;
use crate::rules::item::Item;
use crate::rules::offer::Terms;
use crate::rules::stock::{Level, MovementKind};
use crate::store::columns::{at, id, opt_at, opt_id, word};
use crate::store::firm::Firm;
use crate::store::items::{item_columns, item_of, push_after, push_search};
use crate::store::offers::terms_of;
use tongxin_city::{Id63, ItemId, MovementId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError};

/// An item as a firm has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StockLine {
    pub(crate) item: Item,
    pub(crate) level: Level,
    pub(crate) counted_at: Option<Timestamp>,
    /// On which terms it is sold, if it is.
    pub(crate) terms: Option<Terms>,
}

/// A page of what a firm carries, by name.
pub(crate) async fn lines(
    db: &Db,
    firm: &Firm,
    search: Option<&str>,
    after: Option<ItemId>,
    limit: u32,
) -> Result<Vec<StockLine>, StorageError> {
    let mut sql = lines_of(firm);
    push_search(&mut sql, search);
    push_after(&mut sql, after);
    sql.push(" ORDER BY i.name, i.id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(line_of).collect()
}

/// One item as a firm has it, if it carries it.
pub(crate) async fn line(db: &Db, firm: &Firm, item: ItemId) -> Result<Option<StockLine>, StorageError> {
    let mut sql = lines_of(firm);
    sql.push(" AND s.item_id = ").bind(item.get());
    db.select(sql).await?.first().map(line_of).transpose()
}

fn lines_of(firm: &Firm) -> Sql {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        item_columns!(),
        ", s.on_hand, s.promised, s.counted_at, o.price_fen, o.household_max, o.is_open
         FROM stock s JOIN item i ON i.id = s.item_id
         LEFT JOIN offer o ON o.org_id = s.org_id AND o.item_id = s.item_id
         WHERE s.org_id = "
    ));
    sql.bind(firm.id().get());
    sql
}

fn line_of(row: &Row) -> Result<StockLine, StorageError> {
    let is_sold = row.opt_int("price_fen")?.is_some();
    Ok(StockLine {
        item: item_of(row)?,
        level: level_of(row)?,
        counted_at: opt_at(row, "counted_at")?,
        terms: is_sold.then(|| terms_of(row)).transpose()?,
    })
}

/// How many pieces of each item left a firm for households and other outlets since a moment. Bounded by the firm's index
/// on ids, which are never older than what they belong to.
pub(crate) async fn left_since(db: &Db, firm: &Firm, since: Timestamp) -> Result<Vec<(ItemId, i64)>, StorageError> {
    let mut sql = Sql::new("SELECT item_id, CAST(-SUM(change) AS BIGINT) AS pieces FROM movement WHERE org_id = ");
    sql.bind(firm.id().get());
    sql.push(" AND id >= ").bind(Id63::from_parts(since, 0).get());
    sql.push(" AND kind IN ('order', 'transfer_out') GROUP BY item_id");
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((id(row, "item_id")?, row.int("pieces")?)))
        .collect()
}

/// Which movements are asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct MovementFilter {
    pub(crate) item: Option<ItemId>,
    pub(crate) kind: Option<MovementKind>,
    /// Written at this moment or later.
    pub(crate) from: Option<Timestamp>,
    /// Written before this moment.
    pub(crate) until: Option<Timestamp>,
}

/// A movement as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Movement {
    pub(crate) id: MovementId,
    pub(crate) item: ItemId,
    pub(crate) item_name: String,
    pub(crate) item_unit: String,
    pub(crate) at: Timestamp,
    pub(crate) kind: MovementKind,
    pub(crate) change: i64,
    pub(crate) actor: String,
    pub(crate) note: Option<String>,
    pub(crate) undoes: Option<MovementId>,
}

/// A page of a firm's movements, newest first.
pub(crate) async fn movements(
    db: &Db,
    firm: &Firm,
    filter: &MovementFilter,
    before: Option<MovementId>,
    limit: u32,
) -> Result<Vec<Movement>, StorageError> {
    let mut sql = Sql::new(
        "SELECT m.id, m.item_id, i.name, i.unit, m.at, m.kind, m.change, m.actor, m.note, m.undoes
         FROM movement m JOIN item i ON i.id = m.item_id WHERE m.org_id = ",
    );
    sql.bind(firm.id().get());
    if let Some(item) = filter.item {
        sql.push(" AND m.item_id = ").bind(item.get());
    }
    if let Some(kind) = filter.kind {
        sql.push(" AND m.kind = ").bind(kind.as_str());
    }
    if let Some(from) = filter.from {
        sql.push(" AND m.id >= ").bind(Id63::from_parts(from, 0).get());
    }
    if let Some(until) = filter.until {
        sql.push(" AND m.id < ").bind(Id63::from_parts(until, 0).get());
    }
    if let Some(before) = before {
        sql.push(" AND m.id < ").bind(before.get());
    }
    sql.push(" ORDER BY m.id DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(movement_of).collect()
}

fn movement_of(row: &Row) -> Result<Movement, StorageError> {
    Ok(Movement {
        id: id(row, "id")?,
        item: id(row, "item_id")?,
        item_name: row.text("name")?,
        item_unit: row.text("unit")?,
        at: at(row, "at")?,
        kind: word(row, "kind")?,
        change: row.int("change")?,
        actor: row.text("actor")?,
        note: row.opt_text("note")?,
        undoes: opt_id(row, "undoes")?,
    })
}
