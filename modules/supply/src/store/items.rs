//! Items. One with a number is everybody's; one without is listed for its own outlet only. None is a secret: residents
//! order them.

use crate::rules::gtin::Gtin;
use crate::rules::item::{Item, NewItem};
use crate::store::columns::{corrupt, id, opt_id};
use crate::store::firm::Firm;
use tongxin_city::{ItemId, OrgId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// The columns of [`item_of`], of `item i`.
macro_rules! item_columns {
    () => {
        "i.id, i.gtin, i.org_id, i.name, i.unit, i.contents, i.volume_ml, i.picture_id"
    };
}
pub(crate) use item_columns;

pub(crate) fn item_of(row: &Row) -> Result<Item, StorageError> {
    let gtin = row.opt_text("gtin")?;
    Ok(Item {
        id: id(row, "id")?,
        gtin: gtin
            .map(|text| text.parse().map_err(|error| corrupt("item.gtin", error)))
            .transpose()?,
        org: opt_id(row, "org_id")?,
        name: row.text("name")?,
        unit: row.text("unit")?,
        contents: serde_json::from_str(&row.text("contents")?).map_err(|error| corrupt("item.contents", error))?,
        volume_ml: row.opt_int("volume_ml")?,
        picture: opt_id(row, "picture_id")?,
    })
}

fn contents_json(item: &NewItem) -> Result<String, StorageError> {
    serde_json::to_string(&item.contents).map_err(|error| corrupt("item.contents", error))
}

/// Adds an item, and has the firm carry it.
pub(crate) async fn insert(
    tx: &mut Tx,
    firm: &Firm,
    new: ItemId,
    item: &NewItem,
    actor: &str,
    now: Timestamp,
) -> Result<(), StorageError> {
    let owner = item.gtin.is_none().then(|| firm.id().get());
    tx.execute(
        "INSERT INTO item (id, gtin, org_id, name, unit, contents, volume_ml, picture_id, added_by, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9)",
        args![
            new.get(),
            item.gtin.map(|gtin| gtin.to_string()),
            owner,
            &*item.name,
            &*item.unit,
            contents_json(item)?,
            item.volume_ml,
            actor,
            now.millis()
        ],
    )
    .await?;
    carry(tx, firm, new);
    Ok(())
}

/// Changes what an item is called and holds. False when it is neither the firm's own nor was added by the actor.
pub(crate) async fn change(
    tx: &mut Tx,
    firm: &Firm,
    changed: ItemId,
    item: &NewItem,
    actor: &str,
) -> Result<bool, StorageError> {
    let count = tx
        .execute(
            "UPDATE item SET name = $2, unit = $3, contents = $4, volume_ml = $5
             WHERE id = $1 AND (org_id = $6 OR (org_id IS NULL AND added_by = $7))",
            args![
                changed.get(),
                &*item.name,
                &*item.unit,
                contents_json(item)?,
                item.volume_ml,
                firm.id().get(),
                actor
            ],
        )
        .await?;
    Ok(count == 1)
}

/// Has the firm carry an item: it stands in its stock, with none on hand so far.
pub(crate) fn carry(tx: &mut Tx, firm: &Firm, item: ItemId) {
    tx.defer(
        "INSERT INTO stock (org_id, item_id, on_hand, promised, counted_at) VALUES ($1, $2, 0, 0, NULL)
         ON CONFLICT (org_id, item_id) DO NOTHING",
        args![firm.id().get(), item.get()],
    );
}

/// How many items the firm carries.
pub(crate) async fn carried(tx: &mut Tx, firm: &Firm) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) AS count FROM stock WHERE org_id = $1";
    let row = tx.optional(sql, args![firm.id().get()]).await?;
    row.ok_or(StorageError::NoRow)?.int("count")
}

/// The id and name of whatever has that number already, or that name among the firm's own.
pub(crate) async fn same(tx: &mut Tx, firm: &Firm, item: &NewItem) -> Result<Option<(ItemId, String)>, StorageError> {
    let row = match &item.gtin {
        Some(gtin) => {
            let sql = "SELECT id, name FROM item WHERE gtin = $1";
            tx.optional(sql, args![gtin.as_str()]).await?
        }
        None => {
            let sql = "SELECT id, name FROM item WHERE org_id = $1 AND name = $2";
            tx.optional(sql, args![firm.id().get(), &*item.name]).await?
        }
    };
    row.map(|row| Ok((id(&row, "id")?, row.text("name")?))).transpose()
}

/// Those of the ids that the firm can carry: items with a number, and its own.
pub(crate) async fn of_firm(db: &Db, firm: &Firm, ids: &[ItemId]) -> Result<Vec<Item>, StorageError> {
    let mut sql = by_ids(ids);
    sql.push(" AND (i.org_id IS NULL OR i.org_id = ")
        .bind(firm.id().get())
        .push(")");
    db.select(sql).await?.iter().map(item_of).collect()
}

/// The items of those ids.
pub(crate) async fn of_ids(db: &Db, ids: &[ItemId]) -> Result<Vec<Item>, StorageError> {
    db.select(by_ids(ids)).await?.iter().map(item_of).collect()
}

fn by_ids(ids: &[ItemId]) -> Sql {
    let mut sql = Sql::new(concat!("SELECT ", item_columns!(), " FROM item i WHERE i.id IN "));
    sql.bind_list(ids.iter().map(|id| id.get()));
    sql
}

/// The items of those numbers.
pub(crate) async fn of_gtins(db: &Db, gtins: &[Gtin]) -> Result<Vec<Item>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", item_columns!(), " FROM item i WHERE i.gtin IN "));
    sql.bind_list(gtins.iter().map(Gtin::as_str));
    db.select(sql).await?.iter().map(item_of).collect()
}

/// Which items are asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct ItemFilter {
    /// Words of the name, or a number.
    pub(crate) search: Option<String>,
    /// Also this outlet's own.
    pub(crate) own_of: Option<OrgId>,
}

/// A page of items by name.
pub(crate) async fn list(
    db: &Db,
    filter: &ItemFilter,
    after: Option<ItemId>,
    limit: u32,
) -> Result<Vec<Item>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        item_columns!(),
        " FROM item i WHERE (i.org_id IS NULL"
    ));
    if let Some(org) = filter.own_of {
        sql.push(" OR i.org_id = ").bind(org.get());
    }
    sql.push(")");
    push_search(&mut sql, filter.search.as_deref());
    push_after(&mut sql, after);
    sql.push(" ORDER BY i.name, i.id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(item_of).collect()
}

/// Adds a condition that holds for items of that number, or whose name holds that text.
pub(crate) fn push_search(sql: &mut Sql, search: Option<&str>) {
    let Some(text) = search.map(str::trim).filter(|text| !text.is_empty()) else {
        return;
    };
    match text.parse::<Gtin>() {
        Ok(gtin) => sql.push(" AND i.gtin = ").bind(gtin.as_str()),
        Err(_) => sql.push(" AND ").push_holds("i.name", text),
    };
}

/// Adds a condition that holds for what follows that item in the order of names.
pub(crate) fn push_after(sql: &mut Sql, after: Option<ItemId>) {
    if let Some(after) = after {
        sql.push(" AND (i.name, i.id) > (SELECT c.name, c.id FROM item c WHERE c.id = ")
            .bind(after.get())
            .push(")");
    }
}
