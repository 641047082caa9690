//! The city's volunteers are matched to a day's open places: everything is read from the database, matched by the rule, and the
//! proposals are written, until nobody is left to be asked. Beside it, the pure match by `cargo run --example matching`.

use super::host::{Host, chosen, command};
use anyhow::{Context as _, Result, ensure};
use futures::stream::{StreamExt as _, TryStreamExt as _};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tongxin_account::{Over, Role};
use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_storage::{Db, args};

/// A match of the whole city takes at most this, with reading and writing.
const GOAL: Duration = Duration::from_secs(10);
/// Noon in Chongqing on 23 November 2022, a Wednesday.
const NOON: Timestamp = Timestamp(1_669_176_000_000);
/// The shifts begin at nine on the next day and take three hours.
const BEGINS_MS: i64 = 21 * Timestamp::HOUR_MS;
const LASTS_MS: i64 = 3 * Timestamp::HOUR_MS;
/// Volunteers of one table.
const A_TABLE: usize = 20_000;
/// Places of one shift.
const A_SHIFT: usize = 5;
/// Shifts that are opened at the same time.
const OPENING: usize = 64;
const SKILLS: [&str; 4] = ["medical", "driving", "languages", "teaching"];

/// Prints the figures, on SQLite, and on PostgreSQL where an empty database is given.
pub async fn run(city: &Path, volunteers: usize, places: usize, postgres: Option<&str>) -> Result<()> {
    let files = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let sqlite = format!("sqlite:{}", files.path().join("shifts.db").display());
    let (keys, other_keys) = (files.path().join("keys"), files.path().join("other-keys"));
    measure("SQLite", (&sqlite, &keys), city, (volunteers, places)).await?;
    if let Some(url) = postgres {
        let db = Db::open(url).await?;
        db.migrate(crate::app::MIGRATIONS).await?;
        db.close().await;
        measure("PostgreSQL", (url, &other_keys), city, (volunteers, places)).await?;
    }
    Ok(())
}

async fn measure(name: &str, at: (&str, &Path), city: &Path, (volunteers, places): (usize, usize)) -> Result<()> {
    let pool = Pool::open(at, city).await?;
    let start = Instant::now();
    pool.register(volunteers).await?;
    println!(
        "shifts   {name}: {volunteers} volunteers registered by tables in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    pool.open_shifts(places / A_SHIFT).await?;
    println!(
        "         {} shifts opened in {:.0} s",
        places / A_SHIFT,
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    let done = pool.ask("/volunteer/matching", &json!({"place": pool.city})).await?;
    let took = start.elapsed();
    let (asked, open) = (done["asked"].as_u64(), done["places"].as_u64());
    let (asked, open) = (
        asked.context("how many were asked")?,
        open.context("how many places there were")?,
    );
    let db = &pool.host.app.base.db;
    let sql = "SELECT COUNT(*) AS all_of_them, COUNT(DISTINCT volunteer_id) AS people FROM volunteer_place WHERE state = 'invited'";
    let row = db.one(sql, args![]).await?;
    let (written, people) = (row.int("all_of_them")?, row.int("people")?);
    ensure!(
        i64::try_from(asked)? == written && written == people,
        "{asked} were asked, {written} rows of {people} people are there"
    );
    println!(
        "         {asked} of {open} places proposed to somebody, read, matched and written in {:.1} s (goal {} s: {})",
        took.as_secs_f64(),
        GOAL.as_secs(),
        if took < GOAL { "kept" } else { "missed" }
    );
    db.close().await;
    Ok(())
}

/// Volunteers and shifts of the whole city, over a new database.
struct Pool {
    host: Host,
    /// Of whoever works for the whole city.
    token: String,
    city: PlaceCode,
    communities: Vec<PlaceCode>,
    /// Commands that were given.
    keys: AtomicUsize,
}

impl Pool {
    async fn open(at: (&str, &Path), folder: &Path) -> Result<Pool> {
        let host = Host::open(at, folder, Clock::manual(NOON)).await?;
        let city = host.app.base.places.city()?.file.code;
        let tree = host.app.base.places.tree();
        let communities = tree.at_level(city, Level::Community).map(|place| place.code).collect();
        Ok(Pool {
            token: officer(&host, city).await?,
            host,
            city,
            communities,
            keys: AtomicUsize::new(0),
        })
    }

    async fn ask(&self, path: &str, body: &Value) -> Result<Value> {
        let key = format!("bench-shifts-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        let request = self.host.post(path, &self.token, &key);
        answer(request.json(body).send().await?).await
    }

    /// Volunteers of all communities, each with up to two skills, some parts of the week and some way that they go.
    async fn register(&self, count: usize) -> Result<()> {
        let mut chance = ChaCha8Rng::seed_from_u64(20_221_123);
        for first in (0..count).step_by(A_TABLE) {
            let mut table =
                "name,phone,birth_year,community,skills,slots,reach,is_covered,guardian_agrees\n".to_owned();
            for number in first..count.min(first + A_TABLE) {
                let community = self.communities[number % self.communities.len()];
                let skill = |chance: &mut ChaCha8Rng| SKILLS[chance.random_range(0..SKILLS.len())];
                let skills = match chance.random_range(0..4) {
                    0 => String::new(),
                    1 => format!("{};{}", SKILLS[0], SKILLS[1]),
                    _ => skill(&mut chance).to_owned(),
                };
                let slots = [
                    "weekday_morning",
                    "weekday_morning;weekend_morning",
                    "weekday_evening",
                    "weekend_morning",
                ];
                let reach = ["community", "subdistrict", "subdistrict", "district"];
                let _ = writeln!(
                    table,
                    "志愿者{number},1{:010},{},{community},{skills},{},{},yes,",
                    3_000_000_000_usize + number,
                    chance.random_range(1955..2003),
                    slots[chance.random_range(0..slots.len())],
                    reach[chance.random_range(0..reach.len())],
                );
            }
            let key = format!("bench-volunteers-{first}");
            let request = self.host.post("/volunteer/import", &self.token, &key);
            let request = request.header("content-type", "text/csv");
            let done = answer(request.body(table).send().await?).await?;
            let registered = done["registered"].as_u64().unwrap_or_default();
            ensure!(
                usize::try_from(registered)? == count.min(first + A_TABLE) - first,
                "{done}"
            );
        }
        Ok(())
    }

    /// Shifts all over the city, every fifth place of which asks for a skill.
    async fn open_shifts(&self, count: usize) -> Result<()> {
        let shift = |number: usize| {
            // Spread over the communities, as the volunteers are.
            let place = self.communities[number * 7 % self.communities.len()];
            let start = NOON.plus_millis(BEGINS_MS);
            json!({
                "kind": "deliver", "place": place, "about": format!("送菜 {number}"), "meet": "社区大厅",
                "start_at": start, "end_at": start.plus_millis(LASTS_MS), "is_entering": number.is_multiple_of(3),
                "posts": [
                    {"needed": A_SHIFT - 1},
                    {"needed": 1, "skill": SKILLS[number % SKILLS.len()]},
                ],
            })
        };
        futures::stream::iter((0..count).map(shift))
            .map(|shift| async move { self.ask("/shifts", &shift).await.map(drop) })
            .buffer_unordered(OPENING)
            .try_collect::<()>()
            .await
    }
}

async fn answer(response: reqwest::Response) -> Result<Value> {
    let status = response.status();
    let said: Value = response.json().await?;
    ensure!(status.is_success(), "{status} {said}");
    Ok(said)
}

/// Somebody who works for the whole city.
async fn officer(host: &Host, city: PlaceCode) -> Result<String> {
    let accounts = &host.app.accounts;
    let over = Over::Place(city);
    let officer = accounts
        .enrol(&host.administrator, chosen("officer"), Role::Officer, over)
        .await?;
    let key = command("bench-token", NOON);
    Ok(accounts.create_token(key, officer, "bench", 30).await?.token)
}
