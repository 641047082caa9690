//! Counts of gates, and passes looked up at one.

use crate::rules::gate::GateCount;
use tongxin_city::{PlaceCode, Timestamp};
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

const ADD: &str = "INSERT INTO gate_count (place_code, hour_at, direction, verdict, count) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (place_code, hour_at, direction, verdict) DO UPDATE SET count = gate_count.count + excluded.count";

/// Takes a batch's counts unless the batch was taken before. False for one that was.
pub(crate) async fn take(
    tx: &mut Tx,
    batch: &str,
    place: &PlaceCode,
    counts: &[GateCount],
    now: Timestamp,
) -> Result<bool, StorageError> {
    let is_new = tx
        .execute(
            "INSERT INTO gate_batch (batch, taken_at) VALUES ($1, $2) ON CONFLICT (batch) DO NOTHING",
            args![batch, now.millis()],
        )
        .await?;
    if is_new == 0 {
        return Ok(false);
    }
    for row in counts {
        let (direction, verdict) = (row.direction.as_str(), row.verdict.as_str());
        tx.count(
            ADD,
            args![place.as_str(), row.hour.millis(), direction, verdict],
            row.count,
        );
    }
    Ok(true)
}

/// Whether there are batches that no phone can send any more.
pub(crate) async fn has_batches(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT batch FROM gate_batch WHERE taken_at < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}

/// Forgets batches that no phone can send any more.
pub(crate) async fn forget_batches(tx: &mut Tx, before: Timestamp) -> Result<u64, StorageError> {
    let sql = "DELETE FROM gate_batch WHERE taken_at < $1";
    tx.execute(sql, args![before.millis()]).await
}

/// How often each verdict came in a place within a span, by the verdict's key.
pub(crate) async fn counted(
    db: &Db,
    place: &PlaceCode,
    span: &std::ops::Range<Timestamp>,
) -> Result<Vec<(String, i64)>, StorageError> {
    let (low, high) = place.range();
    let rows = db
        .all(
            "SELECT verdict, CAST(SUM(count) AS BIGINT) AS count FROM gate_count
             WHERE place_code >= $1 AND place_code < $2 AND hour_at >= $3 AND hour_at < $4
             GROUP BY verdict ORDER BY verdict",
            args![low, high, span.start.millis(), span.end.millis()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("verdict")?, row.int("count")?)))
        .collect()
}

/// The texts of issued passes with a plate or a number.
pub(crate) async fn texts(db: &Db, asked: &str, most: u32) -> Result<Vec<String>, StorageError> {
    let mut sql = Sql::new("SELECT text FROM pass WHERE text IS NOT NULL AND (plate = ");
    sql.bind(asked.to_uppercase());
    if let Ok(number) = asked.parse::<u32>() {
        sql.push(" OR number = ").bind(i64::from(number));
    }
    sql.push(") ORDER BY id DESC LIMIT ").bind(most);
    db.select(sql).await?.iter().map(|row| row.text("text")).collect()
}
