//! `tongxin bench`: figures of this machine and this build, each beside a peer or a limit measured in the same run.

mod allot;
mod board;
mod care;
mod city;
mod host;
mod ledger;
mod orders;
mod pass;
mod rows;
mod rush;
mod shifts;

use crate::cli::{Bench, BenchOptions};
use anyhow::Result;
use futures::stream::{FuturesUnordered, StreamExt as _};
use std::time::{Duration, Instant};
use tongxin_storage::Db;

/// Writes that the peers commit together, as the storage does.
const GROUP: usize = 512;
/// Clients that wait for their answers at the same time: while a group of writes is committed the next one gathers.
const IN_FLIGHT: usize = 2 * GROUP;
/// As the storage opens its databases.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;
    PRAGMA cache_size = -32768;";

/// Runs what was asked for, one after the other.
pub async fn run(options: &BenchOptions) -> Result<()> {
    for what in &options.what {
        match what {
            Bench::City => city::run(&options.city)?,
            Bench::Allot => allot::run(options.asks)?,
            Bench::Pass => pass::run(options.passes)?,
            Bench::Board => board::run(options).await?,
            Bench::Ledger => ledger::run(&options.city, options.seconds).await?,
            Bench::Orders => orders::run(&options.city, options.seconds).await?,
            Bench::Care => care::rounds(&options.city, options.people, options.postgres.as_deref()).await?,
            Bench::Sync => care::sync(&options.city, options.phones).await?,
            Bench::Shifts => {
                let postgres = options.postgres.as_deref();
                shifts::run(&options.city, options.volunteers, options.places, postgres).await?;
            }
            Bench::Rush => rush::run(&options.city, options.households).await?,
        }
    }
    Ok(())
}

/// What was answered.
struct Answered<T> {
    /// Before the time was over.
    in_time: Vec<T>,
    /// Later ones too.
    all: usize,
    /// Of those in time.
    a_second: f64,
}

/// Keeps so many commands waiting until the time is over or there are none left; those that are answered later are not
/// counted.
async fn in_flight<F, T>(commands: impl Iterator<Item = F>, time: Duration) -> Result<Answered<T>>
where
    F: Future<Output = Result<T>>,
{
    let mut commands = commands.fuse();
    let mut waiting = FuturesUnordered::new();
    let (start, mut took) = (Instant::now(), Duration::ZERO);
    let (mut in_time, mut all) = (Vec::new(), 0);
    loop {
        while waiting.len() < IN_FLIGHT && start.elapsed() < time {
            let Some(command) = commands.next() else { break };
            waiting.push(command);
        }
        let Some(done) = waiting.next().await else { break };
        let done = done?;
        all += 1;
        if start.elapsed() < time {
            in_time.push(done);
            took = start.elapsed();
        }
    }
    Ok(Answered {
        a_second: in_time.len() as f64 / took.as_secs_f64(),
        in_time,
        all,
    })
}

async fn migrated(path: &str) -> Result<Db> {
    let db = Db::open(&format!("sqlite:{path}")).await?;
    db.migrate(crate::app::MIGRATIONS).await?;
    Ok(db)
}

/// The value below which a share of the sorted samples lies.
fn quantile(sorted: &[u64], share: f64) -> u64 {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let index = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or_default()
}

/// The middle of some ratios.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
