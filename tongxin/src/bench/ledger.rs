//! Acknowledged ledger writes a second beside raw grouped inserts into SQLite, in alternating rounds of one run.
//!
//! Three figures: needs raised through the ledger (key, need, entry, text index, counts; each answered after its
//! fsync); a plain table without indexes that takes the same bytes as one row a write; and the same bytes as the same
//! number of rows. The peers' rows are bound and prepared the same way and share commits of the same size.

use super::median;
use anyhow::{Context as _, Result};
use futures::stream::{FuturesUnordered, StreamExt as _};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::Path;
use std::time::{Duration, Instant};
use tongxin_city::{AccountId, City, Lang, Level, PlaceCode, Timestamp};
use tongxin_ledger::{Actor, Asker, Key, Ledger, NewNeed, Scope, SealKey};
use tongxin_storage::Db;

/// Clients that wait for their answers at the same time, and rows the peer commits together.
const IN_FLIGHT: usize = 512;
/// Rounds of each, in turn.
const ROUNDS: u32 = 5;
/// Rows one raised need leaves: its command key, the need, its entry, its words.
const ROWS_A_WRITE: usize = 4;

/// Prints the figures.
pub async fn run(city: &Path, seconds: u64) -> Result<()> {
    let city = City::load(city).map_err(|errors| anyhow::anyhow!("{}", errors.message(Lang::En)))?;
    let places: Vec<PlaceCode> = city
        .tree
        .at_level(city.file.code, Level::Community)
        .map(|place| place.code)
        .collect();
    let folder = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let db = Db::open(&format!("sqlite:{}", path("ledger.db"))).await?;
    db.migrate(crate::app::MIGRATIONS).await?;
    let kinds = crate::app::kinds();
    let ledger = Ledger::new(
        db.clone(),
        kinds,
        city.file.widths,
        city.file.zone.clone(),
        SealKey::generate()?,
    );
    let round = Duration::from_secs(seconds.max(ROUNDS.into())) / ROUNDS;
    let warm = raise_for(&ledger, &places, 0, Duration::from_millis(500)).await?;
    let bytes = bytes_a_write(&path("ledger.db"), &path("ledger.db-wal"), warm)?;
    let mut raw = RawInserts::open(&path("raw.db")).await?;
    let (mut ours, mut one_row, mut same_rows) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=ROUNDS {
        ours.push(rate(raise_for(&ledger, &places, number, round).await?, round));
        one_row.push(rate(raw.insert_for(bytes, 1, round).await?, round));
        same_rows.push(rate(raw.insert_for(bytes, ROWS_A_WRITE, round).await?, round));
    }
    let ratio = |peer: &[f64]| median(ours.iter().zip(peer).map(|(a, b)| a / b).collect());
    println!(
        "ledger   {:.0} acknowledged writes/s, {IN_FLIGHT} in flight, about {bytes} bytes each",
        median(ours.clone())
    );
    println!(
        "         peer, the same bytes as one row:   {:>8.0} /s; ratio {:.0} % (goal 50 %)",
        median(one_row.clone()),
        ratio(&one_row) * 100.0
    );
    println!(
        "         peer, the same bytes as {ROWS_A_WRITE} rows:    {:>8.0} /s; ratio {:.0} %",
        median(same_rows.clone()),
        ratio(&same_rows) * 100.0
    );
    db.close().await;
    Ok(())
}

fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// Raises needs for a while; answers how many were acknowledged.
async fn raise_for(ledger: &Ledger, places: &[PlaceCode], round: u32, time: Duration) -> Result<usize> {
    let start = Instant::now();
    let mut sent = 0;
    let mut acknowledged = 0;
    let mut waiting = FuturesUnordered::new();
    loop {
        while waiting.len() < IN_FLIGHT && start.elapsed() < time {
            waiting.push(raise_one(ledger, places[sent % places.len()], round, sent));
            sent += 1;
        }
        match waiting.next().await {
            Some(done) => done?,
            None => return Ok(acknowledged),
        }
        acknowledged += usize::from(start.elapsed() < time);
    }
}

async fn raise_one(ledger: &Ledger, place: PlaceCode, round: u32, number: usize) -> Result<()> {
    let now = Timestamp(1_669_190_400_000 + number as i64);
    let asker = Asker {
        actor: Actor::Account(AccountId::from_parts(Timestamp(1_600_000_000_000), 1)),
        acts_for: Vec::new(),
        sees: Scope::whole(),
        may: Scope::whole(),
    };
    let new = NewNeed {
        kind: "household_request".into(),
        topic: if number.is_multiple_of(3) { "medicine" } else { "food" }.into(),
        priority: None,
        place,
        household: None,
        org: None,
        title: format!("{number}号楼缺米面油和蔬菜"),
        body: "家中有两位老人，存粮还够一天，请按户送到门口。Two elders, food for one more day.".into(),
        contact: None,
    };
    let key = Key::new(format!("bench-{round}-{number}"), "raise", title_bytes(&new));
    ledger
        .raise(asker, new, None, key, now)
        .await
        .map(drop)
        .context("raising")
}

fn title_bytes(new: &NewNeed) -> &[u8] {
    new.title.as_bytes()
}

/// What one write adds to the database, from its growth.
fn bytes_a_write(database: &str, _wal: &str, writes: usize) -> Result<usize> {
    let connection_bytes = std::fs::metadata(database)?.len();
    Ok((connection_bytes as usize / writes.max(1)).clamp(200, 4_000))
}

struct RawInserts {
    connection: sqlx::SqliteConnection,
}

impl RawInserts {
    async fn open(path: &str) -> Result<Self> {
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .connect()
            .await?;
        sqlx::query("CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
            .execute(&mut connection)
            .await?;
        Ok(Self { connection })
    }

    /// Inserts `bytes` a write as `rows` rows each, `IN_FLIGHT` writes a commit; answers how many writes.
    async fn insert_for(&mut self, bytes: usize, rows: usize, time: Duration) -> Result<usize> {
        let start = Instant::now();
        let row = vec![0x5a_u8; bytes / rows];
        let mut count = 0;
        while start.elapsed() < time {
            let mut transaction = self.connection.begin().await?;
            for _ in 0..IN_FLIGHT * rows {
                sqlx::query("INSERT INTO raw (bytes) VALUES ($1)")
                    .bind(row.as_slice())
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await?;
            count += IN_FLIGHT;
        }
        Ok(count)
    }
}
