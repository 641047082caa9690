//! Thousands of phones that were without a signal come back at the same moment, each with the knocks of a morning, to a server
//! of their own. Half of them never heard the answers and send everything twice. Nothing may be lost or doubled, and the
//! server's memory stays bounded.

use super::town::{IN_A_BUILDING, Size, Town};
use crate::bench::board::server::Server;
use crate::bench::quantile;
use crate::keys::Keys;
use anyhow::{Context as _, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tongxin_city::{Day, Timestamp};
use tongxin_clock::Clock;

/// The most memory that the server may take.
const MEMORY_MIB_MAX: u64 = 512;
/// Buildings, each with a phone, of one community: so many tokens may somebody have, beside the one that registers.
const BUILDINGS: usize = 19;
/// Times that a phone sends something again when there is no answer.
const TRIES: usize = 20;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(500);
/// The hour that it is in the bench's city when the phones come back.
const HOUR: i64 = 9;

/// Prints the figures.
pub async fn run(city: &Path, phones: usize) -> Result<()> {
    let files = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let now = Clock::system().now();
    let city = morning_city(city, files.path(), now)?;
    let path = files.path().join("sync.db").display().to_string();
    let url = format!("sqlite:{path}");
    let day = now.plus_millis(-Timestamp::DAY_MS / 2);
    let size = Size {
        people: phones * IN_A_BUILDING,
        buildings: BUILDINGS,
    };
    let town = Town::found((&url, &Keys::folder_of(&url)), &city, size, day).await?;
    town.register(phones * IN_A_BUILDING).await?;
    town.clock.advance_to(now);
    town.app().care.tick(now).await?;
    let today = town.app().base.places.city()?.file.zone.day_of(now);
    let phones = phones_of(&town, &path, today, phones).await?;
    town.app().base.db.close().await;
    drop(town);
    let server = Server::start(&url, &city).await?;
    let (count, actions) = (phones.len(), phones.iter().map(|phone| phone.knocks.len()).sum());
    let start = Instant::now();
    let waits = come_back(&server.base, phones).await?;
    let took = start.elapsed();
    let memory = server.memory_peak_mib()?;
    drop(server);
    let ms = |share| quantile(&waits, share) as f64 / 1e3;
    println!(
        "sync     {count} phones at once with {IN_A_BUILDING} knocks each, half of them sent twice: {} requests in {:.1} s, {:.0}/s",
        waits.len(),
        took.as_secs_f64(),
        waits.len() as f64 / took.as_secs_f64()
    );
    println!(
        "         waited p50 {:.0} ms, p99 {:.0} ms, longest {:.0} ms",
        ms(0.5),
        ms(0.99),
        ms(1.0)
    );
    require_exact(&path, actions, today)?;
    println!("         the server's memory: {memory} MiB at most (bound {MEMORY_MIB_MAX} MiB)");
    ensure!(memory <= MEMORY_MIB_MAX, "the server took {memory} MiB");
    Ok(())
}

/// The city in a zone in which it is morning, so that visits are due and not missed whenever the bench is run.
fn morning_city(from: &Path, into: &Path, now: Timestamp) -> Result<PathBuf> {
    let copy = into.join("city");
    std::fs::create_dir(&copy)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::copy(file.path(), copy.join(file.file_name()))?;
    }
    let hour = now.millis() / Timestamp::HOUR_MS % 24;
    // Etc/GMT+3 is three hours behind Greenwich.
    let behind = (hour - HOUR).rem_euclid(24);
    let behind = if behind > 12 { behind - 24 } else { behind };
    let zone = format!("Etc/GMT{behind:+}");
    let file = copy.join("city.toml");
    let text = std::fs::read_to_string(&file)?;
    let lines = text.lines().map(|line| {
        if line.starts_with("time_zone") {
            format!("time_zone = \"{zone}\"\n")
        } else {
            format!("{line}\n")
        }
    });
    std::fs::write(&file, lines.collect::<String>())?;
    Ok(copy)
}

/// A phone, and the knocks that it kept while it had no signal.
struct Phone {
    token: String,
    knocks: Vec<(String, Value)>,
    sends_twice: bool,
}

async fn phones_of(town: &Town, path: &str, today: Day, count: usize) -> Result<Vec<Phone>> {
    let db = rusqlite::Connection::open(path)?;
    let mut visits =
        db.prepare("SELECT person_id, part FROM care_visit WHERE building_code = ?1 AND part <> 'evening' ORDER BY person_id, part")?;
    let mut phones = Vec::with_capacity(count);
    for community in &town.communities {
        for (number, building) in community.buildings.iter().enumerate() {
            let token = town.token(community.worker, number).await?;
            let rows = visits.query_map([building.as_str()], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            })?;
            let mut knocks = Vec::new();
            for row in rows.take(IN_A_BUILDING) {
                let (person, part) = row?;
                let person = tongxin_city::PersonId::try_from(person)?;
                let body = json!({"person": person, "day": today, "part": part, "outcome": "well"});
                knocks.push((format!("phone-{}-{}", phones.len(), knocks.len()), body));
            }
            ensure!(knocks.len() == IN_A_BUILDING, "{} visits in {building}", knocks.len());
            phones.push(Phone {
                token,
                knocks,
                sends_twice: phones.len().is_multiple_of(2),
            });
        }
    }
    ensure!(phones.len() == count, "{} phones", phones.len());
    Ok(phones)
}

/// All phones send what they have, each one thing after the other. Answers how long each answer took, in microseconds, in order.
async fn come_back(base: &str, phones: Vec<Phone>) -> Result<Vec<u64>> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let address: Arc<str> = format!("{base}/api/v1/care/knocks").into();
    let mut at_work = tokio::task::JoinSet::new();
    for phone in phones {
        at_work.spawn(send_all(http.clone(), Arc::clone(&address), phone));
    }
    let mut waits = Vec::new();
    while let Some(sent) = at_work.join_next().await {
        waits.extend(sent??);
    }
    waits.sort_unstable();
    Ok(waits)
}

async fn send_all(http: reqwest::Client, address: Arc<str>, phone: Phone) -> Result<Vec<u64>> {
    let mut waits = Vec::with_capacity(2 * phone.knocks.len());
    for (key, body) in &phone.knocks {
        let first = send(&http, &address, &phone.token, key, body, &mut waits).await?;
        if phone.sends_twice {
            let again = send(&http, &address, &phone.token, key, body, &mut waits).await?;
            ensure!(first == again, "sent again it was answered {again} after {first}");
        }
    }
    Ok(waits)
}

async fn send(
    http: &reqwest::Client,
    address: &str,
    token: &str,
    key: &str,
    body: &Value,
    waits: &mut Vec<u64>,
) -> Result<Value> {
    for _ in 0..TRIES {
        let start = Instant::now();
        let request = http
            .post(address)
            .bearer_auth(token)
            .header("Idempotency-Key", key)
            .json(body);
        if let Ok(answer) = request.send().await {
            let status = answer.status();
            // A phone keeps what a busy server did not take, and comes again.
            let is_busy = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
            if !is_busy {
                let said: Value = answer.json().await?;
                waits.push(u64::try_from(start.elapsed().as_micros())?);
                ensure!(status == StatusCode::CREATED, "{status} {said}");
                return Ok(said);
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
    anyhow::bail!("no answer after {TRIES} tries")
}

/// # Errors
/// When something was lost or is there twice.
fn require_exact(path: &str, actions: usize, today: Day) -> Result<()> {
    let db = rusqlite::Connection::open(path)?;
    let day = today.number();
    let count = |sql: &str| db.query_row(sql, [day], |row| row.get::<_, i64>(0));
    let found = [
        count("SELECT COUNT(*) FROM care_knock WHERE day = ?1")?,
        count("SELECT COUNT(*) FROM (SELECT DISTINCT person_id, part FROM care_knock WHERE day = ?1)")?,
        count("SELECT COUNT(*) FROM care_visit WHERE day = ?1 AND state = 'well'")?,
        count("SELECT SUM(count) FROM care_day WHERE day = ?1 AND event = 'well'")?,
    ];
    let actions = i64::try_from(actions).context("a count")?;
    ensure!(found == [actions; 4], "{actions} knocks were answered, found {found:?}");
    println!("         knocks, visits seen and counts are exactly {actions}: none lost, none doubled");
    Ok(())
}
