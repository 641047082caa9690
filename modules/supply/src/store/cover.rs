//! What cover is worked out from, and what it was on each day.
//!
//! A place's cover sums over all firms that serve it, wherever they are, so these queries are the system's own and
//! bounded by nobody's scope; who may see which figure is decided where it is shown.

use crate::rules::book::{Contents, StockedFirm};
use crate::rules::item::Content;
use crate::rules::listing::FirmKind;
use crate::rules::suggest::SpareItem;
use crate::store::columns::{corrupt, day, id, opt_at, word};
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::{Day, ItemId, NeedId, OrgId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// What one piece of an item holds; each item is read once.
#[derive(Default)]
struct KnownContents(BTreeMap<ItemId, Vec<Content>>);

impl KnownContents {
    fn of(&mut self, row: &Row) -> Result<&[Content], StorageError> {
        let item: ItemId = id(row, "item_id")?;
        match self.0.entry(item) {
            std::collections::btree_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::btree_map::Entry::Vacant(new) => {
                let text = row.text("contents")?;
                let contents = serde_json::from_str(&text).map_err(|error| corrupt("item.contents", error))?;
                Ok(new.insert(contents))
            }
        }
    }
}

/// All firms that serve on that day, with where they serve and what they have.
pub(crate) async fn firms(db: &Db, today: Day) -> Result<Vec<StockedFirm>, StorageError> {
    let mut firms = serving(db, today).await?;
    let rows = db
        .all(
            "SELECT s.org_id, s.item_id, s.on_hand, s.promised, s.counted_at, i.contents
             FROM stock s JOIN item i ON i.id = s.item_id JOIN listing l ON l.org_id = s.org_id
             WHERE l.state = 'listed' AND l.valid_from <= $1 AND l.valid_until >= $1
               AND (s.on_hand > 0 OR s.counted_at IS NOT NULL)",
            args![today.number()],
        )
        .await?;
    let mut known = KnownContents::default();
    for row in &rows {
        let Some(firm) = firms.get_mut(&id(row, "org_id")?) else {
            continue;
        };
        let (on_hand, promised) = (row.int("on_hand")?, row.int("promised")?);
        for content in known.of(row)? {
            let sum = firm.contents.entry(content.category.clone()).or_default();
            let held = |pieces: i64| content.amount.times(pieces).get();
            *sum = Contents {
                on_hand: sum.on_hand.saturating_add(held(on_hand)),
                free: sum.free.saturating_add(held(on_hand - promised)),
            };
        }
        let counted_at = opt_at(row, "counted_at")?;
        firm.counted_at = firm.counted_at.into_iter().chain(counted_at).min();
    }
    Ok(firms.into_values().collect())
}

async fn serving(db: &Db, today: Day) -> Result<BTreeMap<OrgId, StockedFirm>, StorageError> {
    let rows = db
        .all(
            "SELECT l.org_id, l.kind, l.name, l.place_code, p.place_code AS serves
             FROM listing l JOIN service_place p ON p.org_id = l.org_id
             WHERE l.state = 'listed' AND l.valid_from <= $1 AND l.valid_until >= $1 AND l.kind <> 'carrier'
             ORDER BY l.org_id, p.place_code",
            args![today.number()],
        )
        .await?;
    let mut firms: BTreeMap<OrgId, StockedFirm> = BTreeMap::new();
    for row in &rows {
        let org = id(row, "org_id")?;
        let serves = word(row, "serves")?;
        match firms.get_mut(&org) {
            Some(firm) => firm.service_places.push(serves),
            None => {
                let kind: FirmKind = word(row, "kind")?;
                let firm = StockedFirm {
                    org,
                    name: row.text("name")?,
                    kind: kind.org_kind().key(),
                    place: word(row, "place_code")?,
                    is_reserve: !kind.serves_doors(),
                    service_places: vec![serves],
                    contents: BTreeMap::new(),
                    counted_at: None,
                };
                firms.insert(org, firm);
            }
        }
    }
    Ok(firms)
}

/// What each of some firms could part with: items with a number, which any firm can stock, by firm. `to` is who would
/// get them.
pub(crate) async fn spare_items(
    db: &Db,
    from: &[OrgId],
    to: OrgId,
) -> Result<BTreeMap<OrgId, Vec<SpareItem>>, StorageError> {
    let there = db
        .all("SELECT item_id FROM stock WHERE org_id = $1", args![to.get()])
        .await?;
    let there: BTreeSet<ItemId> = there.iter().map(|row| id(row, "item_id")).collect::<Result<_, _>>()?;
    let mut sql = Sql::new(
        "SELECT s.org_id, s.item_id, s.on_hand, s.promised, i.contents FROM stock s JOIN item i ON i.id = s.item_id
         WHERE i.gtin IS NOT NULL AND s.on_hand > s.promised AND s.org_id IN ",
    );
    sql.bind_list(from.iter().map(|org| org.get()));
    let rows = db.select(sql).await?;
    let mut known = KnownContents::default();
    let mut spare: BTreeMap<OrgId, Vec<SpareItem>> = BTreeMap::new();
    for row in &rows {
        let item = id(row, "item_id")?;
        let contents = known.of(row)?.iter();
        let contents = contents.map(|content| (content.category.clone(), content.amount.get()));
        spare.entry(id(row, "org_id")?).or_default().push(SpareItem {
            item,
            free: row.int("on_hand")? - row.int("promised")?,
            contents: contents.filter(|(_, amount)| *amount > 0).collect(),
            is_known_there: there.contains(&item),
        });
    }
    Ok(spare)
}

/// What is on its way to a firm in transfers that are still open, by item, in pieces.
pub(crate) async fn on_the_way(db: &Db, to: OrgId) -> Result<Vec<(ItemId, i64)>, StorageError> {
    let rows = db
        .all(
            "SELECT item_id, COALESCE(sent, asked) AS pieces FROM transfer
             WHERE to_org = $1 AND state IN ('proposed', 'agreed', 'sent')",
            args![to.get()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((id(row, "item_id")?, row.int("pieces")?)))
        .collect()
}

/// What a firm had of a category on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayAmount {
    pub(crate) day: Day,
    pub(crate) org: OrgId,
    pub(crate) category: String,
    pub(crate) amount: i64,
}

/// Writes days anew.
pub(crate) fn save_days(tx: &mut Tx, rows: &[DayAmount]) {
    for row in rows {
        tx.defer(
            "INSERT INTO cover_day (day, org_id, category, amount) VALUES ($1, $2, $3, $4)
             ON CONFLICT (org_id, category, day) DO UPDATE SET amount = excluded.amount",
            args![row.day.number(), row.org.get(), &*row.category, row.amount],
        );
    }
}

/// What all firms had of a category on each day from `from` on.
pub(crate) async fn days(db: &Db, category: &str, from: Day) -> Result<Vec<DayAmount>, StorageError> {
    let rows = db
        .all(
            "SELECT day, org_id, category, amount FROM cover_day WHERE category = $1 AND day >= $2 ORDER BY day",
            args![category, from.number()],
        )
        .await?;
    rows.iter().map(day_amount).collect()
}

/// What one firm had of a category on each day from `from` on.
pub(crate) async fn days_of(db: &Db, org: OrgId, category: &str, from: Day) -> Result<Vec<DayAmount>, StorageError> {
    let rows = db
        .all(
            "SELECT day, org_id, category, amount FROM cover_day
             WHERE org_id = $1 AND category = $2 AND day >= $3 ORDER BY day",
            args![org.get(), category, from.number()],
        )
        .await?;
    rows.iter().map(day_amount).collect()
}

fn day_amount(row: &Row) -> Result<DayAmount, StorageError> {
    Ok(DayAmount {
        day: day(row, "day")?,
        org: id(row, "org_id")?,
        category: row.text("category")?,
        amount: row.int("amount")?,
    })
}

/// Takes the look at `now`, unless somebody took one within `every_ms`.
pub(crate) async fn take_look(tx: &mut Tx, now: Timestamp, every_ms: i64) -> Result<bool, StorageError> {
    let changed = tx
        .execute(
            "INSERT INTO cover_look (id, at) VALUES (1, $1)
             ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE cover_look.at <= $2",
            args![now.millis(), now.plus_millis(-every_ms).millis()],
        )
        .await?;
    Ok(changed == 1)
}

/// A need that was raised for a firm's cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shortage {
    pub(crate) org: OrgId,
    pub(crate) category: String,
    pub(crate) need: NeedId,
    pub(crate) raised_at: Timestamp,
}

/// All of them.
pub(crate) async fn shortages(db: &Db) -> Result<Vec<Shortage>, StorageError> {
    let rows = db
        .all("SELECT org_id, category, need_id, raised_at FROM shortage", args![])
        .await?;
    let shortage = |row: &Row| {
        Ok(Shortage {
            org: id(row, "org_id")?,
            category: row.text("category")?,
            need: id(row, "need_id")?,
            raised_at: Timestamp(row.int("raised_at")?),
        })
    };
    rows.iter().map(shortage).collect()
}

/// Whether a need was raised for that.
pub(crate) async fn is_raised(tx: &mut Tx, org: OrgId, category: &str) -> Result<bool, StorageError> {
    let sql = "SELECT need_id FROM shortage WHERE org_id = $1 AND category = $2";
    Ok(tx.optional(sql, args![org.get(), category]).await?.is_some())
}

/// Remembers that a need was raised.
pub(crate) fn remember(tx: &mut Tx, shortage: &Shortage) {
    tx.defer(
        "INSERT INTO shortage (org_id, category, need_id, raised_at) VALUES ($1, $2, $3, $4)",
        args![
            shortage.org.get(),
            &*shortage.category,
            shortage.need.get(),
            shortage.raised_at.millis()
        ],
    );
}

/// Forgets a need that is closed.
pub(crate) fn forget(tx: &mut Tx, shortage: &Shortage) {
    tx.defer(
        "DELETE FROM shortage WHERE org_id = $1 AND category = $2 AND need_id = $3",
        args![shortage.org.get(), &*shortage.category, shortage.need.get()],
    );
}
