//! Which applications and listings a list shows.

use crate::rules::listing::FirmKind;
use std::fmt::Display;
use std::str::FromStr;
use tongxin_account::Scope;
use tongxin_city::{Day, PlaceCode};
use tongxin_storage::{Db, Row, Sql, StorageError, TextIndex};

/// Which rows a list shows; `S` is how they can stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct WhitelistFilter<S> {
    /// Standing so.
    pub(crate) state: Option<S>,
    /// Of this kind.
    pub(crate) kind: Option<FirmKind>,
    /// At or inside this place.
    pub(crate) place: Option<PlaceCode>,
    /// Whose name or credit code holds these words.
    pub(crate) search: Option<String>,
    /// Listings that run out before this day.
    pub(crate) expiring_before: Option<Day>,
}

/// How many rows stand in each state.
pub(crate) type Counts<S> = Vec<(S, i64)>;

/// What differs between the two tables.
pub(super) struct Table {
    /// ` AND ` and the id's column.
    pub(super) and_id: &'static str,
    pub(super) text: TextIndex,
}

impl<S: Display> WhitelistFilter<S> {
    /// Adds the scope and every condition but the state, to a statement that ends in `WHERE `.
    fn push_bounds(&self, sql: &mut Sql, db: &Db, table: &Table, scope: &Scope) {
        scope.push_sql(sql, Some("place_code"), Some("org_id"), None);
        if let Some(kind) = self.kind {
            sql.push(" AND kind = ").bind(kind.as_str());
        }
        if let Some(place) = &self.place {
            let (from, below) = place.range();
            sql.push(" AND place_code >= ").bind(from);
            sql.push(" AND place_code < ").bind(below);
        }
        if let Some(day) = self.expiring_before {
            sql.push(" AND valid_until < ").bind(day.number());
        }
        if let Some(words) = self.search.as_deref().filter(|words| !words.trim().is_empty())
            && !table.text.push_match(sql.push(table.and_id), db.dialect(), words)
        {
            // Punctuation alone finds nothing.
            sql.push("IS NULL");
        }
    }

    /// Adds all conditions to a statement that ends in `WHERE `.
    pub(super) fn push(&self, sql: &mut Sql, db: &Db, table: &Table, scope: &Scope) {
        self.push_bounds(sql, db, table, scope);
        if let Some(state) = &self.state {
            sql.push(" AND state = ").bind(state.to_string());
        }
    }

    /// How many rows stand in each state, whatever state the filter names.
    pub(super) async fn counts(
        &self,
        db: &Db,
        from: &'static str,
        table: &Table,
        scope: &Scope,
    ) -> Result<Counts<S>, StorageError>
    where
        S: FromStr<Err: Display>,
    {
        let mut sql = Sql::new("SELECT state, COUNT(*) AS count FROM ");
        sql.push(from).push(" WHERE ");
        self.push_bounds(&mut sql, db, table, scope);
        sql.push(" GROUP BY state ORDER BY state");
        let count = |row: &Row| Ok((crate::store::columns::word(row, "state")?, row.int("count")?));
        db.select(sql).await?.iter().map(count).collect()
    }
}
