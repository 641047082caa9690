//! Who is reminded of which shift.

use crate::rules::rest::Span;
use crate::rules::shift::ShiftKind;
use crate::store::columns::{at, id, word};
use tongxin_city::{PlaceCode, ShiftId, Timestamp, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError, args};

/// Somebody with a place in a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reminded {
    pub(crate) shift: ShiftId,
    pub(crate) volunteer: VolunteerId,
    pub(crate) start: Timestamp,
    pub(crate) kind: ShiftKind,
    pub(crate) place: PlaceCode,
    pub(crate) phone: String,
}

/// Those who have a place in a shift that begins within a time, in the order of their numbers, after the last ones.
pub(crate) async fn to_remind(
    db: &Db,
    within: &Span,
    after: Option<(ShiftId, VolunteerId)>,
    limit: u32,
) -> Result<Vec<Reminded>, StorageError> {
    let mut sql = Sql::new(
        "SELECT place.shift_id, place.volunteer_id, shift.start_at, shift.kind, shift.place_code, volunteer.phone
         FROM volunteer_shift shift JOIN volunteer_place place ON place.shift_id = shift.id
         JOIN volunteer ON volunteer.id = place.volunteer_id
         WHERE shift.state = 'open' AND place.state IN ('taken', 'offered') AND volunteer.phone IS NOT NULL
             AND shift.start_at >= ",
    );
    sql.bind(within.start.millis());
    sql.push(" AND shift.start_at < ").bind(within.end.millis());
    if let Some((shift, volunteer)) = after {
        sql.push(" AND (place.shift_id, place.volunteer_id) > (")
            .bind(shift.get());
        sql.push(", ").bind(volunteer.get()).push(")");
    }
    sql.push(" ORDER BY place.shift_id, place.volunteer_id LIMIT ")
        .bind(limit);
    db.select(sql).await?.iter().map(reminded).collect()
}

/// How volunteers can be reached, in the order of their numbers, after that one.
pub(crate) async fn contacts(db: &Db, after: i64, limit: u32) -> Result<Vec<(i64, String)>, StorageError> {
    let sql = "SELECT id, phone FROM volunteer WHERE phone IS NOT NULL AND id > $1 ORDER BY id LIMIT $2";
    let rows = db.all(sql, args![after, limit]).await?;
    rows.iter()
        .map(|row| Ok((row.int("id")?, row.text("phone")?)))
        .collect()
}

fn reminded(row: &Row) -> Result<Reminded, StorageError> {
    Ok(Reminded {
        shift: id(row, "shift_id")?,
        volunteer: id(row, "volunteer_id")?,
        start: at(row, "start_at")?,
        kind: word(row, "kind")?,
        place: word(row, "place_code")?,
        phone: row.text("phone")?,
    })
}
