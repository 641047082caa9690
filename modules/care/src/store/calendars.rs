//! Links to calendars, as hashes.

use crate::store::columns::{at, id, opt_id};
use tongxin_city::{CalendarId, HouseholdId, OrgId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// Whose appointments a calendar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalendarOf {
    Household(HouseholdId),
    Hospital(OrgId),
}

/// A calendar's link as it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) at: Timestamp,
    pub(crate) until: Timestamp,
}

fn made(row: &Row) -> Result<Made, StorageError> {
    Ok(Made {
        at: at(row, "made_at")?,
        until: at(row, "until_at")?,
    })
}

/// The links to a calendar that there are, as a write sees them.
pub(crate) async fn links_in(tx: &mut Tx, of: CalendarOf) -> Result<Vec<CalendarId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM care_calendar WHERE ");
    match of {
        CalendarOf::Household(id) => sql.push("household_id = ").bind(id.get()),
        CalendarOf::Hospital(id) => sql.push("org_id = ").bind(id.get()),
    };
    let rows = tx.select(sql).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Ends a link.
pub(crate) fn end_one(tx: &mut Tx, id: CalendarId) {
    tx.defer("DELETE FROM care_calendar WHERE id = $1", args![id.get()]);
}

/// Links to calendars of households and hospitals inside a place.
pub(crate) async fn inside(db: &Db, place: &PlaceCode, limit: u32) -> Result<Vec<CalendarId>, StorageError> {
    let (from, below) = place.range();
    let sql =
        "SELECT id FROM care_calendar WHERE place_code >= $1 AND place_code < $2 ORDER BY place_code, id LIMIT $3";
    let rows = db.all(sql, args![from, below, i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Of these, those that are there.
pub(crate) async fn held(db: &Db, ids: &[CalendarId]) -> Result<Vec<CalendarId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM care_calendar WHERE id IN ");
    sql.bind_list(ids.iter().map(|id| id.get()));
    let rows = db.select(sql).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Whose calendar a new link opens, and where they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewLink {
    pub(crate) of: CalendarOf,
    pub(crate) place: PlaceCode,
}

/// Writes a link down.
pub(crate) fn insert(tx: &mut Tx, id: CalendarId, hash: [u8; 32], new: &NewLink, by: &str, made: Made) {
    let (household, org) = match new.of {
        CalendarOf::Household(id) => (Some(id.get()), None),
        CalendarOf::Hospital(id) => (None, Some(id.get())),
    };
    tx.defer(
        "INSERT INTO care_calendar (id, token_hash, household_id, org_id, made_by, made_at, until_at, place_code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id.get(),
            hash,
            household,
            org,
            by,
            made.at.millis(),
            made.until.millis(),
            new.place.as_str()
        ],
    );
}

/// Whose calendar a link opens now.
pub(crate) async fn opened_by(db: &Db, hash: [u8; 32], now: Timestamp) -> Result<Option<CalendarOf>, StorageError> {
    let sql = "SELECT household_id, org_id FROM care_calendar WHERE token_hash = $1 AND until_at > $2";
    let Some(row) = db.optional(sql, args![hash, now.millis()]).await? else {
        return Ok(None);
    };
    let household = opt_id(&row, "household_id")?.map(CalendarOf::Household);
    let hospital = opt_id(&row, "org_id")?.map(CalendarOf::Hospital);
    Ok(household.or(hospital))
}

/// The link that opens a calendar now, if there is one.
pub(crate) async fn of(db: &Db, of: CalendarOf, now: Timestamp) -> Result<Option<Made>, StorageError> {
    let row = match of {
        CalendarOf::Household(id) => {
            let sql = "SELECT made_at, until_at FROM care_calendar WHERE household_id = $1 AND until_at > $2";
            db.optional(sql, args![id.get(), now.millis()]).await?
        }
        CalendarOf::Hospital(id) => {
            let sql = "SELECT made_at, until_at FROM care_calendar WHERE org_id = $1 AND until_at > $2";
            db.optional(sql, args![id.get(), now.millis()]).await?
        }
    };
    row.as_ref().map(made).transpose()
}

/// Whether links have ended.
pub(crate) async fn has_ended(db: &Db, now: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM care_calendar WHERE until_at <= $1 LIMIT 1";
    Ok(db.optional(sql, args![now.millis()]).await?.is_some())
}

/// Forgets links that have ended.
pub(crate) fn forget(tx: &mut Tx, now: Timestamp) {
    tx.defer("DELETE FROM care_calendar WHERE until_at <= $1", args![now.millis()]);
}
