//! A million people, and the city's rounds of a day. Beside it, in the same run: the same rows of visits, copied once more into
//! a table of the same columns, key and indexes, by the database alone.

use super::town::{Size, Town};
use anyhow::{Result, ensure};
use std::path::Path;
use std::time::{Duration, Instant};
use tongxin_city::Timestamp;
use tongxin_storage::{Db, Dialect, StorageError, args};

/// The people are registered, and the rounds of a day made, within this time.
const GOAL: Duration = Duration::from_secs(30);
/// Buildings of one community: as many people as a table may have.
const BUILDINGS: usize = 100;
/// 19:00 in Chongqing on 23 November 2022: whoever is registered now is visited from tomorrow on.
const EVENING: Timestamp = Timestamp(1_669_201_200_000);
/// From then until five past midnight.
const UNTIL_MIDNIGHT_MS: i64 = 5 * Timestamp::HOUR_MS + 5 * Timestamp::MINUTE_MS;

/// Prints the figures, on SQLite, and on PostgreSQL where an empty database is given.
pub async fn run(city: &Path, people: usize, postgres: Option<&str>) -> Result<()> {
    let files = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let sqlite = format!("sqlite:{}", files.path().join("care.db").display());
    measure("SQLite", (&sqlite, &files.path().join("keys")), city, people).await?;
    if let Some(url) = postgres {
        let db = Db::open(url).await?;
        db.migrate(crate::app::MIGRATIONS).await?;
        db.close().await;
        measure("PostgreSQL", (url, &files.path().join("other-keys")), city, people).await?;
    }
    Ok(())
}

async fn measure(name: &str, at: (&str, &Path), city: &Path, people: usize) -> Result<()> {
    let start = Instant::now();
    let size = Size {
        people,
        buildings: BUILDINGS,
    };
    let town = Town::found(at, city, size, EVENING).await?;
    println!(
        "care     {name}: a town for {people} people built in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let registered = town.register(people).await?;
    println!(
        "         {} people registered by tables of their communities in {:.1} s, {:.0}/s",
        registered.people,
        registered.took.as_secs_f64(),
        rate(registered.people, registered.took)
    );
    town.clock.advance_to(EVENING.plus_millis(UNTIL_MIDNIGHT_MS));
    let start = Instant::now();
    town.app().care.tick(town.clock.now()).await?;
    let took = start.elapsed();
    let db = &town.app().base.db;
    let visits = count(db, "SELECT COUNT(*) AS count FROM care_visit").await?;
    let counted = count(
        db,
        "SELECT CAST(SUM(count) AS BIGINT) AS count FROM care_day WHERE event = 'visits'",
    )
    .await?;
    // Each fifth of a building's fifty is looked in on twice.
    let expected = people + people / 5;
    ensure!(
        visits == expected && counted == expected,
        "{visits} visits, {counted} counted, {expected} expected"
    );
    let peer = copied(db).await?;
    let together = registered.took + took;
    println!(
        "         the day's {visits} visits made in {:.1} s, {:.0}/s; together {:.1} s (goal {} s: {})",
        took.as_secs_f64(),
        rate(visits, took),
        together.as_secs_f64(),
        GOAL.as_secs(),
        if together < GOAL { "kept" } else { "missed" }
    );
    println!(
        "         beside it the same rows, key and indexes, copied by the database alone: {:.1} s, {:.0}/s; ours takes {:.1} times as long",
        peer.as_secs_f64(),
        rate(visits, peer),
        took.as_secs_f64() / peer.as_secs_f64()
    );
    db.close().await;
    Ok(())
}

async fn count(db: &Db, sql: &'static str) -> Result<usize> {
    Ok(usize::try_from(db.one(sql, args![]).await?.int("count")?)?)
}

/// Copies all visits into a table like theirs.
async fn copied(db: &Db) -> Result<Duration> {
    const INDEXES: [&str; 4] = [
        "CREATE INDEX copy_building ON visit_copy (building_code, day)",
        "CREATE INDEX copy_open ON visit_copy (due_at) WHERE state IN ('due', 'no_answer')",
        "CREATE INDEX copy_again ON visit_copy (again_by) WHERE state = 'no_answer'",
        "CREATE INDEX copy_day ON visit_copy (day)",
    ];
    let create = match db.dialect() {
        Dialect::Sqlite => {
            "CREATE TABLE visit_copy (person_id BIGINT NOT NULL, day BIGINT NOT NULL, part TEXT NOT NULL,
             household_id BIGINT NOT NULL, building_code TEXT NOT NULL, subdistrict_code TEXT NOT NULL, due_at BIGINT NOT NULL,
             state TEXT NOT NULL, again_by BIGINT, is_disputed BIGINT NOT NULL, PRIMARY KEY (person_id, day, part))"
        }
        Dialect::Postgres => "CREATE TABLE visit_copy (LIKE care_visit INCLUDING DEFAULTS, PRIMARY KEY (person_id, day, part))",
    };
    let make = db.write(move |tx| {
        Box::pin(async move {
            for sql in std::iter::once(create).chain(INDEXES) {
                tx.execute(sql, args![]).await?;
            }
            Ok::<_, StorageError>(())
        })
    });
    make.await?;
    let start = Instant::now();
    let copy = db.write(|tx| {
        Box::pin(async move {
            let sql = "INSERT INTO visit_copy SELECT person_id, day, part, household_id, building_code, subdistrict_code, due_at,
                 state, again_by, is_disputed FROM care_visit";
            tx.execute(sql, args![]).await
        })
    });
    copy.await?;
    Ok(start.elapsed())
}

fn rate(rows: usize, took: Duration) -> f64 {
    rows as f64 / took.as_secs_f64()
}
