//! Series of appointments, as they were asked for.

use crate::rules::recurrence::Recurrence;
use crate::rules::series::{CheckedSeries, SeriesRide};
use crate::store::columns::{day, id, opt_day, opt_word, word};
use crate::store::people::Home;
use crate::vault::Sealed;
use tongxin_account::Scope;
use tongxin_city::{Day, HouseholdId, OrgId, PlaceCode, SeriesId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A series; what is sealed stays so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Series {
    pub(crate) id: SeriesId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
    pub(crate) hospital: OrgId,
    pub(crate) hospital_code: PlaceCode,
    pub(crate) rule: Option<Recurrence>,
    pub(crate) first: Day,
    pub(crate) minute: i64,
    pub(crate) minutes: i64,
    pub(crate) ride: SeriesRide,
    pub(crate) contact: Option<String>,
    pub(crate) sealed: Option<Sealed>,
    pub(crate) next_on: Option<Day>,
}

impl Series {
    /// Its days.
    pub(crate) fn days(&self) -> Vec<Day> {
        match &self.rule {
            Some(rule) => rule.days(self.first),
            None => vec![self.first],
        }
    }
}

const SERIES: &str =
    "SELECT id, household_id, building_code, subdistrict_code, org_id, hospital_code, rule, first_on, minute,
    minutes, rides_in_wheelchair, has_escort, needs_crew, rides_alone, contact, sealed_key, sealed, next_on
    FROM care_series WHERE ";

fn series(row: &Row) -> Result<Series, StorageError> {
    let sealed = row.opt_int("sealed_key")?.zip(row.opt_blob("sealed")?);
    Ok(Series {
        id: id(row, "id")?,
        household: id(row, "household_id")?,
        building: word(row, "building_code")?,
        subdistrict: word(row, "subdistrict_code")?,
        hospital: id(row, "org_id")?,
        hospital_code: word(row, "hospital_code")?,
        rule: opt_word(row, "rule")?,
        first: day(row, "first_on")?,
        minute: row.int("minute")?,
        minutes: row.int("minutes")?,
        ride: SeriesRide {
            wheelchair: row.flag("rides_in_wheelchair")?,
            escort: row.flag("has_escort")?,
            medical_crew: row.flag("needs_crew")?,
            alone: row.flag("rides_alone")?,
        },
        contact: row.opt_text("contact")?,
        sealed: sealed.map(|(key, bytes)| Sealed { key, bytes }),
        next_on: opt_day(row, "next_on")?,
    })
}

/// Whose a new series is, and at which hospital.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Between {
    pub(crate) home: Home,
    pub(crate) hospital_code: PlaceCode,
}

/// Writes a series down.
pub(crate) fn insert(
    tx: &mut Tx,
    id: SeriesId,
    between: &Between,
    (checked, sealed): (&CheckedSeries, &Sealed),
    by: &str,
    now: Timestamp,
) {
    let home = &between.home;
    tx.defer(
        "INSERT INTO care_series (id, household_id, building_code, subdistrict_code, org_id, hospital_code, rule, first_on,
             minute, minutes, rides_in_wheelchair, has_escort, needs_crew, rides_alone, contact, sealed_key, sealed, next_on,
             entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        args![
            id.get(),
            home.household.get(),
            home.building.as_str(),
            home.subdistrict.as_str(),
            checked.hospital.get(),
            between.hospital_code.as_str(),
            checked.rule.as_ref().map(Recurrence::to_string),
            checked.first.number(),
            checked.minute,
            checked.minutes,
            checked.ride.wheelchair,
            checked.ride.escort,
            checked.ride.medical_crew,
            checked.ride.alone,
            checked.contact.clone(),
            sealed.key,
            sealed.bytes.as_slice(),
            checked.first.number(),
            by,
            now.millis()
        ],
    );
}

/// Notes from which day on appointments have to be made; nothing once there are none left to make.
pub(crate) fn set_next(tx: &mut Tx, id: SeriesId, next: Option<Day>) {
    let sql = "UPDATE care_series SET next_on = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), next.map(Day::number)]);
}

/// A series.
pub(crate) async fn get(db: &Db, id: SeriesId) -> Result<Option<Series>, StorageError> {
    let mut sql = Sql::new(SERIES);
    sql.push("id = ").bind(id.get());
    db.select(sql).await?.iter().map(series).next().transpose()
}

/// A series as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, id: SeriesId) -> Result<Option<Series>, StorageError> {
    let mut sql = Sql::new(SERIES);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(series).next().transpose()
}

/// The series of these ids, in no order.
pub(crate) async fn of(db: &Db, ids: impl IntoIterator<Item = SeriesId>) -> Result<Vec<Series>, StorageError> {
    let mut sql = Sql::new(SERIES);
    sql.push("id IN ").bind_list(ids.into_iter().map(SeriesId::get));
    db.select(sql).await?.iter().map(series).collect()
}

/// Series inside a scope of which appointments are still to be made, at most so many.
pub(crate) async fn to_come(db: &Db, scope: &Scope, limit: u32) -> Result<Vec<Series>, StorageError> {
    let mut sql = Sql::new(SERIES);
    scope.push_sql(&mut sql, Some("building_code"), None, Some("household_id"));
    sql.push(" AND next_on IS NOT NULL ORDER BY next_on, id LIMIT ")
        .bind(limit);
    db.select(sql).await?.iter().map(series).collect()
}

/// Series with an appointment up to that day that has not been made.
pub(crate) async fn unmade(db: &Db, until: Day, limit: u32) -> Result<Vec<SeriesId>, StorageError> {
    let sql = "SELECT id FROM care_series WHERE next_on IS NOT NULL AND next_on <= $1 ORDER BY next_on, id LIMIT $2";
    let rows = db.all(sql, args![until.number(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Series of which no appointment is left and none is to come.
pub(crate) async fn finished(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<SeriesId>, StorageError> {
    let sql = "SELECT id FROM care_series WHERE next_on IS NULL AND erased_at IS NULL AND entered_at < $1
         AND NOT EXISTS (SELECT 1 FROM care_appointment WHERE series_id = care_series.id)
         ORDER BY entered_at, id LIMIT $2";
    let rows = db.all(sql, args![before.millis(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Series of households inside a place that are still there.
pub(crate) async fn inside(db: &Db, place: &PlaceCode, limit: u32) -> Result<Vec<SeriesId>, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT id FROM care_series WHERE erased_at IS NULL AND building_code >= $1 AND building_code < $2
         ORDER BY building_code, id LIMIT $3";
    let rows = db.all(sql, args![from, below, i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Of these, those that are still there.
pub(crate) async fn not_erased(db: &Db, ids: &[SeriesId]) -> Result<Vec<SeriesId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM care_series WHERE erased_at IS NULL AND id IN ");
    sql.bind_list(ids.iter().map(|id| id.get()));
    let rows = db.select(sql).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Empties a series; what is left are places, days and times.
pub(crate) fn erase(tx: &mut Tx, id: SeriesId, now: Timestamp) {
    tx.defer(
        "UPDATE care_series SET contact = NULL, sealed_key = NULL, sealed = NULL, rides_in_wheelchair = 0, has_escort = 0,
             needs_crew = 0, rides_alone = 0, next_on = NULL, erased_at = $2 WHERE id = $1",
        args![id.get(), now.millis()],
    );
}

/// Forgets whose an emptied series was.
pub(crate) fn unlink(tx: &mut Tx, id: SeriesId) {
    tx.defer(
        "UPDATE care_series SET household_id = 0, building_code = subdistrict_code, entered_by = '' WHERE id = $1",
        args![id.get()],
    );
}
