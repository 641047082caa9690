//! Allotments as they stand. The seed of one that is not drawn leaves the database only for its draw.

pub(crate) mod asks;
pub(crate) mod drawing;
pub(crate) mod erasing;
pub(crate) mod served;

use crate::rules::allotment::{AllotmentState, NewAllotment};
use crate::rules::draw::Hash;
use crate::rules::lots::LotRules;
use crate::store::columns;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tongxin_account::Scope;
use tongxin_city::{AllotmentId, Fen, ItemId, OrgId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// An allotment, without what may not be known yet.
#[derive(Debug, Clone)]
pub(crate) struct Allotment {
    pub(crate) id: AllotmentId,
    pub(crate) org: OrgId,
    pub(crate) org_name: String,
    pub(crate) item: ItemId,
    pub(crate) item_name: String,
    pub(crate) name: String,
    pub(crate) places: Vec<PlaceCode>,
    pub(crate) pieces: u64,
    pub(crate) household_pieces: u64,
    pub(crate) price: Fen,
    pub(crate) lot_rules: LotRules,
    pub(crate) witness_source: Option<String>,
    pub(crate) witness_value: Option<String>,
    pub(crate) opens_at: Timestamp,
    pub(crate) closes_at: Timestamp,
    pub(crate) commitment: Hash,
    pub(crate) asks_digest: Option<Hash>,
    /// None until the draw is done.
    pub(crate) seed: Option<Hash>,
    pub(crate) state: AllotmentState,
    pub(crate) opened_at: Timestamp,
    pub(crate) drawn_at: Option<Timestamp>,
    pub(crate) served: Option<i64>,
    /// Households that ask.
    pub(crate) asked: i64,
}

/// Who opens it, when, over what, with which seed.
pub(crate) struct Opening<'a> {
    pub(crate) id: AllotmentId,
    pub(crate) new: &'a NewAllotment,
    pub(crate) org_name: &'a str,
    pub(crate) place: PlaceCode,
    pub(crate) item_name: &'a str,
    pub(crate) commitment: Hash,
    pub(crate) seed: Hash,
    pub(crate) actor: &'a str,
    pub(crate) now: Timestamp,
}

pub(crate) fn insert(tx: &mut Tx, opening: &Opening<'_>) -> Result<(), StorageError> {
    let new = opening.new;
    tx.defer(
        "INSERT INTO allotment (id, org_id, place_code, org_name, item_id, item_name, name, places, pieces,
             household_pieces, price_fen, lot_rules, witness_source, opens_at, closes_at, commitment, seed, state,
             opened_by, opened_at, ranked, ordered)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'open', $18, $19, 0, 0)",
        args![
            opening.id.get(),
            new.org.get(),
            opening.place.as_str(),
            opening.org_name,
            new.item.get(),
            opening.item_name,
            &*new.name,
            to_json(&new.places, "places")?,
            count(new.pieces),
            count(new.household_pieces),
            new.price_fen.get(),
            to_json(&new.lot_rules, "lot_rules")?,
            new.witness_source.clone(),
            new.opens_at.millis(),
            new.closes_at.millis(),
            opening.commitment,
            opening.seed,
            opening.actor,
            opening.now.millis(),
        ],
    );
    for place in &new.places {
        tx.defer(
            "INSERT INTO allotment_place (place_code, allotment_id) VALUES ($1, $2)",
            args![place.as_str(), opening.id.get()],
        );
    }
    Ok(())
}

/// What a read of allotments begins with; the seed stays inside until the draw is done.
const SELECT: &str =
    "SELECT id, org_id, org_name, item_id, item_name, name, places, pieces, household_pieces, price_fen,
        lot_rules, witness_source, witness_value, opens_at, closes_at, commitment, asks_digest,
        CASE WHEN state = 'drawn' THEN seed END AS seed, state, opened_at, drawn_at, served,
        (SELECT CAST(COALESCE(SUM(c.count), 0) AS BIGINT) FROM allotment_count c WHERE c.allotment_id = allotment.id)
            AS asked
    FROM allotment";

/// The allotment of that id; public.
pub(crate) async fn get(db: &Db, id: AllotmentId) -> Result<Option<Allotment>, StorageError> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id = ").bind(id.get());
    db.select(sql).await?.first().map(of_row).transpose()
}

/// The allotment of that id, for whoever may deal with it.
pub(crate) async fn within(db: &Db, scope: &Scope, id: AllotmentId) -> Result<Option<Allotment>, StorageError> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id = ").bind(id.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("place_code"), Some("org_id"), None);
    db.select(sql).await?.first().map(of_row).transpose()
}

/// All allotments, newest first, from below an id on; public.
pub(crate) async fn list(db: &Db, before: Option<AllotmentId>, limit: i64) -> Result<Vec<Allotment>, StorageError> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id < ").bind(before.map_or(i64::MAX, AllotmentId::get));
    sql.push(" ORDER BY id DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(of_row).collect()
}

/// Those whose outlets somebody may deal with, newest first, from below an id on.
pub(crate) async fn list_within(
    db: &Db,
    scope: &Scope,
    before: Option<AllotmentId>,
    limit: i64,
) -> Result<Vec<Allotment>, StorageError> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id < ")
        .bind(before.map_or(i64::MAX, AllotmentId::get))
        .push(" AND ");
    scope.push_sql(&mut sql, Some("place_code"), Some("org_id"), None);
    sql.push(" ORDER BY id DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(of_row).collect()
}

/// Those in which a household may ask that lives in all of these places, one inside the other; newest first.
pub(crate) async fn list_for(
    db: &Db,
    path: &[PlaceCode],
    before: Option<AllotmentId>,
    limit: i64,
) -> Result<Vec<Allotment>, StorageError> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id < ").bind(before.map_or(i64::MAX, AllotmentId::get));
    sql.push(" AND id IN (SELECT allotment_id FROM allotment_place WHERE place_code IN ");
    sql.bind_list(path.iter().map(PlaceCode::as_str));
    sql.push(") ORDER BY id DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(of_row).collect()
}

/// How many households ask, by subdistrict.
pub(crate) async fn counts(db: &Db, id: AllotmentId) -> Result<Vec<(PlaceCode, i64)>, StorageError> {
    let sql = "SELECT subdistrict_code, count FROM allotment_count WHERE allotment_id = $1 AND count > 0
               ORDER BY subdistrict_code";
    let rows = db.all(sql, args![id.get()]).await?;
    rows.iter()
        .map(|row| Ok((columns::word(row, "subdistrict_code")?, row.int("count")?)))
        .collect()
}

fn of_row(row: &Row) -> Result<Allotment, StorageError> {
    Ok(Allotment {
        id: columns::id(row, "id")?,
        org: columns::id(row, "org_id")?,
        org_name: row.text("org_name")?,
        item: columns::id(row, "item_id")?,
        item_name: row.text("item_name")?,
        name: row.text("name")?,
        places: json(row, "places")?,
        pieces: number(row, "pieces")?,
        household_pieces: number(row, "household_pieces")?,
        price: Fen::try_from(row.int("price_fen")?).map_err(|error| columns::corrupt("price_fen", error))?,
        lot_rules: json(row, "lot_rules")?,
        witness_source: row.opt_text("witness_source")?,
        witness_value: row.opt_text("witness_value")?,
        opens_at: columns::at(row, "opens_at")?,
        closes_at: columns::at(row, "closes_at")?,
        commitment: hash(row.blob("commitment")?, "commitment")?,
        asks_digest: opt_hash(row, "asks_digest")?,
        seed: opt_hash(row, "seed")?,
        state: columns::word(row, "state")?,
        opened_at: columns::at(row, "opened_at")?,
        drawn_at: columns::opt_at(row, "drawn_at")?,
        served: row.opt_int("served")?,
        asked: row.int("asked")?,
    })
}

/// A count of pieces as the database holds it; bounded far below its type's end.
fn count(pieces: u64) -> i64 {
    i64::try_from(pieces).unwrap_or(i64::MAX)
}

fn number<T: TryFrom<i64, Error: std::fmt::Display>>(row: &Row, column: &str) -> Result<T, StorageError> {
    T::try_from(row.int(column)?).map_err(|error| columns::corrupt(column, error))
}

fn opt_hash(row: &Row, column: &str) -> Result<Option<Hash>, StorageError> {
    row.opt_blob(column)?.map(|bytes| hash(bytes, column)).transpose()
}

fn hash(bytes: Vec<u8>, column: &str) -> Result<Hash, StorageError> {
    Hash::try_from(bytes).map_err(|_| columns::corrupt(column, "32 bytes would be right"))
}

fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, StorageError> {
    serde_json::from_str(&row.text(column)?).map_err(|error| columns::corrupt(column, error))
}

fn to_json(value: &impl Serialize, column: &str) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| columns::corrupt(column, error))
}

/// What an item is called.
pub(crate) async fn item_name(db: &Db, id: ItemId) -> Result<Option<String>, StorageError> {
    let row = db
        .optional("SELECT name FROM item WHERE id = $1", args![id.get()])
        .await?;
    row.map(|row| row.text("name")).transpose()
}

/// Goods of an outlet that have free pieces: which, what they are called, how many.
pub(crate) async fn free_goods(db: &Db, org: OrgId, limit: i64) -> Result<Vec<(ItemId, String, i64)>, StorageError> {
    let sql = "SELECT i.id, i.name, s.on_hand - s.promised AS free FROM stock s JOIN item i ON i.id = s.item_id
               WHERE s.org_id = $1 AND s.on_hand > s.promised ORDER BY i.name, i.id LIMIT $2";
    let rows = db.all(sql, args![org.get(), limit]).await?;
    rows.iter()
        .map(|row| Ok((columns::id(row, "id")?, row.text("name")?, row.int("free")?)))
        .collect()
}
