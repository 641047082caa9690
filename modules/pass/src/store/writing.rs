//! Writing passes down and moving them on; each change adds a row of history.

use crate::rules::{PassEventKind, PassRow, PassRule, PassState, Used};
use crate::store::columns::corrupt;
use crate::store::many;
use crate::store::rows::{PassRecord, holder};
use tongxin_city::{NeedId, OrgId, PassBatchId, PassId, PlaceCode, Timestamp};
use tongxin_pass_format::pass::{Holder, Ways};
use tongxin_storage::{StorageError, Tx, Value, args};

/// A pass to be written down, decided or to be decided.
#[derive(Debug, Clone)]
pub(crate) struct NewPass<'a> {
    pub(crate) id: PassId,
    pub(crate) row: &'a PassRow,
    pub(crate) state: PassState,
    pub(crate) rule: PassRule,
    pub(crate) districts: Vec<PlaceCode>,
    pub(crate) replaces: Option<PassId>,
    pub(crate) agree_by: Option<Timestamp>,
}

/// Whose passes are written down together, by whom and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Applied<'a> {
    pub(crate) batch: PassBatchId,
    pub(crate) org: OrgId,
    pub(crate) org_name: &'a str,
    pub(crate) place: &'a PlaceCode,
    pub(crate) actor: &'a str,
    pub(crate) at: Timestamp,
}

/// Who does something, when, and what is noted of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happened<'a> {
    pub(crate) kind: PassEventKind,
    pub(crate) actor: &'a str,
    pub(crate) note: &'a str,
    pub(crate) at: Timestamp,
}

/// Takes the firm's row, so that nobody else applies for it before this write ends.
pub(crate) async fn take_firm(tx: &mut Tx, org: OrgId, at: Timestamp) -> Result<(), StorageError> {
    let sql = "INSERT INTO pass_firm (org_id, applied_at) VALUES ($1, $2)
         ON CONFLICT (org_id) DO UPDATE SET applied_at = excluded.applied_at";
    tx.execute(sql, args![org.get(), at.millis()]).await.map(|_| ())
}

/// Whether a pass counts.
pub(crate) async fn is_valid(tx: &mut Tx, pass: PassId) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM pass WHERE id = $1 AND state = 'valid'";
    Ok(tx.optional(sql, args![pass.get()]).await?.is_some())
}

/// The live passes of a firm, without those that are to be replaced.
pub(crate) async fn used(tx: &mut Tx, org: OrgId, without: &[PassId]) -> Result<Used, StorageError> {
    let sql = "SELECT id, surname, id_end, plate FROM pass
         WHERE org_id = $1 AND state IN ('waiting', 'agreeing', 'approved', 'valid')";
    let mut used = Used::default();
    for row in tx.all(sql, args![org.get()]).await? {
        let is_replaced = without
            .iter()
            .any(|pass| row.int("id").is_ok_and(|id| id == pass.get()));
        if let Some(holder) = holder(&row)?.filter(|_| !is_replaced) {
            used.add(&holder);
        }
    }
    Ok(used)
}

/// Writes passes down, with the districts that must agree and their first events.
pub(crate) async fn insert(tx: &mut Tx, new: &[NewPass<'_>], applied: &Applied<'_>) -> Result<(), StorageError> {
    let rows = new.iter().map(|new| row(new, applied)).collect::<Result<Vec<_>, _>>()?;
    let head = "INSERT INTO pass (id, batch_id, org_id, org_name, place_code, kind, surname, id_end, plate, ends_from,
             ends_to, both_ways, corridor, weekdays, from_minute, until_minute, first_day, last_day, state, rule,
             replaces_id, agree_by, applied_by, applied_at, closed_at, seq) VALUES ";
    many::insert(tx, head, &rows).await?;
    let agreements: Vec<Vec<Value>> = new
        .iter()
        .flat_map(|new| {
            new.districts
                .iter()
                .map(|district| args![new.id.get(), district.as_str()])
        })
        .collect();
    many::insert(
        tx,
        "INSERT INTO pass_agreement (pass_id, district_code) VALUES ",
        &agreements,
    )
    .await?;
    let events: Vec<Vec<Value>> = new.iter().flat_map(|new| first_events(new, applied)).collect();
    many::insert(tx, INSERT_EVENTS, &events).await
}

/// The head of a statement that adds events.
pub(super) const INSERT_EVENTS: &str = "INSERT INTO pass_event (pass_id, seq, at, actor, kind, note) VALUES ";

/// How many events a pass begins with.
const FIRST_EVENTS: i64 = 2;

fn first_events(new: &NewPass<'_>, applied: &Applied<'_>) -> [Vec<Value>; 2] {
    let (id, at) = (new.id.get(), applied.at.millis());
    [
        args![id, 1, at, applied.actor, PassEventKind::Applied.as_str(), ""],
        args![
            id,
            FIRST_EVENTS,
            at,
            "system",
            PassEventKind::Ruled.as_str(),
            new.rule.as_str()
        ],
    ]
}

fn row(new: &NewPass<'_>, applied: &Applied<'_>) -> Result<Vec<Value>, StorageError> {
    let NewPass { id, row, .. } = new;
    let (surname, id_end, plate) = match &row.holder {
        Holder::Person { surname, id_end } => (&**surname, &**id_end, ""),
        Holder::Vehicle { plate } => ("", "", &**plate),
    };
    let list = |places: &[PlaceCode]| serde_json::to_string(places).map_err(|error| corrupt("pass.ends", error));
    let closed_at = (!new.state.is_live()).then_some(applied.at.millis());
    Ok(args![
        id.get(),
        applied.batch.get(),
        applied.org.get(),
        applied.org_name,
        applied.place.as_str(),
        row.kind.as_str(),
        surname,
        id_end,
        plate,
        list(&row.from)?,
        list(&row.to)?,
        row.ways == Ways::Both,
        row.corridor.clone(),
        i64::from(row.days.bits()),
        i64::from(row.hours.from_minute()),
        i64::from(row.hours.until_minute()),
        row.first_day.number(),
        row.last_day.number(),
        new.state.as_str(),
        new.rule.as_str(),
        new.replaces.map(PassId::get),
        new.agree_by.map(Timestamp::millis),
        applied.actor,
        applied.at.millis(),
        closed_at,
        FIRST_EVENTS,
    ])
}

/// Moves a pass to a state, guarded by what was read of it.
pub(crate) fn move_on(tx: &mut Tx, pass: &PassRecord, state: PassState, happened: &Happened<'_>) {
    let reason = matches!(state, PassState::Refused | PassState::Revoked).then_some(happened.note);
    let closed_at = (!state.is_live()).then_some(happened.at.millis());
    tx.defer_one(
        "UPDATE pass SET state = $3, reason = $4, closed_at = $5, seq = $6 WHERE id = $1 AND seq = $2",
        args![
            pass.id.get(),
            pass.seq,
            state.as_str(),
            reason.or(pass.reason.as_deref()),
            closed_at,
            pass.seq + 1,
        ],
    );
    event(tx, pass.id, pass.seq + 1, happened);
}

/// A district agreed.
pub(crate) fn agree(tx: &mut Tx, pass: PassId, district: &PlaceCode, by: &str, at: Timestamp) {
    tx.defer_one(
        "UPDATE pass_agreement SET agreed_by = $3, agreed_at = $4
         WHERE pass_id = $1 AND district_code = $2 AND agreed_at IS NULL",
        args![pass.get(), district.as_str(), by, at.millis()],
    );
}

/// Notes the need that was raised about a pass.
pub(crate) fn note_need(tx: &mut Tx, pass: &PassRecord, need: NeedId, at: Timestamp) {
    tx.defer_one(
        "UPDATE pass SET need_id = $3, seq = $4 WHERE id = $1 AND seq = $2 AND need_id IS NULL",
        args![pass.id.get(), pass.seq, need.get(), pass.seq + 1],
    );
    let happened = Happened {
        kind: PassEventKind::Overdue,
        actor: "system",
        note: &need.to_string(),
        at,
    };
    event(tx, pass.id, pass.seq + 1, &happened);
}

fn event(tx: &mut Tx, pass: PassId, seq: i64, happened: &Happened<'_>) {
    tx.defer(
        "INSERT INTO pass_event (pass_id, seq, at, actor, kind, note) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            pass.get(),
            seq,
            happened.at.millis(),
            happened.actor,
            happened.kind.as_str(),
            happened.note,
        ],
    );
}
