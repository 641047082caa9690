//! Reading listings.

use crate::rules::credit_code::CreditCode;
use crate::rules::listing::ListingState;
use crate::store::columns;
use crate::store::many::AT_ONCE;
use crate::store::whitelist::LISTING_TEXT;
use crate::store::whitelist::filter::{Counts, Table, WhitelistFilter};
use crate::store::whitelist::rows::{Listing, ListingEvent, event, listing, listing_columns};
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, PlaceCode};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

const TABLE: Table = Table {
    and_id: " AND org_id ",
    text: LISTING_TEXT,
};

/// A firm's listing, for the system's own work.
pub(crate) async fn of(db: &Db, org: OrgId) -> Result<Option<Listing>, StorageError> {
    let sql = concat!("SELECT ", listing_columns!(), " FROM listing WHERE org_id = $1");
    let rows = db.all(sql, args![org.get()]).await?;
    Ok(with_places(db, rows).await?.pop())
}

/// The listings of these firms, for the system's own work.
pub(crate) async fn of_many(db: &Db, orgs: &[OrgId]) -> Result<Vec<Listing>, StorageError> {
    let mut found = Vec::with_capacity(orgs.len());
    for orgs in orgs.chunks(AT_ONCE) {
        let mut sql = Sql::new(concat!("SELECT ", listing_columns!(), " FROM listing WHERE org_id IN "));
        sql.bind_list(orgs.iter().map(|org| org.get()));
        let rows = db.select(sql).await?;
        found.extend(with_places(db, rows).await?);
    }
    Ok(found)
}

/// A firm's listing, if the scope covers it.
pub(crate) async fn get(db: &Db, scope: &Scope, org: OrgId) -> Result<Option<Listing>, StorageError> {
    let found = of(db, org).await?;
    Ok(found.filter(|found| scope.contains(&found.place, Some(org), None)))
}

/// The same as a write sees it, without its service places.
pub(crate) async fn get_in(tx: &mut Tx, scope: &Scope, org: OrgId) -> Result<Option<Listing>, StorageError> {
    let found = of_in(tx, org).await?;
    Ok(found.filter(|found| scope.contains(&found.place, Some(org), None)))
}

/// A firm's listing as a write of the system sees it, without its service places.
pub(crate) async fn of_in(tx: &mut Tx, org: OrgId) -> Result<Option<Listing>, StorageError> {
    let sql = concat!("SELECT ", listing_columns!(), " FROM listing WHERE org_id = $1");
    tx.optional(sql, args![org.get()])
        .await?
        .as_ref()
        .map(listing)
        .transpose()
}

/// The firm listed under that code, as a write sees it, without its service places.
pub(crate) async fn by_code(tx: &mut Tx, code: &CreditCode) -> Result<Option<Listing>, StorageError> {
    let sql = concat!("SELECT ", listing_columns!(), " FROM listing WHERE credit_code = $1");
    tx.optional(sql, args![code.as_str()])
        .await?
        .as_ref()
        .map(listing)
        .transpose()
}

/// The firms listed under these codes, wherever they are, without their service places.
pub(crate) async fn by_codes(db: &Db, codes: &[&CreditCode]) -> Result<HashMap<CreditCode, Listing>, StorageError> {
    let mut found = HashMap::new();
    for codes in codes.chunks(AT_ONCE) {
        let mut sql = Sql::new(concat!(
            "SELECT ",
            listing_columns!(),
            " FROM listing WHERE credit_code IN "
        ));
        sql.bind_list(codes.iter().map(|code| code.as_str()));
        for row in db.select(sql).await? {
            let listing = listing(&row)?;
            found.insert(listing.credit_code.clone(), listing);
        }
    }
    Ok(found)
}

/// A page of listings by name.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &WhitelistFilter<ListingState>,
    after: Option<OrgId>,
    limit: u32,
) -> Result<Vec<Listing>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", listing_columns!(), " FROM listing WHERE "));
    filter.push(&mut sql, db, &TABLE, scope);
    push_after(&mut sql, after);
    sql.push(" ORDER BY name, org_id LIMIT ").bind(limit);
    let rows = db.select(sql).await?;
    with_places(db, rows).await
}

/// How many listings stand in each state.
pub(crate) async fn counts(
    db: &Db,
    scope: &Scope,
    filter: &WhitelistFilter<ListingState>,
) -> Result<Counts<ListingState>, StorageError> {
    filter.counts(db, "listing", &TABLE, scope).await
}

/// What happened to a listing, oldest first.
pub(crate) async fn events(db: &Db, org: OrgId) -> Result<Vec<ListingEvent>, StorageError> {
    let sql = "SELECT seq, at, actor, kind, note, valid_until FROM listing_event WHERE org_id = $1 ORDER BY seq";
    db.all(sql, args![org.get()]).await?.iter().map(event).collect()
}

/// Firms whose days are over though they are still called listed.
pub(crate) async fn over(db: &Db, today: Day, limit: u32) -> Result<Vec<OrgId>, StorageError> {
    let sql = "SELECT org_id FROM listing WHERE state = 'listed' AND valid_until < $1
         ORDER BY valid_until, org_id LIMIT $2";
    let rows = db.all(sql, args![today.number(), limit]).await?;
    rows.iter().map(|row| columns::id(row, "org_id")).collect()
}

/// Firms that are on the list no more.
pub(crate) async fn left(db: &Db) -> Result<Vec<OrgId>, StorageError> {
    let sql = "SELECT org_id FROM listing WHERE state IN ('ended', 'expired') ORDER BY org_id";
    let rows = db.all(sql, args![]).await?;
    rows.iter().map(|row| columns::id(row, "org_id")).collect()
}

/// A page goes on after the firm that ended the one before, wherever its name stands now.
pub(super) fn push_after(sql: &mut Sql, after: Option<OrgId>) {
    if let Some(after) = after {
        sql.push(" AND (name, org_id) > (SELECT name, org_id FROM listing WHERE org_id = ")
            .bind(after.get())
            .push(")");
    }
}

/// Rows of listings with the places each serves.
pub(super) async fn with_places(db: &Db, rows: Vec<Row>) -> Result<Vec<Listing>, StorageError> {
    let mut listings = rows.iter().map(listing).collect::<Result<Vec<_>, _>>()?;
    if listings.is_empty() {
        return Ok(listings);
    }
    let mut sql = Sql::new("SELECT org_id, place_code FROM service_place WHERE org_id IN ");
    sql.bind_list(listings.iter().map(|listing| listing.org.get()));
    sql.push(" ORDER BY org_id, place_code");
    let mut served: HashMap<OrgId, Vec<PlaceCode>> = HashMap::new();
    for row in db.select(sql).await? {
        let org = columns::id(&row, "org_id")?;
        served.entry(org).or_default().push(columns::word(&row, "place_code")?);
    }
    for listing in &mut listings {
        listing.service_places = served.remove(&listing.org).unwrap_or_default();
    }
    Ok(listings)
}
