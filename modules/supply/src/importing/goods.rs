//! Items and the terms on which they are sold, from a table. What is there already is carried, and its terms are set;
//! what it is called and holds stays.

use crate::Supply;
use crate::error::SupplyError;
use crate::importing::counts::gtin_of;
use crate::importing::{SentTable, or_refuse};
use crate::limits::{
    HOUSEHOLD_PIECES_MAX, ITEM_NAME_CHARS_MAX, ITEM_UNIT_CHARS_MAX, ITEM_VOLUME_ML_MAX, OUTLET_ITEMS_MAX, PRICE_FEN_MAX,
};
use crate::rules::goods::Goods;
use crate::rules::item::{AskedItem, NewItem};
use crate::rules::offer::Terms;
use crate::store::firm::Firm;
use crate::store::{items, offers};
use std::sync::Arc;
use tongxin_city::{Fen, ItemId, Lang, Timestamp};
use tongxin_import::{Column, RowReader, Sheet};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;

const GTIN: Column = Column::optional("gtin", "supply-import-gtin");
const NAME: Column = Column::required("name", "supply-import-item");
const UNIT: Column = Column::required("unit", "supply-import-unit");
const CONTENTS: Column = Column::optional("contents", "supply-import-contents");
const VOLUME: Column = Column::optional("volume_ml", "supply-import-item-volume");
const PRICE: Column = Column::optional("price", "supply-import-price");
const LIMIT: Column = Column::optional("household_max", "supply-import-limit");
const OPEN: Column = Column::optional("is_open", "supply-import-open");
/// Twelve categories with their amounts, in characters.
const CONTENTS_CHARS_MAX: usize = 500;
/// Decimals of a price in yuan.
const PRICE_DECIMALS: u32 = 2;

/// The table of items and offers.
pub(crate) const GOODS: Sheet = Sheet {
    name: "supply-import-goods",
    columns: &[GTIN, NAME, UNIT, CONTENTS, VOLUME, PRICE, LIMIT, OPEN],
};

/// A row: an item, and the terms on which it is sold, if it is.
#[derive(Debug, Clone)]
struct GoodsRow {
    item: NewItem,
    terms: Option<Terms>,
}

impl Supply {
    /// Takes in a table of items and offers, all rows or none; answers how many.
    pub(crate) async fn import_goods(
        &self,
        command: CommandKey,
        firm: Firm,
        table: SentTable,
        now: Timestamp,
    ) -> Result<usize, SupplyError> {
        let goods = self.goods().clone();
        let mut parsed = table.read(&GOODS, move |row| read(row, &goods)).await?;
        parsed.refuse_doubles(&NAME, |row| match row.item.gtin {
            Some(gtin) => gtin.to_string(),
            None => row.item.name.clone(),
        });
        let rows = parsed.into_rows().map_err(SupplyError::Rows)?;
        let rows: Vec<GoodsRow> = rows.into_iter().map(|(_, row)| row).collect();
        let work = Arc::new((firm, rows, command.sender.clone()));
        let taken = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (firm, rows, actor) = &*work;
                for row in rows {
                    take_in(tx, firm, row, actor, now).await?;
                }
                if items::carried(tx, firm).await? > OUTLET_ITEMS_MAX {
                    return Err(SupplyError::Refused("outlet-full"));
                }
                Ok(rows.len())
            })
        });
        Ok(taken.await?.value)
    }
}

async fn take_in(tx: &mut Tx, firm: &Firm, row: &GoodsRow, actor: &str, now: Timestamp) -> Result<(), SupplyError> {
    let id = match items::same(tx, firm, &row.item).await? {
        Some((known, _)) => {
            items::carry(tx, firm, known);
            known
        }
        None => {
            let id = ItemId::generate(now);
            items::insert(tx, firm, id, &row.item, actor, now).await?;
            id
        }
    };
    if let Some(terms) = &row.terms {
        offers::set(tx, firm, id, terms);
    }
    Ok(())
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, goods: &Goods) -> Option<GoodsRow> {
    let has_gtin = !row.is_empty(&GTIN);
    let gtin = gtin_of(row, &GTIN);
    let name = row.text(&NAME, ITEM_NAME_CHARS_MAX);
    let unit = row.text(&UNIT, ITEM_UNIT_CHARS_MAX);
    let contents = row.text_as(
        &CONTENTS,
        CONTENTS_CHARS_MAX,
        "supply-import-contents-unreadable",
        |text| contents_of(text, goods),
    );
    let (has_volume, volume_ml) = (!row.is_empty(&VOLUME), row.whole(&VOLUME, 1..=ITEM_VOLUME_ML_MAX));
    let terms = terms_of(row);
    let asked = AskedItem {
        gtin: gtin.map_or_else(String::new, |gtin| gtin.to_string()),
        name: name?,
        unit: unit?,
        contents: contents.unwrap_or_default(),
        volume_ml,
    };
    let item = or_refuse(row, GOODS.columns, NewItem::read(asked, goods).map_err(at_columns));
    (gtin.is_some() == has_gtin && volume_ml.is_some() == has_volume).then_some(GoodsRow {
        item: item?,
        terms: terms?,
    })
}

/// Faults at single categories are told at the column of all.
fn at_columns(mut faults: Vec<FieldFault>) -> Vec<FieldFault> {
    for fault in &mut faults {
        if fault.field.starts_with("contents.") {
            CONTENTS.key.clone_into(&mut fault.field);
        }
    }
    faults
}

/// The terms, none when the row has no price; nothing when something is wrong with them.
fn terms_of(row: &mut RowReader<'_, '_>) -> Option<Option<Terms>> {
    let (has_price, has_limit, has_open) = (!row.is_empty(&PRICE), !row.is_empty(&LIMIT), !row.is_empty(&OPEN));
    let price = row.decimal(&PRICE, PRICE_DECIMALS, 0..=PRICE_FEN_MAX);
    let limit = row.whole(&LIMIT, 1..=HOUSEHOLD_PIECES_MAX);
    let is_open = row.yes_no(&OPEN);
    if has_price != has_limit {
        row.refuse(
            if has_price { &LIMIT } else { &PRICE },
            "supply-import-price-and-limit",
            &[],
        );
        return None;
    }
    if !has_price {
        return Some(None);
    }
    if has_open && is_open.is_none() {
        return None;
    }
    let terms = Terms {
        price: Fen::try_from(price?).ok()?,
        household_max: limit?,
        is_open: is_open.unwrap_or(true),
    };
    Some(Some(terms))
}

/// What one piece holds, as `粮食 5000、鸡蛋 10`: each category by its key or either name, then the amount in its unit.
fn contents_of(text: &str, goods: &Goods) -> Option<Vec<(String, i64)>> {
    let parts = text
        .split(['、', '，', ',', '；', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.map(|part| content_of(part, goods)).collect()
}

fn content_of(part: &str, goods: &Goods) -> Option<(String, i64)> {
    let (name, amount) = part.rsplit_once(char::is_whitespace)?;
    let name = name.trim();
    let is_called = |called: &str| called.eq_ignore_ascii_case(name);
    let category = goods.categories().iter().find(|category| {
        is_called(&category.key) || is_called(category.name(Lang::Zh)) || is_called(category.name(Lang::En))
    })?;
    Some((category.key.clone(), amount.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_read_by_either_name_and_any_comma() {
        let goods = Goods::built_in();
        let read = |text| contents_of(text, &goods);
        let all = vec![
            ("grain".to_owned(), 5000),
            ("eggs".to_owned(), 10),
            ("infant_food".to_owned(), 400),
        ];
        assert_eq!(read("粮食 5000、eggs 10; Infant food 400"), Some(all));
        assert_eq!(read("粮食5000"), None);
        assert_eq!(read("黄金 1"), None);
        assert_eq!(read("粮食 许多"), None);
    }
}
