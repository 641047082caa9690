//! What a draw reads and writes. It reads outside any write, and writes ranks a few hundred at a time, so that others
//! never wait long; `ranked` says how far it came, so that after a crash the next run goes on from there.

use super::asks::ask;
use super::{Allotment, count, hash, number, opt_hash};
use crate::limits::{ASKS_READ, FILE_ROWS_READ};
use crate::rules::allotment::AllotmentState;
use crate::rules::draw::{Ask, Hash};
use crate::rules::draw_file::PublishedAsk;
use crate::store::columns;
use tongxin_city::{AllotmentId, Day, HouseholdId, ItemId, Timestamp};
use tongxin_storage::{Db, Sql, StorageError, Tx, args};

/// What a draw needs to know besides the asks.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) seed: Hash,
    pub(crate) asks_digest: Option<Hash>,
    pub(crate) witness_source: Option<String>,
    pub(crate) witness_value: Option<String>,
    pub(crate) ranked: usize,
}

/// Allotments whose list is final and that can go on without anybody's help.
pub(crate) async fn due(db: &Db, final_before: Timestamp) -> Result<Vec<AllotmentId>, StorageError> {
    let sql = "SELECT id FROM allotment WHERE state <> 'drawn' AND closes_at <= $1
                   AND (state = 'open' OR witness_source IS NULL OR witness_value IS NOT NULL)
               ORDER BY closes_at, id";
    let rows = db.all(sql, args![final_before.millis()]).await?;
    rows.iter().map(|row| columns::id(row, "id")).collect()
}

/// How far a draw is.
pub(crate) async fn pending(db: &Db, id: AllotmentId) -> Result<Pending, StorageError> {
    let sql = "SELECT seed, asks_digest, witness_source, witness_value, ranked FROM allotment WHERE id = $1";
    let row = db.one(sql, args![id.get()]).await?;
    Ok(Pending {
        seed: hash(row.blob("seed")?, "seed")?,
        asks_digest: opt_hash(&row, "asks_digest")?,
        witness_source: row.opt_text("witness_source")?,
        witness_value: row.opt_text("witness_value")?,
        ranked: number(&row, "ranked")?,
    })
}

/// The list of asks in the order of their pseudonyms, with whose they are.
pub(crate) async fn asks(db: &Db, id: AllotmentId) -> Result<(Vec<Ask>, Vec<HouseholdId>), StorageError> {
    let sql = "SELECT household_id, pseudonym, people, infants, elders, days_since, carried, lots FROM allotment_ask
               WHERE allotment_id = $1 AND pseudonym > $2 ORDER BY pseudonym LIMIT $3";
    let (mut asks, mut households): (Vec<Ask>, Vec<HouseholdId>) = Default::default();
    loop {
        let after = asks.last().map(|ask| ask.pseudonym.to_string()).unwrap_or_default();
        let rows = db.all(sql, args![id.get(), after, ASKS_READ]).await?;
        if rows.is_empty() {
            return Ok((asks, households));
        }
        for row in &rows {
            asks.push(ask(row)?);
            households.push(columns::id(row, "household_id")?);
        }
    }
}

/// Fixes the list and publishes its digest; once.
pub(crate) async fn close(tx: &mut Tx, id: AllotmentId, digest: Hash) -> Result<(), StorageError> {
    let sql = "UPDATE allotment SET state = 'closed', asks_digest = $2 WHERE id = $1 AND state = 'open'";
    tx.execute(sql, args![id.get(), digest]).await?;
    Ok(())
}

/// Enters what the witness said; answers whether it was entered now.
pub(crate) async fn set_witness(tx: &mut Tx, id: AllotmentId, value: &str) -> Result<bool, StorageError> {
    let sql = "UPDATE allotment SET witness_value = $2
               WHERE id = $1 AND state = 'closed' AND witness_source IS NOT NULL AND witness_value IS NULL";
    Ok(tx.execute(sql, args![id.get(), value]).await? == 1)
}

/// A household with its place and pieces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ranked {
    pub(crate) household: HouseholdId,
    pub(crate) rank: usize,
    pub(crate) pieces: u64,
}

/// Writes some ranks with what the households carry on, if the ranks before them are the last that were written;
/// answers whether they were: another process may be at the same draw.
pub(crate) async fn rank(
    tx: &mut Tx,
    (id, item): (AllotmentId, ItemId),
    before: usize,
    ranks: &[Ranked],
    day: Day,
) -> Result<bool, StorageError> {
    let reached = before + ranks.len();
    let is_next = tx
        .execute(
            "UPDATE allotment SET ranked = $3 WHERE id = $1 AND ranked = $2 AND state = 'closed'",
            args![id.get(), count(before as u64), count(reached as u64)],
        )
        .await?
        == 1;
    if is_next {
        tx.apply(ranks_sql(id, ranks)).await?;
        tx.apply(credits_sql(item, ranks, day)).await?;
    }
    Ok(is_next)
}

fn ranks_sql(id: AllotmentId, ranks: &[Ranked]) -> Sql {
    let mut sql = Sql::new("UPDATE allotment_ask SET rank = v.column2, pieces = v.column3 FROM (VALUES ");
    for (position, ranked) in ranks.iter().enumerate() {
        sql.push(if position == 0 { "(" } else { ", (" });
        sql.bind(ranked.household.get()).push(", ");
        sql.bind(count(ranked.rank as u64 + 1)).push(", ");
        sql.bind(count(ranked.pieces)).push(")");
    }
    sql.push(") AS v WHERE allotment_ask.household_id = v.column1 AND allotment_ask.allotment_id = ");
    sql.bind(id.get());
    sql
}

/// Who got pieces starts anew; who got none carries one draw more.
fn credits_sql(item: ItemId, ranks: &[Ranked], day: Day) -> Sql {
    let mut sql = Sql::new("INSERT INTO allotment_credit (household_id, item_id, carried, served_day) VALUES ");
    for (position, ranked) in ranks.iter().enumerate() {
        let is_served = ranked.pieces > 0;
        sql.push(if position == 0 { "(" } else { ", (" });
        sql.bind(ranked.household.get()).push(", ").bind(item.get()).push(", ");
        sql.bind(i64::from(!is_served)).push(", ");
        sql.bind(is_served.then(|| day.number())).push(")");
    }
    sql.push(
        " ON CONFLICT (household_id, item_id) DO UPDATE SET
            carried = CASE WHEN excluded.served_day IS NULL THEN allotment_credit.carried + 1 ELSE 0 END,
            served_day = COALESCE(excluded.served_day, allotment_credit.served_day)",
    );
    sql
}

/// Ends a draw all of whose ranks are written; answers whether it was ended now.
pub(crate) async fn finish(
    tx: &mut Tx,
    id: AllotmentId,
    ranked: usize,
    served: usize,
    now: Timestamp,
) -> Result<bool, StorageError> {
    let sql = "UPDATE allotment SET state = 'drawn', served = $3, drawn_at = $4
               WHERE id = $1 AND ranked = $2 AND state = 'closed'";
    let args = args![id.get(), count(ranked as u64), count(served as u64), now.millis()];
    Ok(tx.execute(sql, args).await? == 1)
}

/// The draw's list from behind a rank on, by pseudonym; of a draw that is done, public.
pub(crate) async fn list(
    db: &Db,
    allotment: &Allotment,
    after_rank: i64,
    limit: i64,
) -> Result<Vec<PublishedAsk>, StorageError> {
    let sql = "SELECT pseudonym, people, infants, elders, days_since, carried, lots, rank, pieces FROM allotment_ask
               WHERE allotment_id = $1 AND rank > $2 ORDER BY rank LIMIT $3";
    if allotment.state != AllotmentState::Drawn {
        return Ok(Vec::new());
    }
    let rows = db
        .all(sql, args![allotment.id.get(), after_rank, limit.min(FILE_ROWS_READ)])
        .await?;
    rows.iter()
        .map(|row| {
            let rank: usize = number(row, "rank")?;
            Ok(PublishedAsk::new(
                &ask(row)?,
                rank.saturating_sub(1),
                number(row, "pieces")?,
            ))
        })
        .collect()
}
