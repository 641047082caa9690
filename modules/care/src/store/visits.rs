//! Visits of a day's round, and the knocks at their doors.

use crate::limits::{VISIT_AHEAD_MS, VISITS_A_WRITE, VISITS_SHOWN_MAX};
use crate::rules::enquiry::Finding;
use crate::rules::visit::{Knock, Part, VisitState};
use crate::store::columns::{at, day, id, opt_at, word};
use std::collections::BTreeMap;
use tongxin_account::Scope;
use tongxin_city::{Day, HouseholdId, PersonId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// What names a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VisitKey {
    pub(crate) person: PersonId,
    pub(crate) day: Day,
    pub(crate) part: Part,
}

/// A visit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visit {
    pub(crate) key: VisitKey,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
    pub(crate) due_at: Timestamp,
    pub(crate) state: VisitState,
    pub(crate) again_by: Option<Timestamp>,
    pub(crate) is_disputed: bool,
}

const VISIT: &str =
    "SELECT person_id, day, part, household_id, building_code, subdistrict_code, due_at, state, again_by,
    is_disputed FROM care_visit WHERE ";

fn visit(row: &Row) -> Result<Visit, StorageError> {
    Ok(Visit {
        key: VisitKey {
            person: id(row, "person_id")?,
            day: day(row, "day")?,
            part: word(row, "part")?,
        },
        household: id(row, "household_id")?,
        building: word(row, "building_code")?,
        subdistrict: word(row, "subdistrict_code")?,
        due_at: at(row, "due_at")?,
        state: word(row, "state")?,
        again_by: opt_at(row, "again_by")?,
        is_disputed: row.flag("is_disputed")?,
    })
}

/// Whether somebody's visits of a day, or of one before, are still to be made.
pub(crate) async fn has_unmade(db: &Db, today: Day) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM care_person WHERE next_on IS NOT NULL AND next_on <= $1 LIMIT 1";
    Ok(db.optional(sql, args![today.number()]).await?.is_some())
}

/// A part of a day that a round is made of, and when it is over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MadePart {
    pub(crate) part: Part,
    pub(crate) due_at: Timestamp,
    /// Whether it is of those who are visited twice a day.
    pub(crate) is_twice: bool,
}

/// Makes the visits of a day for the next people who have none, at most [`VISITS_A_WRITE`]; answers how many, by subdistrict.
pub(crate) async fn make(tx: &mut Tx, today: Day, parts: &[MadePart]) -> Result<Vec<(PlaceCode, i64)>, StorageError> {
    let first = tx
        .optional(
            "SELECT next_on, id FROM care_person WHERE next_on IS NOT NULL AND next_on <= $1
             ORDER BY next_on, id LIMIT 1",
            args![today.number()],
        )
        .await?;
    let Some(first) = first else {
        return Ok(Vec::new());
    };
    let (on, first) = (first.int("next_on")?, first.int("id")?);
    let last = tx
        .optional(
            "SELECT id FROM care_person WHERE next_on = $1 AND id >= $2 ORDER BY id LIMIT 1 OFFSET $3",
            args![on, first, VISITS_A_WRITE - 1],
        )
        .await?;
    let last = last.map_or(Ok(i64::MAX), |row| row.int("id"))?;
    let chosen = Chosen { on, first, last };
    let mut made = Vec::new();
    for part in parts {
        let mut sql = Sql::new(
            "INSERT INTO care_visit (person_id, day, part, household_id, building_code, subdistrict_code, due_at, state,
                 is_disputed)
             SELECT id, CAST(",
        );
        sql.bind(today.number())
            .push(" AS BIGINT), CAST(")
            .bind(part.part.as_str());
        sql.push(" AS TEXT), household_id, building_code, subdistrict_code, CAST(");
        sql.bind(part.due_at.millis())
            .push(" AS BIGINT), 'due', 0 FROM care_person WHERE ");
        push_to_make(&mut sql, &chosen, part);
        // One that is there already is not made again, and not counted twice.
        sql.push(" ON CONFLICT (person_id, day, part) DO NOTHING RETURNING subdistrict_code");
        let mut counts: BTreeMap<PlaceCode, i64> = BTreeMap::new();
        for row in tx.select(sql).await? {
            *counts.entry(word(&row, "subdistrict_code")?).or_default() += 1;
        }
        made.extend(counts);
    }
    let mut sql = Sql::new("UPDATE care_person SET next_on = CASE WHEN every_days = 0 THEN 1 ELSE every_days END + ");
    sql.bind(today.number()).push(" WHERE ");
    chosen.push(&mut sql);
    tx.apply(sql).await?;
    Ok(made)
}

/// The people whose visits are made in one write: of those whose next one is on one day, from one number to another, as an
/// index has them.
struct Chosen {
    on: i64,
    first: i64,
    last: i64,
}

impl Chosen {
    fn push(&self, sql: &mut Sql) {
        sql.push("next_on = ").bind(self.on);
        sql.push(" AND id >= ").bind(self.first);
        sql.push(" AND id <= ").bind(self.last);
    }
}

/// Of the chosen people those who have a visit in that part. Whoever was registered or changed when it was over, or so shortly
/// before that nobody could be there, is missed by nobody.
fn push_to_make(sql: &mut Sql, chosen: &Chosen, part: &MadePart) {
    chosen.push(sql);
    sql.push(if part.is_twice {
        " AND every_days = 0"
    } else {
        " AND every_days > 0"
    });
    sql.push(" AND changed_at < ")
        .bind(part.due_at.millis() - VISIT_AHEAD_MS);
}

/// A visit as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, key: VisitKey) -> Result<Option<Visit>, StorageError> {
    let mut sql = Sql::new(VISIT);
    push_key(&mut sql, key);
    tx.select(sql).await?.iter().map(visit).next().transpose()
}

fn push_key(sql: &mut Sql, key: VisitKey) {
    sql.push("person_id = ").bind(key.person.get());
    sql.push(" AND day = ").bind(key.day.number());
    sql.push(" AND part = ").bind(key.part.as_str());
}

/// Moves a visit on.
pub(crate) fn set(tx: &mut Tx, key: VisitKey, state: VisitState, again_by: Option<Timestamp>, is_disputed: bool) {
    tx.defer_one(
        "UPDATE care_visit SET state = $4, again_by = $5, is_disputed = $6
         WHERE person_id = $1 AND day = $2 AND part = $3",
        args![
            key.person.get(),
            key.day.number(),
            key.part.as_str(),
            state.as_str(),
            again_by.map(Timestamp::millis),
            i64::from(is_disputed)
        ],
    );
}

/// Visits of a person that nobody has to make any more.
pub(crate) async fn open_of_in(tx: &mut Tx, person: PersonId) -> Result<Vec<Visit>, StorageError> {
    let mut sql = Sql::new(VISIT);
    sql.push("person_id = ")
        .bind(person.get())
        .push(" AND state IN ('due', 'no_answer')");
    tx.select(sql).await?.iter().map(visit).collect()
}

/// How somebody's last visit stands of those that are over after that moment and not open any more.
pub(crate) async fn last_after_in(
    tx: &mut Tx,
    person: PersonId,
    after: Timestamp,
) -> Result<Option<VisitState>, StorageError> {
    let sql = "SELECT state FROM care_visit
        WHERE person_id = $1 AND due_at > $2 AND state NOT IN ('due', 'no_answer')
        ORDER BY due_at DESC LIMIT 1";
    let row = tx.optional(sql, args![person.get(), after.millis()]).await?;
    row.map(|row| word(&row, "state")).transpose()
}

/// Whether somebody has a visit of that day.
pub(crate) async fn is_of_day_in(tx: &mut Tx, person: PersonId, day: Day) -> Result<bool, StorageError> {
    let sql = "SELECT person_id FROM care_visit WHERE person_id = $1 AND day = $2 LIMIT 1";
    Ok(tx.optional(sql, args![person.get(), day.number()]).await?.is_some())
}

/// Takes a visit that was never made out of the round.
pub(crate) fn remove(tx: &mut Tx, key: VisitKey) {
    let sql = "DELETE FROM care_visit WHERE person_id = $1 AND day = $2 AND part = $3";
    tx.defer(sql, args![key.person.get(), key.day.number(), key.part.as_str()]);
}

/// Which visits somebody looks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct VisitFilter {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// In one of these states; in any when there is none.
    pub(crate) states: Vec<VisitState>,
    /// Only those about which people disagree.
    pub(crate) is_disputed: bool,
    /// Behind this one.
    pub(crate) after: Option<VisitCursor>,
    /// At most so many, and never more than [`VISITS_SHOWN_MAX`].
    pub(crate) limit: Option<u32>,
}

/// Where a page of a day's visits ends; in an address `building.person.part`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VisitCursor {
    building: PlaceCode,
    person: PersonId,
    part: Part,
}

impl Visit {
    /// The page that ends with it.
    fn cursor(&self) -> VisitCursor {
        VisitCursor {
            building: self.building,
            person: self.key.person,
            part: self.key.part,
        }
    }
}

impl std::fmt::Display for VisitCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.building, self.person, self.part)
    }
}

impl std::str::FromStr for VisitCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<VisitCursor, Self::Err> {
        let read = || {
            let (building, rest) = text.split_once('.')?;
            let (person, part) = rest.split_once('.')?;
            Some(VisitCursor {
                building: building.parse().ok()?,
                person: person.parse().ok()?,
                part: part.parse().ok()?,
            })
        };
        read().ok_or("a building, a person and a part of the day, with points between")
    }
}

impl<'de> serde::Deserialize<'de> for VisitCursor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<VisitCursor, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A page of a day's visits.
#[derive(Debug)]
pub(crate) struct VisitPage {
    /// By building, as many as asked for.
    pub(crate) visits: Vec<Visit>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<VisitCursor>,
}

/// A page of a day's visits inside a scope.
pub(crate) async fn of_day(db: &Db, scope: &Scope, day: Day, filter: &VisitFilter) -> Result<VisitPage, StorageError> {
    let mut sql = Sql::new(VISIT);
    push_of_day(&mut sql, scope, day, filter.place.as_ref());
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| state.as_str());
        sql.push(" AND state IN ").bind_list(states);
    }
    if filter.is_disputed {
        sql.push(" AND is_disputed = 1");
    }
    if let Some(after) = &filter.after {
        sql.push(" AND (building_code > ").bind(after.building.as_str());
        sql.push(" OR (building_code = ").bind(after.building.as_str());
        sql.push(" AND (person_id > ").bind(after.person.get());
        sql.push(" OR (person_id = ").bind(after.person.get());
        sql.push(" AND part > ").bind(after.part.as_str()).push("))))");
    }
    let limit = filter.limit.unwrap_or(VISITS_SHOWN_MAX).min(VISITS_SHOWN_MAX);
    sql.push(" ORDER BY building_code, person_id, part LIMIT ")
        .bind(limit + 1);
    let mut visits: Vec<Visit> = db.select(sql).await?.iter().map(visit).collect::<Result<_, _>>()?;
    let has_more = visits.len() > limit as usize;
    visits.truncate(limit as usize);
    let next = visits.last().filter(|_| has_more).map(Visit::cursor);
    Ok(VisitPage { visits, next })
}

fn push_of_day(sql: &mut Sql, scope: &Scope, day: Day, place: Option<&PlaceCode>) {
    scope.push_sql(sql, Some("building_code"), None, Some("household_id"));
    sql.push(" AND day = ").bind(day.number());
    if let Some(place) = place {
        let (from, below) = place.range();
        sql.push(" AND building_code >= ").bind(from);
        sql.push(" AND building_code < ").bind(below);
    }
}

/// How many of a day's visits inside a scope stand how.
pub(crate) async fn counts_of_day(
    db: &Db,
    scope: &Scope,
    day: Day,
    place: Option<&PlaceCode>,
) -> Result<BTreeMap<VisitState, usize>, StorageError> {
    let mut sql = Sql::new("SELECT state, COUNT(*) AS visits FROM care_visit WHERE ");
    push_of_day(&mut sql, scope, day, place);
    sql.push(" GROUP BY state");
    let rows = db.select(sql).await?;
    let count = |row: &Row| {
        Ok((
            word(row, "state")?,
            usize::try_from(row.int("visits")?).unwrap_or_default(),
        ))
    };
    rows.iter().map(count).collect()
}

/// A person's latest visits, the newest first.
pub(crate) async fn of_person(db: &Db, person: PersonId, limit: u32) -> Result<Vec<Visit>, StorageError> {
    let mut sql = Sql::new(VISIT);
    sql.push("person_id = ").bind(person.get());
    sql.push(" ORDER BY day DESC, part DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(visit).collect()
}

/// Visits that are over without anybody seen, and those at which nobody tried again in time; at most so many.
pub(crate) async fn overdue(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<VisitKey>, StorageError> {
    let mut sql = Sql::new(VISIT);
    sql.push("state IN ('due', 'no_answer') AND due_at <= ")
        .bind(now.millis());
    sql.push(" ORDER BY due_at LIMIT ").bind(limit);
    let mut found: Vec<Visit> = db.select(sql).await?.iter().map(visit).collect::<Result<_, _>>()?;
    let mut sql = Sql::new(VISIT);
    sql.push("state = 'no_answer' AND again_by <= ").bind(now.millis());
    sql.push(" ORDER BY again_by LIMIT ").bind(limit);
    for row in db.select(sql).await? {
        found.push(visit(&row)?);
    }
    let mut keys: Vec<VisitKey> = found.into_iter().map(|visit| visit.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(limit as usize);
    Ok(keys)
}

/// A knock as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnockRow {
    pub(crate) person: PersonId,
    pub(crate) part: Part,
    pub(crate) knock: Knock,
    pub(crate) note: Option<String>,
    /// The sealed words of the note.
    pub(crate) word: Option<i64>,
}

const KNOCK: &str = "SELECT person_id, part, outcome, actor, said_at, note, word_id FROM care_knock WHERE ";

fn knock(row: &Row) -> Result<KnockRow, StorageError> {
    Ok(KnockRow {
        person: id(row, "person_id")?,
        part: word(row, "part")?,
        knock: Knock {
            finding: word::<Finding>(row, "outcome")?,
            actor: row.text("actor")?,
            said_at: at(row, "said_at")?,
        },
        note: row.opt_text("note")?,
        word: row.opt_int("word_id")?,
    })
}

/// Writes a knock down as the visit's `number`th, with the sealed words of its note.
pub(crate) fn add_knock(tx: &mut Tx, key: VisitKey, number: usize, said: &Knock, word: Option<i64>, now: Timestamp) {
    tx.defer(
        "INSERT INTO care_knock (person_id, day, part, number, outcome, actor, said_at, at, word_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            key.person.get(),
            key.day.number(),
            key.part.as_str(),
            i64::try_from(number).unwrap_or(i64::MAX),
            said.finding.as_str(),
            said.actor.as_str(),
            said.said_at.millis(),
            now.millis(),
            word
        ],
    );
}

/// A visit's knocks in the order they came in.
pub(crate) async fn knocks_in(tx: &mut Tx, key: VisitKey) -> Result<Vec<Knock>, StorageError> {
    let mut sql = Sql::new(KNOCK);
    push_key(&mut sql, key);
    sql.push(" ORDER BY number");
    let rows = tx.select(sql).await?;
    rows.iter().map(|row| Ok(knock(row)?.knock)).collect()
}

/// The knocks of a day at these people's doors, in the order they came in.
pub(crate) async fn knocks_of_day(db: &Db, day: Day, people: &[PersonId]) -> Result<Vec<KnockRow>, StorageError> {
    let mut sql = Sql::new(KNOCK);
    sql.push("day = ").bind(day.number()).push(" AND person_id IN ");
    sql.bind_list(people.iter().map(|id| id.get()));
    sql.push(" ORDER BY person_id, part, number");
    db.select(sql).await?.iter().map(knock).collect()
}

/// Whether there are visits of before that day.
pub(crate) async fn has_before(db: &Db, before: Day) -> Result<bool, StorageError> {
    let sql = "SELECT day FROM care_visit WHERE day < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.number()]).await?.is_some())
}

/// Forgets visits and knocks of before that day.
pub(crate) fn forget(tx: &mut Tx, before: Day) {
    tx.defer(
        "DELETE FROM care_word WHERE id IN (SELECT word_id FROM care_knock WHERE day < $1 AND word_id IS NOT NULL)",
        args![before.number()],
    );
    tx.defer("DELETE FROM care_knock WHERE day < $1", args![before.number()]);
    tx.defer("DELETE FROM care_visit WHERE day < $1", args![before.number()]);
}
