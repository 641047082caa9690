//! What the verifier reads: every row, in order, a chunk at a time. It answers nobody about single needs, so it has no
//! scope.

use crate::rules::check::{StoredEntry, StoredNeed};
use crate::store::rows::{self, need_columns};
use tongxin_city::{AttachmentId, NeedId};
use tongxin_storage::{Db, Row, StorageError, args};

/// Rows read at once.
pub(crate) const CHUNK_ROWS: u32 = 500;

/// A need's row that can be read at all, or the id of one that can't.
pub(crate) enum ReadNeed {
    Whole(Box<StoredNeed>),
    Unreadable(NeedId),
}

fn stored_need(row: &Row) -> Result<ReadNeed, StorageError> {
    let id = rows::id(row, "id")?;
    let whole = || {
        Ok::<_, StorageError>(StoredNeed {
            state: rows::need_state(row)?,
            texts: rows::texts(row)?,
            is_open: row.flag("is_open")?,
        })
    };
    Ok(whole().map_or(ReadNeed::Unreadable(id), |need| ReadNeed::Whole(Box::new(need))))
}

/// Needs with ids after `after`, in order.
pub(crate) async fn needs(db: &Db, after: i64) -> Result<Vec<ReadNeed>, StorageError> {
    let rows = db
        .all(
            concat!(
                "SELECT ",
                need_columns!(),
                ", title, body, contact, is_open FROM need WHERE id > $1 ORDER BY id LIMIT $2"
            ),
            args![after, CHUNK_ROWS],
        )
        .await?;
    rows.iter().map(stored_need).collect()
}

/// One need.
pub(crate) async fn need(db: &Db, id: NeedId) -> Result<Option<ReadNeed>, StorageError> {
    let row = db
        .optional(
            concat!(
                "SELECT ",
                need_columns!(),
                ", title, body, contact, is_open FROM need WHERE id = $1"
            ),
            args![id.get()],
        )
        .await?;
    row.as_ref().map(stored_need).transpose()
}

/// Entries after an entry, in order of need and number.
pub(crate) async fn entries(db: &Db, after_need: i64, after_seq: i64) -> Result<Vec<StoredEntry>, StorageError> {
    let rows = db
        .all(
            "SELECT need_id, seq, at, actor, kind, body, body_hash, hash FROM entry
             WHERE (need_id, seq) > ($1, $2) ORDER BY need_id, seq LIMIT $3",
            args![after_need, after_seq, CHUNK_ROWS],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(StoredEntry {
                need: rows::id(row, "need_id")?,
                seq: row.int("seq")?,
                at: rows::at(row, "at")?,
                actor: row.text("actor")?,
                kind: row.text("kind")?,
                body: row.opt_text("body")?,
                body_hash: row.blob("body_hash")?,
                hash: row.blob("hash")?,
            })
        })
        .collect()
}

/// A photo's bytes, whoever it belongs to.
pub(crate) async fn photo(db: &Db, id: AttachmentId) -> Result<Option<Vec<u8>>, StorageError> {
    let row = db
        .optional("SELECT bytes FROM attachment WHERE id = $1", args![id.get()])
        .await?;
    row.map(|row| row.blob("bytes")).transpose()
}

/// How many needs changed since they were last sealed.
pub(crate) async fn unsealed(db: &Db) -> Result<i64, StorageError> {
    db.one("SELECT COUNT(*) AS count FROM need WHERE is_sealed = 0", vec![])
        .await?
        .int("count")
}
