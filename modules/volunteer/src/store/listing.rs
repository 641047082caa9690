//! Volunteers as lists look for them.

use super::TEXT;
use super::volunteers::{VOLUNTEER, Volunteer, volunteer};
use crate::rules::person::{Skill, VolunteerState};
use crate::store::columns::word;
use tongxin_account::Scope;
use tongxin_city::{PlaceCode, VolunteerId};
use tongxin_storage::{Db, Sql, StorageError};

/// Which volunteers somebody looks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct VolunteerFilter {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// In this state only.
    pub(crate) state: Option<VolunteerState>,
    /// With this skill only.
    pub(crate) skill: Option<Skill>,
    /// Whose name or number holds these words.
    pub(crate) words: String,
    /// After this one.
    pub(crate) after: Option<(PlaceCode, VolunteerId)>,
}

/// Volunteers inside a scope by home, at most so many; nobody who was erased.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &VolunteerFilter,
    limit: u32,
) -> Result<Vec<Volunteer>, StorageError> {
    let mut sql = Sql::new(VOLUNTEER);
    scope.push_sql(&mut sql, Some("home_code"), None, None);
    match filter.state {
        Some(state) => sql.push(" AND state = ").bind(state.as_str()),
        None => sql.push(" AND state <> 'erased'"),
    };
    if let Some(place) = &filter.place {
        let (from, below) = place.range();
        sql.push(" AND home_code >= ").bind(from);
        sql.push(" AND home_code < ").bind(below);
    }
    if let Some(skill) = filter.skill {
        // Words are parted by blanks, and none begins another.
        sql.push(" AND skills LIKE ").bind(format!("%{skill}%"));
    }
    if !filter.words.trim().is_empty() {
        sql.push(" AND id ");
        if !TEXT.push_match(&mut sql, db.dialect(), &filter.words) {
            sql.push("IS NULL");
        }
    }
    if let Some((home, id)) = &filter.after {
        sql.push(" AND (home_code > ").bind(home.as_str());
        sql.push(" OR (home_code = ").bind(home.as_str());
        sql.push(" AND id > ").bind(id.get()).push("))");
    }
    sql.push(" ORDER BY home_code, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(volunteer).collect()
}

/// How many volunteers of each state there are inside a scope.
pub(crate) async fn counts(db: &Db, scope: &Scope) -> Result<Vec<(VolunteerState, i64)>, StorageError> {
    let mut sql = Sql::new("SELECT state, COUNT(*) AS count FROM volunteer WHERE ");
    scope.push_sql(&mut sql, Some("home_code"), None, None);
    sql.push(" GROUP BY state");
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((word(row, "state")?, row.int("count")?)))
        .collect()
}
