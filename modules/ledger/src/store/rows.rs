//! Rows to values and back.

use crate::rules::chain::Hash;
use crate::rules::entry::{EntryBody, EntryKind, Texts};
use crate::rules::need::{Facts, NeedState, Priority, Standing, Tier};
use tongxin_city::{NeedId, Timestamp};
use tongxin_storage::{Row, StorageError};

pub(crate) use tongxin_storage::columns::{corrupt, id, opt_id, word};

/// The columns of [`need_state`].
macro_rules! need_columns {
    () => {
        "id, kind, topic, lifeline, priority, state, tier, place_code, subdistrict_code, district_code, household_id, \
         org_id, raised_by_account, assigned_account, assigned_org, solver, merged_into, is_overdue, raised_at, due_at, \
         touched_at, escalate_at, closed_at, seq, head_hash, erased_at"
    };
}
pub(crate) use need_columns;

pub(crate) fn at(row: &Row, column: &str) -> Result<Timestamp, StorageError> {
    row.int(column).map(Timestamp)
}

pub(crate) fn opt_at(row: &Row, column: &str) -> Result<Option<Timestamp>, StorageError> {
    Ok(row.opt_int(column)?.map(Timestamp))
}

pub(crate) fn hash(row: &Row, column: &str) -> Result<Hash, StorageError> {
    bytes(row, column)
}

pub(crate) fn bytes<const N: usize>(row: &Row, column: &str) -> Result<[u8; N], StorageError> {
    row.blob(column)?
        .try_into()
        .map_err(|found: Vec<u8>| corrupt(column, format!("{} bytes", found.len())))
}

pub(crate) fn need_state(row: &Row) -> Result<NeedState, StorageError> {
    Ok(NeedState {
        id: id(row, "id")?,
        facts: Facts {
            district: word(row, "district_code")?,
            household: opt_id(row, "household_id")?,
            kind: row.text("kind")?,
            lifeline: word(row, "lifeline")?,
            org: opt_id(row, "org_id")?,
            place: word(row, "place_code")?,
            raised_by: opt_id(row, "raised_by_account")?,
            subdistrict: word(row, "subdistrict_code")?,
            topic: row.text("topic")?,
        },
        raised_at: at(row, "raised_at")?,
        standing: standing(row)?,
        seq: row.int("seq")?,
        head: hash(row, "head_hash")?,
        erased_at: opt_at(row, "erased_at")?,
    })
}

fn standing(row: &Row) -> Result<Standing, StorageError> {
    let (priority, tier) = (row.int("priority")?, row.int("tier")?);
    let solver = row
        .opt_text("solver")?
        .map(|text| text.parse().map_err(|error| corrupt("solver", error)));
    Ok(Standing {
        assigned_account: opt_id(row, "assigned_account")?,
        assigned_org: opt_id(row, "assigned_org")?,
        closed_at: opt_at(row, "closed_at")?,
        due_at: at(row, "due_at")?,
        escalate_at: opt_at(row, "escalate_at")?,
        is_overdue: row.flag("is_overdue")?,
        merged_into: opt_id(row, "merged_into")?,
        priority: Priority::from_number(priority).ok_or_else(|| corrupt("priority", priority))?,
        solver: solver.transpose()?,
        state: word(row, "state")?,
        tier: Tier::from_number(tier).ok_or_else(|| corrupt("tier", tier))?,
        touched_at: at(row, "touched_at")?,
    })
}

pub(crate) fn texts(row: &Row) -> Result<Texts, StorageError> {
    Ok(Texts {
        title: row.text("title")?,
        body: row.text("body")?,
        contact: row.opt_text("contact")?,
    })
}

/// A need with its texts, as lists and pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What decisions are made from.
    pub state: NeedState,
    /// What was written; empty once erased.
    pub texts: Texts,
}

pub(crate) fn need(row: &Row) -> Result<Need, StorageError> {
    Ok(Need {
        state: need_state(row)?,
        texts: texts(row)?,
    })
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The need.
    pub need: NeedId,
    /// Its number on the need, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as `account:…`, `household:…` or `system`.
    pub actor: String,
    /// What happened.
    pub kind: EntryKind,
    /// Its body; none once erased.
    pub body: Option<EntryBody>,
}

pub(crate) fn entry(row: &Row) -> Result<Entry, StorageError> {
    let body = row.opt_text("body")?;
    let body = body.map(|text| serde_json::from_str(&text).map_err(|error| corrupt("entry.body", error)));
    Ok(Entry {
        need: id(row, "need_id")?,
        seq: row.int("seq")?,
        at: at(row, "at")?,
        actor: row.text("actor")?,
        kind: word(row, "kind")?,
        body: body.transpose()?,
    })
}
