//! Who has a place in a shift, waits for one, or was asked.

use crate::rules::fit::Unable;
use crate::rules::place::PlaceState;
use crate::rules::rest::Span;
use crate::store::columns::{at, id, opt_at, opt_word, span, word};
use std::collections::HashMap;
use tongxin_city::{ShiftId, Timestamp, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// Rows that one statement writes; seven values each, and both databases take some ten thousand.
const ROWS_A_STATEMENT: usize = 500;

/// A place of somebody in a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) shift: ShiftId,
    pub(crate) volunteer: VolunteerId,
    pub(crate) post: i64,
    pub(crate) state: PlaceState,
    pub(crate) since: Timestamp,
    pub(crate) span: Span,
    pub(crate) in_at: Option<Timestamp>,
    pub(crate) out_at: Option<Timestamp>,
    /// Who said that they came, when it was not themselves.
    pub(crate) said_by: Option<String>,
    /// Why it was given back for them, when they did not give it up themselves.
    pub(crate) given_back: Option<Unable>,
}

const PLACE: &str = "SELECT shift_id, volunteer_id, post, state, since, start_at, end_at, in_at, out_at, said_by, given_back FROM volunteer_place WHERE ";

fn place(row: &Row) -> Result<Place, StorageError> {
    Ok(Place {
        shift: id(row, "shift_id")?,
        volunteer: id(row, "volunteer_id")?,
        post: row.int("post")?,
        state: word(row, "state")?,
        since: at(row, "since")?,
        span: span(row)?,
        in_at: opt_at(row, "in_at")?,
        out_at: opt_at(row, "out_at")?,
        said_by: row.opt_text("said_by")?,
        given_back: opt_word(row, "given_back")?,
    })
}

/// What is written of a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'s> {
    pub(crate) shift: ShiftId,
    pub(crate) volunteer: VolunteerId,
    pub(crate) post: i64,
    pub(crate) span: &'s Span,
    pub(crate) state: PlaceState,
    pub(crate) since: Timestamp,
    pub(crate) given_back: Option<Unable>,
}

/// Writes how somebody's place stands, whether they had one or not.
pub(crate) fn put(tx: &mut Tx, standing: Standing<'_>) {
    tx.defer(
        "INSERT INTO volunteer_place (shift_id, volunteer_id, post, state, since, start_at, end_at, given_back)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (shift_id, volunteer_id) DO UPDATE
         SET post = excluded.post, state = excluded.state, since = excluded.since, given_back = excluded.given_back",
        args![
            standing.shift.get(),
            standing.volunteer.get(),
            standing.post,
            standing.state.as_str(),
            standing.since.millis(),
            standing.span.start.millis(),
            standing.span.end.millis(),
            standing.given_back.map(Unable::as_str)
        ],
    );
}

/// Asks people for places, unless they have to do with the shift already: a city's match asks a hundred thousand at once. Answers
/// how many were asked.
pub(crate) async fn invite_all(tx: &mut Tx, standings: &[Standing<'_>]) -> Result<u64, StorageError> {
    let mut asked = 0;
    for part in standings.chunks(ROWS_A_STATEMENT) {
        let mut sql = Sql::new(
            "INSERT INTO volunteer_place (shift_id, volunteer_id, post, state, since, start_at, end_at) VALUES ",
        );
        for (number, standing) in part.iter().enumerate() {
            sql.push(if number == 0 { "(" } else { ", (" })
                .bind(standing.shift.get());
            sql.push(", ").bind(standing.volunteer.get());
            sql.push(", ").bind(standing.post);
            sql.push(", ").bind(standing.state.as_str());
            sql.push(", ").bind(standing.since.millis());
            sql.push(", ").bind(standing.span.start.millis());
            sql.push(", ").bind(standing.span.end.millis()).push(")");
        }
        sql.push(" ON CONFLICT (shift_id, volunteer_id) DO NOTHING");
        asked += tx.apply(sql).await?;
    }
    Ok(asked)
}

/// Notes that somebody came or went, and who said so when it was not themselves.
pub(crate) fn set_presence(tx: &mut Tx, place: &Place) {
    tx.defer(
        "UPDATE volunteer_place SET state = $3, in_at = $4, out_at = $5, said_by = $6 WHERE shift_id = $1 AND volunteer_id = $2",
        args![
            place.shift.get(),
            place.volunteer.get(),
            place.state.as_str(),
            place.in_at.map(Timestamp::millis),
            place.out_at.map(Timestamp::millis),
            place.said_by.clone()
        ],
    );
}

/// Somebody's place in a shift.
pub(crate) async fn get(db: &Db, shift: ShiftId, volunteer: VolunteerId) -> Result<Option<Place>, StorageError> {
    let mut sql = Sql::new(PLACE);
    sql.push("shift_id = ").bind(shift.get());
    sql.push(" AND volunteer_id = ").bind(volunteer.get());
    db.select(sql).await?.iter().map(place).next().transpose()
}

/// The same as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, shift: ShiftId, volunteer: VolunteerId) -> Result<Option<Place>, StorageError> {
    let mut sql = Sql::new(PLACE);
    sql.push("shift_id = ").bind(shift.get());
    sql.push(" AND volunteer_id = ").bind(volunteer.get());
    tx.select(sql).await?.iter().map(place).next().transpose()
}

/// Everybody who has to do with a shift, whoever has been so longest first.
pub(crate) async fn of_shift(db: &Db, shift: ShiftId, limit: i64) -> Result<Vec<Place>, StorageError> {
    let mut sql = Sql::new(PLACE);
    sql.push("shift_id = ").bind(shift.get());
    sql.push(" ORDER BY post, since, volunteer_id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(place).collect()
}

/// The same as a write sees it.
pub(crate) async fn of_shift_in(tx: &mut Tx, shift: ShiftId) -> Result<Vec<Place>, StorageError> {
    let mut sql = Sql::new(PLACE);
    sql.push("shift_id = ").bind(shift.get());
    sql.push(" ORDER BY post, since, volunteer_id");
    tx.select(sql).await?.iter().map(place).collect()
}

/// Somebody's places in shifts that end after that moment, the next first.
pub(crate) async fn of_volunteer(
    db: &Db,
    volunteer: VolunteerId,
    after: Timestamp,
    limit: u32,
) -> Result<Vec<Place>, StorageError> {
    let mut sql = Sql::new(PLACE);
    sql.push("volunteer_id = ").bind(volunteer.get());
    sql.push(" AND end_at > ").bind(after.millis());
    sql.push(" ORDER BY start_at, shift_id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(place).collect()
}

/// The shifts that are not over in which somebody has a place, waits or was asked, and those of which they still have an errand in
/// hand, as a write sees them; the next first.
pub(crate) async fn ahead_of_in(
    tx: &mut Tx,
    volunteer: VolunteerId,
    now: Timestamp,
) -> Result<Vec<ShiftId>, StorageError> {
    let sql = "SELECT shift_id FROM volunteer_place p WHERE volunteer_id = $1 AND state NOT IN ('left', 'called_off')
         AND (end_at > $2 OR EXISTS (SELECT 1 FROM volunteer_errand e WHERE e.volunteer_id = $1 AND e.shift_id = p.shift_id
             AND e.state = 'taken')) ORDER BY start_at, shift_id";
    let rows = tx.all(sql, args![volunteer.get(), now.millis()]).await?;
    rows.iter().map(|row| id(row, "shift_id")).collect()
}

/// What somebody waits for in shifts that are not over, as a write sees it; the next first.
pub(crate) async fn waiting_of_in(
    tx: &mut Tx,
    volunteer: VolunteerId,
    now: Timestamp,
) -> Result<Vec<Place>, StorageError> {
    let mut sql = Sql::new(PLACE);
    sql.push("volunteer_id = ").bind(volunteer.get());
    sql.push(" AND state = 'waiting' AND end_at > ").bind(now.millis());
    sql.push(" ORDER BY start_at, shift_id");
    tx.select(sql).await?.iter().map(place).collect()
}

/// What [`hours`] reads of a place.
pub(super) const HOURS: &str = "start_at, end_at, in_at, out_at, state";

/// When somebody works: as long as the shift lasts, or lasted as far as they were there; nothing where they were not.
pub(super) fn hours(row: &Row) -> Result<Option<Span>, StorageError> {
    let mut hours = span(row)?;
    if word::<PlaceState>(row, "state")? == PlaceState::Came {
        hours.start = opt_at(row, "in_at")?.unwrap_or(hours.start).max(hours.start);
        hours.end = opt_at(row, "out_at")?.unwrap_or(hours.end).min(hours.end);
    }
    Ok(Some(hours).filter(|hours| hours.start < hours.end))
}

/// When somebody works around a time, in other shifts than this one, as a write sees it.
pub(crate) async fn busy_in(
    tx: &mut Tx,
    volunteer: VolunteerId,
    around: &Span,
    but: ShiftId,
) -> Result<Vec<Span>, StorageError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOURS)
        .push(" FROM volunteer_place WHERE volunteer_id = ")
        .bind(volunteer.get());
    sql.push(" AND end_at > ").bind(around.start.millis());
    sql.push(" AND start_at < ").bind(around.end.millis());
    sql.push(" AND shift_id <> ").bind(but.get());
    sql.push(" AND state IN ('taken', 'offered', 'in', 'came')");
    let rows = tx.select(sql).await?;
    rows.iter().filter_map(|row| hours(row).transpose()).collect()
}

/// When each of these people works around a time.
pub(crate) async fn busy(
    db: &Db,
    volunteers: &[VolunteerId],
    around: &Span,
) -> Result<HashMap<VolunteerId, Vec<Span>>, StorageError> {
    let mut sql = Sql::new("SELECT volunteer_id, ");
    sql.push(HOURS).push(" FROM volunteer_place WHERE volunteer_id IN ");
    sql.bind_list(volunteers.iter().map(|id| id.get()));
    sql.push(" AND end_at > ").bind(around.start.millis());
    sql.push(" AND start_at < ").bind(around.end.millis());
    sql.push(" AND state IN ('taken', 'offered', 'in', 'came')");
    let mut busy: HashMap<VolunteerId, Vec<Span>> = HashMap::new();
    for row in db.select(sql).await? {
        busy.entry(id(&row, "volunteer_id")?).or_default().extend(hours(&row)?);
    }
    Ok(busy)
}

/// Forgets who had to do with shifts that ended before that moment.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) {
    tx.defer("DELETE FROM volunteer_place WHERE end_at < $1", args![before.millis()]);
}

/// Whether there are such.
pub(crate) async fn has_before(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT shift_id FROM volunteer_place WHERE end_at < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}
