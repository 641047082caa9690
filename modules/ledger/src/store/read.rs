//! Reading single needs.

use crate::rules::command::LastEntry;
use crate::rules::need::NeedState;
use crate::store::Scope;
use crate::store::rows::{self, Entry, Need, corrupt, need_columns};
use tongxin_city::NeedId;
use tongxin_storage::{Db, StorageError, Tx, args};

/// A need, if the scope covers it.
pub(crate) async fn need_state(tx: &mut Tx, scope: &Scope, id: NeedId) -> Result<Option<NeedState>, StorageError> {
    let row = tx
        .optional(
            concat!("SELECT ", need_columns!(), " FROM need WHERE id = $1"),
            args![id.get()],
        )
        .await?;
    let need = row.as_ref().map(rows::need_state).transpose()?;
    Ok(need.filter(|need| scope.covers(need)))
}

/// A need with its texts, if the scope covers it.
pub(crate) async fn need(db: &Db, scope: &Scope, id: NeedId) -> Result<Option<Need>, StorageError> {
    let row = db
        .optional(
            concat!(
                "SELECT ",
                need_columns!(),
                ", title, body, contact FROM need WHERE id = $1"
            ),
            args![id.get()],
        )
        .await?;
    let need = row.as_ref().map(rows::need).transpose()?;
    Ok(need.filter(|need| scope.covers(&need.state)))
}

/// All entries of a need that the caller was shown, oldest first.
pub(crate) async fn entries(db: &Db, need: &Need) -> Result<Vec<Entry>, StorageError> {
    let rows = db
        .all(
            "SELECT need_id, seq, at, actor, kind, body FROM entry WHERE need_id = $1 ORDER BY seq",
            args![need.state.id.get()],
        )
        .await?;
    rows.iter().map(rows::entry).collect()
}

/// The last entry of a need and the standing before it; none while there is only the first, or once erased.
pub(crate) async fn last_entry(tx: &mut Tx, need: &NeedState) -> Result<Option<LastEntry>, StorageError> {
    let rows = tx
        .all(
            "SELECT need_id, seq, at, actor, kind, body FROM entry WHERE need_id = $1 AND seq >= $2 ORDER BY seq",
            args![need.id.get(), need.seq - 1],
        )
        .await?;
    let entries = rows.iter().map(rows::entry).collect::<Result<Vec<_>, _>>()?;
    let [before, last] = entries.as_slice() else {
        return Ok(None);
    };
    let Some(body) = &before.body else { return Ok(None) };
    Ok(Some(LastEntry {
        seq: last.seq,
        actor: last.actor.parse().map_err(|error| corrupt("entry.actor", error))?,
        at: last.at,
        kind: last.kind,
        before: body.after.clone(),
    }))
}
