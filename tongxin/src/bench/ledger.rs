//! Acknowledged ledger writes a second beside raw grouped inserts into SQLite, in alternating rounds of one run.
//!
//! Two commands: raising a need (its key, the need with its indexes, its entry, its words, counts) and accepting one
//! (key, entry, the need's new standing, counts), each answered after its fsync. Beside each, raw inserts into a plain
//! table without indexes, through the same driver, prepared and with the same settings, in commits of the same size: the
//! bytes that one command adds to the database as one row, and the same bytes as as many rows as the command writes.

use super::median;
use anyhow::{Context as _, Result};
use futures::stream::{FuturesUnordered, StreamExt as _};
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};
use tongxin_city::{AccountId, City, Lang, Level, NeedId, PlaceCode, Timestamp};
use tongxin_ledger::{Actor, Asker, Command, Key, Ledger, NewNeed, Scope, SealKey};
use tongxin_storage::Db;

/// Clients that wait for their answers at the same time, and writes the peers commit together.
const IN_FLIGHT: usize = 512;
/// Rounds of each, in turn.
const ROUNDS: u32 = 5;
/// Before anything is measured.
const WARM_UP: Duration = Duration::from_millis(500);
/// As the storage opens its databases.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;
    PRAGMA cache_size = -32768;";

/// Prints the figures.
pub async fn run(city: &Path, seconds: u64) -> Result<()> {
    let city = City::load(city).map_err(|errors| anyhow::anyhow!("{}", errors.message(Lang::En)))?;
    let folder = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let db = Db::open(&format!("sqlite:{}", path("ledger.db"))).await?;
    db.migrate(crate::app::MIGRATIONS).await?;
    let mut office = Office {
        ledger: Ledger::new(
            db.clone(),
            crate::app::kinds(),
            city.file.widths,
            city.file.zone.clone(),
            SealKey::generate()?,
        ),
        places: city
            .tree
            .at_level(city.file.code, Level::Community)
            .map(|place| place.code)
            .collect(),
        size: Connection::open(path("ledger.db"))?,
        raised: 0,
    };
    let mut raw = RawInserts::open(&path("raw.db"))?;
    let round = Duration::from_secs(seconds.max(ROUNDS.into())) / ROUNDS;
    let (mut raising, mut accepting) = (Compared::new("raise", 4), Compared::new("accept", 3));
    let ids = office.raise_for(WARM_UP).await?.ids;
    office.accept_for(ids, WARM_UP).await?;
    for _ in 0..ROUNDS {
        let raised = office.raise_for(round).await?;
        raising.add(&raised, &mut raw, round)?;
        let accepted = office.accept_for(raised.ids, round).await?;
        accepting.add(&accepted, &mut raw, round)?;
    }
    raising.report();
    accepting.report();
    db.close().await;
    Ok(())
}

/// What was acknowledged in a round.
struct Round {
    ids: Vec<NeedId>,
    writes_a_second: f64,
    bytes_a_write: usize,
}

struct Office {
    ledger: Ledger,
    places: Vec<PlaceCode>,
    /// Asks the database for its size.
    size: Connection,
    raised: usize,
}

impl Office {
    async fn raise_for(&mut self, time: Duration) -> Result<Round> {
        let first = self.raised;
        let (ledger, places) = (&self.ledger, &self.places);
        let raise = (first..).map(|number| raise_one(ledger, places[number % places.len()], number));
        let round = self.work(raise, time).await?;
        self.raised += round.ids.len() + IN_FLIGHT;
        Ok(round)
    }

    /// Accepts needs until the time is over or there are none left.
    async fn accept_for(&self, ids: Vec<NeedId>, time: Duration) -> Result<Round> {
        let accept = ids.into_iter().map(|id| accept_one(&self.ledger, id));
        self.work(accept, time).await
    }

    /// Keeps so many commands waiting until the time is over; those that are answered later are not counted.
    async fn work<F>(&self, commands: impl Iterator<Item = F>, time: Duration) -> Result<Round>
    where
        F: Future<Output = Result<NeedId>>,
    {
        let bytes_before = self.bytes()?;
        let mut commands = commands.fuse();
        let mut waiting = FuturesUnordered::new();
        let (start, mut took) = (Instant::now(), Duration::ZERO);
        let (mut ids, mut all) = (Vec::new(), 0);
        loop {
            while waiting.len() < IN_FLIGHT && start.elapsed() < time {
                let Some(command) = commands.next() else { break };
                waiting.push(command);
            }
            let Some(done) = waiting.next().await else { break };
            let id = done?;
            all += 1;
            if start.elapsed() < time {
                ids.push(id);
                took = start.elapsed();
            }
        }
        Ok(Round {
            writes_a_second: ids.len() as f64 / took.as_secs_f64(),
            bytes_a_write: (self.bytes()? - bytes_before) / all.max(1),
            ids,
        })
    }

    fn bytes(&self) -> Result<usize> {
        let pragma = |name| self.size.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        Ok(usize::try_from(pragma("page_count")? * pragma("page_size")?)?)
    }
}

fn asker() -> Asker {
    Asker {
        actor: Actor::Account(AccountId::from_parts(Timestamp(1_600_000_000_000), 1)),
        acts_for: Vec::new(),
        sees: Scope::whole(),
        may: Scope::whole(),
    }
}

fn moment(number: usize) -> Timestamp {
    Timestamp(1_669_190_400_000 + number as i64)
}

async fn raise_one(ledger: &Ledger, place: PlaceCode, number: usize) -> Result<NeedId> {
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
    let key = Key::new(format!("bench-raise-{number}"), "raise", new.title.as_bytes());
    let raised = ledger.raise(asker(), new, None, key, moment(number)).await;
    Ok(raised.context("raising")?.value.id)
}

async fn accept_one(ledger: &Ledger, id: NeedId) -> Result<NeedId> {
    let key = Key::new(format!("bench-accept-{id}"), "accept", b"");
    let accepted = ledger.command(asker(), id, Command::Accept, key, moment(0)).await;
    Ok(accepted.context("accepting")?.value.id)
}

/// Rounds of a command and of its peers.
struct Compared {
    name: &'static str,
    /// Rows that the command adds or replaces.
    rows: usize,
    bytes: Vec<f64>,
    ours: Vec<f64>,
    as_one_row: Vec<f64>,
    as_rows: Vec<f64>,
}

impl Compared {
    fn new(name: &'static str, rows: usize) -> Self {
        Self {
            name,
            rows,
            bytes: Vec::new(),
            ours: Vec::new(),
            as_one_row: Vec::new(),
            as_rows: Vec::new(),
        }
    }

    fn add(&mut self, round: &Round, raw: &mut RawInserts, time: Duration) -> Result<()> {
        self.ours.push(round.writes_a_second);
        self.bytes.push(round.bytes_a_write as f64);
        self.as_one_row.push(raw.insert_for(round.bytes_a_write, 1, time)?);
        self.as_rows.push(raw.insert_for(round.bytes_a_write, self.rows, time)?);
        Ok(())
    }

    fn report(&self) {
        println!(
            "ledger   {}: {:.0} acknowledged writes/s, {IN_FLIGHT} in flight, about {:.0} bytes each",
            self.name,
            median(self.ours.clone()),
            median(self.bytes.clone())
        );
        let peer = |rows: usize, peer: &[f64]| {
            let ratios = self.ours.iter().zip(peer).map(|(ours, peer)| ours / peer);
            println!(
                "         peer, the same bytes in rows a write: {rows}   {:>8.0} /s; ratio {:.0} % (goal 50 %)",
                median(peer.to_vec()),
                median(ratios.collect()) * 100.0
            );
        };
        peer(1, &self.as_one_row);
        peer(self.rows, &self.as_rows);
    }
}

struct RawInserts(Connection);

impl RawInserts {
    fn open(path: &str) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(PRAGMAS)?;
        connection.execute_batch("CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")?;
        Ok(Self(connection))
    }

    /// Inserts `bytes` a write as `rows` rows, `IN_FLIGHT` writes a commit; answers how many writes a second.
    fn insert_for(&mut self, bytes: usize, rows: usize, time: Duration) -> Result<f64> {
        let row = vec![0x5a_u8; bytes / rows];
        let (start, mut count) = (Instant::now(), 0);
        while start.elapsed() < time {
            let transaction = self.0.transaction()?;
            {
                let mut insert = transaction.prepare_cached("INSERT INTO raw (bytes) VALUES ($1)")?;
                for _ in 0..IN_FLIGHT * rows {
                    insert.execute([row.as_slice()])?;
                }
            }
            transaction.commit()?;
            count += IN_FLIGHT;
        }
        Ok(count as f64 / start.elapsed().as_secs_f64())
    }
}
