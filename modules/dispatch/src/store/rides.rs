//! Patients' rides.

use crate::rules::cargo::{RideNeeds, Seats};
use crate::rules::pool::Promise;
use crate::rules::ride::{RideState, RideTimes, RideWay};
use crate::store::columns::{at, day, id, opt_at, opt_id, seats, word};
use std::collections::BTreeSet;
use tongxin_account::Scope;
use tongxin_city::{Day, HouseholdId, NeedId, OrgId, PlaceCode, RideId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A ride as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ride {
    pub(crate) id: RideId,
    /// The other way of the same trip.
    pub(crate) other: RideId,
    pub(crate) way: RideWay,
    pub(crate) state: RideState,
    /// Who drives.
    pub(crate) org: OrgId,
    pub(crate) household: HouseholdId,
    /// Where the patient lives.
    pub(crate) home: PlaceCode,
    pub(crate) from: PlaceCode,
    pub(crate) to: PlaceCode,
    pub(crate) day: Day,
    pub(crate) appointment_at: Timestamp,
    pub(crate) times: RideTimes,
    pub(crate) people: Seats,
    pub(crate) needs: RideNeeds,
    pub(crate) contact: Option<String>,
    pub(crate) note: Option<String>,
    /// When the vehicle is to come, as far as is known by now.
    pub(crate) planned_at: Option<Timestamp>,
    /// The need that says that it will be late, that nobody drives it, or that its patient was not there; the last one.
    pub(crate) need: Option<NeedId>,
}

impl Ride {
    /// What it takes of its firm's vehicles.
    pub(crate) fn promise(&self) -> Promise {
        Promise {
            times: self.times,
            people: self.people,
            needs: self.needs,
        }
    }
}

const RIDE: &str =
    "SELECT id, other_id, way, state, org_id, household_id, home_code, from_code, to_code, day, appointment_at, from_at,
    until_at, there_from_at, due_at, seats, wheelchairs, needs_crew, rides_alone, contact, note, planned_at, need_id
    FROM dispatch_ride WHERE ";

fn ride(row: &Row) -> Result<Ride, StorageError> {
    Ok(Ride {
        id: id(row, "id")?,
        other: id(row, "other_id")?,
        way: word(row, "way")?,
        state: word(row, "state")?,
        org: id(row, "org_id")?,
        household: id(row, "household_id")?,
        home: word(row, "home_code")?,
        from: word(row, "from_code")?,
        to: word(row, "to_code")?,
        day: day(row, "day")?,
        appointment_at: at(row, "appointment_at")?,
        times: RideTimes {
            from_at: at(row, "from_at")?,
            until_at: at(row, "until_at")?,
            there_from_at: at(row, "there_from_at")?,
            due_at: at(row, "due_at")?,
        },
        people: seats(row, "seats", "wheelchairs")?,
        needs: RideNeeds {
            medical_crew: row.flag("needs_crew")?,
            alone: row.flag("rides_alone")?,
        },
        contact: row.opt_text("contact")?,
        note: row.opt_text("note")?,
        planned_at: opt_at(row, "planned_at")?,
        need: opt_id(row, "need_id")?,
    })
}

/// Writes a ride down.
pub(crate) fn insert(tx: &mut Tx, ride: &Ride, booked_by: &str, now: Timestamp) {
    tx.defer(
        "INSERT INTO dispatch_ride (id, other_id, way, state, org_id, household_id, home_code, from_code, to_code, day,
             appointment_at, from_at, until_at, there_from_at, due_at, seats, wheelchairs, needs_crew, rides_alone, contact,
             note, booked_by, booked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        args![
            ride.id.get(),
            ride.other.get(),
            ride.way.as_str(),
            ride.state.as_str(),
            ride.org.get(),
            ride.household.get(),
            ride.home.as_str(),
            ride.from.as_str(),
            ride.to.as_str(),
            ride.day.number(),
            ride.appointment_at.millis(),
            ride.times.from_at.millis(),
            ride.times.until_at.millis(),
            ride.times.there_from_at.millis(),
            ride.times.due_at.millis(),
            ride.people.seats,
            ride.people.wheelchairs,
            ride.needs.medical_crew,
            ride.needs.alone,
            ride.contact.clone(),
            ride.note.clone(),
            booked_by,
            now.millis()
        ],
    );
}

/// Rides inside a scope from a day on, in the order in which they are driven.
pub(crate) async fn page(db: &Db, scope: &Scope, from: Day, limit: u32) -> Result<Vec<Ride>, StorageError> {
    let mut sql = Sql::new(RIDE);
    scope.push_sql(&mut sql, Some("home_code"), Some("org_id"), Some("household_id"));
    sql.push(" AND day >= ").bind(from.number());
    sql.push(" ORDER BY day, from_at, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(ride).collect()
}

/// A ride, if the scope covers it.
pub(crate) async fn get(db: &Db, scope: &Scope, id: RideId) -> Result<Option<Ride>, StorageError> {
    let mut sql = Sql::new(RIDE);
    sql.push("id = ").bind(id.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("home_code"), Some("org_id"), Some("household_id"));
    db.select(sql).await?.iter().map(ride).next().transpose()
}

/// A ride as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, id: RideId) -> Result<Option<Ride>, StorageError> {
    let mut sql = Sql::new(RIDE);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(ride).next().transpose()
}

/// Of these rides those that were called off.
pub(crate) async fn called_off_in(tx: &mut Tx, ids: &BTreeSet<RideId>) -> Result<BTreeSet<RideId>, StorageError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut sql = Sql::new("SELECT id FROM dispatch_ride WHERE state = 'cancelled' AND id IN ");
    sql.bind_list(ids.iter().map(|id| id.get()));
    tx.select(sql).await?.iter().map(|row| id(row, "id")).collect()
}

/// Rides from that day on that were called off before anybody drove: the way there, or the way back alone.
pub(crate) async fn called_off_from(db: &Db, day: Day) -> Result<Vec<RideId>, StorageError> {
    let sql = "SELECT ride.id FROM dispatch_ride AS ride
         WHERE ride.state = 'cancelled' AND ride.day >= $1 AND (ride.way = 'there' OR EXISTS (
             SELECT 1 FROM dispatch_ride AS there WHERE there.id = ride.other_id AND there.state = 'booked'))
         ORDER BY ride.id";
    let rows = db.all(sql, args![day.number()]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// A firm's rides of a day that have not ended.
pub(crate) async fn open_of(db: &Db, org: OrgId, on: Day) -> Result<Vec<Ride>, StorageError> {
    let mut sql = Sql::new(RIDE);
    sql.push("org_id = ").bind(org.get());
    sql.push(" AND day = ").bind(on.number());
    sql.push(" AND (state = 'booked' OR state = 'on_board') ORDER BY id");
    db.select(sql).await?.iter().map(ride).collect()
}

/// Takes what a firm can still promise of its vehicles for patients, so that nobody else promises any of it, calls a ride off or publishes a
/// plan before this write ends.
pub(crate) async fn take_pool(tx: &mut Tx, org: OrgId, now: Timestamp) -> Result<(), StorageError> {
    let sql = "INSERT INTO dispatch_pool (org_id, taken_at) VALUES ($1, $2)
         ON CONFLICT (org_id) DO UPDATE SET taken_at = excluded.taken_at";
    tx.execute(sql, args![org.get(), now.millis()]).await.map(|_| ())
}

/// The same as a write sees them.
pub(crate) async fn open_of_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<Vec<Ride>, StorageError> {
    let mut sql = Sql::new(RIDE);
    sql.push("org_id = ").bind(org.get());
    sql.push(" AND day = ").bind(on.number());
    sql.push(" AND (state = 'booked' OR state = 'on_board') ORDER BY id");
    tx.select(sql).await?.iter().map(ride).collect()
}

/// These rides, whoever drives them, in no order.
pub(crate) async fn of_ids(db: &Db, ids: &[RideId]) -> Result<Vec<Ride>, StorageError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(RIDE);
    sql.push("id IN ").bind_list(ids.iter().map(|id| id.get()));
    db.select(sql).await?.iter().map(ride).collect()
}

/// How many rides of a household on a day have not ended.
pub(crate) async fn open_of_household(tx: &mut Tx, household: HouseholdId, on: Day) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) AS count FROM dispatch_ride
         WHERE household_id = $1 AND day = $2 AND (state = 'booked' OR state = 'on_board')";
    let row = tx.optional(sql, args![household.get(), on.number()]).await?;
    row.map_or(Ok(0), |row| row.int("count"))
}

/// These rides of a firm, in no order.
pub(crate) async fn of(db: &Db, org: OrgId, ids: &[RideId]) -> Result<Vec<Ride>, StorageError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(RIDE);
    sql.push("org_id = ").bind(org.get()).push(" AND id IN ");
    sql.bind_list(ids.iter().map(|id| id.get()));
    db.select(sql).await?.iter().map(ride).collect()
}

/// Those of these rides that have not ended and of which no need says that they will be late.
pub(crate) async fn not_said_late(db: &Db, ids: &[RideId]) -> Result<Vec<RideId>, StorageError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT id FROM dispatch_ride WHERE need_id IS NULL AND
         (state = 'booked' OR state = 'on_board') AND id IN ",
    );
    sql.bind_list(ids.iter().map(|id| id.get())).push(" ORDER BY id");
    db.select(sql).await?.iter().map(|row| id(row, "id")).collect()
}

/// Moves an open ride on.
pub(crate) fn set_state(tx: &mut Tx, ride: RideId, state: RideState) {
    tx.defer(
        "UPDATE dispatch_ride SET state = $2 WHERE id = $1 AND (state = 'booked' OR state = 'on_board')",
        args![ride.get(), state.as_str()],
    );
}

/// When an open ride's vehicle is to come; no time for one that a plan left out, or whose vehicle can't go on.
pub(crate) fn set_planned(tx: &mut Tx, ride: RideId, at: Option<Timestamp>) {
    tx.defer(
        "UPDATE dispatch_ride SET planned_at = $2 WHERE id = $1 AND (state = 'booked' OR state = 'on_board')",
        args![ride.get(), at.map(Timestamp::millis)],
    );
}

/// A need says that a ride will be late, that nobody drives it, or that its patient was not there.
pub(crate) fn set_need(tx: &mut Tx, ride: RideId, need: NeedId) {
    tx.defer(
        "UPDATE dispatch_ride SET need_id = $2 WHERE id = $1",
        args![ride.get(), need.get()],
    );
}

/// Whether something is kept of rides before a day that only whoever drove had to know.
pub(crate) async fn has_told_before(db: &Db, before: Day) -> Result<bool, StorageError> {
    // The last condition is an index's own.
    let sql = "SELECT id FROM dispatch_ride
         WHERE day < $1 AND (contact IS NOT NULL OR note IS NOT NULL OR needs_crew + rides_alone > 0) LIMIT 1";
    Ok(db.optional(sql, args![before.number()]).await?.is_some())
}

/// Forgets it.
pub(crate) fn forget_told(tx: &mut Tx, before: Day) {
    tx.defer(
        "UPDATE dispatch_ride SET contact = NULL, note = NULL, needs_crew = 0, rides_alone = 0
         WHERE day < $1 AND (contact IS NOT NULL OR note IS NOT NULL OR needs_crew + rides_alone > 0)",
        args![before.number()],
    );
}
