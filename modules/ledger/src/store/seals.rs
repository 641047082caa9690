//! Seals and the heads they cover.

use crate::rules::chain::{self, Hash};
use crate::rules::limits::SEAL_HEADS_MAX;
use crate::rules::seal::{HeadsDigest, Seal, SealKey};
use crate::store::rows;
use tongxin_city::{NeedId, Timestamp};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

/// The columns of a seal.
macro_rules! seal_columns {
    () => {
        "number, at, previous, heads_digest, head_count, public_key, signature"
    };
}

const LATEST: &str = concat!("SELECT ", seal_columns!(), " FROM seal ORDER BY number DESC LIMIT 1");

pub(crate) fn seal(row: &Row) -> Result<Seal, StorageError> {
    Ok(Seal {
        number: row.int("number")?,
        at: rows::at(row, "at")?,
        previous: rows::hash(row, "previous")?,
        heads_digest: rows::hash(row, "heads_digest")?,
        head_count: row.int("head_count")?,
        public_key: rows::bytes(row, "public_key")?,
        signature: rows::bytes(row, "signature")?,
    })
}

/// The latest seal, if any was made.
pub(crate) async fn latest(db: &Db) -> Result<Option<Seal>, StorageError> {
    db.optional(LATEST, vec![]).await?.as_ref().map(seal).transpose()
}

/// The seal of that number.
pub(crate) async fn numbered(db: &Db, number: i64) -> Result<Option<Seal>, StorageError> {
    let sql = concat!("SELECT ", seal_columns!(), " FROM seal WHERE number = $1");
    let row = db.optional(sql, args![number]).await?;
    row.as_ref().map(seal).transpose()
}

/// Seals after a number, in order.
pub(crate) async fn after(db: &Db, number: i64, limit: u32) -> Result<Vec<Seal>, StorageError> {
    let rows = db
        .all(
            concat!(
                "SELECT ",
                seal_columns!(),
                " FROM seal WHERE number > $1 ORDER BY number LIMIT $2"
            ),
            args![number, limit],
        )
        .await?;
    rows.iter().map(seal).collect()
}

/// A head in a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) need: NeedId,
    pub(crate) seq: i64,
    pub(crate) hash: Hash,
}

/// Heads of a seal with the hash of the entry each names (none when that entry is gone), in order of need.
pub(crate) async fn heads(
    db: &Db,
    number: i64,
    after: i64,
    limit: u32,
) -> Result<Vec<(Head, Option<Vec<u8>>)>, StorageError> {
    let rows = db
        .all(
            "SELECT seal_head.need_id AS need_id, seal_head.seq AS seq, seal_head.hash AS hash, entry.hash AS entry_hash
             FROM seal_head
             LEFT JOIN entry ON entry.need_id = seal_head.need_id AND entry.seq = seal_head.seq
             WHERE seal_head.seal_number = $1 AND seal_head.need_id > $2
             ORDER BY seal_head.need_id LIMIT $3",
            args![number, after, limit],
        )
        .await?;
    let head = |row: &Row| {
        let head = Head {
            need: rows::id(row, "need_id")?,
            seq: row.int("seq")?,
            hash: rows::hash(row, "hash")?,
        };
        Ok((head, row.opt_blob("entry_hash")?))
    };
    rows.iter().map(head).collect()
}

/// The first head that belongs to no seal.
pub(crate) async fn orphan_head(db: &Db) -> Result<Option<(i64, NeedId)>, StorageError> {
    let row = db
        .optional(
            "SELECT seal_number, need_id FROM seal_head
             WHERE seal_number NOT IN (SELECT number FROM seal) ORDER BY seal_number, need_id LIMIT 1",
            vec![],
        )
        .await?;
    row.map(|row| Ok((row.int("seal_number")?, rows::id(&row, "need_id")?)))
        .transpose()
}

/// Makes the next seal over needs that changed since they were last sealed, at most [`SEAL_HEADS_MAX`] of them; none
/// when nothing changed, or when another timekeeper is just sealing the same. `Conflict` when it took the number and
/// left something: the whole write is tried again.
pub(crate) async fn make(tx: &mut Tx, key: &SealKey, now: Timestamp) -> Result<Option<Seal>, StorageError> {
    let last = tx.optional(LATEST, vec![]).await?.as_ref().map(seal).transpose()?;
    let number = last.as_ref().map_or(1, |seal| seal.number + 1);
    if take_heads(tx, number).await? == 0 {
        return Ok(None);
    }
    let rows = tx
        .all(
            "SELECT need_id, seq, hash FROM seal_head WHERE seal_number = $1 ORDER BY need_id",
            args![number],
        )
        .await?;
    let mut heads = HeadsDigest::default();
    for row in &rows {
        heads.add(rows::id(row, "need_id")?, row.int("seq")?, &rows::hash(row, "hash")?);
    }
    let seal = key.sign(number, now, last.map_or(chain::START, |seal| seal.hash()), &heads);
    insert(tx, &seal).await?;
    Ok(Some(seal))
}

/// Copies heads of changed needs to a seal and marks those needs as sealed; answers how many. A need that changes
/// meanwhile (its `seq` differs) stays for the next seal. The marking starts from the seal's heads, so that it takes no
/// longer when far more needs wait for the seals after it.
async fn take_heads(tx: &mut Tx, number: i64) -> Result<u64, StorageError> {
    let taken = tx
        .execute(
            "INSERT INTO seal_head (seal_number, need_id, seq, hash)
             SELECT CAST($1 AS BIGINT), id, seq, head_hash FROM need WHERE is_sealed = 0 ORDER BY id LIMIT $2
             ON CONFLICT (seal_number, need_id) DO NOTHING",
            args![number, SEAL_HEADS_MAX],
        )
        .await?;
    tx.execute(
        "UPDATE need SET is_sealed = 1
         WHERE id IN (SELECT need_id FROM seal_head WHERE seal_number = $1) AND EXISTS (
             SELECT 1 FROM seal_head
             WHERE seal_head.seal_number = $1 AND seal_head.need_id = need.id AND seal_head.seq = need.seq)",
        args![number],
    )
    .await?;
    Ok(taken)
}

async fn insert(tx: &mut Tx, seal: &Seal) -> Result<(), StorageError> {
    tx.execute_one(
        "INSERT INTO seal (number, at, previous, heads_digest, head_count, public_key, signature)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (number) DO NOTHING",
        args![
            seal.number,
            seal.at.millis(),
            seal.previous,
            seal.heads_digest,
            seal.head_count,
            seal.public_key,
            &seal.signature[..],
        ],
    )
    .await
}
