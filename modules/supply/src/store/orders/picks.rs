//! What is to be picked for a window, added up where it lies.

use crate::store::columns::{id, word};
use tongxin_account::Scope;
use tongxin_city::{ItemId, PlaceCode, WindowId};
use tongxin_storage::{Db, Row, Sql, StorageError};

/// What one building gets of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) building: PlaceCode,
    pub(crate) item: ItemId,
    /// Pieces to be packed; of orders that are packed, the pieces that are.
    pub(crate) pieces: i64,
    /// Pieces of these that are packed already.
    pub(crate) picked: i64,
}

/// Which orders are added up: those of a window that have not left, perhaps only of one place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PickFilter {
    pub(crate) window: WindowId,
    pub(crate) place: Option<PlaceCode>,
}

impl PickFilter {
    fn push(&self, sql: &mut Sql, scope: &Scope) {
        scope.push_sql(sql, Some("o.building_code"), Some("o.org_id"), None);
        sql.push(" AND o.window_id = ").bind(self.window.get());
        sql.push(" AND o.state IN ('placed', 'packed')");
        if let Some(place) = &self.place {
            let (from, below) = place.range();
            sql.push(" AND o.building_code >= ").bind(from);
            sql.push(" AND o.building_code < ").bind(below);
        }
    }
}

/// The parts by building and item.
pub(crate) async fn parts(db: &Db, scope: &Scope, filter: &PickFilter, limit: u32) -> Result<Vec<Part>, StorageError> {
    let mut sql = Sql::new(
        "SELECT o.building_code, l.item_id, CAST(SUM(COALESCE(l.picked, l.ordered)) AS BIGINT) AS pieces,
             CAST(SUM(COALESCE(l.picked, 0)) AS BIGINT) AS picked
         FROM household_order o JOIN order_line l ON l.order_id = o.id WHERE ",
    );
    filter.push(&mut sql, scope);
    sql.push(" GROUP BY o.building_code, l.item_id ORDER BY o.building_code, l.item_id LIMIT ")
        .bind(limit);
    db.select(sql).await?.iter().map(part).collect()
}

fn part(row: &Row) -> Result<Part, StorageError> {
    Ok(Part {
        building: word(row, "building_code")?,
        item: id(row, "item_id")?,
        pieces: row.int("pieces")?,
        picked: row.int("picked")?,
    })
}

/// How many orders each building has, by building.
pub(crate) async fn orders(
    db: &Db,
    scope: &Scope,
    filter: &PickFilter,
    limit: u32,
) -> Result<Vec<(PlaceCode, i64)>, StorageError> {
    let mut sql = Sql::new("SELECT o.building_code, COUNT(*) AS orders FROM household_order o WHERE ");
    filter.push(&mut sql, scope);
    sql.push(" GROUP BY o.building_code ORDER BY o.building_code LIMIT ")
        .bind(limit);
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((word(row, "building_code")?, row.int("orders")?)))
        .collect()
}
