//! What happened on rounds on a day, how many people are in the register, a day's appointments, posts that are vacant: by place.

use crate::rules::appointment::AppointmentState;
use crate::rules::group::Group;
use crate::rules::visit::VisitState;
use crate::store::columns::{at, id, opt_id, word};
use std::collections::HashMap;
use tongxin_city::{AppointmentId, Day, NeedId, OrgId, PlaceCode, RideId, Timestamp, words};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// Appointments that a day's figures are made of; a city of 32 million has some tens of thousands a day.
const DAY_APPOINTMENTS_MAX: u32 = 200_000;

words! {
    /// What is counted of a day's rounds.
    CareFigureKey, "figure of care" {
        /// Visits that were to be made.
        Visits = "visits",
        /// Of these, people who were seen and are well.
        Well = "well",
        /// And people who were seen and need something.
        Needs = "needs",
        /// And those at whose doors nobody answered.
        Unanswered = "unanswered",
        /// And those to whom nobody came.
        Missed = "missed",
        /// And those who want no visit.
        Refused = "refused",
        /// And those who were said to have moved.
        Moved = "moved",
    }
}

impl CareFigureKey {
    /// Where the visits behind a figure are listed.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        let rows = format!("/care?place={place}&day={day}");
        match self {
            CareFigureKey::Visits => rows,
            key => format!("{rows}&state={key}"),
        }
    }

    /// The figure that counts visits of that state; nothing while it is open.
    pub(crate) const fn of_state(state: VisitState) -> Option<CareFigureKey> {
        match state {
            VisitState::Due | VisitState::NoAnswer => None,
            VisitState::Well => Some(CareFigureKey::Well),
            VisitState::Needs => Some(CareFigureKey::Needs),
            VisitState::Unanswered => Some(CareFigureKey::Unanswered),
            VisitState::Refused => Some(CareFigureKey::Refused),
            VisitState::Moved => Some(CareFigureKey::Moved),
            VisitState::Missed => Some(CareFigureKey::Missed),
        }
    }
}

/// Counts something of a day.
pub(crate) fn count(tx: &mut Tx, day: Day, subdistrict: &PlaceCode, key: CareFigureKey, by: i64) {
    tx.count(
        "INSERT INTO care_day (day, subdistrict_code, event, count) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day, subdistrict_code, event) DO UPDATE SET count = care_day.count + excluded.count",
        args![day.number(), subdistrict.as_str(), key.as_str()],
        by,
    );
}

/// Moves a visit of a day from one state's count to another's.
pub(crate) fn count_change(tx: &mut Tx, day: Day, subdistrict: &PlaceCode, from: VisitState, to: VisitState) {
    if let Some(key) = CareFigureKey::of_state(from) {
        count(tx, day, subdistrict, key, -1);
    }
    if let Some(key) = CareFigureKey::of_state(to) {
        count(tx, day, subdistrict, key, 1);
    }
}

/// Counts people of groups.
pub(crate) fn count_groups(tx: &mut Tx, subdistrict: &PlaceCode, groups: &[Group], by: i64) {
    for group in groups {
        tx.count(
            "INSERT INTO care_group (subdistrict_code, group_key, count) VALUES ($1, $2, $3)
             ON CONFLICT (subdistrict_code, group_key) DO UPDATE SET count = care_group.count + excluded.count",
            args![subdistrict.as_str(), group.as_str()],
            by,
        );
    }
}

/// The sums of a day inside a place.
pub(crate) async fn of(db: &Db, place: &PlaceCode, day: Day) -> Result<HashMap<CareFigureKey, i64>, StorageError> {
    let (from, below) = place.range();
    let mut sql = Sql::new("SELECT event, CAST(SUM(count) AS BIGINT) AS count FROM care_day WHERE day = ");
    sql.bind(day.number()).push(" AND subdistrict_code >= ").bind(from);
    sql.push(" AND subdistrict_code < ").bind(below).push(" GROUP BY event");
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((word(row, "event")?, row.int("count")?)))
        .collect()
}

/// How many people of each group are in the register inside a place.
pub(crate) async fn groups(db: &Db, place: &PlaceCode) -> Result<HashMap<Group, i64>, StorageError> {
    let (from, below) = place.range();
    let mut sql = Sql::new("SELECT group_key, CAST(SUM(count) AS BIGINT) AS count FROM care_group WHERE ");
    sql.push("subdistrict_code >= ").bind(from);
    sql.push(" AND subdistrict_code < ")
        .bind(below)
        .push(" GROUP BY group_key");
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((word(row, "group_key")?, row.int("count")?)))
        .collect()
}

/// What of an appointment a day's figures and their rows are made of: nothing of the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayAppointment {
    pub(crate) id: AppointmentId,
    pub(crate) building: PlaceCode,
    pub(crate) hospital: OrgId,
    pub(crate) at: Timestamp,
    pub(crate) state: AppointmentState,
    pub(crate) there: Option<RideId>,
    pub(crate) back: Option<RideId>,
    pub(crate) need: Option<NeedId>,
}

/// A day's appointments of people who live inside a place, in the order in which they come.
pub(crate) async fn appointments_of(db: &Db, place: &PlaceCode, day: Day) -> Result<Vec<DayAppointment>, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT id, building_code, org_id, at, state, there_id, back_id, need_id FROM care_appointment
         WHERE day = $1 AND building_code >= $2 AND building_code < $3 ORDER BY at, id LIMIT $4";
    let args = args![day.number(), from, below, i64::from(DAY_APPOINTMENTS_MAX)];
    let rows = db.all(sql, args).await?;
    let appointment = |row: &Row| {
        Ok(DayAppointment {
            id: id(row, "id")?,
            building: word(row, "building_code")?,
            hospital: id(row, "org_id")?,
            at: at(row, "at")?,
            state: word(row, "state")?,
            there: opt_id(row, "there_id")?,
            back: opt_id(row, "back_id")?,
            need: opt_id(row, "need_id")?,
        })
    };
    rows.iter().map(appointment).collect()
}

/// How many posts inside a place a need says are vacant.
pub(crate) async fn vacant_posts(db: &Db, place: &PlaceCode) -> Result<i64, StorageError> {
    let (from, below) = place.range();
    let sql =
        "SELECT COUNT(*) AS count FROM care_post WHERE need_id IS NOT NULL AND place_code >= $1 AND place_code < $2";
    db.one(sql, args![from, below]).await?.int("count")
}
