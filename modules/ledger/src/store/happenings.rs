//! What happened to needs in a span of time: the rows behind the day's counts.

use crate::rules::entry::EntryKind;
use crate::store::Scope;
use crate::store::rows::{self, Need, need_columns};
use crate::store::scope::Bounds;
use std::collections::HashMap;
use std::ops::Range;
use tongxin_city::{NeedId, PlaceCode, Timestamp, Widths};
use tongxin_storage::{Db, Sql, StorageError};

/// Something that happened to a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// The number of the entry that says so.
    pub seq: i64,
    /// The need as it is now.
    pub need: Need,
}

/// Which happenings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HappeningFilter {
    /// What happened.
    pub event: EntryKind,
    /// Where.
    pub place: PlaceCode,
    /// When.
    pub span: Range<Timestamp>,
    /// To needs of one of these kinds; none means of any.
    pub kinds: Vec<String>,
    /// After this one: its time, need and entry.
    pub after: Option<(Timestamp, NeedId, i64)>,
    /// How many at most.
    pub limit: u32,
}

/// The events that briefings count and open, as the index `entry_happened` has them; each is written out, because an
/// index over a part of the rows serves only a query that says so in words of its own.
const fn condition(event: EntryKind) -> Option<&'static str> {
    Some(match event {
        EntryKind::Raised => "entry.kind = 'raised'",
        EntryKind::Solved => "entry.kind = 'solved'",
        EntryKind::StruckOff => "entry.kind = 'struck_off'",
        EntryKind::Declined => "entry.kind = 'declined'",
        EntryKind::Escalated => "entry.kind = 'escalated'",
        EntryKind::Reopened => "entry.kind = 'reopened'",
        _ => return None,
    })
}

/// A page of what happened to the needs that a scope covers, in order of time. Nothing for an event that no briefing
/// counts.
pub(crate) async fn happenings(
    db: &Db,
    widths: &Widths,
    scope: &Scope,
    filter: &HappeningFilter,
) -> Result<Vec<Happening>, StorageError> {
    let Some(condition) = condition(filter.event) else {
        return Ok(Vec::new());
    };
    let mut sql =
        Sql::new("SELECT entry.need_id, entry.at, entry.seq FROM entry JOIN need ON need.id = entry.need_id WHERE ");
    sql.push(condition);
    sql.push(" AND entry.at >= ").bind(filter.span.start.millis());
    sql.push(" AND entry.at < ").bind(filter.span.end.millis());
    Bounds::new(scope, Some(&filter.place), widths).push(&mut sql);
    if !filter.kinds.is_empty() {
        sql.push(" AND need.kind IN ")
            .bind_list(filter.kinds.iter().map(String::as_str));
    }
    if let Some((at, need, seq)) = filter.after {
        sql.push(" AND (entry.at, entry.need_id, entry.seq) > (")
            .bind(at.millis());
        sql.push(", ").bind(need.get()).push(", ").bind(seq).push(")");
    }
    sql.push(" ORDER BY entry.at, entry.need_id, entry.seq LIMIT ")
        .bind(filter.limit);
    let found = db.select(sql).await?;
    let needs = needs(
        db,
        found.iter().map(|row| row.int("need_id")).collect::<Result<_, _>>()?,
    )
    .await?;
    let mut happenings = Vec::with_capacity(found.len());
    for row in &found {
        if let Some(need) = needs.get(&row.int("need_id")?) {
            happenings.push(Happening {
                at: rows::at(row, "at")?,
                seq: row.int("seq")?,
                need: need.clone(),
            });
        }
    }
    Ok(happenings)
}

/// Needs that were found within a scope, by number.
async fn needs(db: &Db, ids: Vec<i64>) -> Result<HashMap<i64, Need>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        need_columns!(),
        ", title, body, contact FROM need WHERE id IN "
    ));
    sql.bind_list(ids);
    let rows = db.select(sql).await?;
    rows.iter().map(|row| Ok((row.int("id")?, rows::need(row)?))).collect()
}

impl crate::Ledger {
    /// A page of what happened to the needs a scope covers, in order of time: the rows behind a day's count.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn happenings(
        &self,
        scope: &Scope,
        filter: &HappeningFilter,
    ) -> Result<Vec<Happening>, crate::LedgerError> {
        Ok(happenings(self.db(), self.widths(), scope, filter).await?)
    }
}
