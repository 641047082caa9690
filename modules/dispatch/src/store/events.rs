//! What happened on runs; rows are only added.

use crate::rules::cargo::Cargo;
use crate::rules::state::RunEventKind;
use crate::store::columns::{at, corrupt, opt_at, word};
use crate::store::runs::RunRecord;
use tongxin_city::{RunId, Timestamp};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

/// Something that happened on a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunEvent {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    /// When the phone says it was.
    pub(crate) said_at: Option<Timestamp>,
    pub(crate) actor: String,
    pub(crate) kind: RunEventKind,
    pub(crate) cargo: Option<Cargo>,
    pub(crate) note: Option<String>,
}

/// Who says so, and when it was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) actor: &'a str,
    pub(crate) now: Timestamp,
    pub(crate) said_at: Option<Timestamp>,
}

/// Writes down what happened, under the number that the run's change has.
pub(crate) async fn add(
    tx: &mut Tx,
    run: RunId,
    kind: RunEventKind,
    cargo: Option<Cargo>,
    note: Option<&str>,
    moment: Moment<'_>,
) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO dispatch_event (run_id, seq, at, said_at, actor, kind, cargo_kind, cargo_id, note)
         SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM dispatch_event WHERE run_id = $1",
        args![
            run.get(),
            moment.now.millis(),
            moment.said_at.map(Timestamp::millis),
            moment.actor,
            kind.as_str(),
            cargo.map(|cargo| cargo.kind().as_str()),
            cargo.map(Cargo::number),
            note
        ],
    )
    .await?;
    Ok(())
}

/// What happened on a run, in order.
pub(crate) async fn of(db: &Db, run: &RunRecord) -> Result<Vec<RunEvent>, StorageError> {
    let sql = "SELECT seq, at, said_at, actor, kind, cargo_kind, cargo_id, note FROM dispatch_event WHERE run_id = $1
               ORDER BY seq";
    db.all(sql, args![run.id.get()]).await?.iter().map(event).collect()
}

fn event(row: &Row) -> Result<RunEvent, StorageError> {
    let cargo = match row.opt_int("cargo_id")? {
        Some(number) => Some(Cargo::of(word(row, "cargo_kind")?, number).map_err(|error| corrupt("cargo_id", error))?),
        None => None,
    };
    Ok(RunEvent {
        seq: row.int("seq")?,
        at: at(row, "at")?,
        said_at: opt_at(row, "said_at")?,
        actor: row.text("actor")?,
        kind: word(row, "kind")?,
        cargo,
        note: row.opt_text("note")?,
    })
}
