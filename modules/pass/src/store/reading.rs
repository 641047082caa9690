//! Reading passes for somebody: those of firms inside their scope, and those on whose way a district of theirs lies.

use crate::limits::VEHICLE_PASSES_MAX;
use crate::rules::{PassHappening, PassKind, PassState};
use crate::store::columns::{id, opt_at, word};
use crate::store::figures;
use crate::store::many::AT_ONCE;
use crate::store::rows::{PassEvent, PassRecord, event, pass, pass_columns};
use std::collections::HashMap;
use std::ops::Range;
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, PassBatchId, PassId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// Which passes a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct PassFilter {
    /// Standing so.
    pub(crate) state: Option<PassState>,
    /// Of this firm.
    pub(crate) org: Option<OrgId>,
    /// For this.
    pub(crate) kind: Option<PassKind>,
    /// Of firms in this place.
    pub(crate) place: Option<PlaceCode>,
    /// Applied for together.
    pub(crate) batch: Option<PassBatchId>,
    /// To which this happened within a span.
    pub(crate) happened: Option<(PassHappening, Range<Timestamp>)>,
    /// To which not all districts agreed in time.
    pub(crate) is_late: bool,
    /// With this plate, surname or number.
    pub(crate) search: Option<String>,
}

/// Adds the rows that a scope covers, in brackets.
fn push_scope(sql: &mut Sql, scope: &Scope) {
    sql.push("(");
    scope.push_sql(sql, Some("pass.place_code"), Some("pass.org_id"), None);
    sql.push(" OR pass.id IN (SELECT pass_id FROM pass_agreement WHERE ");
    scope.push_sql(sql, Some("district_code"), None, None);
    sql.push("))");
}

impl PassFilter {
    /// Adds the scope and every condition but the state, to a statement that ends in `WHERE `.
    fn push_bounds(&self, sql: &mut Sql, scope: &Scope) {
        push_scope(sql, scope);
        if let Some(org) = self.org {
            sql.push(" AND pass.org_id = ").bind(org.get());
        }
        if let Some(kind) = self.kind {
            sql.push(" AND pass.kind = ").bind(kind.as_str());
        }
        if let Some(place) = &self.place {
            let (from, below) = place.range();
            sql.push(" AND pass.place_code >= ").bind(from);
            sql.push(" AND pass.place_code < ").bind(below);
        }
        if let Some(batch) = self.batch {
            sql.push(" AND pass.batch_id = ").bind(batch.get());
        }
        if let Some((happening, span)) = &self.happened {
            figures::push_happened(sql, *happening, span);
        }
        if self.is_late {
            sql.push(" AND pass.state = 'agreeing' AND pass.need_id IS NOT NULL");
        }
        if let Some(search) = self.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let typed = search.to_uppercase();
            sql.push(" AND (pass.plate = ").bind(typed);
            sql.push(" OR pass.surname = ").bind(search);
            if let Ok(number) = search.parse::<u32>() {
                sql.push(" OR pass.number = ").bind(i64::from(number));
            }
            sql.push(")");
        }
    }
}

/// A page of passes: those that wait in the order they came, others latest first.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &PassFilter,
    after: Option<PassId>,
    limit: u32,
) -> Result<Vec<PassRecord>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", pass_columns!(), " FROM pass WHERE "));
    filter.push_bounds(&mut sql, scope);
    if let Some(state) = filter.state {
        sql.push(" AND pass.state = ").bind(state.as_str());
    }
    let is_queue = matches!(filter.state, Some(PassState::Waiting | PassState::Agreeing));
    if is_queue {
        // An index over a part of the rows serves only a query that says so in the same words.
        sql.push(" AND pass.state IN ('waiting', 'agreeing')");
    }
    if let Some(after) = after {
        sql.push(if is_queue { " AND pass.id > " } else { " AND pass.id < " })
            .bind(after.get());
    }
    sql.push(if is_queue {
        " ORDER BY pass.id"
    } else {
        " ORDER BY pass.id DESC"
    });
    sql.push(" LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(pass).collect()
}

/// How many passes stand in each state, whatever state the filter names.
pub(crate) async fn counts(db: &Db, scope: &Scope, filter: &PassFilter) -> Result<Vec<(PassState, i64)>, StorageError> {
    let mut sql = Sql::new("SELECT pass.state, COUNT(*) AS count FROM pass WHERE ");
    filter.push_bounds(&mut sql, scope);
    sql.push(" GROUP BY pass.state ORDER BY pass.state");
    let count = |row: &Row| Ok((word(row, "state")?, row.int("count")?));
    db.select(sql).await?.iter().map(count).collect()
}

/// Passes of a firm's vehicles that count on a day, on whatever weekday.
pub(crate) async fn of_vehicles(db: &Db, org: OrgId, on: Day) -> Result<Vec<PassRecord>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", pass_columns!(), " FROM pass WHERE pass.org_id = "));
    sql.bind(org.get())
        .push(" AND pass.state = 'valid' AND pass.plate <> '' AND pass.first_day <= ")
        .bind(on.number());
    sql.push(" AND pass.last_day >= ").bind(on.number());
    sql.push(" ORDER BY pass.id LIMIT ").bind(VEHICLE_PASSES_MAX);
    db.select(sql).await?.iter().map(pass).collect()
}

fn by_id(scope: &Scope, pass: PassId) -> Sql {
    let mut sql = Sql::new(concat!("SELECT ", pass_columns!(), " FROM pass WHERE "));
    push_scope(&mut sql, scope);
    sql.push(" AND pass.id = ").bind(pass.get());
    sql
}

/// A pass, if the scope covers it.
pub(crate) async fn get(db: &Db, scope: &Scope, id: PassId) -> Result<Option<PassRecord>, StorageError> {
    db.select(by_id(scope, id)).await?.first().map(pass).transpose()
}

/// The pass of a number, if the scope covers it.
pub(crate) async fn of_number(db: &Db, scope: &Scope, number: u32) -> Result<Option<PassId>, StorageError> {
    let mut sql = Sql::new("SELECT pass.id FROM pass WHERE pass.number = ");
    sql.bind(number).push(" AND ");
    push_scope(&mut sql, scope);
    db.select(sql).await?.first().map(|row| id(row, "id")).transpose()
}

/// The same as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, scope: &Scope, id: PassId) -> Result<Option<PassRecord>, StorageError> {
    tx.select(by_id(scope, id)).await?.first().map(pass).transpose()
}

/// What happened to a pass, oldest first.
pub(crate) async fn events(db: &Db, id: PassId) -> Result<Vec<PassEvent>, StorageError> {
    let sql = "SELECT at, actor, kind, note FROM pass_event WHERE pass_id = $1 ORDER BY seq";
    db.all(sql, args![id.get()]).await?.iter().map(event).collect()
}

/// A district that must agree to a pass, and when it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) district: PlaceCode,
    pub(crate) agreed_at: Option<Timestamp>,
}

fn agreement(row: &Row) -> Result<Agreement, StorageError> {
    Ok(Agreement {
        district: word(row, "district_code")?,
        agreed_at: opt_at(row, "agreed_at")?,
    })
}

/// The districts that must agree to each of these passes.
pub(crate) async fn agreements(db: &Db, passes: &[PassId]) -> Result<HashMap<PassId, Vec<Agreement>>, StorageError> {
    let mut found: HashMap<PassId, Vec<Agreement>> = HashMap::new();
    for passes in passes.chunks(AT_ONCE) {
        let mut sql = Sql::new("SELECT pass_id, district_code, agreed_at FROM pass_agreement WHERE pass_id IN ");
        sql.bind_list(passes.iter().map(|pass| pass.get()));
        sql.push(" ORDER BY pass_id, district_code");
        for row in db.select(sql).await? {
            found.entry(id(&row, "pass_id")?).or_default().push(agreement(&row)?);
        }
    }
    Ok(found)
}

/// The districts that must agree to a pass, as a write sees them.
pub(crate) async fn agreements_in(tx: &mut Tx, pass: PassId) -> Result<Vec<Agreement>, StorageError> {
    let sql = "SELECT district_code, agreed_at FROM pass_agreement WHERE pass_id = $1 ORDER BY district_code";
    tx.all(sql, args![pass.get()]).await?.iter().map(agreement).collect()
}

/// Those of some firms that have passes which count or may come to count.
pub(crate) async fn with_live_passes(db: &Db, orgs: &[OrgId]) -> Result<Vec<OrgId>, StorageError> {
    let mut found = Vec::new();
    for orgs in orgs.chunks(AT_ONCE) {
        let mut sql =
            Sql::new("SELECT DISTINCT org_id FROM pass WHERE state IN ('waiting', 'agreeing', 'approved', 'valid')");
        sql.push(" AND org_id IN ").bind_list(orgs.iter().map(|org| org.get()));
        sql.push(" ORDER BY org_id");
        for row in db.select(sql).await? {
            found.push(id(&row, "org_id")?);
        }
    }
    Ok(found)
}

/// The passes of a firm that count or may come to count, as a write of whoever may revoke them sees them.
pub(crate) async fn live_of_firm(tx: &mut Tx, scope: &Scope, org: OrgId) -> Result<Vec<PassRecord>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        pass_columns!(),
        " FROM pass WHERE pass.state IN ('waiting', 'agreeing', 'approved', 'valid') AND pass.org_id = "
    ));
    sql.bind(org.get()).push(" AND ");
    scope.push_sql(&mut sql, Some("pass.place_code"), Some("pass.org_id"), None);
    sql.push(" ORDER BY pass.id");
    tx.select(sql).await?.iter().map(pass).collect()
}
