//! Reports on stock, and taking one back.

use super::{Entry, book};
use crate::rules::report::ReportKind;
use crate::rules::stock::MovementKind;
use crate::store::columns::{at, id, opt_at, word};
use crate::store::firm::Firm;
use tongxin_city::{ItemId, MovementId, OrgId, ReportId, Timestamp};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

pub(crate) fn insert(tx: &mut Tx, report: ReportId, firm: &Firm, kind: ReportKind, actor: &str, now: Timestamp) {
    tx.defer(
        "INSERT INTO stock_report (id, org_id, kind, actor, at, undone_at) VALUES ($1, $2, $3, $4, $5, NULL)",
        args![report.get(), firm.id().get(), kind.as_str(), actor, now.millis()],
    );
}

/// A report as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) id: ReportId,
    pub(crate) org: OrgId,
    pub(crate) actor: String,
    pub(crate) at: Timestamp,
    pub(crate) undone_at: Option<Timestamp>,
}

fn report_of(row: &Row) -> Result<Report, StorageError> {
    Ok(Report {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        actor: row.text("actor")?,
        at: at(row, "at")?,
        undone_at: opt_at(row, "undone_at")?,
    })
}

/// The firm that a report is about. Whether the asker may know it, is decided by [`Firm::within`].
pub(crate) async fn org_of(db: &Db, report: ReportId) -> Result<Option<OrgId>, StorageError> {
    let sql = "SELECT org_id FROM stock_report WHERE id = $1";
    let row = db.optional(sql, args![report.get()]).await?;
    row.map(|row| id(&row, "org_id")).transpose()
}

/// A report of that firm, as the write sees it.
pub(crate) async fn of_firm(tx: &mut Tx, firm: &Firm, report: ReportId) -> Result<Option<Report>, StorageError> {
    let sql = "SELECT id, org_id, actor, at, undone_at FROM stock_report WHERE id = $1 AND org_id = $2";
    let row = tx.optional(sql, args![report.get(), firm.id().get()]).await?;
    row.as_ref().map(report_of).transpose()
}

/// What a report changed of one item.
struct Changed {
    movement: MovementId,
    item: ItemId,
    at: Timestamp,
    kind: MovementKind,
    change: i64,
    counted_before: Option<Timestamp>,
}

async fn changed_by(tx: &mut Tx, report: &Report) -> Result<Vec<Changed>, StorageError> {
    let rows = tx
        .all(
            "SELECT id, item_id, at, kind, change, counted_before FROM movement
             WHERE cause = $1 AND org_id = $2 AND undoes IS NULL ORDER BY item_id",
            args![report.id.get(), report.org.get()],
        )
        .await?;
    let changed = |row: &Row| {
        Ok(Changed {
            movement: id(row, "id")?,
            item: id(row, "item_id")?,
            at: at(row, "at")?,
            kind: word(row, "kind")?,
            change: row.int("change")?,
            counted_before: opt_at(row, "counted_before")?,
        })
    };
    rows.iter().map(changed).collect()
}

/// Takes a report back. False, and the write has to be given up, when something that it changed has moved since.
#[must_use = "the write has to be given up when it answers false"]
pub(crate) async fn undo(tx: &mut Tx, report: &Report, actor: &str, now: Timestamp) -> Result<bool, StorageError> {
    for changed in changed_by(tx, report).await? {
        let (level, counted_at) = book(tx, report.org, changed.item).await?;
        let on_hand = level.on_hand - changed.change;
        if on_hand < 0 || has_moved_since(tx, report.org, &changed).await? {
            return Ok(false);
        }
        let counted_at = match changed.kind {
            MovementKind::Count => changed.counted_before,
            _ => counted_at,
        };
        tx.defer_one(
            "UPDATE stock SET on_hand = $3, counted_at = $4 WHERE org_id = $1 AND item_id = $2 AND on_hand = $5",
            args![
                report.org.get(),
                changed.item.get(),
                on_hand,
                counted_at.map(Timestamp::millis),
                level.on_hand
            ],
        );
        let entry = Entry {
            org: report.org,
            item: changed.item,
            at: changed.at,
            kind: changed.kind,
            change: -changed.change,
            cause: Some(report.id.get()),
            actor,
            note: None,
            counted_before: None,
            undoes: Some(changed.movement),
            written_at: now,
        };
        entry.insert(tx);
    }
    tx.defer_one(
        "UPDATE stock_report SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL",
        args![report.id.get(), now.millis()],
    );
    Ok(true)
}

async fn has_moved_since(tx: &mut Tx, org: OrgId, changed: &Changed) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM movement WHERE org_id = $1 AND item_id = $2 AND id > $3 LIMIT 1";
    let args = args![org.get(), changed.item.get(), changed.movement.get()];
    Ok(tx.optional(sql, args).await?.is_some())
}
