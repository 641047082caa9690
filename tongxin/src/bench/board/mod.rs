//! How long boards and lists take with a million open needs, asked for by another process on the same machine.
//!
//! The server is this program as a child process; this process asks, at a fixed rate, a mix of boards and lists, with
//! some needs raised meanwhile so that nothing the server keeps stays current. In turn with it, and at the same rate,
//! the server is asked the smallest question there is (the latest seal, one row): what is left of its waits is the
//! machine's and the client's, not the boards'.

mod fill;
pub(super) mod load;
mod needs;
mod people;
pub(super) mod server;
mod traffic;

use crate::cli::BenchOptions;
use anyhow::{Context as _, Result};
use load::{Method, Question, Sorted, Target, Waits};
use people::People;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use server::Server;
use std::time::Duration;
use tongxin_city::{City, Lang};
use tongxin_clock::Clock;
use traffic::Traffic;

/// Rounds of the mix and of the smallest question, in turn.
const ROUNDS: u32 = 5;
/// Before anything is measured: what runs for days is not measured in its first second.
const WARM_UP: Duration = Duration::from_secs(3);
/// Needs raised in a second while the rest is asked.
const RAISED_A_SECOND: u64 = 10;
/// The latest seal: public, one row, found by its key.
const SMALLEST: &str = "/api/v1/ledger/seal";
const SEED: u64 = 20_221_123;

/// Prints the figures.
pub async fn run(options: &BenchOptions) -> Result<()> {
    let city = City::load(&options.city).map_err(|errors| anyhow::anyhow!("{}", errors.message(Lang::En)))?;
    let folder = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let kept = options.db.as_deref();
    let path = kept.map_or_else(|| folder.path().join("board.db"), std::path::Path::to_path_buf);
    let db = format!("sqlite:{}", path.display());
    println!("board    {} open needs over {} places", options.needs, city.tree.len());
    fill::fill(&db, &options.city, &city, options.needs).await?;

    let server = Server::start(&db, &options.city).await?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let people = People::sign_in(&http, &server, &city).await?;
    let target = Target {
        http,
        base: server.base.clone(),
    };
    let has_list_pages = target.has_page("/needs", &people.commander).await?;
    let run = Clock::system().now().millis().unsigned_abs();
    let rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut traffic = Traffic::new(&city, people, has_list_pages, run, rng);
    let measured = measure(&target, &mut traffic, options).await?;
    report(&measured, &traffic, &server, options)?;
    if !has_list_pages {
        println!("         (GET /needs is no page yet, so no page of a list was asked for)");
    }
    Ok(())
}

struct Measured {
    mix: Waits,
    smallest: Waits,
}

async fn measure(target: &Target, traffic: &mut Traffic, options: &BenchOptions) -> Result<Measured> {
    let mut measured = Measured {
        mix: Waits::default(),
        smallest: Waits::default(),
    };
    let asked_in = |time: Duration| (time.as_secs_f64() * f64::from(options.rate)) as usize;
    let raised_in = |time: Duration| (time.as_secs() * RAISED_A_SECOND) as usize;
    let mut forgotten = Waits::default();
    let warming = traffic.draw(asked_in(WARM_UP), raised_in(WARM_UP))?;
    target.ask(warming, WARM_UP, &mut forgotten).await?;
    let round = Duration::from_secs(options.seconds.max(ROUNDS.into())) / ROUNDS;
    for _ in 0..ROUNDS {
        let smallest = (0..asked_in(round)).map(|_| Question {
            kind: 0,
            method: Method::Api,
            path: SMALLEST.to_owned(),
            token: String::new(),
        });
        target.ask(smallest.collect(), round, &mut measured.smallest).await?;
        let mix = traffic.draw(asked_in(round), raised_in(round))?;
        target.ask(mix, round, &mut measured.mix).await?;
    }
    Ok(measured)
}

fn report(measured: &Measured, traffic: &Traffic, server: &Server, options: &BenchOptions) -> Result<()> {
    println!(
        "         {:<40} {:>6} {:>9} {:>9} {:>9}",
        "ms", "n", "p50", "p99", "max"
    );
    let line = |name: &str, waits: &Sorted| {
        let (half, most, max) = (waits.ms(0.5), waits.ms(0.99), waits.ms(1.0));
        println!(
            "         {name:<40} {:>6} {half:>9.1} {most:>9.1} {max:>9.1}",
            waits.count()
        );
    };
    for (kind, name) in traffic.names().enumerate() {
        line(name, &measured.mix.sorted(|other| other == kind));
    }
    let all = measured.mix.sorted(|kind| traffic.is_asked(kind));
    let smallest = measured.smallest.sorted(|_| true);
    line("all pages and lists", &all);
    line("peer: the smallest question", &smallest);
    let ratio = |share: f64| all.ms(share) / smallest.ms(share).max(0.001);
    println!(
        "         {}/s asked; p99 {:.1} ms (goal 100 ms), {:.1} times the peer's; p50 {:.1} times",
        options.rate,
        all.ms(0.99),
        ratio(0.99),
        ratio(0.5)
    );
    let peak = server.memory_peak_mib().context("the server's memory")?;
    println!("         the server's memory peaked at {peak} MiB (goal 500 MiB)");
    Ok(())
}
