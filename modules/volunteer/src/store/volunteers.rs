//! Volunteers as they are kept.

use super::TEXT;
use crate::rules::fit::Able;
use crate::rules::person::{CheckedVolunteer, Reach, Skill, Slot, VolunteerState};
use crate::store::columns::{at, day, id, in_words, opt_year, word, words};
use tongxin_account::Scope;
use tongxin_city::{Day, PlaceCode, Timestamp, VolunteerId};
use tongxin_storage::{Db, IndexedText, Row, Sql, StorageError, Tx, args};

/// A volunteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Volunteer {
    pub(crate) id: VolunteerId,
    pub(crate) home: PlaceCode,
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) birth_year: Option<i16>,
    pub(crate) skills: Vec<Skill>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) reach: Reach,
    pub(crate) is_covered: bool,
    pub(crate) state: VolunteerState,
    pub(crate) why: Option<String>,
    pub(crate) wall_name: Option<String>,
    pub(crate) link: i64,
    pub(crate) minutes: i64,
    pub(crate) shifts: i64,
    pub(crate) keep_until: Day,
    pub(crate) seq: i64,
    pub(crate) registered_at: Timestamp,
}

impl Volunteer {
    /// What they are able to do, as far as a place asks.
    pub(crate) fn able(&self) -> Able {
        Able {
            state: self.state,
            // Whoever's year is gone is gone themselves.
            birth_year: self.birth_year.unwrap_or(i16::MAX),
            is_covered: self.is_covered,
            skills: self.skills.clone(),
        }
    }

    pub(crate) fn shown_name(&self) -> String {
        self.name.clone().unwrap_or_default()
    }
}

pub(super) const VOLUNTEER: &str =
    "SELECT id, home_code, name, phone, birth_year, skills, slots, reach, is_covered, state, why,
    wall_name, link, minutes, shifts, keep_until, seq, registered_at FROM volunteer WHERE ";

pub(super) fn volunteer(row: &Row) -> Result<Volunteer, StorageError> {
    Ok(Volunteer {
        id: id(row, "id")?,
        home: word(row, "home_code")?,
        name: row.opt_text("name")?,
        phone: row.opt_text("phone")?,
        birth_year: opt_year(row, "birth_year")?,
        skills: words(row, "skills")?,
        slots: words(row, "slots")?,
        reach: word(row, "reach")?,
        is_covered: row.flag("is_covered")?,
        state: word(row, "state")?,
        why: row.opt_text("why")?,
        wall_name: row.opt_text("wall_name")?,
        link: row.int("link")?,
        minutes: row.int("minutes")?,
        shifts: row.int("shifts")?,
        keep_until: day(row, "keep_until")?,
        seq: row.int("seq")?,
        registered_at: at(row, "registered_at")?,
    })
}

/// How a volunteer comes in.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'e> {
    pub(crate) state: VolunteerState,
    pub(crate) keep_until: Day,
    pub(crate) by: &'e str,
    pub(crate) now: Timestamp,
}

/// Writes a volunteer down.
pub(crate) fn insert(tx: &mut Tx, id: VolunteerId, checked: &CheckedVolunteer, entry: &Entry<'_>) {
    tx.defer(
        "INSERT INTO volunteer (id, home_code, name, phone, birth_year, skills, slots, reach, is_covered, state, link, minutes,
             shifts, keep_until, seq, registered_by, registered_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, 0, $11, 1, $12, $13, $13)",
        args![
            id.get(),
            checked.home.as_str(),
            checked.name.as_str(),
            checked.phone.as_str(),
            i64::from(checked.birth_year),
            in_words(&checked.skills),
            in_words(&checked.slots),
            checked.reach.as_str(),
            checked.is_covered,
            entry.state.as_str(),
            entry.keep_until.number(),
            entry.by,
            entry.now.millis()
        ],
    );
    let text = IndexedText::of(&format!("{} {}", checked.name, checked.phone));
    TEXT.insert(tx, id.get(), text);
}

/// Writes what a volunteer says of themselves now over what they said before.
pub(crate) async fn update(
    tx: &mut Tx,
    old: &Volunteer,
    checked: &CheckedVolunteer,
    state: VolunteerState,
    now: Timestamp,
) -> Result<(), StorageError> {
    tx.defer_one(
        "UPDATE volunteer SET home_code = $3, name = $4, phone = $5, birth_year = $6, skills = $7, slots = $8, reach = $9,
             is_covered = $10, state = $11, seq = seq + 1, changed_at = $12 WHERE id = $1 AND seq = $2",
        args![
            old.id.get(),
            old.seq,
            checked.home.as_str(),
            checked.name.as_str(),
            checked.phone.as_str(),
            i64::from(checked.birth_year),
            in_words(&checked.skills),
            in_words(&checked.slots),
            checked.reach.as_str(),
            checked.is_covered,
            state.as_str(),
            now.millis()
        ],
    );
    TEXT.delete(tx, old.id.get()).await?;
    let text = IndexedText::of(&format!("{} {}", checked.name, checked.phone));
    TEXT.insert(tx, old.id.get(), text);
    Ok(())
}

/// Notes what the community found.
pub(crate) fn set_state(tx: &mut Tx, old: &Volunteer, state: VolunteerState, why: Option<&str>, now: Timestamp) {
    tx.defer_one(
        "UPDATE volunteer SET state = $3, why = $4, seq = seq + 1, changed_at = $5 WHERE id = $1 AND seq = $2",
        args![
            old.id.get(),
            old.seq,
            state.as_str(),
            why.map(str::to_owned),
            now.millis()
        ],
    );
}

/// Notes what somebody wants to be called on the thanks wall.
pub(crate) fn set_wall(tx: &mut Tx, old: &Volunteer, name: Option<&str>) {
    tx.defer_one(
        "UPDATE volunteer SET wall_name = $3, seq = seq + 1 WHERE id = $1 AND seq = $2",
        args![old.id.get(), old.seq, name.map(str::to_owned)],
    );
}

/// Gives a volunteer a new link; the one before opens nothing from then on.
pub(crate) fn renew_link(tx: &mut Tx, old: &Volunteer) {
    tx.defer_one(
        "UPDATE volunteer SET link = link + 1, seq = seq + 1 WHERE id = $1 AND seq = $2",
        args![old.id.get(), old.seq],
    );
}

/// Takes the row, so that nobody else changes what the write has read of this volunteer's shifts, and keeps their record.
pub(crate) fn touch(tx: &mut Tx, old: &Volunteer, keep_until: Day) {
    tx.defer_one(
        "UPDATE volunteer SET seq = seq + 1, keep_until = $3 WHERE id = $1 AND seq = $2",
        args![old.id.get(), old.seq, old.keep_until.max(keep_until).number()],
    );
}

/// Moves the sum of somebody's hours with their ledger.
pub(crate) fn add_minutes(tx: &mut Tx, id: VolunteerId, minutes: i64, shifts: i64) {
    tx.defer(
        "UPDATE volunteer SET minutes = minutes + $2, shifts = shifts + $3 WHERE id = $1",
        args![id.get(), minutes, shifts],
    );
}

/// Empties a record: hours and places are left, of nobody.
pub(crate) async fn erase(tx: &mut Tx, id: VolunteerId, now: Timestamp) -> Result<(), StorageError> {
    tx.defer(
        "UPDATE volunteer SET name = NULL, phone = NULL, birth_year = NULL, skills = '', slots = '', why = NULL,
             wall_name = NULL, state = 'erased', link = link + 1, seq = seq + 1, changed_at = $2 WHERE id = $1",
        args![id.get(), now.millis()],
    );
    tx.defer("DELETE FROM volunteer_member WHERE volunteer_id = $1", args![id.get()]);
    tx.defer(
        "UPDATE volunteer_team SET leader_id = NULL, seq = seq + 1 WHERE leader_id = $1",
        args![id.get()],
    );
    tx.defer(
        "UPDATE volunteer_hours SET why = NULL WHERE volunteer_id = $1",
        args![id.get()],
    );
    TEXT.delete(tx, id.get()).await
}

/// A volunteer, if the scope covers their home.
pub(crate) async fn get(db: &Db, scope: &Scope, id: VolunteerId) -> Result<Option<Volunteer>, StorageError> {
    let mut sql = Sql::new(VOLUNTEER);
    sql.push("id = ").bind(id.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("home_code"), None, None);
    db.select(sql).await?.iter().map(volunteer).next().transpose()
}

/// A volunteer whose link somebody holds.
pub(crate) async fn by_link(db: &Db, id: VolunteerId) -> Result<Option<Volunteer>, StorageError> {
    let mut sql = Sql::new(VOLUNTEER);
    sql.push("id = ").bind(id.get());
    db.select(sql).await?.iter().map(volunteer).next().transpose()
}

/// A volunteer as a write sees them.
pub(crate) async fn get_in(tx: &mut Tx, id: VolunteerId) -> Result<Option<Volunteer>, StorageError> {
    let mut sql = Sql::new(VOLUNTEER);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(volunteer).next().transpose()
}

/// Those of these ids, in no order.
pub(crate) async fn of(db: &Db, ids: impl IntoIterator<Item = VolunteerId>) -> Result<Vec<Volunteer>, StorageError> {
    let mut sql = Sql::new(VOLUNTEER);
    sql.push("id IN ").bind_list(ids.into_iter().map(VolunteerId::get));
    db.select(sql).await?.iter().map(volunteer).collect()
}

/// Whoever has one of these telephone numbers, as a write sees them: number, name, id, home.
pub(crate) async fn with_phones_in(
    tx: &mut Tx,
    phones: impl IntoIterator<Item = &str>,
) -> Result<Vec<(String, String, VolunteerId, PlaceCode)>, StorageError> {
    let mut sql = Sql::new("SELECT id, phone, name, home_code FROM volunteer WHERE phone IN ");
    sql.bind_list(phones);
    let known = |row: &Row| {
        Ok((
            row.text("phone")?,
            row.text("name")?,
            id(row, "id")?,
            word(row, "home_code")?,
        ))
    };
    tx.select(sql).await?.iter().map(known).collect()
}

/// Those of these who are still somebody.
pub(crate) async fn not_erased(db: &Db, ids: &[VolunteerId]) -> Result<Vec<VolunteerId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM volunteer WHERE state <> 'erased' AND id IN ");
    sql.bind_list(ids.iter().map(|id| id.get()));
    db.select(sql).await?.iter().map(|row| id(row, "id")).collect()
}

/// Those whose record has ended by that day and is still there.
pub(crate) async fn expired(db: &Db, today: Day, limit: u32) -> Result<Vec<VolunteerId>, StorageError> {
    let sql = "SELECT id FROM volunteer WHERE phone IS NOT NULL AND keep_until <= $1 ORDER BY keep_until LIMIT $2";
    let rows = db.all(sql, args![today.number(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}
