//! What outlets sell. Whoever is signed in may see it.

use crate::rules::offer::{Offer, Terms};
use crate::store::columns::corrupt;
use crate::store::firm::Firm;
use crate::store::items::{item_columns, item_of, push_after, push_search};
use crate::store::stock::level_of;
use tongxin_city::{Fen, ItemId, OrgId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// Which offers are asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct OfferFilter {
    /// Words of the name, or a number.
    pub(crate) search: Option<String>,
    /// Only what can be ordered now.
    pub(crate) is_open: bool,
}

/// Sets the terms on which a firm sells an item that it carries.
pub(crate) fn set(tx: &mut Tx, firm: &Firm, item: ItemId, terms: &Terms) {
    tx.defer(
        "INSERT INTO offer (org_id, item_id, price_fen, household_max, is_open) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, item_id) DO UPDATE
         SET price_fen = excluded.price_fen, household_max = excluded.household_max, is_open = excluded.is_open",
        args![
            firm.id().get(),
            item.get(),
            terms.price.get(),
            terms.household_max,
            terms.is_open
        ],
    );
}

/// A page of an outlet's offers by the items' names.
pub(crate) async fn list(
    db: &Db,
    org: OrgId,
    filter: &OfferFilter,
    after: Option<ItemId>,
    limit: u32,
) -> Result<Vec<Offer>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        item_columns!(),
        ", o.price_fen, o.household_max, o.is_open, s.on_hand, s.promised
         FROM offer o JOIN item i ON i.id = o.item_id
         JOIN stock s ON s.org_id = o.org_id AND s.item_id = o.item_id
         WHERE o.org_id = "
    ));
    sql.bind(org.get());
    if filter.is_open {
        sql.push(" AND o.is_open = 1");
    }
    push_search(&mut sql, filter.search.as_deref());
    push_after(&mut sql, after);
    sql.push(" ORDER BY i.name, i.id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(offer_of).collect()
}

fn offer_of(row: &Row) -> Result<Offer, StorageError> {
    Ok(Offer {
        item: item_of(row)?,
        terms: terms_of(row)?,
        free: level_of(row)?.free(),
    })
}

pub(crate) fn terms_of(row: &Row) -> Result<Terms, StorageError> {
    Ok(Terms {
        price: Fen::try_from(row.int("price_fen")?).map_err(|error| corrupt("offer.price_fen", error))?,
        household_max: row.int("household_max")?,
        is_open: row.flag("is_open")?,
    })
}
