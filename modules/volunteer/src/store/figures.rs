//! Counts of a place's volunteers and of a day's shifts. They are counted when a briefing asks: a day's shifts are few beside
//! all, and people are counted along an index.

use crate::figures::{Counted, VolunteerFigureKey};
use crate::rules::person::VolunteerState;
use crate::rules::rest::Span;
use crate::store::columns::id;
use std::collections::HashMap;
use tongxin_city::{PlaceCode, ShiftId};
use tongxin_storage::{Db, Row, Sql, StorageError, args};

type Counts = HashMap<VolunteerFigureKey, i64>;

/// How many volunteers who live inside a place wait for a look, and how many are known.
pub(crate) async fn people(db: &Db, place: &PlaceCode) -> Result<Counts, StorageError> {
    let (from, below) = place.range();
    let mut counts = Counts::new();
    for (key, state) in [
        (VolunteerFigureKey::Applied, VolunteerState::Applied),
        (VolunteerFigureKey::Verified, VolunteerState::Verified),
    ] {
        let sql = "SELECT COUNT(*) AS count FROM volunteer WHERE state = $1 AND home_code >= $2 AND home_code < $3";
        let row = db.one(sql, args![state.as_str(), from.clone(), below.clone()]).await?;
        counts.insert(key, row.int("count")?);
    }
    Ok(counts)
}

/// What became of the shifts inside a place that begin within a time.
pub(crate) async fn shifts(db: &Db, place: &PlaceCode, day: &Span) -> Result<Counts, StorageError> {
    let (from, below) = place.range();
    let args = || args![day.start.millis(), day.end.millis(), from.clone(), below.clone()];
    let shifts = "SELECT COUNT(*) AS shifts, CAST(COALESCE(SUM(needed), 0) AS BIGINT) AS needed,
             CAST(COALESCE(SUM(held), 0) AS BIGINT) AS held,
             CAST(COALESCE(SUM(CASE WHEN held < needed THEN 1 ELSE 0 END), 0) AS BIGINT) AS short
         FROM volunteer_shift WHERE start_at >= $1 AND start_at < $2 AND place_code >= $3 AND place_code < $4
             AND state <> 'cancelled'";
    let mut counts = Counts::new();
    let row = db.one(shifts, args()).await?;
    add(
        &mut counts,
        &row,
        &[
            VolunteerFigureKey::Shifts,
            VolunteerFigureKey::Needed,
            VolunteerFigureKey::Held,
            VolunteerFigureKey::Short,
        ],
    )?;
    let places = "SELECT CAST(COALESCE(SUM(CASE WHEN p.state IN ('in', 'came') THEN 1 ELSE 0 END), 0) AS BIGINT) AS came,
             CAST(COALESCE(SUM(CASE WHEN p.state = 'missed' THEN 1 ELSE 0 END), 0) AS BIGINT) AS missed
         FROM volunteer_shift s JOIN volunteer_place p ON p.shift_id = s.id
         WHERE s.start_at >= $1 AND s.start_at < $2 AND s.place_code >= $3 AND s.place_code < $4 AND s.state <> 'cancelled'";
    let row = db.one(places, args()).await?;
    add(
        &mut counts,
        &row,
        &[VolunteerFigureKey::Came, VolunteerFigureKey::Missed],
    )?;
    // Whoever came has an entry for the shift; corrections name none.
    let hours = "SELECT CAST(COALESCE(SUM(h.minutes), 0) AS BIGINT) AS minutes
         FROM volunteer_shift s JOIN volunteer_place p ON p.shift_id = s.id
             JOIN volunteer_hours h ON h.volunteer_id = p.volunteer_id AND h.shift_id = s.id
         WHERE s.start_at >= $1 AND s.start_at < $2 AND s.place_code >= $3 AND s.place_code < $4 AND s.state <> 'cancelled'";
    let row = db.one(hours, args()).await?;
    counts.insert(VolunteerFigureKey::Hours, row.int("minutes")? / 60);
    Ok(counts)
}

/// How much of it each of these shifts has: places, people, or minutes.
pub(crate) async fn of_shifts(
    db: &Db,
    counted: Counted,
    shifts: impl IntoIterator<Item = ShiftId>,
) -> Result<HashMap<ShiftId, i64>, StorageError> {
    let ids: Vec<ShiftId> = shifts.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new(match counted {
        Counted::Held => "SELECT s.id, s.held AS count FROM volunteer_shift AS s WHERE s.id IN ",
        Counted::Came => "SELECT p.shift_id AS id, COUNT(*) AS count FROM volunteer_place AS p WHERE p.state IN ('in', 'came') AND p.shift_id IN ",
        Counted::Missed => "SELECT p.shift_id AS id, COUNT(*) AS count FROM volunteer_place AS p WHERE p.state = 'missed' AND p.shift_id IN ",
        Counted::Hours => "SELECT p.shift_id AS id, CAST(SUM(h.minutes) AS BIGINT) AS count FROM volunteer_place AS p
             JOIN volunteer_hours AS h ON h.volunteer_id = p.volunteer_id AND h.shift_id = p.shift_id WHERE p.shift_id IN ",
    });
    sql.bind_list(ids.iter().map(|id| id.get()));
    if counted != Counted::Held {
        sql.push(" GROUP BY p.shift_id");
    }
    let rows = db.select(sql).await?;
    rows.iter().map(|row| Ok((id(row, "id")?, row.int("count")?))).collect()
}

/// Adds the columns that are named as their figures are.
fn add(counts: &mut Counts, row: &Row, keys: &[VolunteerFigureKey]) -> Result<(), StorageError> {
    for key in keys {
        counts.insert(*key, row.int(key.as_str())?);
    }
    Ok(())
}
