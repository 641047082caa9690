//! Ends of records: what is emptied, what stays while somebody is looked for, and the needs that were raised for people.

use crate::rules::ending::End;
use crate::store::columns::id;
use crate::store::sealed_words;
use tongxin_city::{Day, NeedId, PersonId, Timestamp};
use tongxin_storage::{Db, StorageError, Tx, args};

/// Empties a record; what is left are places, days and counts, and for a while who ended it.
pub(crate) fn erase(tx: &mut Tx, person: PersonId, end: &End, now: Timestamp) {
    empty(tx, person, end, now);
    stop_looking(tx, person);
}

/// Empties a record of somebody whom nobody has seen: their door stays on the round, daily from `next_on` on, and with it the
/// visits from `kept_from` on, without what was written down at them.
pub(crate) fn erase_unseen(tx: &mut Tx, person: PersonId, end: &End, (kept_from, next_on): (Day, Day), now: Timestamp) {
    empty(tx, person, end, now);
    tx.defer(
        "UPDATE care_person SET every_days = 1, next_on = $2 WHERE id = $1",
        args![person.get(), next_on.number()],
    );
    tx.defer(
        "UPDATE care_knock SET note = NULL, word_id = NULL WHERE person_id = $1",
        args![person.get()],
    );
    for old in [
        "DELETE FROM care_knock WHERE person_id = $1 AND day < $2",
        "DELETE FROM care_visit WHERE person_id = $1 AND day < $2",
    ] {
        tx.defer(old, args![person.get(), kept_from.number()]);
    }
}

fn empty(tx: &mut Tx, person: PersonId, end: &End, now: Timestamp) {
    tx.defer(
        "UPDATE care_person SET name = NULL, contact = NULL, at_door = NULL, sealed_key = NULL, sealed = NULL,
             refill_on = NULL, refill_need_id = NULL, review_need_id = NULL, basis_by = NULL, basis_purpose = NULL, state = 'erased',
             seq = seq + 1, changed_at = $2, erased_at = $2
         WHERE id = $1",
        args![person.get(), now.millis()],
    );
    note(tx, person, end);
}

/// Writes down why a record ended, who ended it and on whose word.
pub(crate) fn note(tx: &mut Tx, person: PersonId, end: &End) {
    tx.defer(
        "UPDATE care_person SET ended = $2, ended_by = $3, ended_word = $4 WHERE id = $1",
        args![person.get(), end.why.as_str(), end.by.clone(), end.said_by.clone()],
    );
}

/// An empty record forgets whose it was, where and on which days, once nobody is looked for and nobody asks any more who ended
/// it. What is left is that there was one in this subdistrict.
macro_rules! forget_whose {
    ($of:literal) => {
        concat!(
            "UPDATE care_person SET household_id = 0, building_code = subdistrict_code, registered_by = '', registered_at = 0,
                 basis_on = 0, review_on = 0, expires_on = 0
             WHERE erased_at IS NOT NULL AND need_id IS NULL AND ended_by IS NULL AND ",
            $of
        )
    };
}

/// Takes a door off the round where nobody is looked for any more.
pub(crate) fn stop_looking(tx: &mut Tx, person: PersonId) {
    let sql = "UPDATE care_person SET every_days = NULL, next_on = NULL, need_id = NULL WHERE id = $1";
    tx.defer(sql, args![person.get()]);
    tx.defer(forget_whose!("id = $1"), args![person.get()]);
    sealed_words::erase(tx, person.get());
    tx.defer("DELETE FROM care_knock WHERE person_id = $1", args![person.get()]);
    tx.defer("DELETE FROM care_visit WHERE person_id = $1", args![person.get()]);
}

/// Remembers that a need was raised for somebody.
pub(crate) fn link_need(tx: &mut Tx, person: PersonId, need: NeedId) {
    let sql = "INSERT INTO care_person_need (person_id, need_id) VALUES ($1, $2)";
    tx.defer(sql, args![person.get(), need.get()]);
}

/// The needs that were raised for somebody, open and closed.
pub(crate) async fn needs_in(tx: &mut Tx, person: PersonId) -> Result<Vec<NeedId>, StorageError> {
    let sql = "SELECT need_id FROM care_person_need WHERE person_id = $1 ORDER BY need_id";
    let rows = tx.all(sql, args![person.get()]).await?;
    rows.iter().map(|row| id(row, "need_id")).collect()
}

/// Forgets which needs were raised for somebody.
pub(crate) fn unlink_needs(tx: &mut Tx, person: PersonId) {
    let sql = "DELETE FROM care_person_need WHERE person_id = $1";
    tx.defer(sql, args![person.get()]);
}

/// Whether it is still there who ended records before that time.
pub(crate) async fn has_noted_before(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM care_person WHERE erased_at < $1 AND ended_by IS NOT NULL LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}

/// Forgets who ended records before that time, why, and on whose word; and with it whose they were.
pub(crate) fn forget_noted(tx: &mut Tx, before: Timestamp) {
    tx.defer(
        "UPDATE care_person SET ended = NULL, ended_by = NULL, ended_word = NULL
         WHERE erased_at < $1 AND ended_by IS NOT NULL",
        args![before.millis()],
    );
    tx.defer(
        forget_whose!("erased_at < $1 AND household_id <> 0"),
        args![before.millis()],
    );
}
