//! What households ask, and what they carry from one draw to the next.

use super::{Allotment, get, number};
use crate::rules::allotment::Credit;
use crate::rules::draw::Ask;
use crate::rules::lots::Facts;
use crate::rules::pseudonym::Pseudonym;
use crate::store::columns;
use tongxin_city::{AllotmentId, Day, HouseholdId, ItemId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, StorageError, Tx, Value, args};

/// A household's ask, and what came of it once the draw is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HouseholdAsk {
    pub(crate) ask: Ask,
    pub(crate) asked_at: Timestamp,
    /// From 1.
    pub(crate) rank: Option<u64>,
    pub(crate) pieces: Option<u64>,
}

/// Who asks, for which door, when.
pub(crate) struct Asking<'a> {
    pub(crate) allotment: AllotmentId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
    pub(crate) actor: &'a str,
    pub(crate) now: Timestamp,
}

const COUNT: &str = "INSERT INTO allotment_count (allotment_id, subdistrict_code, count) VALUES ($1, $2, $3)
    ON CONFLICT (allotment_id, subdistrict_code) DO UPDATE SET count = allotment_count.count + excluded.count";

/// Writes a new ask.
pub(crate) fn insert(tx: &mut Tx, asking: &Asking<'_>, ask: &Ask) {
    let facts = &ask.facts;
    tx.defer(
        "INSERT INTO allotment_ask (allotment_id, household_id, building_code, pseudonym, people, infants, elders,
             days_since, carried, lots, asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            asking.allotment.get(),
            asking.household.get(),
            asking.building.as_str(),
            ask.pseudonym.to_string(),
            facts.people,
            facts.infants,
            facts.elders,
            facts.days_since.map(i64::from),
            facts.carried,
            ask.lots,
            asking.actor,
            asking.now.millis(),
        ],
    );
    tx.count(COUNT, count_key(asking), 1);
}

/// Writes other facts into an ask; its pseudonym stays, and so does when it was first asked.
pub(crate) fn update(tx: &mut Tx, asking: &Asking<'_>, ask: &Ask) {
    let facts = &ask.facts;
    tx.defer_one(
        "UPDATE allotment_ask SET people = $3, infants = $4, elders = $5, days_since = $6, carried = $7, lots = $8,
             asked_by = $9
         WHERE allotment_id = $1 AND household_id = $2",
        args![
            asking.allotment.get(),
            asking.household.get(),
            facts.people,
            facts.infants,
            facts.elders,
            facts.days_since.map(i64::from),
            facts.carried,
            ask.lots,
            asking.actor,
        ],
    );
}

/// Takes an ask away; answers whether there was one.
pub(crate) async fn delete(tx: &mut Tx, asking: &Asking<'_>) -> Result<bool, StorageError> {
    let gone = tx
        .execute(
            "DELETE FROM allotment_ask WHERE allotment_id = $1 AND household_id = $2",
            args![asking.allotment.get(), asking.household.get()],
        )
        .await?;
    if gone == 1 {
        tx.count(COUNT, count_key(asking), -1);
    }
    Ok(gone == 1)
}

fn count_key(asking: &Asking<'_>) -> Vec<Value> {
    args![asking.allotment.get(), asking.subdistrict.as_str()]
}

const OF_HOUSEHOLD: &str =
    "SELECT pseudonym, people, infants, elders, days_since, carried, lots, asked_at, rank, pieces
    FROM allotment_ask WHERE allotment_id = $1 AND household_id = $2";

/// A household's ask as a write sees it.
pub(crate) async fn of_household_in(
    tx: &mut Tx,
    allotment: AllotmentId,
    household: HouseholdId,
) -> Result<Option<HouseholdAsk>, StorageError> {
    let row = tx
        .optional(OF_HOUSEHOLD, args![allotment.get(), household.get()])
        .await?;
    row.as_ref().map(household_ask).transpose()
}

/// A household's ask. Whoever calls has made sure that the reader may know the household.
pub(crate) async fn of_household(
    db: &Db,
    allotment: AllotmentId,
    household: HouseholdId,
) -> Result<Option<HouseholdAsk>, StorageError> {
    let row = db
        .optional(OF_HOUSEHOLD, args![allotment.get(), household.get()])
        .await?;
    row.as_ref().map(household_ask).transpose()
}

/// The allotments a household asked in, newest first.
pub(crate) async fn all_of_household(
    db: &Db,
    household: HouseholdId,
    limit: i64,
) -> Result<Vec<(Allotment, HouseholdAsk)>, StorageError> {
    let sql =
        "SELECT allotment_id, pseudonym, people, infants, elders, days_since, carried, lots, asked_at, rank, pieces
               FROM allotment_ask WHERE household_id = $1 ORDER BY allotment_id DESC LIMIT $2";
    let mut asks = Vec::new();
    for row in db.all(sql, args![household.get(), limit]).await? {
        if let Some(allotment) = get(db, columns::id(&row, "allotment_id")?).await? {
            asks.push((allotment, household_ask(&row)?));
        }
    }
    Ok(asks)
}

/// What a household carries of these goods, as a write sees it.
pub(crate) async fn credit(tx: &mut Tx, household: HouseholdId, item: ItemId) -> Result<Credit, StorageError> {
    let sql = "SELECT carried, served_day FROM allotment_credit WHERE household_id = $1 AND item_id = $2";
    let Some(row) = tx.optional(sql, args![household.get(), item.get()]).await? else {
        return Ok(Credit::default());
    };
    Ok(Credit {
        carried: number(&row, "carried")?,
        served_on: row.opt_int("served_day")?.map(Day::from_number),
    })
}

/// The ask in a row with the columns of the published file.
pub(super) fn ask(row: &Row) -> Result<Ask, StorageError> {
    Ok(Ask {
        pseudonym: columns::word::<Pseudonym>(row, "pseudonym")?,
        facts: Facts {
            people: number(row, "people")?,
            infants: number(row, "infants")?,
            elders: number(row, "elders")?,
            days_since: opt_number(row, "days_since")?,
            carried: number(row, "carried")?,
        },
        lots: number(row, "lots")?,
    })
}

fn household_ask(row: &Row) -> Result<HouseholdAsk, StorageError> {
    Ok(HouseholdAsk {
        ask: ask(row)?,
        asked_at: columns::at(row, "asked_at")?,
        rank: opt_number(row, "rank")?,
        pieces: opt_number(row, "pieces")?,
    })
}

fn opt_number<T: TryFrom<i64, Error: std::fmt::Display>>(row: &Row, column: &str) -> Result<Option<T>, StorageError> {
    row.opt_int(column)?
        .map(|found| T::try_from(found).map_err(|error| columns::corrupt(column, error)))
        .transpose()
}
