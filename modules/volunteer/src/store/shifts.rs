//! Shifts and whom they need.

use crate::figures::Counted;
use crate::rules::person::Skill;
use crate::rules::rest::Span;
use crate::rules::shift::{CheckedShift, ShiftKind, ShiftState};
use crate::store::columns::{at, id, opt_id, opt_word, span, word};
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{NeedId, PlaceCode, ShiftId, TeamId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) id: ShiftId,
    pub(crate) place: PlaceCode,
    pub(crate) kind: ShiftKind,
    pub(crate) about: String,
    pub(crate) meet: String,
    pub(crate) span: Span,
    pub(crate) fill_by: Timestamp,
    pub(crate) is_entering: bool,
    pub(crate) team: Option<TeamId>,
    pub(crate) state: ShiftState,
    pub(crate) needed: i64,
    pub(crate) held: i64,
    pub(crate) need: Option<NeedId>,
    pub(crate) seq: i64,
    pub(crate) changed_at: Timestamp,
}

impl Shift {
    /// Whether people are still lacking.
    pub(crate) fn is_short(&self) -> bool {
        self.held < self.needed
    }

    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.state != ShiftState::Open || now >= self.span.end
    }
}

/// Whom a shift needs, and how many hold a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) number: i64,
    pub(crate) skill: Option<Skill>,
    pub(crate) needed: i64,
    pub(crate) held: i64,
}

const SHIFT: &str =
    "SELECT id, place_code, kind, about, meet, start_at, end_at, fill_by, is_entering, team_id, state, needed,
    held, need_id, seq, changed_at FROM volunteer_shift WHERE ";

fn shift(row: &Row) -> Result<Shift, StorageError> {
    Ok(Shift {
        id: id(row, "id")?,
        place: word(row, "place_code")?,
        kind: word(row, "kind")?,
        about: row.text("about")?,
        meet: row.text("meet")?,
        span: span(row)?,
        fill_by: at(row, "fill_by")?,
        is_entering: row.flag("is_entering")?,
        team: opt_id(row, "team_id")?,
        state: word(row, "state")?,
        needed: row.int("needed")?,
        held: row.int("held")?,
        need: opt_id(row, "need_id")?,
        seq: row.int("seq")?,
        changed_at: at(row, "changed_at")?,
    })
}

fn post(row: &Row) -> Result<Post, StorageError> {
    Ok(Post {
        number: row.int("number")?,
        skill: opt_word(row, "skill")?,
        needed: row.int("needed")?,
        held: row.int("held")?,
    })
}

/// Writes a shift down with its posts.
pub(crate) fn insert(tx: &mut Tx, id: ShiftId, checked: &CheckedShift, by: &str, now: Timestamp) {
    let needed: i64 = checked.posts.iter().map(|post| post.needed).sum();
    tx.defer(
        "INSERT INTO volunteer_shift (id, place_code, kind, about, meet, start_at, end_at, fill_by, is_entering, team_id, state,
             needed, held, seq, opened_by, opened_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, 0, 1, $12, $13, $13)",
        args![
            id.get(),
            checked.place.as_str(),
            checked.kind.as_str(),
            checked.about.as_str(),
            checked.meet.as_str(),
            checked.span.start.millis(),
            checked.span.end.millis(),
            checked.fill_by.millis(),
            checked.is_entering,
            checked.team.map(TeamId::get),
            needed,
            by,
            now.millis()
        ],
    );
    for (number, post) in (0_i64..).zip(&checked.posts) {
        tx.defer(
            "INSERT INTO volunteer_post (shift_id, number, skill, needed, held) VALUES ($1, $2, $3, $4, 0)",
            args![id.get(), number, post.skill.map(Skill::as_str), post.needed],
        );
    }
}

/// Takes the row, so that nobody else changes the shift's places meanwhile.
pub(crate) fn touch(tx: &mut Tx, shift: &Shift, now: Timestamp) {
    tx.defer_one(
        "UPDATE volunteer_shift SET seq = seq + 1, changed_at = $3 WHERE id = $1 AND seq = $2",
        args![shift.id.get(), shift.seq, now.millis()],
    );
}

/// Counts places of a post that are held.
pub(crate) fn count_held(tx: &mut Tx, shift: ShiftId, post: i64, by: i64) {
    tx.defer(
        "UPDATE volunteer_post SET held = held + $3 WHERE shift_id = $1 AND number = $2",
        args![shift.get(), post, by],
    );
    tx.defer(
        "UPDATE volunteer_shift SET held = held + $2 WHERE id = $1",
        args![shift.get(), by],
    );
}

/// Notes how a shift stands, over what was read of it.
pub(crate) fn set_state(tx: &mut Tx, shift: &Shift, state: ShiftState, now: Timestamp) {
    tx.defer_one(
        "UPDATE volunteer_shift SET state = $3, seq = seq + 1, changed_at = $4 WHERE id = $1 AND seq = $2",
        args![shift.id.get(), shift.seq, state.as_str(), now.millis()],
    );
}

/// Notes the need that says that people are lacking; none once they are there.
pub(crate) fn set_need(tx: &mut Tx, shift: ShiftId, need: Option<NeedId>) {
    let sql = "UPDATE volunteer_shift SET need_id = $2 WHERE id = $1";
    tx.defer(sql, args![shift.get(), need.map(NeedId::get)]);
}

/// A shift, if the scope covers its place.
pub(crate) async fn get(db: &Db, scope: &Scope, id: ShiftId) -> Result<Option<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    sql.push("id = ").bind(id.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    db.select(sql).await?.iter().map(shift).next().transpose()
}

/// A shift that a volunteer names: what it is, and nobody in it.
pub(crate) async fn known(db: &Db, id: ShiftId) -> Result<Option<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    sql.push("id = ").bind(id.get());
    db.select(sql).await?.iter().map(shift).next().transpose()
}

/// A shift as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, id: ShiftId) -> Result<Option<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(shift).next().transpose()
}

/// Shifts of these ids, in no order.
pub(crate) async fn of(db: &Db, ids: impl IntoIterator<Item = ShiftId>) -> Result<Vec<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    sql.push("id IN ").bind_list(ids.into_iter().map(ShiftId::get));
    db.select(sql).await?.iter().map(shift).collect()
}

/// The posts of shifts, each in their order.
pub(crate) async fn posts(
    db: &Db,
    ids: impl IntoIterator<Item = ShiftId>,
) -> Result<HashMap<ShiftId, Vec<Post>>, StorageError> {
    let mut sql = Sql::new("SELECT shift_id, number, skill, needed, held FROM volunteer_post WHERE shift_id IN ");
    sql.bind_list(ids.into_iter().map(ShiftId::get));
    sql.push(" ORDER BY shift_id, number");
    let mut posts: HashMap<ShiftId, Vec<Post>> = HashMap::new();
    for row in db.select(sql).await? {
        posts.entry(id(&row, "shift_id")?).or_default().push(post(&row)?);
    }
    Ok(posts)
}

/// A shift's posts as a write sees them.
pub(crate) async fn posts_in(tx: &mut Tx, shift: ShiftId) -> Result<Vec<Post>, StorageError> {
    let sql = "SELECT number, skill, needed, held FROM volunteer_post WHERE shift_id = $1 ORDER BY number";
    tx.all(sql, args![shift.get()]).await?.iter().map(post).collect()
}

/// Which shifts somebody looks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShiftFilter {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// Outside this place only.
    pub(crate) outside: Option<PlaceCode>,
    /// About this only.
    pub(crate) kind: Option<ShiftKind>,
    /// A team's only.
    pub(crate) team: Option<TeamId>,
    /// Only those in which people are lacking.
    pub(crate) is_short: bool,
    /// Only those that have some of what is counted.
    pub(crate) counted: Option<Counted>,
    /// Only those that take place.
    pub(crate) is_open: bool,
    /// Those that end after this moment, and begin before that one.
    pub(crate) between: Option<Span>,
    /// Those that begin within this time and were not called off.
    pub(crate) kept_in: Option<Span>,
    /// After this one.
    pub(crate) after: Option<(Timestamp, ShiftId)>,
}

/// Shifts inside a scope by when they begin, at most so many.
pub(crate) async fn page(db: &Db, scope: &Scope, filter: &ShiftFilter, limit: u32) -> Result<Vec<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    push_filter(&mut sql, filter);
    sql.push(" ORDER BY start_at, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(shift).collect()
}

/// Shifts that anybody can sign up for, wherever they are: what they are, and nobody in them.
pub(crate) async fn offered(db: &Db, filter: &ShiftFilter, limit: u32) -> Result<Vec<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    sql.push("state = 'open'");
    push_filter(&mut sql, filter);
    sql.push(" ORDER BY start_at, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(shift).collect()
}

/// A team's shifts that were not called off and that end after a moment and begin before another, by when they begin: what they are,
/// and nobody in them.
pub(crate) async fn of_team(db: &Db, team: TeamId, between: &Span, limit: u32) -> Result<Vec<Shift>, StorageError> {
    let mut sql = Sql::new(SHIFT);
    sql.push("state <> 'cancelled'");
    let filter = ShiftFilter {
        team: Some(team),
        between: Some(between.clone()),
        ..ShiftFilter::default()
    };
    push_filter(&mut sql, &filter);
    sql.push(" ORDER BY start_at, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(shift).collect()
}

fn push_filter(sql: &mut Sql, filter: &ShiftFilter) {
    if let Some(place) = &filter.place {
        let (from, below) = place.range();
        sql.push(" AND place_code >= ").bind(from);
        sql.push(" AND place_code < ").bind(below);
    }
    if let Some(place) = &filter.outside {
        let (from, below) = place.range();
        sql.push(" AND (place_code < ").bind(from);
        sql.push(" OR place_code >= ").bind(below).push(")");
    }
    if let Some(kind) = filter.kind {
        sql.push(" AND kind = ").bind(kind.as_str());
    }
    if let Some(team) = filter.team {
        sql.push(" AND team_id = ").bind(team.get());
    }
    if filter.is_short {
        sql.push(" AND held < needed");
    }
    if let Some(counted) = filter.counted {
        sql.push(match counted {
            Counted::Held => " AND held > 0",
            Counted::Came => " AND EXISTS (SELECT 1 FROM volunteer_place AS p WHERE p.shift_id = volunteer_shift.id AND p.state IN ('in', 'came'))",
            Counted::Missed => " AND EXISTS (SELECT 1 FROM volunteer_place AS p WHERE p.shift_id = volunteer_shift.id AND p.state = 'missed')",
            Counted::Hours => " AND EXISTS (SELECT 1 FROM volunteer_place AS p JOIN volunteer_hours AS h
                 ON h.volunteer_id = p.volunteer_id AND h.shift_id = p.shift_id WHERE p.shift_id = volunteer_shift.id)",
        });
    }
    if filter.is_open {
        sql.push(" AND state = 'open'");
    }
    if let Some(between) = &filter.between {
        sql.push(" AND end_at > ").bind(between.start.millis());
        sql.push(" AND start_at < ").bind(between.end.millis());
    }
    if let Some(days) = &filter.kept_in {
        sql.push(" AND start_at >= ").bind(days.start.millis());
        sql.push(" AND start_at < ").bind(days.end.millis());
        sql.push(" AND state <> 'cancelled'");
    }
    if let Some((start, id)) = &filter.after {
        sql.push(" AND (start_at > ").bind(start.millis());
        sql.push(" OR (start_at = ").bind(start.millis());
        sql.push(" AND id > ").bind(id.get()).push("))");
    }
}

/// Shifts in which people are lacking although their time has come, and no need says so; at most so many.
pub(crate) async fn to_raise(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<ShiftId>, StorageError> {
    let sql =
        "SELECT id FROM volunteer_shift WHERE state = 'open' AND need_id IS NULL AND fill_by <= $1 AND held < needed
         AND end_at > $1 ORDER BY fill_by, id LIMIT $2";
    ids(&db.all(sql, args![now.millis(), i64::from(limit)]).await?)
}

/// Shifts that ended before that moment and whose hours are not written down; at most so many.
pub(crate) async fn to_settle(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<ShiftId>, StorageError> {
    let sql = "SELECT id FROM volunteer_shift WHERE state = 'open' AND end_at <= $1 ORDER BY end_at, id LIMIT $2";
    ids(&db.all(sql, args![before.millis(), i64::from(limit)]).await?)
}

fn ids(rows: &[Row]) -> Result<Vec<ShiftId>, StorageError> {
    rows.iter().map(|row| id(row, "id")).collect()
}
