//! Who opened what is sealed: a person's record, or a series of appointments. Both have numbers of their own.

use crate::store::columns::at;
use crate::store::sealed_words;
use tongxin_city::Timestamp;
use tongxin_storage::{Db, StorageError, Tx, args};

/// One opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) at: Timestamp,
    /// Who, as histories remember them.
    pub(crate) actor: String,
    /// For what, in their words.
    pub(crate) why: String,
}

/// Writes down that something was opened, when and by whom; for what, sealed words say.
pub(crate) async fn add(
    tx: &mut Tx,
    about: i64,
    (actor, at): (&str, Timestamp),
    word: i64,
) -> Result<(), StorageError> {
    tx.execute_one(
        "INSERT INTO care_opening (about_id, number, at, actor, why, word_id)
         SELECT CAST($1 AS BIGINT), COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), '', CAST($4 AS BIGINT)
         FROM care_opening WHERE about_id = $1",
        args![about, at.millis(), actor, word],
    )
    .await
}

/// The latest openings of what is sealed under a number, each with its sealed words, if it has any.
pub(crate) async fn of(db: &Db, about: i64, limit: u32) -> Result<Vec<(Opening, Option<i64>)>, StorageError> {
    let sql = "SELECT at, actor, why, word_id FROM care_opening WHERE about_id = $1 ORDER BY number DESC LIMIT $2";
    let rows = db.all(sql, args![about, i64::from(limit)]).await?;
    let opening = |row: &tongxin_storage::Row| {
        let opening = Opening {
            at: at(row, "at")?,
            actor: row.text("actor")?,
            why: row.text("why")?,
        };
        Ok((opening, row.opt_int("word_id")?))
    };
    rows.iter().map(opening).collect()
}

/// Erases all sealed words about somebody, or about a series, and for what it was opened; that it was, by whom and when, stays.
pub(crate) fn erase_words(tx: &mut Tx, about: i64) {
    sealed_words::erase(tx, about);
    tx.defer(
        "UPDATE care_opening SET why = '', word_id = NULL WHERE about_id = $1",
        args![about],
    );
}

/// Forgets openings of before that moment.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) {
    tx.defer(
        "DELETE FROM care_word WHERE id IN (SELECT word_id FROM care_opening WHERE at < $1 AND word_id IS NOT NULL)",
        args![before.millis()],
    );
    tx.defer("DELETE FROM care_opening WHERE at < $1", args![before.millis()]);
}

/// Whether there are openings of before that moment.
pub(crate) async fn has_before(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT about_id FROM care_opening WHERE at < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}
