//! What happened on rounds on a day, and how many people are in the register, by place.

use crate::rules::group::Group;
use crate::rules::visit::VisitState;
use crate::store::columns::word;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode, words};
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

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
