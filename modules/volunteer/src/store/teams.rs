//! Teams, their leaders and members.

use crate::store::columns::{id, opt_id, word};
use tongxin_account::Scope;
use tongxin_city::{PlaceCode, TeamId, Timestamp, VolunteerId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Team {
    pub(crate) id: TeamId,
    pub(crate) place: PlaceCode,
    pub(crate) name: String,
    pub(crate) leader: Option<VolunteerId>,
    pub(crate) is_closed: bool,
    pub(crate) seq: i64,
}

const TEAM: &str = "SELECT id, place_code, name, leader_id, is_closed, seq FROM volunteer_team WHERE ";

fn team(row: &Row) -> Result<Team, StorageError> {
    Ok(Team {
        id: id(row, "id")?,
        place: word(row, "place_code")?,
        name: row.text("name")?,
        leader: opt_id(row, "leader_id")?,
        is_closed: row.flag("is_closed")?,
        seq: row.int("seq")?,
    })
}

/// Writes a team down.
pub(crate) fn insert(tx: &mut Tx, id: TeamId, place: &PlaceCode, name: &str, by: &str, now: Timestamp) {
    tx.defer(
        "INSERT INTO volunteer_team (id, place_code, name, is_closed, seq, added_by, added_at) VALUES ($1, $2, $3, 0, 1, $4, $5)",
        args![id.get(), place.as_str(), name, by, now.millis()],
    );
}

/// Notes who leads a team.
pub(crate) fn set_leader(tx: &mut Tx, team: &Team, leader: Option<VolunteerId>) {
    tx.defer_one(
        "UPDATE volunteer_team SET leader_id = $3, seq = seq + 1 WHERE id = $1 AND seq = $2",
        args![team.id.get(), team.seq, leader.map(VolunteerId::get)],
    );
}

/// Notes that a team has ended: it gets no new shifts.
pub(crate) fn close(tx: &mut Tx, team: &Team) {
    tx.defer_one(
        "UPDATE volunteer_team SET is_closed = 1, leader_id = NULL, seq = seq + 1 WHERE id = $1 AND seq = $2",
        args![team.id.get(), team.seq],
    );
}

/// Adds a member, if they are none yet.
pub(crate) fn join(tx: &mut Tx, team: TeamId, volunteer: VolunteerId, now: Timestamp) {
    tx.defer(
        "INSERT INTO volunteer_member (team_id, volunteer_id, joined_at) VALUES ($1, $2, $3)
         ON CONFLICT (team_id, volunteer_id) DO NOTHING",
        args![team.get(), volunteer.get(), now.millis()],
    );
}

/// Takes a member out.
pub(crate) fn part(tx: &mut Tx, team: TeamId, volunteer: VolunteerId) {
    tx.defer(
        "DELETE FROM volunteer_member WHERE team_id = $1 AND volunteer_id = $2",
        args![team.get(), volunteer.get()],
    );
}

/// A team, if the scope covers its place.
pub(crate) async fn get(db: &Db, scope: &Scope, id: TeamId) -> Result<Option<Team>, StorageError> {
    let mut sql = Sql::new(TEAM);
    sql.push("id = ").bind(id.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    db.select(sql).await?.iter().map(team).next().transpose()
}

/// Teams inside a scope by place, at most so many; those that have ended are left out.
pub(crate) async fn of(db: &Db, scope: &Scope, limit: u32) -> Result<Vec<Team>, StorageError> {
    let mut sql = Sql::new(TEAM);
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    sql.push(" AND is_closed = 0 ORDER BY place_code, id LIMIT ")
        .bind(limit);
    db.select(sql).await?.iter().map(team).collect()
}

/// Teams that somebody leads.
pub(crate) async fn led_by(db: &Db, leader: VolunteerId) -> Result<Vec<Team>, StorageError> {
    let mut sql = Sql::new(TEAM);
    sql.push("leader_id = ")
        .bind(leader.get())
        .push(" AND is_closed = 0 ORDER BY id");
    db.select(sql).await?.iter().map(team).collect()
}

/// Teams that somebody belongs to.
pub(crate) async fn with_member(db: &Db, member: VolunteerId) -> Result<Vec<Team>, StorageError> {
    let mut sql = Sql::new(TEAM);
    sql.push("is_closed = 0 AND id IN (SELECT team_id FROM volunteer_member WHERE volunteer_id = ");
    sql.bind(member.get()).push(") ORDER BY id");
    db.select(sql).await?.iter().map(team).collect()
}

/// A team's members, who joined first.
pub(crate) async fn members(db: &Db, team: TeamId, limit: u32) -> Result<Vec<VolunteerId>, StorageError> {
    let sql = "SELECT volunteer_id FROM volunteer_member WHERE team_id = $1 ORDER BY joined_at, volunteer_id LIMIT $2";
    let rows = db.all(sql, args![team.get(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "volunteer_id")).collect()
}
