//! What the notices at the doors say of whom to call: a community's number, and what those that are up say.

use crate::store::columns::word;
use std::collections::HashMap;
use tongxin_city::{PlaceCode, Timestamp};
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

/// Under which number a community is called.
pub(crate) async fn number_of(db: &Db, community: &PlaceCode) -> Result<Option<String>, StorageError> {
    let sql = "SELECT phone FROM care_duty_number WHERE place_code = $1";
    let row = db.optional(sql, args![community.as_str()]).await?;
    row.map(|row| row.text("phone")).transpose()
}

/// Writes it.
pub(crate) fn set_number(tx: &mut Tx, community: &PlaceCode, phone: &str, actor: &str, now: Timestamp) {
    tx.defer(
        "INSERT INTO care_duty_number (place_code, phone, changed_by, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (place_code) DO UPDATE SET phone = excluded.phone, changed_by = excluded.changed_by,
             changed_at = excluded.changed_at",
        args![community.as_str(), phone, actor, now.millis()],
    );
}

/// Takes it out.
pub(crate) fn remove_number(tx: &mut Tx, community: &PlaceCode) {
    tx.defer(
        "DELETE FROM care_duty_number WHERE place_code = $1",
        args![community.as_str()],
    );
}

/// What the notices that are up in these buildings say; nothing where none is said to be.
pub(crate) async fn are_up(db: &Db, buildings: &[PlaceCode]) -> Result<HashMap<PlaceCode, Vec<u8>>, StorageError> {
    if buildings.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new("SELECT place_code, digest FROM care_notice WHERE place_code IN ");
    sql.bind_list(buildings.iter().map(PlaceCode::as_str));
    let rows = db.select(sql).await?;
    rows.iter()
        .map(|row| Ok((word(row, "place_code")?, row.blob("digest")?)))
        .collect()
}

/// Writes what those say that are up now.
pub(crate) fn put_up(tx: &mut Tx, building: &PlaceCode, digest: [u8; 32], now: Timestamp) {
    tx.defer(
        "INSERT INTO care_notice (place_code, digest, put_up_at) VALUES ($1, $2, $3)
         ON CONFLICT (place_code) DO UPDATE SET digest = excluded.digest, put_up_at = excluded.put_up_at",
        args![building.as_str(), digest.to_vec(), now.millis()],
    );
}
