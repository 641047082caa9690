//! People in the register.

use crate::rules::ending::EndReason;
use crate::rules::group::Rhythm;
use crate::rules::person::{Basis, CheckedPerson, Ground, PersonState};
use crate::store::columns::{at, day, id, opt_day, opt_id, opt_word, rhythm, word};
use crate::vault::Sealed;
use tongxin_account::Scope;
use tongxin_city::{Day, HouseholdId, NeedId, PersonId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A person as the register holds them; what is sealed stays so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
    pub(crate) name: Option<String>,
    pub(crate) contact: Option<String>,
    pub(crate) at_door: Option<String>,
    pub(crate) sealed: Option<Sealed>,
    pub(crate) rhythm: Rhythm,
    pub(crate) refill_on: Option<Day>,
    pub(crate) refill_need: Option<NeedId>,
    pub(crate) ground: Ground,
    pub(crate) review_on: Day,
    /// The need that says so.
    pub(crate) review_need: Option<NeedId>,
    pub(crate) expires_on: Day,
    pub(crate) state: PersonState,
    pub(crate) ended: Option<EndReason>,
    /// Who ended it, and who said so; for a while.
    pub(crate) ended_by: Option<String>,
    pub(crate) ended_word: Option<String>,
    /// The need that says that nobody knows how they are.
    pub(crate) need: Option<NeedId>,
    pub(crate) seq: i64,
    pub(crate) changed_at: Timestamp,
}

impl Person {
    /// Whether their record is gone.
    pub(crate) fn is_erased(&self) -> bool {
        self.state == PersonState::Erased
    }

    /// Whether somebody looks after them: in the register, or not seen, and looked for at their door though the record is gone.
    pub(crate) fn is_looked_after(&self) -> bool {
        !self.is_erased() || self.need.is_some()
    }
}

const PERSON: &str = "SELECT id, household_id, building_code, subdistrict_code, name, contact, at_door, sealed_key, sealed,
    every_days, refill_on, refill_need_id, basis, basis_by, basis_on, basis_purpose, review_on, review_need_id, expires_on, state, ended,
    ended_by, ended_word, need_id, seq, changed_at FROM care_person WHERE ";

fn person(row: &Row) -> Result<Person, StorageError> {
    let sealed = row.opt_int("sealed_key")?.zip(row.opt_blob("sealed")?);
    Ok(Person {
        id: id(row, "id")?,
        household: id(row, "household_id")?,
        building: word(row, "building_code")?,
        subdistrict: word(row, "subdistrict_code")?,
        name: row.opt_text("name")?,
        contact: row.opt_text("contact")?,
        at_door: row.opt_text("at_door")?,
        sealed: sealed.map(|(key, bytes)| Sealed { key, bytes }),
        rhythm: rhythm(row, "every_days")?,
        refill_on: opt_day(row, "refill_on")?,
        refill_need: opt_id(row, "refill_need_id")?,
        ground: Ground {
            basis: word::<Basis>(row, "basis")?,
            by: row.opt_text("basis_by")?.unwrap_or_default(),
            on: day(row, "basis_on")?,
            purpose: row.opt_text("basis_purpose")?.unwrap_or_default(),
        },
        review_on: day(row, "review_on")?,
        review_need: opt_id(row, "review_need_id")?,
        expires_on: day(row, "expires_on")?,
        state: word(row, "state")?,
        ended: opt_word(row, "ended")?,
        ended_by: row.opt_text("ended_by")?,
        ended_word: row.opt_text("ended_word")?,
        need: opt_id(row, "need_id")?,
        seq: row.int("seq")?,
        changed_at: at(row, "changed_at")?,
    })
}

/// Where a person lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
}

/// What is written of a person besides where they live.
#[derive(Debug, Clone)]
pub(crate) struct Written<'w> {
    pub(crate) checked: &'w CheckedPerson,
    pub(crate) sealed: &'w Sealed,
    pub(crate) refill_on: Option<Day>,
    /// The first day of visits under this rhythm.
    pub(crate) next_on: Option<Day>,
}

/// Writes a person down.
pub(crate) fn insert(tx: &mut Tx, id: PersonId, home: &Home, written: &Written<'_>, by: &str, now: Timestamp) {
    let Written { checked, sealed, .. } = written;
    tx.defer(
        "INSERT INTO care_person (id, household_id, building_code, subdistrict_code, name, contact, at_door, sealed_key,
             sealed, every_days, next_on, refill_on, basis, basis_by, basis_on, basis_purpose, review_on, expires_on,
             state, seq, registered_by, registered_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'current', 1, $19, $20, $20)",
        args![
            id.get(),
            home.household.get(),
            home.building.as_str(),
            home.subdistrict.as_str(),
            checked.name.as_str(),
            checked.contact.clone(),
            checked.at_door.clone(),
            sealed.key,
            sealed.bytes.as_slice(),
            checked.rhythm.days(),
            written.next_on.map(Day::number),
            written.refill_on.map(Day::number),
            checked.ground.basis.as_str(),
            checked.ground.by.as_str(),
            checked.ground.on.number(),
            checked.ground.purpose.as_str(),
            checked.review_on.number(),
            checked.expires_on.number(),
            by,
            now.millis()
        ],
    );
}

/// Writes a correction over a person that stands at `seq`. A new day for the refill or the next look asks for a new need.
pub(crate) fn update(tx: &mut Tx, old: &Person, written: &Written<'_>, now: Timestamp) {
    let Written { checked, sealed, .. } = written;
    let refill_need = old.refill_need.filter(|_| old.refill_on == written.refill_on);
    let review_need = old.review_need.filter(|_| old.review_on == checked.review_on);
    tx.defer_one(
        "UPDATE care_person SET name = $3, contact = $4, at_door = $5, sealed_key = $6, sealed = $7, every_days = $8,
             next_on = $9, refill_on = $10, refill_need_id = $11, basis = $12, basis_by = $13, basis_on = $14,
             basis_purpose = $15, review_on = $16, expires_on = $17, state = 'current', seq = seq + 1, changed_at = $18,
             review_need_id = $19
         WHERE id = $1 AND seq = $2",
        args![
            old.id.get(),
            old.seq,
            checked.name.as_str(),
            checked.contact.clone(),
            checked.at_door.clone(),
            sealed.key,
            sealed.bytes.as_slice(),
            checked.rhythm.days(),
            written.next_on.map(Day::number),
            written.refill_on.map(Day::number),
            refill_need.map(NeedId::get),
            checked.ground.basis.as_str(),
            checked.ground.by.as_str(),
            checked.ground.on.number(),
            checked.ground.purpose.as_str(),
            checked.review_on.number(),
            checked.expires_on.number(),
            now.millis(),
            review_need.map(NeedId::get)
        ],
    );
}

/// What is sealed of a person, and when they need a medicine, after something was done about their medicines.
#[derive(Debug, Clone)]
pub(crate) struct Resealed {
    pub(crate) sealed: Sealed,
    pub(crate) refill_on: Option<Day>,
    pub(crate) refill_need: Option<NeedId>,
}

/// Writes what is sealed anew over a person that stands at their number.
pub(crate) fn set_record(tx: &mut Tx, person: &Person, new: &Resealed, now: Timestamp) {
    tx.defer_one(
        "UPDATE care_person SET sealed_key = $3, sealed = $4, refill_on = $5, refill_need_id = $6, seq = seq + 1,
             changed_at = $7
         WHERE id = $1 AND seq = $2",
        args![
            person.id.get(),
            person.seq,
            new.sealed.key,
            new.sealed.bytes.as_slice(),
            new.refill_on.map(Day::number),
            new.refill_need.map(NeedId::get),
            now.millis()
        ],
    );
}

/// People inside a scope for whom a medicine has to be fetched by that day, by building, at most so many.
pub(crate) async fn to_fetch_for(
    db: &Db,
    scope: &Scope,
    place: Option<&PlaceCode>,
    until: Day,
    limit: u32,
) -> Result<Vec<Person>, StorageError> {
    let mut sql = Sql::new(PERSON);
    scope.push_sql(&mut sql, Some("building_code"), None, Some("household_id"));
    if let Some(place) = place {
        let (from, below) = place.range();
        sql.push(" AND building_code >= ").bind(from);
        sql.push(" AND building_code < ").bind(below);
    }
    sql.push(" AND refill_on IS NOT NULL AND refill_on <= ")
        .bind(until.number());
    sql.push(" AND state = 'current' ORDER BY building_code, id LIMIT ")
        .bind(limit);
    db.select(sql).await?.iter().map(person).collect()
}

/// Notes that somebody said at the door that they have moved: no more visits are made.
pub(crate) fn set_moved(tx: &mut Tx, id: PersonId, now: Timestamp) {
    tx.defer(
        "UPDATE care_person SET state = 'moved', next_on = NULL, seq = seq + 1, changed_at = $2
         WHERE id = $1 AND state = 'current'",
        args![id.get(), now.millis()],
    );
}

/// Notes that somebody who was said to have moved was seen at the door: visits go on.
pub(crate) fn set_back(tx: &mut Tx, id: PersonId, next_on: Option<Day>, now: Timestamp) {
    tx.defer(
        "UPDATE care_person SET state = 'current', next_on = $2, seq = seq + 1, changed_at = $3
         WHERE id = $1 AND state = 'moved'",
        args![id.get(), next_on.map(Day::number), now.millis()],
    );
}

/// Brings somebody's next visit forward to a day, if it is later and there is one.
pub(crate) fn look_in_by(tx: &mut Tx, id: PersonId, day: Day) {
    let sql = "UPDATE care_person SET next_on = $2 WHERE id = $1 AND next_on > $2";
    tx.defer(sql, args![id.get(), day.number()]);
}

/// Notes the need that says that nobody knows how they are; none once somebody saw them.
pub(crate) fn set_need(tx: &mut Tx, id: PersonId, need: Option<NeedId>) {
    let sql = "UPDATE care_person SET need_id = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), need.map(NeedId::get)]);
}

/// People whose record has to be looked at by that day and of whom no need says so, at most so many.
pub(crate) async fn to_review(db: &Db, today: Day, limit: u32) -> Result<Vec<PersonId>, StorageError> {
    let sql = "SELECT id FROM care_person WHERE erased_at IS NULL AND review_need_id IS NULL AND state = 'current'
         AND review_on <= $1 ORDER BY review_on, id LIMIT $2";
    let rows = db.all(sql, args![today.number(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Notes the need that asks for a look at the record.
pub(crate) fn set_review_need(tx: &mut Tx, id: PersonId, need: NeedId) {
    let sql = "UPDATE care_person SET review_need_id = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), need.get()]);
}

/// Notes the need that asks for a medicine.
pub(crate) fn set_refill_need(tx: &mut Tx, id: PersonId, need: NeedId) {
    let sql = "UPDATE care_person SET refill_need_id = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), need.get()]);
}

/// A person, if the scope covers them.
pub(crate) async fn get(db: &Db, scope: &Scope, id: PersonId) -> Result<Option<Person>, StorageError> {
    let mut sql = Sql::new(PERSON);
    sql.push("id = ").bind(id.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("building_code"), None, Some("household_id"));
    db.select(sql).await?.iter().map(person).next().transpose()
}

/// A person as a write sees them.
pub(crate) async fn get_in(tx: &mut Tx, id: PersonId) -> Result<Option<Person>, StorageError> {
    let mut sql = Sql::new(PERSON);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(person).next().transpose()
}

/// The people of households that are in the register, by the name each goes by, as a write sees them.
pub(crate) async fn of_households_in(
    tx: &mut Tx,
    households: impl IntoIterator<Item = HouseholdId>,
) -> Result<Vec<(HouseholdId, PersonId, Option<String>)>, StorageError> {
    let mut sql = Sql::new("SELECT household_id, id, name FROM care_person WHERE household_id IN ");
    sql.bind_list(households.into_iter().map(HouseholdId::get));
    // Without an order: PostgreSQL would rather read all people in theirs than the index.
    sql.push(" AND erased_at IS NULL");
    let known = |row: &Row| Ok((id(row, "household_id")?, id(row, "id")?, row.opt_text("name")?));
    let rows = tx.select(sql).await?;
    let mut known = rows.iter().map(known).collect::<Result<Vec<_>, StorageError>>()?;
    known.sort_unstable_by_key(|(_, person, _)| *person);
    Ok(known)
}

/// Which people somebody looks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct PeopleFilter {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// Only those whose record has to be looked at, or who were said to have moved, by that day.
    pub(crate) to_review_by: Option<Day>,
    /// Only those whose name, or whose way to be reached, holds this; all when empty.
    pub(crate) search: String,
    /// After this one.
    pub(crate) after: Option<(PlaceCode, PersonId)>,
}

/// People inside a scope by building, at most so many.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &PeopleFilter,
    limit: u32,
) -> Result<Vec<Person>, StorageError> {
    let mut sql = Sql::new(PERSON);
    scope.push_sql(&mut sql, Some("building_code"), None, Some("household_id"));
    sql.push(" AND erased_at IS NULL");
    if let Some(place) = &filter.place {
        let (from, below) = place.range();
        sql.push(" AND building_code >= ").bind(from);
        sql.push(" AND building_code < ").bind(below);
    }
    if let Some(day) = filter.to_review_by {
        sql.push(" AND (state = 'moved' OR review_on <= ")
            .bind(day.number())
            .push(")");
    }
    if !filter.search.is_empty() {
        sql.push(" AND (").push_holds("name", &filter.search);
        sql.push(" OR ").push_holds("contact", &filter.search).push(")");
    }
    if let Some((building, id)) = &filter.after {
        sql.push(" AND (building_code > ").bind(building.as_str());
        sql.push(" OR (building_code = ").bind(building.as_str());
        sql.push(" AND id > ").bind(id.get()).push("))");
    }
    sql.push(" ORDER BY building_code, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(person).collect()
}

/// Whoever inside a scope is reached in one of these ways.
pub(crate) async fn reached_by(
    db: &Db,
    scope: &Scope,
    contacts: impl IntoIterator<Item = &str>,
) -> Result<Vec<(PersonId, HouseholdId, String)>, StorageError> {
    let mut sql = Sql::new("SELECT id, household_id, contact FROM care_person WHERE erased_at IS NULL AND ");
    scope.push_sql(&mut sql, Some("building_code"), None, Some("household_id"));
    sql.push(" AND contact IN ").bind_list(contacts);
    let rows = db.select(sql).await?;
    let reached = |row: &Row| Ok((id(row, "id")?, id(row, "household_id")?, row.text("contact")?));
    rows.iter().map(reached).collect()
}

/// The people of these ids, in no order.
pub(crate) async fn of(db: &Db, ids: impl IntoIterator<Item = PersonId>) -> Result<Vec<Person>, StorageError> {
    let mut sql = Sql::new(PERSON);
    sql.push("id IN ").bind_list(ids.into_iter().map(PersonId::get));
    db.select(sql).await?.iter().map(person).collect()
}

/// People whose record has ended by that day and is still there, but nobody whom somebody looks for.
pub(crate) async fn expired(db: &Db, today: Day, limit: u32) -> Result<Vec<PersonId>, StorageError> {
    let sql = "SELECT id FROM care_person WHERE erased_at IS NULL AND expires_on <= $1 AND need_id IS NULL ORDER BY expires_on, id LIMIT $2";
    let rows = db.all(sql, args![today.number(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// People inside a place that are still there.
pub(crate) async fn inside(db: &Db, place: &PlaceCode, limit: u32) -> Result<Vec<PersonId>, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT id FROM care_person WHERE erased_at IS NULL AND building_code >= $1 AND building_code < $2
         ORDER BY building_code, id LIMIT $3";
    let rows = db.all(sql, args![from, below, i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Of these, those whose record is still there.
pub(crate) async fn not_erased(db: &Db, ids: &[PersonId]) -> Result<Vec<PersonId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM care_person WHERE erased_at IS NULL AND id IN ");
    sql.bind_list(ids.iter().map(|id| id.get()));
    let rows = db.select(sql).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// People for whom somebody has to fetch a medicine and no need says so.
pub(crate) async fn to_refill(db: &Db, today: Day, limit: u32) -> Result<Vec<PersonId>, StorageError> {
    let sql = "SELECT id FROM care_person WHERE refill_on IS NOT NULL AND refill_need_id IS NULL AND refill_on <= $1
         AND state = 'current' ORDER BY refill_on, id LIMIT $2";
    let rows = db.all(sql, args![today.number(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// The next day with a visit that has not been made into one.
pub(crate) async fn next_on_in(tx: &mut Tx, id: PersonId) -> Result<Option<Day>, StorageError> {
    let row = tx
        .optional("SELECT next_on FROM care_person WHERE id = $1", args![id.get()])
        .await?;
    row.map_or(Ok(None), |row| opt_day(&row, "next_on"))
}
