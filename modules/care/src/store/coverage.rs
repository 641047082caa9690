//! Who is responsible for how much, counted: posts held by subdistrict, doors by steward, communities without.

use crate::rules::duty::Post;
use crate::store::columns::{id, word};
use std::collections::HashMap;
use tongxin_city::{AccountId, Day, NeedId, PlaceCode};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// How many posts of a kind are held in a subdistrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeldCount {
    pub(crate) subdistrict: PlaceCode,
    pub(crate) post: Post,
    pub(crate) count: i64,
}

/// On how many posts inside a place somebody is on duty, by subdistrict and kind.
pub(crate) async fn held_by_subdistrict(db: &Db, place: &PlaceCode) -> Result<Vec<HeldCount>, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT subdistrict_code, post, COUNT(*) AS count FROM care_post
         WHERE grant_id IS NOT NULL AND place_code >= $1 AND place_code < $2 GROUP BY subdistrict_code, post";
    let rows = db.all(sql, args![from, below]).await?;
    let counted = |row: &Row| {
        Ok(HeldCount {
            subdistrict: word(row, "subdistrict_code")?,
            post: word(row, "post")?,
            count: row.int("count")?,
        })
    };
    rows.iter().map(counted).collect()
}

/// What a steward has inside a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StewardLoad {
    pub(crate) account: AccountId,
    pub(crate) buildings: i64,
    pub(crate) doors: i64,
}

/// Stewards with more than so many doors inside a place, those with the most first.
pub(crate) async fn loads_over(
    db: &Db,
    place: &PlaceCode,
    doors: i64,
    limit: u32,
) -> Result<Vec<StewardLoad>, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT account_id, COUNT(*) AS buildings, CAST(SUM(doors) AS BIGINT) AS doors FROM care_post
         WHERE post = 'steward' AND account_id IS NOT NULL AND place_code >= $1 AND place_code < $2
         GROUP BY account_id HAVING SUM(doors) > $3 ORDER BY SUM(doors) DESC, account_id LIMIT $4";
    let rows = db.all(sql, args![from, below, doors, i64::from(limit)]).await?;
    let load = |row: &Row| {
        Ok(StewardLoad {
            account: id(row, "account_id")?,
            buildings: row.int("buildings")?,
            doors: row.int("doors")?,
        })
    };
    rows.iter().map(load).collect()
}

/// In which buildings inside a place these stewards are, by steward, at most so many buildings in all.
pub(crate) async fn buildings_of(
    db: &Db,
    place: &PlaceCode,
    stewards: &[AccountId],
    limit: u32,
) -> Result<HashMap<AccountId, Vec<PlaceCode>>, StorageError> {
    let mut found: HashMap<AccountId, Vec<PlaceCode>> = HashMap::new();
    if stewards.is_empty() {
        return Ok(found);
    }
    let (from, below) = place.range();
    let mut sql = Sql::new("SELECT account_id, place_code FROM care_post WHERE post = 'steward' AND place_code >= ");
    sql.bind(from).push(" AND place_code < ").bind(below);
    sql.push(" AND account_id IN ")
        .bind_list(stewards.iter().map(|account| account.get()));
    sql.push(" ORDER BY place_code LIMIT ").bind(limit);
    for row in db.select(sql).await? {
        found
            .entry(id(&row, "account_id")?)
            .or_default()
            .push(word(&row, "place_code")?);
    }
    Ok(found)
}

/// How many stewards have more than so many doors inside a place, by the first subdistrict in which they have a building.
pub(crate) async fn loads_by_subdistrict(
    db: &Db,
    place: &PlaceCode,
    doors: i64,
) -> Result<HashMap<PlaceCode, i64>, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT subdistrict_code, COUNT(*) AS count FROM (
             SELECT account_id, MIN(subdistrict_code) AS subdistrict_code FROM care_post
             WHERE post = 'steward' AND account_id IS NOT NULL AND place_code >= $1 AND place_code < $2
             GROUP BY account_id HAVING SUM(doors) > $3) AS loaded
         GROUP BY subdistrict_code";
    counts(&db.all(sql, args![from, below, doors]).await?, "subdistrict_code")
}

/// Buildings with a steward whose doors were not counted on that day, those that waited longest first.
pub(crate) async fn not_counted(db: &Db, today: Day, limit: u32) -> Result<Vec<PlaceCode>, StorageError> {
    // Two queries, for SQLite serves neither order nor bound of an OR by the index.
    let never = "SELECT place_code FROM care_post WHERE post = 'steward' AND account_id IS NOT NULL AND doors_on IS NULL LIMIT $1";
    let rows = db.all(never, args![i64::from(limit)]).await?;
    let rows = if rows.is_empty() {
        let before =
            "SELECT place_code FROM care_post WHERE post = 'steward' AND account_id IS NOT NULL AND doors_on < $1
             ORDER BY doors_on LIMIT $2";
        db.all(before, args![today.number(), i64::from(limit)]).await?
    } else {
        rows
    };
    rows.iter().map(|row| word(row, "place_code")).collect()
}

/// Notes how many doors a building has.
pub(crate) fn set_doors(tx: &mut Tx, building: &PlaceCode, doors: i64, today: Day) {
    let sql = "UPDATE care_post SET doors = $2, doors_on = $3 WHERE place_code = $1 AND post = 'steward'";
    tx.defer(sql, args![building.as_str(), doors, today.number()]);
}

/// A community that a need says has buildings that never had a steward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Uncovered {
    /// How many, as the need last said.
    pub(crate) buildings: i64,
    /// When it said so.
    pub(crate) said_on: Day,
    pub(crate) need: NeedId,
}

fn uncovered_row(row: &Row) -> Result<(PlaceCode, Uncovered), StorageError> {
    let uncovered = Uncovered {
        buildings: row.int("buildings")?,
        said_on: Day::from_number(row.int("said_on")?),
        need: id(row, "need_id")?,
    };
    Ok((word(row, "place_code")?, uncovered))
}

/// All of them.
pub(crate) async fn uncovered(db: &Db) -> Result<HashMap<PlaceCode, Uncovered>, StorageError> {
    let sql = "SELECT place_code, buildings, said_on, need_id FROM care_uncovered";
    db.all(sql, args![]).await?.iter().map(uncovered_row).collect()
}

/// One of them as a write sees it.
pub(crate) async fn uncovered_in(tx: &mut Tx, community: &PlaceCode) -> Result<Option<Uncovered>, StorageError> {
    let sql = "SELECT place_code, buildings, said_on, need_id FROM care_uncovered WHERE place_code = $1";
    let row = tx.optional(sql, args![community.as_str()]).await?;
    Ok(row.as_ref().map(uncovered_row).transpose()?.map(|(_, found)| found))
}

/// How many of them lie inside a place.
pub(crate) async fn count_uncovered(db: &Db, place: &PlaceCode) -> Result<i64, StorageError> {
    let (from, below) = place.range();
    let sql = "SELECT COUNT(*) AS count FROM care_uncovered WHERE place_code >= $1 AND place_code < $2";
    db.one(sql, args![from, below]).await?.int("count")
}

/// Writes what a community's need says.
pub(crate) fn put_uncovered(tx: &mut Tx, community: &PlaceCode, uncovered: &Uncovered) {
    tx.defer(
        "INSERT INTO care_uncovered (place_code, buildings, said_on, need_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (place_code) DO UPDATE SET buildings = excluded.buildings, said_on = excluded.said_on,
             need_id = excluded.need_id",
        args![
            community.as_str(),
            uncovered.buildings,
            uncovered.said_on.number(),
            uncovered.need.get()
        ],
    );
}

/// Forgets it, with its need closed.
pub(crate) fn remove_uncovered(tx: &mut Tx, community: &PlaceCode) {
    tx.defer(
        "DELETE FROM care_uncovered WHERE place_code = $1",
        args![community.as_str()],
    );
}

/// A code of a community's width, from whose length the database takes the width: a number would be of another type on each.
fn of_width(width: usize) -> String {
    "0".repeat(width)
}

/// Communities, whose codes have that width, with people in the register: how many.
pub(crate) async fn people_by_community(db: &Db, width: usize) -> Result<HashMap<PlaceCode, i64>, StorageError> {
    let sql = "SELECT SUBSTR(building_code, 1, LENGTH($1)) AS place_code, COUNT(*) AS count FROM care_person
         WHERE state = 'current' GROUP BY SUBSTR(building_code, 1, LENGTH($1))";
    counts(&db.all(sql, args![of_width(width)]).await?, "place_code")
}

/// How many buildings of each community ever had a steward.
pub(crate) async fn stewarded_by_community(db: &Db, width: usize) -> Result<HashMap<PlaceCode, i64>, StorageError> {
    let sql = "SELECT SUBSTR(place_code, 1, LENGTH($1)) AS place_code, COUNT(*) AS count FROM care_post
         WHERE post = 'steward' GROUP BY SUBSTR(place_code, 1, LENGTH($1))";
    counts(&db.all(sql, args![of_width(width)]).await?, "place_code")
}

/// How many buildings of one community ever had a steward, as a write sees it.
pub(crate) async fn stewarded_in(tx: &mut Tx, community: &PlaceCode) -> Result<i64, StorageError> {
    let (from, below) = community.range();
    let sql = "SELECT COUNT(*) AS count FROM care_post WHERE post = 'steward' AND place_code >= $1 AND place_code < $2";
    let row = tx.optional(sql, args![from, below]).await?;
    row.map_or(Ok(0), |row| row.int("count"))
}

fn counts(rows: &[Row], column: &str) -> Result<HashMap<PlaceCode, i64>, StorageError> {
    rows.iter()
        .map(|row| Ok((word(row, column)?, row.int("count")?)))
        .collect()
}
