//! Pictures of items.

use crate::store::firm::Firm;
use tongxin_city::{ItemId, PictureId};
use tongxin_ledger::rules::photo::Photo;
use tongxin_storage::{Db, Row, StorageError, Tx, args};

/// The file of a picture or a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// `image/jpeg` or `image/png`.
    pub(crate) media_type: String,
    /// SHA-256 of the file, in hex.
    pub(crate) digest: String,
    /// The file.
    pub(crate) bytes: Vec<u8>,
}

/// Gives an item a picture in place of the one it had. False when the firm can't carry the item.
pub(crate) async fn replace(
    tx: &mut Tx,
    firm: &Firm,
    item: ItemId,
    picture: PictureId,
    photo: &Photo,
) -> Result<bool, StorageError> {
    let changed = tx
        .execute(
            "UPDATE item SET picture_id = $2 WHERE id = $1 AND (org_id IS NULL OR org_id = $3)",
            args![item.get(), picture.get(), firm.id().get()],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    tx.defer("DELETE FROM item_picture WHERE item_id = $1", args![item.get()]);
    tx.defer(
        "INSERT INTO item_picture (id, item_id, media_type, digest, bytes) VALUES ($1, $2, $3, $4, $5)",
        args![
            picture.get(),
            item.get(),
            photo.media_type,
            &*photo.digest,
            &*photo.bytes
        ],
    );
    Ok(true)
}

/// A picture's file. Whoever is signed in may see what can be ordered.
pub(crate) async fn file(db: &Db, id: PictureId) -> Result<Option<Picture>, StorageError> {
    let sql = "SELECT media_type, digest, bytes FROM item_picture WHERE id = $1";
    let row = db.optional(sql, args![id.get()]).await?;
    row.as_ref().map(picture_of).transpose()
}

/// The file in the columns `media_type`, `digest` and `bytes`.
pub(crate) fn picture_of(row: &Row) -> Result<Picture, StorageError> {
    Ok(Picture {
        media_type: row.text("media_type")?,
        digest: row.text("digest")?,
        bytes: row.blob("bytes")?,
    })
}
