//! Links to calendars, as hashes.

use crate::store::columns::{at, opt_id};
use tongxin_city::{CalendarId, HouseholdId, OrgId, Timestamp};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

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

/// Ends the links there are.
pub(crate) fn end(tx: &mut Tx, of: CalendarOf) {
    match of {
        CalendarOf::Household(id) => tx.defer("DELETE FROM care_calendar WHERE household_id = $1", args![id.get()]),
        CalendarOf::Hospital(id) => tx.defer("DELETE FROM care_calendar WHERE org_id = $1", args![id.get()]),
    }
}

/// Writes a link down.
pub(crate) fn insert(tx: &mut Tx, id: CalendarId, hash: [u8; 32], of: CalendarOf, by: &str, made: Made) {
    let (household, org) = match of {
        CalendarOf::Household(id) => (Some(id.get()), None),
        CalendarOf::Hospital(id) => (None, Some(id.get())),
    };
    tx.defer(
        "INSERT INTO care_calendar (id, token_hash, household_id, org_id, made_by, made_at, until_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            id.get(),
            hash,
            household,
            org,
            by,
            made.at.millis(),
            made.until.millis()
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
