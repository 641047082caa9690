//! Staff.

use crate::rules::staff::{NewStaff, Shift, StaffRole};
use crate::store::columns::{id, word};
use crate::store::fleet::{Columns, FleetFilter, Stay};
use crate::store::many::{self, AT_ONCE};
use std::collections::{HashMap, HashSet};
use tongxin_account::Scope;
use tongxin_city::{OrgId, StaffId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, Value, args};

const NAMES: Columns = Columns {
    org: "staff.org_id",
    ended_at: "staff.ended_at",
    searched: "staff.name",
};

/// A member of a firm's staff.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    pub(crate) id: StaffId,
    pub(crate) org: OrgId,
    pub(crate) name: String,
    pub(crate) phone: Option<String>,
    pub(crate) role: StaffRole,
    pub(crate) shift: Shift,
    pub(crate) pass_number: Option<String>,
    pub(crate) stay: Stay,
}

fn staff(row: &Row) -> Result<Staff, StorageError> {
    Ok(Staff {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        name: row.text("name")?,
        phone: row.opt_text("phone")?,
        role: word(row, "role")?,
        shift: word(row, "shift")?,
        pass_number: row.opt_text("pass_number")?,
        stay: Stay::of(row)?,
    })
}

/// A page of staff in the order they were added.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &FleetFilter,
    after: Option<StaffId>,
    limit: u32,
) -> Result<Vec<Staff>, StorageError> {
    let mut sql = Sql::new(
        "SELECT staff.id, staff.org_id, staff.name, staff.phone, staff.role, staff.shift, staff.pass_number,
             staff.added_by, staff.added_at, staff.ended_at
         FROM staff JOIN listing ON listing.org_id = staff.org_id",
    );
    filter.push(&mut sql, &NAMES, scope);
    if let Some(after) = after {
        sql.push(" AND staff.id > ").bind(after.get());
    }
    sql.push(" ORDER BY staff.id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(staff).collect()
}

/// How many there are.
pub(crate) async fn count(db: &Db, scope: &Scope, filter: &FleetFilter) -> Result<i64, StorageError> {
    let sql = Sql::new("SELECT COUNT(*) AS count FROM staff JOIN listing ON listing.org_id = staff.org_id");
    super::count(db, sql, filter, &NAMES, scope).await
}

/// How many of a firm's have not ended.
pub(crate) async fn running(tx: &mut Tx, org: OrgId) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) AS count FROM staff WHERE org_id = $1 AND ended_at IS NULL";
    let row = tx.optional(sql, args![org.get()]).await?;
    row.map_or(Ok(0), |row| row.int("count"))
}

/// The firm of somebody, and whether they have left it.
pub(crate) async fn firm_of(tx: &mut Tx, staff: StaffId) -> Result<Option<(OrgId, bool)>, StorageError> {
    let sql = "SELECT org_id, ended_at FROM staff WHERE id = $1";
    let row = tx.optional(sql, args![staff.get()]).await?;
    row.map(|row| Ok((id(&row, "org_id")?, row.opt_int("ended_at")?.is_some())))
        .transpose()
}

/// How many of each of these firms' staff have not ended.
pub(crate) async fn running_of(db: &Db, orgs: &[OrgId]) -> Result<HashMap<OrgId, i64>, StorageError> {
    let sql = "SELECT org_id, COUNT(*) AS count FROM staff WHERE ended_at IS NULL AND org_id IN ";
    super::running_of(db, Sql::new(sql), orgs).await
}

/// By what somebody is known at a firm: name and telephone number.
pub(crate) type Known = HashSet<(OrgId, String, Option<String>)>;

/// Who works at these firms now.
pub(crate) async fn known(db: &Db, orgs: &[OrgId]) -> Result<Known, StorageError> {
    let mut known = HashSet::new();
    for orgs in orgs.chunks(AT_ONCE) {
        let mut sql = Sql::new("SELECT org_id, name, phone FROM staff WHERE ended_at IS NULL AND org_id IN ");
        sql.bind_list(orgs.iter().map(|org| org.get()));
        for row in db.select(sql).await? {
            known.insert((id(&row, "org_id")?, row.text("name")?, row.opt_text("phone")?));
        }
    }
    Ok(known)
}

/// The names of a firm's staff who have not left.
pub(crate) async fn names_of(db: &Db, org: OrgId) -> Result<Vec<String>, StorageError> {
    let sql = "SELECT name FROM staff WHERE org_id = $1 AND ended_at IS NULL ORDER BY id";
    let rows = db.all(sql, args![org.get()]).await?;
    rows.iter().map(|row| row.text("name")).collect()
}

/// Adds people to firms' staff.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: &[(StaffId, OrgId, &NewStaff)],
    added_by: &str,
    at: Timestamp,
) -> Result<(), StorageError> {
    let row = |(id, org, new): &(StaffId, OrgId, &NewStaff)| {
        args![
            id.get(),
            org.get(),
            &*new.name,
            new.phone.clone(),
            new.role.as_str(),
            new.shift.as_str(),
            new.pass_number.clone(),
            added_by,
            at.millis(),
        ]
    };
    let rows: Vec<Vec<Value>> = new.iter().map(row).collect();
    let head = "INSERT INTO staff (id, org_id, name, phone, role, shift, pass_number, added_by, added_at) VALUES ";
    many::insert(tx, head, &rows).await
}

/// Ends somebody's work at the firm.
pub(crate) fn end(tx: &mut Tx, id: StaffId, by: &str, at: Timestamp) {
    tx.defer_one(
        "UPDATE staff SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL",
        args![id.get(), at.millis(), by],
    );
}

/// Notes the number of somebody's pass.
pub(crate) fn set_pass(tx: &mut Tx, id: StaffId, number: Option<&str>) {
    tx.defer_one(
        "UPDATE staff SET pass_number = $2 WHERE id = $1 AND ended_at IS NULL",
        args![id.get(), number],
    );
}
