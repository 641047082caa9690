//! Photos of prescriptions, as they lie sealed. Of which medicine each is, the sealed record says.

use crate::store::columns::id;
use crate::vault::Sealed;
use tongxin_city::{AttachmentId, PersonId, Timestamp};
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

/// Writes a photo down.
pub(crate) fn insert(tx: &mut Tx, photo: AttachmentId, of: PersonId, sealed: &Sealed, by: &str, now: Timestamp) {
    tx.defer(
        "INSERT INTO care_prescription (id, person_id, sealed_key, sealed, added_by, added_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            photo.get(),
            of.get(),
            sealed.key,
            sealed.bytes.as_slice(),
            by,
            now.millis()
        ],
    );
}

/// A person's photo, sealed, as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, photo: AttachmentId, of: PersonId) -> Result<Option<Sealed>, StorageError> {
    let sql = "SELECT sealed_key, sealed FROM care_prescription WHERE id = $1 AND person_id = $2";
    let Some(row) = tx.optional(sql, args![photo.get(), of.get()]).await? else {
        return Ok(None);
    };
    Ok(Some(Sealed {
        key: row.int("sealed_key")?,
        bytes: row.blob("sealed")?,
    }))
}

/// Whether a photo is a person's.
pub(crate) async fn is_of(db: &Db, photo: AttachmentId, of: PersonId) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM care_prescription WHERE id = $1 AND person_id = $2";
    Ok(db.optional(sql, args![photo.get(), of.get()]).await?.is_some())
}

/// Removes a photo.
pub(crate) fn remove(tx: &mut Tx, photo: AttachmentId) {
    tx.defer("DELETE FROM care_prescription WHERE id = $1", args![photo.get()]);
}

/// Removes all photos of a person.
pub(crate) fn erase(tx: &mut Tx, of: PersonId) {
    tx.defer("DELETE FROM care_prescription WHERE person_id = $1", args![of.get()]);
}

/// Of these, those that are there.
pub(crate) async fn held(db: &Db, photos: &[AttachmentId]) -> Result<Vec<AttachmentId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM care_prescription WHERE id IN ");
    sql.bind_list(photos.iter().map(|photo| photo.get()));
    let rows = db.select(sql).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}
