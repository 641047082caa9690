//! What the verifier reads: every row, in order, a chunk at a time. It answers nobody about single needs, so it has no
//! scope.

use crate::rules::check::{StoredEntry, StoredNeed};
use crate::rules::days::DayKey;
use crate::store::rows::{self, need_columns};
use std::collections::BTreeMap;
use std::ops::Range;
use tongxin_city::{AttachmentId, NeedId, Timestamp};
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

/// The first count by state that is not what the needs themselves come to. One statement, so that all of it is of one
/// moment.
const WRONG_BY_STATE: &str = "SELECT subdistrict_code, kind, topic, state AS last FROM (
        SELECT subdistrict_code, kind, topic, state, 1 AS count FROM need
        UNION ALL SELECT subdistrict_code, kind, topic, 'overdue', 1 FROM need WHERE is_overdue = 1
        UNION ALL SELECT subdistrict_code, kind, topic, state, -count FROM tally_now
    ) AS counted GROUP BY subdistrict_code, kind, topic, state HAVING SUM(count) <> 0
    ORDER BY subdistrict_code, kind, topic, state LIMIT 1";

/// The same by tier.
const WRONG_BY_TIER: &str = "SELECT subdistrict_code, kind, '' AS topic, CAST(tier AS TEXT) AS last FROM (
        SELECT subdistrict_code, kind, tier, 1 AS count FROM need WHERE is_open = 1
        UNION ALL SELECT subdistrict_code, kind, tier, -count FROM tally_tier
    ) AS counted GROUP BY subdistrict_code, kind, tier HAVING SUM(count) <> 0
    ORDER BY subdistrict_code, kind, tier LIMIT 1";

/// The key of the first count that is wrong: `500112001 household_request food raised`.
pub(crate) async fn wrong_tally(db: &Db) -> Result<Option<String>, StorageError> {
    for sql in [WRONG_BY_STATE, WRONG_BY_TIER] {
        if let Some(row) = db.optional(sql, args![]).await? {
            let parts = ["subdistrict_code", "kind", "topic", "last"].map(|column| row.text(column));
            let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
            let named = parts.into_iter().filter(|part| !part.is_empty());
            return Ok(Some(named.collect::<Vec<_>>().join(" ")));
        }
    }
    Ok(None)
}

/// The next day that has counts.
pub(crate) async fn day_after(db: &Db, after: i64) -> Result<Option<i64>, StorageError> {
    db.one("SELECT MIN(day) AS day FROM tally_day WHERE day > $1", args![after])
        .await?
        .opt_int("day")
}

/// A day's counts: as many as subdistricts × topics × events in which something happened.
pub(crate) async fn counts_of_day(db: &Db, day: i64) -> Result<BTreeMap<DayKey, i64>, StorageError> {
    let sql = "SELECT subdistrict_code, kind, topic, event, count FROM tally_day WHERE day = $1";
    let rows = db.all(sql, args![day]).await?;
    rows.iter().map(|row| Ok((day_key(row)?, row.int("count")?))).collect()
}

fn day_key(row: &Row) -> Result<DayKey, StorageError> {
    Ok(DayKey {
        subdistrict: row.text("subdistrict_code")?,
        kind: row.text("kind")?,
        topic: row.text("topic")?,
        event: row.text("event")?,
    })
}

/// An entry as a day counts it.
pub(crate) struct DayEntry {
    pub(crate) need: i64,
    pub(crate) seq: i64,
    pub(crate) key: DayKey,
    pub(crate) body: Option<String>,
    /// Of the entry before it.
    pub(crate) body_before: Option<String>,
}

/// Entries made in a span of time after an entry, in order of need and number. There is no index on the time of all
/// entries: each chunk goes on along the primary key.
pub(crate) async fn entries_of_day(
    db: &Db,
    span: &Range<Timestamp>,
    after: (i64, i64),
) -> Result<Vec<DayEntry>, StorageError> {
    let rows = db
        .all(
            "SELECT entry.need_id AS need_id, entry.seq AS seq, entry.kind AS event, entry.body AS body,
                 earlier.body AS body_before, need.subdistrict_code AS subdistrict_code, need.kind AS kind,
                 need.topic AS topic
             FROM entry JOIN need ON need.id = entry.need_id
             LEFT JOIN entry AS earlier ON earlier.need_id = entry.need_id AND earlier.seq = entry.seq - 1
             WHERE (entry.need_id, entry.seq) > ($1, $2) AND entry.at >= $3 AND entry.at < $4
             ORDER BY entry.need_id, entry.seq LIMIT $5",
            args![after.0, after.1, span.start.millis(), span.end.millis(), CHUNK_ROWS],
        )
        .await?;
    let entry = |row: &Row| {
        Ok(DayEntry {
            need: row.int("need_id")?,
            seq: row.int("seq")?,
            key: day_key(row)?,
            body: row.opt_text("body")?,
            body_before: row.opt_text("body_before")?,
        })
    };
    rows.iter().map(entry).collect()
}
