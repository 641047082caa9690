//! Transfers between firms. Either side's people see one, and whoever holds a place of either.

use crate::rules::transfer::{StockStep, Taken, TransferNext, TransferNow, TransferState, TransferStep};
use crate::store::columns::{at, corrupt, id, opt_at, opt_id, word};
use crate::store::many::AT_ONCE;
use crate::store::stock::{self, Moved};
use tongxin_account::Scope;
use tongxin_city::{ItemId, NeedId, OrgId, PlaceCode, Timestamp, TransferId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

use crate::rules::stock::MovementKind;

/// A transfer as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub(crate) id: TransferId,
    pub(crate) from: OrgId,
    pub(crate) from_place: PlaceCode,
    pub(crate) to: OrgId,
    pub(crate) to_place: PlaceCode,
    pub(crate) item: ItemId,
    pub(crate) state: TransferState,
    pub(crate) asked: i64,
    pub(crate) sent: Option<i64>,
    pub(crate) received: Option<i64>,
    pub(crate) need: Option<NeedId>,
    pub(crate) late_need: Option<NeedId>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) seq: i64,
}

impl Transfer {
    /// What decisions are made from.
    pub(crate) fn now(&self, last: Taken) -> TransferNow {
        TransferNow {
            state: self.state,
            asked: self.asked,
            sent: self.sent,
            received: self.received,
            last,
        }
    }

    fn is_seen(&self, scope: &Scope) -> bool {
        scope.contains(&self.from_place, Some(self.from), None) || scope.contains(&self.to_place, Some(self.to), None)
    }
}

macro_rules! transfer_columns {
    () => {
        "id, from_org, from_place, to_org, to_place, item_id, state, asked, sent, received, need_id, late_need_id,
         closed_at, seq"
    };
}

fn transfer(row: &Row) -> Result<Transfer, StorageError> {
    Ok(Transfer {
        id: id(row, "id")?,
        from: id(row, "from_org")?,
        from_place: word(row, "from_place")?,
        to: id(row, "to_org")?,
        to_place: word(row, "to_place")?,
        item: id(row, "item_id")?,
        state: word(row, "state")?,
        asked: row.int("asked")?,
        sent: row.opt_int("sent")?,
        received: row.opt_int("received")?,
        need: opt_id(row, "need_id")?,
        late_need: opt_id(row, "late_need_id")?,
        closed_at: opt_at(row, "closed_at")?,
        seq: row.int("seq")?,
    })
}

fn push_seen(sql: &mut Sql, scope: &Scope) {
    sql.push("(");
    scope.push_sql(sql, Some("from_place"), Some("from_org"), None);
    sql.push(" OR ");
    scope.push_sql(sql, Some("to_place"), Some("to_org"), None);
    sql.push(")");
}

/// A transfer, if the scope covers one of its sides.
pub(crate) async fn get(db: &Db, scope: &Scope, id: TransferId) -> Result<Option<Transfer>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", transfer_columns!(), " FROM transfer WHERE id = "));
    push_seen(sql.bind(id.get()).push(" AND "), scope);
    db.select(sql).await?.first().map(transfer).transpose()
}

/// The same as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, scope: &Scope, id: TransferId) -> Result<Option<Transfer>, StorageError> {
    let found = get_for_system(tx, id).await?;
    Ok(found.filter(|found| found.is_seen(scope)))
}

/// These transfers, however they stand, if the scope covers one of their sides.
pub(crate) async fn of(db: &Db, scope: &Scope, ids: &[TransferId]) -> Result<Vec<Transfer>, StorageError> {
    let found = of_anybody(db, ids).await?;
    Ok(found.into_iter().filter(|found| found.is_seen(scope)).collect())
}

/// The same for the clock, which looks after everybody's.
pub(crate) async fn of_anybody(db: &Db, ids: &[TransferId]) -> Result<Vec<Transfer>, StorageError> {
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let mut sql = Sql::new(concat!("SELECT ", transfer_columns!(), " FROM transfer WHERE id IN "));
        sql.bind_list(ids.iter().map(|id| id.get())).push(" ORDER BY id");
        for row in db.select(sql).await? {
            found.push(transfer(&row)?);
        }
    }
    Ok(found)
}

/// One of them as a write of the clock sees it.
pub(crate) async fn get_for_system(tx: &mut Tx, id: TransferId) -> Result<Option<Transfer>, StorageError> {
    let sql = concat!("SELECT ", transfer_columns!(), " FROM transfer WHERE id = $1");
    let row = tx.optional(sql, args![id.get()]).await?;
    row.as_ref().map(transfer).transpose()
}

/// Notes the need that says that a transfer will come late; whoever was second tries again.
pub(crate) fn mark_late(tx: &mut Tx, known: &Transfer, need: NeedId) {
    tx.defer_one(
        "UPDATE transfer SET late_need_id = $3 WHERE id = $1 AND seq = $2 AND late_need_id IS NULL",
        args![known.id.get(), known.seq, need.get()],
    );
}

/// Which transfers are asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct TransferFilter {
    /// Those on which something is still to be done, or the others.
    pub(crate) is_open: Option<bool>,
    /// From or to this firm.
    pub(crate) org: Option<OrgId>,
}

/// A page of transfers, newest first.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &TransferFilter,
    before: Option<TransferId>,
    limit: u32,
) -> Result<Vec<Transfer>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", transfer_columns!(), " FROM transfer WHERE "));
    push_seen(&mut sql, scope);
    if let Some(is_open) = filter.is_open {
        sql.push(if is_open {
            " AND closed_at IS NULL"
        } else {
            " AND closed_at IS NOT NULL"
        });
    }
    if let Some(org) = filter.org {
        sql.push(" AND (from_org = ")
            .bind(org.get())
            .push(" OR to_org = ")
            .bind(org.get())
            .push(")");
    }
    if let Some(before) = before {
        sql.push(" AND id < ").bind(before.get());
    }
    sql.push(" ORDER BY id DESC LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(transfer).collect()
}

/// A step of a transfer, with what was counted and said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TransferEvent {
    pub(crate) taken: Taken,
    pub(crate) pieces: Option<i64>,
    pub(crate) note: String,
}

fn event(row: &Row) -> Result<TransferEvent, StorageError> {
    let before = row.opt_text("before")?;
    let before = before.map(|text| text.parse().map_err(|error| corrupt("transfer_event.before", error)));
    Ok(TransferEvent {
        taken: Taken {
            seq: row.int("seq")?,
            step: word(row, "step")?,
            before: before.transpose()?,
            actor: row.text("actor")?,
            at: at(row, "at")?,
        },
        pieces: row.opt_int("pieces")?,
        note: row.text("note")?,
    })
}

/// A transfer's steps, oldest first.
pub(crate) async fn events(db: &Db, transfer: &Transfer) -> Result<Vec<TransferEvent>, StorageError> {
    let rows = db
        .all(
            "SELECT seq, at, actor, step, before, pieces, note FROM transfer_event WHERE transfer_id = $1 ORDER BY seq",
            args![transfer.id.get()],
        )
        .await?;
    rows.iter().map(event).collect()
}

/// A transfer's last step.
pub(crate) async fn last(tx: &mut Tx, transfer: &Transfer) -> Result<Taken, StorageError> {
    let row = tx
        .optional(
            "SELECT seq, at, actor, step, before, pieces, note FROM transfer_event WHERE transfer_id = $1 AND seq = $2",
            args![transfer.id.get(), transfer.seq],
        )
        .await?;
    Ok(event(&row.ok_or(StorageError::NoRow)?)?.taken)
}

/// Adds a proposed transfer.
pub(crate) fn insert(tx: &mut Tx, new: &Transfer, first: &TransferEvent) {
    tx.defer(
        "INSERT INTO transfer (id, from_org, from_place, to_org, to_place, item_id, state, asked, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            new.id.get(),
            new.from.get(),
            new.from_place.as_str(),
            new.to.get(),
            new.to_place.as_str(),
            new.item.get(),
            new.state.as_str(),
            new.asked,
            new.seq
        ],
    );
    add_event(tx, new.id, first);
}

/// Takes a step, unless somebody else was first; then the write is tried again.
pub(crate) fn move_on(
    tx: &mut Tx,
    transfer: &Transfer,
    next: &TransferNext,
    need: Option<NeedId>,
    happened: &TransferEvent,
) {
    let closed_at = (!next.state.is_open()).then(|| happened.taken.at.millis());
    tx.defer_one(
        "UPDATE transfer SET state = $3, sent = $4, received = $5, need_id = $6, closed_at = $7, seq = seq + 1
         WHERE id = $1 AND seq = $2",
        args![
            transfer.id.get(),
            transfer.seq,
            next.state.as_str(),
            next.sent,
            next.received,
            need.map(NeedId::get),
            closed_at
        ],
    );
    add_event(tx, transfer.id, happened);
}

fn add_event(tx: &mut Tx, transfer: TransferId, event: &TransferEvent) {
    let taken = &event.taken;
    tx.defer(
        "INSERT INTO transfer_event (transfer_id, seq, at, actor, step, before, pieces, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            transfer.get(),
            taken.seq,
            taken.at.millis(),
            &*taken.actor,
            taken.step.as_str(),
            taken.before.map(TransferState::as_str),
            event.pieces,
            &*event.note
        ],
    );
}

/// Does to stock what a step asks for; the code of the problem when there is too little.
pub(crate) async fn move_stock(
    tx: &mut Tx,
    transfer: &Transfer,
    steps: &[StockStep],
    happened: &Taken,
) -> Result<Result<(), &'static str>, StorageError> {
    let is_undo = happened.step == TransferStep::Undo;
    for step in steps {
        let moved = |org, pieces, kind| Moved {
            org,
            item: transfer.item,
            pieces,
            kind,
            cause: Some(transfer.id.get()),
            actor: &happened.actor,
            note: None,
            at: happened.at,
        };
        let (from, to, item) = (transfer.from, transfer.to, transfer.item);
        let (is_done, refusal) = match *step {
            StockStep::Promise(pieces) => (stock::promise(tx, from, item, pieces).await?, "transfer-not-free"),
            StockStep::Release(pieces) => {
                stock::release(tx, from, item, pieces);
                (true, "")
            }
            StockStep::Leave(pieces) => {
                let leaving = moved(from, pieces, MovementKind::TransferOut);
                (stock::leave(tx, &leaving).await?, "transfer-not-there")
            }
            StockStep::Return(pieces) => {
                stock::arrive(tx, &moved(from, pieces, MovementKind::TransferOut));
                (true, "")
            }
            StockStep::Arrive(pieces) => {
                stock::arrive(tx, &moved(to, pieces, MovementKind::TransferIn));
                (true, "")
            }
            StockStep::Unarrive(pieces) => {
                // Only what is promised to nobody can go back on the road.
                let leaving = moved(to, pieces, MovementKind::TransferIn);
                let is_free = pieces == 0 || stock::promise(tx, to, item, pieces).await?;
                (is_free && stock::leave(tx, &leaving).await?, "transfer-undo-gone")
            }
        };
        if !is_done {
            return Ok(Err(if is_undo { "transfer-undo-gone" } else { refusal }));
        }
    }
    Ok(Ok(()))
}
