//! Acknowledged ledger writes a second beside raw grouped inserts into SQLite, in alternating rounds of one run.
//!
//! Two commands: raising a need (its key, its entry, the need with its indexes, its words, counts) and accepting one
//! (key, entry, the need's new standing, counts), each answered after its fsync. Beside each, through the same driver,
//! prepared, with the same settings and in commits of the same size:
//!
//! - the limit: the very rows that the commands wrote, written once more under the same keys and indexes (`rows`);
//! - two appends that no ledger can come near, because nobody could find their rows again: the bytes that one command
//!   adds to the database as one row of a table without indexes, and as as many rows as the command writes (`appends`).

mod appends;
mod office;
mod rows;

use super::{IN_FLIGHT, median, migrated};
use anyhow::Result;
use appends::Appends;
use office::{Office, Round};
use rows::LedgerRows;
use std::path::Path;
use std::time::Duration;
use tongxin_city::{City, Lang};

/// Rounds of each, in turn.
const ROUNDS: u32 = 5;
/// Before anything is measured.
const WARM_UP: Duration = Duration::from_millis(500);

/// Prints the figures.
pub async fn run(city: &Path, seconds: u64) -> Result<()> {
    let city = City::load(city).map_err(|errors| anyhow::anyhow!("{}", errors.message(Lang::En)))?;
    let folder = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let db = migrated(&path("ledger.db")).await?;
    migrated(&path("rows.db")).await?.close().await;
    let mut office = Office::open(&city, db.clone(), &path("ledger.db"))?;
    let mut peers = Peers {
        rows: LedgerRows::open(&path("ledger.db"), &path("rows.db"))?,
        appends: Appends::open(&path("appends.db"))?,
    };
    let round = Duration::from_secs(seconds.max(ROUNDS.into())) / ROUNDS;
    let ids = office.raise_for(WARM_UP).await?.ids;
    peers.rows.raise()?;
    office.accept_for(ids, WARM_UP).await?;
    peers.rows.accept()?;
    let (mut raising, mut accepting) = (Compared::new("raise", 4), Compared::new("accept", 3));
    for _ in 0..ROUNDS {
        let raised = office.raise_for(round).await?;
        raising.add(&raised, peers.rows.raise()?, &mut peers.appends, round)?;
        let accepted = office.accept_for(raised.ids, round).await?;
        accepting.add(&accepted, peers.rows.accept()?, &mut peers.appends, round)?;
    }
    raising.report();
    accepting.report();
    db.close().await;
    Ok(())
}

struct Peers {
    rows: LedgerRows,
    appends: Appends,
}

/// Rounds of a command and of its peers: writes a second.
struct Compared {
    name: &'static str,
    /// Rows that the command adds or replaces.
    rows: usize,
    bytes: Vec<f64>,
    ours: Vec<f64>,
    same_rows: Vec<f64>,
    appended_rows: Vec<f64>,
    appended_row: Vec<f64>,
}

impl Compared {
    fn new(name: &'static str, rows: usize) -> Self {
        Self {
            name,
            rows,
            bytes: Vec::new(),
            ours: Vec::new(),
            same_rows: Vec::new(),
            appended_rows: Vec::new(),
            appended_row: Vec::new(),
        }
    }

    fn add(&mut self, round: &Round, same_rows: f64, appends: &mut Appends, time: Duration) -> Result<()> {
        let bytes = round.bytes_a_write;
        self.bytes.push(bytes as f64);
        self.ours.push(round.writes_a_second);
        self.same_rows.push(same_rows);
        self.appended_rows.push(appends.insert_for(bytes, self.rows, time)?);
        self.appended_row.push(appends.insert_for(bytes, 1, time)?);
        Ok(())
    }

    fn report(&self) {
        let (ours, bytes) = (median(self.ours.clone()), median(self.bytes.clone()));
        println!(
            "ledger   {:<6} {ours:>6.0} acknowledged writes/s, {IN_FLIGHT} in flight, about {bytes:.0} bytes each",
            self.name
        );
        self.report_peer("the same rows, keys and indexes (goal 50 %)", &self.same_rows);
        let appended = format!("the same bytes appended as {} rows, no index", self.rows);
        self.report_peer(&appended, &self.appended_rows);
        self.report_peer("the same bytes appended as 1 row, no index", &self.appended_row);
    }

    fn report_peer(&self, name: &str, peer: &[f64]) {
        let ratios = self.ours.iter().zip(peer).map(|(ours, peer)| ours / peer);
        let (a_second, ratio) = (median(peer.to_vec()), median(ratios.collect()) * 100.0);
        println!("         {a_second:>13.0} /s {name:<45} ratio {ratio:>3.0} %");
    }
}
