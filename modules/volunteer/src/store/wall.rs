//! The thanks wall: whoever wants to stand on it.

use crate::store::columns::{id, word};
use tongxin_city::{PlaceCode, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError};

/// Somebody on the wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Thanked {
    pub(crate) id: VolunteerId,
    pub(crate) name: String,
    pub(crate) home: PlaceCode,
    pub(crate) minutes: i64,
}

/// Who is thanked, the most hours first; whoever has worked none yet is not.
pub(crate) async fn page(db: &Db, after: Option<(i64, VolunteerId)>, limit: u32) -> Result<Vec<Thanked>, StorageError> {
    let mut sql =
        Sql::new("SELECT id, wall_name, home_code, minutes FROM volunteer WHERE wall_name IS NOT NULL AND minutes > 0");
    if let Some((minutes, id)) = after {
        sql.push(" AND (minutes < ").bind(minutes);
        sql.push(" OR (minutes = ").bind(minutes);
        sql.push(" AND id < ").bind(id.get()).push("))");
    }
    sql.push(" ORDER BY minutes DESC, id DESC LIMIT ").bind(limit);
    let thanked = |row: &Row| {
        Ok(Thanked {
            id: id(row, "id")?,
            name: row.text("wall_name")?,
            home: word(row, "home_code")?,
            minutes: row.int("minutes")?,
        })
    };
    db.select(sql).await?.iter().map(thanked).collect()
}
