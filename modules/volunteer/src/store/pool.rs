//! What a match reads: people who can be asked, and places that nobody has.

use crate::limits::{POOL_MAX, POSTS_A_MATCH};
use crate::rules::fit::Wanted;
use crate::rules::matching::{Candidate, OpenPost, bits};
use crate::rules::person::{Skill, Slot};
use crate::rules::place::PlaceState;
use crate::rules::rest::{LOOK_AROUND_MS, Span};
use crate::store::columns::{corrupt, id, opt_word, opt_year, span, word, words};
use crate::store::places;
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{PlaceCode, ShiftId, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError};

/// Verified volunteers inside a scope and a place who have nothing to do with one of these shifts yet, with when they work.
pub(crate) async fn candidates(
    db: &Db,
    scope: &Scope,
    place: &PlaceCode,
    around: &Span,
) -> Result<Vec<Candidate>, StorageError> {
    let mut sql =
        Sql::new("SELECT id, home_code, skills, slots, reach, minutes, birth_year, is_covered FROM volunteer WHERE ");
    scope.push_sql(&mut sql, Some("home_code"), None, None);
    let (from, below) = place.range();
    sql.push(" AND state = 'verified' AND slots <> '' AND home_code >= ")
        .bind(from);
    sql.push(" AND home_code < ").bind(below);
    sql.push(" ORDER BY id LIMIT ").bind(POOL_MAX);
    let mut times = times(db, around).await?;
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| {
            let id: VolunteerId = id(row, "id")?;
            let times = times.remove(&id).unwrap_or_default();
            let skills: Vec<Skill> = words(row, "skills")?;
            let slots: Vec<Slot> = words(row, "slots")?;
            Ok(Candidate {
                id,
                home: word(row, "home_code")?,
                // Eight of each fit.
                skills: u16::try_from(bits(&skills)).unwrap_or(u16::MAX),
                slots: u8::try_from(bits(&slots)).unwrap_or(u8::MAX),
                reach: word(row, "reach")?,
                minutes: u32::try_from(row.int("minutes")?.max(0)).unwrap_or(u32::MAX),
                birth_year: opt_year(row, "birth_year")?.ok_or_else(|| corrupt("birth_year", "nothing"))?,
                is_covered: row.flag("is_covered")?,
                busy: times.busy,
                declined: times.declined,
            })
        })
        .collect()
}

/// When somebody works, and when they don't want to.
#[derive(Debug, Default)]
struct Times {
    busy: Vec<Span>,
    declined: Vec<Span>,
}

/// When everybody works around a time. Whoever was asked already counts as taken, so that one is asked for one thing at a time; a place
/// that somebody declined or gave up has tired nobody.
async fn times(db: &Db, around: &Span) -> Result<HashMap<VolunteerId, Times>, StorageError> {
    let mut sql = Sql::new("SELECT volunteer_id, ");
    let from = around.start.plus_millis(-LOOK_AROUND_MS);
    let until = around.end.plus_millis(LOOK_AROUND_MS);
    sql.push(places::HOURS)
        .push(" FROM volunteer_place WHERE end_at > ")
        .bind(from.millis());
    sql.push(" AND end_at < ").bind(until.millis());
    sql.push(" AND state IN ('taken', 'offered', 'in', 'came', 'invited', 'waiting', 'left')");
    let mut times: HashMap<VolunteerId, Times> = HashMap::new();
    for row in db.select(sql).await? {
        let of = times.entry(id(&row, "volunteer_id")?).or_default();
        match word::<PlaceState>(&row, "state")? {
            PlaceState::Left => of.declined.push(span(&row)?),
            _ => of.busy.extend(places::hours(&row)?),
        }
    }
    Ok(times)
}

/// Places inside a scope and a place that nobody has and nobody was asked for, of shifts that begin within a time.
pub(crate) async fn open_posts(
    db: &Db,
    scope: &Scope,
    place: &PlaceCode,
    within: &Span,
) -> Result<Vec<OpenPost>, StorageError> {
    let mut sql = Sql::new(
        "SELECT s.id, s.place_code, s.start_at, s.end_at, s.is_entering, p.number, p.skill, p.needed - p.held - (SELECT COUNT(*)
             FROM volunteer_place a WHERE a.shift_id = s.id AND a.post = p.number AND a.state = 'invited') AS free
         FROM volunteer_shift s JOIN volunteer_post p ON p.shift_id = s.id WHERE s.state = 'open' AND p.held < p.needed AND ",
    );
    scope.push_sql(&mut sql, Some("s.place_code"), None, None);
    let (from, below) = place.range();
    sql.push(" AND s.place_code >= ").bind(from);
    sql.push(" AND s.place_code < ").bind(below);
    sql.push(" AND s.start_at > ").bind(within.start.millis());
    sql.push(" AND s.start_at < ").bind(within.end.millis());
    sql.push(" ORDER BY s.start_at, s.id, p.number LIMIT ")
        .bind(POSTS_A_MATCH);
    let posts: Result<Vec<OpenPost>, StorageError> = db.select(sql).await?.iter().map(open_post).collect();
    Ok(posts?.into_iter().filter(|post| post.free > 0).collect())
}

fn open_post(row: &Row) -> Result<OpenPost, StorageError> {
    let shift: ShiftId = id(row, "id")?;
    Ok(OpenPost {
        shift,
        post: row.int("number")?,
        place: word(row, "place_code")?,
        wanted: Wanted {
            skill: opt_word(row, "skill")?,
            is_entering: row.flag("is_entering")?,
            span: span(row)?,
        },
        free: u32::try_from(row.int("free")?.max(0)).unwrap_or(0),
    })
}
