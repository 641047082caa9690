//! Applications: reading and deciding them.

use crate::rules::application::Offer;
use crate::rules::credit_code::CreditCode;
use crate::rules::listing::ApplicationState;
use crate::store::columns;
use crate::store::many::{self, AT_ONCE};
use crate::store::whitelist::APPLICATION_TEXT;
use crate::store::whitelist::filter::{Counts, Table, WhitelistFilter};
use crate::store::whitelist::rows::{Application, application, application_columns};
use std::collections::HashSet;
use tongxin_account::Scope;
use tongxin_city::{ApplicationId, OrgId, Timestamp};
use tongxin_storage::{Db, IndexedText, Sql, StorageError, Tx, Value, args};

const TABLE: Table = Table {
    and_id: " AND id ",
    text: APPLICATION_TEXT,
};

/// An application, if the scope covers it.
pub(crate) async fn get(db: &Db, scope: &Scope, id: ApplicationId) -> Result<Option<Application>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        application_columns!(),
        " FROM application WHERE id = "
    ));
    scope.push_sql(
        sql.bind(id.get()).push(" AND "),
        Some("place_code"),
        Some("org_id"),
        None,
    );
    db.select(sql).await?.first().map(application).transpose()
}

/// The same as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, scope: &Scope, id: ApplicationId) -> Result<Option<Application>, StorageError> {
    let sql = concat!("SELECT ", application_columns!(), " FROM application WHERE id = $1");
    let row = tx.optional(sql, args![id.get()]).await?;
    let found = row.as_ref().map(application).transpose()?;
    Ok(found.filter(|found| scope.contains(&found.offer.place, found.org, None)))
}

/// A page of applications: open ones in the order they came, others latest first.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &WhitelistFilter<ApplicationState>,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Vec<Application>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", application_columns!(), " FROM application WHERE "));
    filter.push(&mut sql, db, &TABLE, scope);
    let is_queue = filter.state == Some(ApplicationState::Open);
    if let Some(after) = after {
        sql.push(if is_queue { " AND id > " } else { " AND id < " })
            .bind(after.get());
    }
    sql.push(if is_queue { " ORDER BY id" } else { " ORDER BY id DESC" });
    sql.push(" LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(application).collect()
}

/// How many applications stand in each state.
pub(crate) async fn counts(
    db: &Db,
    scope: &Scope,
    filter: &WhitelistFilter<ApplicationState>,
) -> Result<Counts<ApplicationState>, StorageError> {
    filter.counts(db, "application", &TABLE, scope).await
}

/// Whether an application under that code waits for an officer.
pub(crate) async fn is_open(tx: &mut Tx, code: &CreditCode) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM application WHERE credit_code = $1 AND state = 'open'";
    Ok(tx.optional(sql, args![code.as_str()]).await?.is_some())
}

/// Which of these codes have an application that waits for an officer, wherever it is.
pub(crate) async fn open_codes(db: &Db, codes: &[&CreditCode]) -> Result<HashSet<String>, StorageError> {
    let mut open = HashSet::new();
    for codes in codes.chunks(AT_ONCE) {
        let mut sql = Sql::new("SELECT credit_code FROM application WHERE state = 'open' AND credit_code IN ");
        sql.bind_list(codes.iter().map(|code| code.as_str()));
        for row in db.select(sql).await? {
            open.insert(row.text("credit_code")?);
        }
    }
    Ok(open)
}

/// An application to add.
pub(crate) struct NewApplication<'a> {
    pub(crate) id: ApplicationId,
    /// The firm, when it is known already.
    pub(crate) org: Option<OrgId>,
    pub(crate) offer: &'a Offer,
}

/// Adds open applications.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: &[NewApplication<'_>],
    applied_by: &str,
    at: Timestamp,
) -> Result<(), StorageError> {
    let row = |new: &NewApplication<'_>| row(new, applied_by, at);
    let rows = new.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let head = "INSERT INTO application (id, org_id, credit_code, kind, name, place_code, service_places, orders_a_day,
             obligations, contact_name, contact_phone, state, applied_by, applied_at) VALUES ";
    many::insert(tx, head, &rows).await?;
    for NewApplication { id, offer, .. } in new {
        let words = IndexedText::of(&format!("{} {}", offer.name, offer.credit_code));
        APPLICATION_TEXT.insert(tx, id.get(), words);
    }
    Ok(())
}

fn row(new: &NewApplication<'_>, applied_by: &str, at: Timestamp) -> Result<Vec<Value>, StorageError> {
    let NewApplication { id, org, offer } = new;
    let places = serde_json::to_string(&offer.service_places)
        .map_err(|error| columns::corrupt("application.service_places", error))?;
    Ok(args![
        id.get(),
        org.map(i64::from),
        offer.credit_code.as_str(),
        offer.kind.as_str(),
        &*offer.name,
        offer.place.as_str(),
        places,
        offer.orders_a_day,
        &*offer.obligations,
        &*offer.contact_name,
        &*offer.contact_phone,
        ApplicationState::Open.as_str(),
        applied_by,
        at.millis(),
    ])
}

/// How an application was decided.
pub(crate) struct Decision<'a> {
    pub(crate) state: ApplicationState,
    /// The firm, once it is listed.
    pub(crate) org: Option<OrgId>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) by: &'a str,
    pub(crate) at: Timestamp,
}

/// Decides an open application, unless somebody else was first.
pub(crate) fn decide(tx: &mut Tx, id: ApplicationId, decision: &Decision<'_>) {
    tx.defer_one(
        "UPDATE application SET state = $2, org_id = $3, reason = $4, decided_by = $5, decided_at = $6
         WHERE id = $1 AND state = 'open'",
        args![
            id.get(),
            decision.state.as_str(),
            decision.org.map(i64::from),
            decision.reason,
            decision.by,
            decision.at.millis(),
        ],
    );
}
