//! Photos of needs.

use crate::rules::command::Attached;
use crate::store::rows::{self, need_columns};
use crate::store::{Scope, rows::Need};
use tongxin_city::{AttachmentId, NeedId};
use tongxin_storage::{Db, StorageError, Tx, args};

/// A photo as listed with its need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The entry that added it.
    pub entry_seq: i64,
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The file's name as sent.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
}

/// A photo's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentFile {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    need: NeedId,
    entry_seq: i64,
    attached: &Attached,
    bytes: &[u8],
) -> Result<(), StorageError> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO attachment (id, need_id, entry_seq, media_type, name, size, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            attached.id.get(),
            need.get(),
            entry_seq,
            &*attached.media_type,
            &*attached.name,
            size,
            bytes
        ],
    )
    .await?;
    Ok(())
}

/// How many photos a need has.
pub(crate) async fn count(tx: &mut Tx, need: NeedId) -> Result<u32, StorageError> {
    let row = tx
        .optional(
            "SELECT COUNT(*) AS count FROM attachment WHERE need_id = $1 AND removed_at IS NULL",
            args![need.get()],
        )
        .await?;
    let count = row.map(|row| row.int("count")).transpose()?.unwrap_or(0);
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The photos of a need that the caller was shown.
pub(crate) async fn of_need(db: &Db, need: &Need) -> Result<Vec<Attachment>, StorageError> {
    let rows = db
        .all(
            "SELECT id, entry_seq, media_type, name, size FROM attachment
             WHERE need_id = $1 AND removed_at IS NULL ORDER BY id",
            args![need.state.id.get()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Attachment {
                id: rows::id(row, "id")?,
                entry_seq: row.int("entry_seq")?,
                media_type: row.text("media_type")?,
                name: row.text("name")?,
                size: row.int("size")?,
            })
        })
        .collect()
}

/// A photo's file, if the scope covers its need.
pub(crate) async fn file(db: &Db, scope: &Scope, id: AttachmentId) -> Result<Option<AttachmentFile>, StorageError> {
    let need = db
        .optional(
            concat!(
                "SELECT ",
                need_columns!(),
                " FROM need WHERE id = (SELECT need_id FROM attachment WHERE id = $1 AND removed_at IS NULL)"
            ),
            args![id.get()],
        )
        .await?;
    let need = need.as_ref().map(rows::need_state).transpose()?;
    if !need.is_some_and(|need| scope.covers(&need)) {
        return Ok(None);
    }
    let row = db
        .optional(
            "SELECT media_type, bytes FROM attachment WHERE id = $1 AND removed_at IS NULL",
            args![id.get()],
        )
        .await?;
    row.map(|row| {
        Ok(AttachmentFile {
            media_type: row.text("media_type")?,
            bytes: row.blob("bytes")?,
        })
    })
    .transpose()
}
