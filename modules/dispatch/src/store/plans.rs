//! Plans.

use crate::rules::asked::AskedPlan;
use crate::rules::plan::PlanBody;
use crate::rules::state::PlanState;
use crate::store::columns::{at, corrupt, day, id, json, opt_at, opt_json, word};
use serde::{Deserialize, Serialize};
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, PlanId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};
use utoipa::ToSchema;

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct SearchProgress {
    /// Milliseconds since it began.
    pub(crate) elapsed_ms: u64,
    /// Milliseconds it may take.
    pub(crate) limit_ms: u64,
    /// Steps of the search.
    pub(crate) iterations: u64,
    /// What the best plan costs so far, in metres of road.
    pub(crate) cost: i64,
    /// Stops that the best plan leaves out.
    pub(crate) unserved: u64,
}

/// A plan as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct PlanRecord {
    pub(crate) id: PlanId,
    pub(crate) org: OrgId,
    pub(crate) day: Day,
    pub(crate) state: PlanState,
    pub(crate) asked: AskedPlan,
    pub(crate) progress: Option<SearchProgress>,
    pub(crate) body: Option<PlanBody>,
    /// Whether the last change by hand can be taken back.
    pub(crate) has_before: bool,
    pub(crate) made_by: String,
    pub(crate) made_at: Timestamp,
    pub(crate) published_at: Option<Timestamp>,
    pub(crate) seq: i64,
    /// See [`crate::store::runs::changes`].
    pub(crate) from_seq: i64,
}

const COLUMNS: &str = "SELECT id, org_id, day, state, asked, progress, body,
    CAST(CASE WHEN before_body IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_before, made_by, made_at, published_at, seq, from_seq
    FROM dispatch_plan WHERE ";

fn plan(row: &Row) -> Result<PlanRecord, StorageError> {
    Ok(PlanRecord {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        day: day(row, "day")?,
        state: word(row, "state")?,
        asked: opt_json(row, "asked")?.ok_or_else(|| corrupt("asked", "nothing"))?,
        progress: opt_json(row, "progress")?,
        body: opt_json(row, "body")?,
        has_before: row.int("has_before")? != 0,
        made_by: row.text("made_by")?,
        made_at: at(row, "made_at")?,
        published_at: opt_at(row, "published_at")?,
        seq: row.int("seq")?,
        from_seq: row.int("from_seq")?,
    })
}

fn push_seen(sql: &mut Sql, scope: &Scope) {
    scope.push_sql(sql, None, Some("org_id"), None);
}

/// A plan, if the scope covers its firm.
pub(crate) async fn get(db: &Db, scope: &Scope, plan_id: PlanId) -> Result<Option<PlanRecord>, StorageError> {
    let mut sql = Sql::new(COLUMNS);
    push_seen(sql.push("id = ").bind(plan_id.get()).push(" AND "), scope);
    db.select(sql).await?.first().map(plan).transpose()
}

/// A firm's plans of a day, newest first, without what stands in them.
pub(crate) async fn of_day(db: &Db, org: OrgId, on: Day) -> Result<Vec<PlanRecord>, StorageError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("org_id = ").bind(org.get());
    sql.push(" AND day = ")
        .bind(on.number())
        .push(" ORDER BY id DESC LIMIT 50");
    db.select(sql).await?.iter().map(plan).collect()
}

/// Writes down that a search begins.
pub(crate) fn insert(tx: &mut Tx, new: &PlanRecord) -> Result<(), StorageError> {
    tx.defer(
        "INSERT INTO dispatch_plan (id, org_id, day, state, asked, seen_at, made_by, made_at, seq, from_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $6, 1, $8)",
        args![
            new.id.get(),
            new.org.get(),
            new.day.number(),
            new.state.as_str(),
            json("asked", &new.asked)?,
            new.made_at.millis(),
            &*new.made_by,
            new.from_seq
        ],
    );
    Ok(())
}

/// Says that a search is alive and how far it is, once it has begun.
pub(crate) fn say(
    tx: &mut Tx,
    plan_id: PlanId,
    progress: Option<&SearchProgress>,
    now: Timestamp,
) -> Result<(), StorageError> {
    let progress = progress.map(|progress| json("progress", progress)).transpose()?;
    tx.defer(
        "UPDATE dispatch_plan SET progress = COALESCE($2, progress), seen_at = $3 WHERE id = $1 AND state = 'making'",
        args![plan_id.get(), progress, now.millis()],
    );
    Ok(())
}

/// Whether somebody wants a search to end.
pub(crate) async fn is_stopped(db: &Db, plan_id: PlanId) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM dispatch_plan WHERE id = $1 AND (is_stopped = 1 OR state <> 'making')";
    Ok(db.optional(sql, args![plan_id.get()]).await?.is_some())
}

/// Asks a search to end with the best it has.
pub(crate) fn stop(tx: &mut Tx, plan_id: PlanId) {
    tx.defer(
        "UPDATE dispatch_plan SET is_stopped = 1 WHERE id = $1 AND state = 'making'",
        args![plan_id.get()],
    );
}

/// A search is over; it was made from that change of the day's runs.
pub(crate) fn finish(tx: &mut Tx, plan_id: PlanId, body: &PlanBody, from_seq: i64) -> Result<(), StorageError> {
    tx.defer(
        "UPDATE dispatch_plan SET state = 'ready', body = $2, from_seq = $3 WHERE id = $1 AND state = 'making'",
        args![plan_id.get(), json("body", body)?, from_seq],
    );
    Ok(())
}

/// A search ended without a plan.
pub(crate) fn fail(tx: &mut Tx, plan_id: PlanId) {
    tx.defer(
        "UPDATE dispatch_plan SET state = 'failed' WHERE id = $1 AND state = 'making'",
        args![plan_id.get()],
    );
}

/// Searches that have said nothing since a moment are dead.
pub(crate) fn fail_silent(tx: &mut Tx, since: Timestamp) {
    tx.defer(
        "UPDATE dispatch_plan SET state = 'failed' WHERE state = 'making' AND seen_at < $1",
        args![since.millis()],
    );
}

/// Whether a search has been silent since a moment.
pub(crate) async fn has_silent(db: &Db, since: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM dispatch_plan WHERE state = 'making' AND seen_at < $1 LIMIT 1";
    Ok(db.optional(sql, args![since.millis()]).await?.is_some())
}

/// A change by hand; what stood before can be had back.
pub(crate) fn change(tx: &mut Tx, plan: &PlanRecord, body: &PlanBody) -> Result<(), StorageError> {
    tx.defer_one(
        "UPDATE dispatch_plan SET before_body = body, body = $3, seq = seq + 1
         WHERE id = $1 AND seq = $2 AND state = 'ready'",
        args![plan.id.get(), plan.seq, json("body", body)?],
    );
    Ok(())
}

/// Takes the last change by hand back.
pub(crate) fn undo(tx: &mut Tx, plan: &PlanRecord) {
    tx.defer_one(
        "UPDATE dispatch_plan SET body = before_body, before_body = NULL, seq = seq + 1
         WHERE id = $1 AND seq = $2 AND state = 'ready' AND before_body IS NOT NULL",
        args![plan.id.get(), plan.seq],
    );
}

/// A plan that nobody wants.
pub(crate) fn drop(tx: &mut Tx, plan: &PlanRecord) {
    tx.defer_one(
        "UPDATE dispatch_plan SET state = 'dropped', seq = seq + 1 WHERE id = $1 AND seq = $2 AND state = 'ready'",
        args![plan.id.get(), plan.seq],
    );
}

/// People drive by it from now on, and by no other plan of the day.
pub(crate) fn publish(tx: &mut Tx, plan: &PlanRecord, now: Timestamp) {
    tx.defer(
        "UPDATE dispatch_plan SET state = 'replaced' WHERE org_id = $1 AND day = $2 AND state = 'published'",
        args![plan.org.get(), plan.day.number()],
    );
    tx.defer_one(
        "UPDATE dispatch_plan SET state = 'published', published_at = $3, before_body = NULL, seq = seq + 1
         WHERE id = $1 AND seq = $2 AND state = 'ready'",
        args![plan.id.get(), plan.seq, now.millis()],
    );
}

/// The plan of a day that people drive by, as a write sees it.
pub(crate) async fn published_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<Option<PlanRecord>, StorageError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("org_id = ").bind(org.get());
    sql.push(" AND day = ").bind(on.number());
    sql.push(" AND state = 'published' ORDER BY id DESC LIMIT 1");
    tx.select(sql).await?.first().map(plan).transpose()
}

/// Forgets plans of days before one; the day's figures stay.
pub(crate) fn forget(tx: &mut Tx, before: Day) {
    tx.defer("DELETE FROM dispatch_plan WHERE day < $1", args![before.number()]);
}

/// Whether there is a plan of a day before one.
pub(crate) async fn has_before(db: &Db, before: Day) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM dispatch_plan WHERE day < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.number()]).await?.is_some())
}

/// Whose a plan is.
pub(crate) async fn firm_of(db: &Db, plan_id: PlanId) -> Result<Option<OrgId>, StorageError> {
    let row = db
        .optional("SELECT org_id FROM dispatch_plan WHERE id = $1", args![plan_id.get()])
        .await?;
    row.map(|row| id(&row, "org_id")).transpose()
}
