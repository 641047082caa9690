//! Vehicles and staff of listed firms. A firm's are seen by whoever sees its listing.

pub(crate) mod staff;
pub(crate) mod vehicles;

use crate::store::columns;
use crate::store::many::AT_ONCE;
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{OrgId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError};

/// Which vehicles or staff a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct FleetFilter {
    /// Of this firm.
    pub(crate) org: Option<OrgId>,
    /// Of firms in this place.
    pub(crate) place: Option<PlaceCode>,
    /// Whose plate or name holds this.
    pub(crate) search: Option<String>,
    /// Also those that have ended.
    pub(crate) with_ended: bool,
}

/// The names of the columns that differ between the two tables.
pub(crate) struct Columns {
    org: &'static str,
    ended_at: &'static str,
    searched: &'static str,
}

/// Since when, by whom, and perhaps until when something belongs to a firm.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub(crate) added_by: String,
    pub(crate) added_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

impl Stay {
    fn of(row: &Row) -> Result<Stay, StorageError> {
        Ok(Stay {
            added_by: row.text("added_by")?,
            added_at: columns::at(row, "added_at")?,
            ended_at: columns::opt_at(row, "ended_at")?,
        })
    }
}

impl FleetFilter {
    /// Adds the scope and all conditions to a statement over the table and its firms' listings.
    fn push(&self, sql: &mut Sql, names: &Columns, scope: &Scope) {
        sql.push(" WHERE ");
        scope.push_sql(sql, Some("listing.place_code"), Some("listing.org_id"), None);
        if let Some(org) = self.org {
            sql.push(" AND ").push(names.org).push(" = ").bind(org.get());
        }
        if let Some(place) = &self.place {
            let (from, below) = place.range();
            sql.push(" AND listing.place_code >= ").bind(from);
            sql.push(" AND listing.place_code < ").bind(below);
        }
        if !self.with_ended {
            sql.push(" AND ").push(names.ended_at).push(" IS NULL");
        }
        if let Some(search) = self
            .search
            .as_deref()
            .map(str::trim)
            .filter(|search| !search.is_empty())
        {
            sql.push(" AND ").push_holds(names.searched, search);
        }
    }
}

async fn count(
    db: &Db,
    mut sql: Sql,
    filter: &FleetFilter,
    names: &Columns,
    scope: &Scope,
) -> Result<i64, StorageError> {
    filter.push(&mut sql, names, scope);
    let rows = db.select(sql).await?;
    rows.first().map_or(Ok(0), |row| row.int("count"))
}

/// How many rows each of these firms has; `sql` ends in `org_id IN `.
async fn running_of(db: &Db, sql: Sql, orgs: &[OrgId]) -> Result<HashMap<OrgId, i64>, StorageError> {
    let mut running = HashMap::new();
    for orgs in orgs.chunks(AT_ONCE) {
        let mut sql = sql.clone();
        sql.bind_list(orgs.iter().map(|org| org.get())).push(" GROUP BY org_id");
        for row in db.select(sql).await? {
            running.insert(columns::id(&row, "org_id")?, row.int("count")?);
        }
    }
    Ok(running)
}
