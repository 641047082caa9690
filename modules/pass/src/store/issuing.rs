//! Issuing: passes get their numbers, in order and without gaps, and their signed texts.

use crate::rules::{PassEventKind, PassState};
use crate::store::many;
use crate::store::rows::{Issued, PassRecord, pass, pass_columns};
use crate::store::writing::{self, Happened, INSERT_EVENTS};
use tongxin_city::Timestamp;
use tongxin_pass_format::KeyId;
use tongxin_storage::{Db, Sql, StorageError, Tx, Value, args};

/// The first passes that are approved and not issued, in the order they were applied for.
pub(crate) async fn approved(db: &Db, limit: u32) -> Result<Vec<PassRecord>, StorageError> {
    let sql = concat!(
        "SELECT ",
        pass_columns!(),
        " FROM pass WHERE state = 'approved' ORDER BY id LIMIT $1"
    );
    db.all(sql, args![limit]).await?.iter().map(pass).collect()
}

/// How many passes are approved and not issued.
pub(crate) async fn approved_count(db: &Db) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) AS count FROM pass WHERE state = 'approved'";
    db.one(sql, args![]).await?.int("count")
}

/// The number that the next pass gets.
pub(crate) async fn next_number(db: &Db) -> Result<i64, StorageError> {
    let sql = "SELECT next FROM pass_counter WHERE name = 'pass'";
    db.one(sql, args![]).await?.int("next")
}

/// Takes the numbers from one to before another, unless somebody else has taken the first.
pub(crate) async fn take_numbers(tx: &mut Tx, from: i64, to: i64) -> Result<bool, StorageError> {
    let sql = "UPDATE pass_counter SET next = $2 WHERE name = 'pass' AND next = $1";
    Ok(tx.execute(sql, args![from, to]).await? == 1)
}

/// A pass with what it gets when it is issued.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) pass: PassRecord,
    pub(crate) issued: Issued,
}

/// Writes what was signed; answers whether each pass still stood as it was read. If not, nothing of the write may stay.
pub(crate) async fn issue(tx: &mut Tx, signed: &[Signed], key: KeyId, at: Timestamp) -> Result<bool, StorageError> {
    for part in signed.chunks(many::AT_ONCE) {
        if tx.apply(update(part, key, at)).await? != part.len() as u64 {
            return Ok(false);
        }
    }
    let event = |Signed { pass, issued }: &Signed| {
        args![
            pass.id.get(),
            pass.seq + 1,
            at.millis(),
            "system",
            PassEventKind::Issued.as_str(),
            issued.number.get().to_string(),
        ]
    };
    let events: Vec<Vec<Value>> = signed.iter().map(event).collect();
    many::insert(tx, INSERT_EVENTS, &events).await?;
    replace(tx, signed, at).await?;
    Ok(true)
}

/// One statement for many passes. Whatever happens to a pass counts its events up, so that an unchanged number of them
/// means that it is still approved.
fn update(signed: &[Signed], key: KeyId, at: Timestamp) -> Sql {
    let mut sql = Sql::new("WITH signed (id, seq, number, text, not_before, expires) AS (VALUES ");
    for (place, Signed { pass, issued }) in signed.iter().enumerate() {
        if place > 0 {
            sql.push(", ");
        }
        sql.bind_list(args![
            pass.id.get(),
            pass.seq,
            i64::from(issued.number.get()),
            issued.text.clone(),
            issued.not_before.millis(),
            issued.expires.millis(),
        ]);
    }
    sql.push(") UPDATE pass SET state = 'valid', key_id = ")
        .bind(key.to_string());
    sql.push(", issued_at = ").bind(at.millis());
    sql.push(
        ", number = signed.number, text = signed.text, not_before = signed.not_before, expires = signed.expires,
             seq = pass.seq + 1
         FROM signed WHERE pass.id = signed.id AND pass.seq = signed.seq",
    );
    sql
}

/// Ends the passes whose place others took.
async fn replace(tx: &mut Tx, signed: &[Signed], at: Timestamp) -> Result<(), StorageError> {
    let replaced: Vec<i64> = signed
        .iter()
        .filter_map(|signed| signed.pass.replaces)
        .map(|id| id.get())
        .collect();
    if replaced.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(concat!(
        "SELECT ",
        pass_columns!(),
        " FROM pass WHERE state = 'valid' AND id IN "
    ));
    sql.bind_list(replaced);
    for row in tx.select(sql).await? {
        let old = pass(&row)?;
        let by = signed.iter().find(|signed| signed.pass.replaces == Some(old.id));
        let note = by.map(|by| by.issued.number.get().to_string()).unwrap_or_default();
        let happened = Happened {
            kind: PassEventKind::Replaced,
            actor: "system",
            note: &note,
            at,
        };
        writing::move_on(tx, &old, PassState::Replaced, &happened);
    }
    Ok(())
}
