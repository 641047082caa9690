//! A rush: every household of a quarter orders from one outlet for one window within a minute, each signed in by its own
//! code, from another process on the same cores. The window takes three of five; the others must be told so. Nobody may
//! get an error, and afterwards every count must be exact.

use super::board::load::{Answer, Method, Question, Target};
use super::board::server::Server;
use super::host::{administrator, command, place};
use super::orders::market::{self, Market, Stall};
use super::quantile;
use crate::app::Base;
use anyhow::{Context as _, Result, bail, ensure};
use futures::stream::{StreamExt as _, TryStreamExt as _};
use reqwest::StatusCode;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::{Duration, Instant};
use tongxin_account::{Accounts, SessionKind};
use tongxin_city::{Lang, PlaceCode};
use tongxin_clock::Clock;
use tongxin_places::{NewHousehold, NewUserPlace};

const MINUTE: Duration = Duration::from_secs(60);
const GOAL_MS: f64 = 500.0;
/// Doors of a building.
const DOORS: usize = 500;
/// Of so many households so many find a place.
const SERVED: (i64, i64) = (3, 5);
/// Sign-ins that wait for their answers at the same time.
const SIGNING_IN: usize = 512;

/// Prints the figures.
pub async fn run(folder: &Path, households: u32) -> Result<()> {
    let files = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let path = files.path().join("rush.db").display().to_string();
    let db = format!("sqlite:{path}");
    let base = Base::open(&db, None, Clock::system()).await?;
    base.ensure_city(folder, Lang::En).await?;
    let places = i64::from(households) * SERVED.0 / SERVED.1;
    let market = Market::open(&path, &base, 1, 1, places)?;
    let stall = market.stalls.first().context("an outlet")?;
    let start = Instant::now();
    let tokens = Quarter::of(&base)?.residents(households as usize).await?;
    base.db.close().await;
    println!(
        "rush     {households} households signed in by their codes in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    let server = Server::start(&db, folder).await?;
    let answers = order(&server, stall, tokens).await?;
    let memory = server.memory_peak_mib()?;
    drop(server);
    report(&answers, memory);
    require_exact(&path, &answers, places)
}

/// A compound whose doors all order.
struct Quarter<'b> {
    base: &'b Base,
    accounts: Accounts,
    community: PlaceCode,
}

impl<'b> Quarter<'b> {
    fn of(base: &'b Base) -> Result<Self> {
        Ok(Self {
            base,
            accounts: base.accounts(),
            community: market::community(base)?,
        })
    }

    /// A session of each household.
    async fn residents(&self, count: usize) -> Result<Vec<String>> {
        let administrator = administrator(&self.accounts).await?;
        let compound = self.add(vec![place(self.community, "小区")]).await?;
        let compound = compound.first().context("a compound")?;
        let rows = (0..count.div_ceil(DOORS)).map(|number| place(*compound, &format!("{number}栋")));
        let buildings = self.add(rows.collect()).await?;
        let mut codes = Vec::with_capacity(count);
        for (number, building) in buildings.into_iter().enumerate() {
            let doors = DOORS.min(count - number * DOORS);
            let rows = (0..doors).map(|door| NewHousehold {
                building,
                door: door.to_string(),
                people: Some(3),
            });
            let added = self
                .accounts
                .add_households(
                    command(building.as_ref(), market::EPOCH),
                    &administrator,
                    rows.collect(),
                )
                .await?;
            codes.extend(added.into_iter().map(|coded| coded.code));
        }
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let open = |code: String| async move {
            let opened = self
                .accounts
                .sign_in_household(&code, client, SessionKind::Program)
                .await?;
            anyhow::Ok(opened.token)
        };
        futures::stream::iter(codes)
            .map(open)
            .buffered(SIGNING_IN)
            .try_collect()
            .await
    }

    async fn add(&self, rows: Vec<NewUserPlace>) -> Result<Vec<PlaceCode>> {
        let key = command(&format!("{}{}", rows.len(), rows[0].parent), market::EPOCH);
        Ok(self.base.places.add_places(key, "bench", rows).await?.value)
    }
}

/// What the households were told.
#[derive(Default)]
struct Answers {
    ordered: i64,
    full: i64,
    /// In microseconds, in order.
    waits: Vec<u64>,
}

/// Everybody orders once, evenly over the minute, whether or not those before were answered.
async fn order(server: &Server, stall: &Stall, tokens: Vec<String>) -> Result<Answers> {
    let lines: Vec<_> = stall
        .items
        .iter()
        .map(|item| json!({ "item": item, "pieces": 1 }))
        .collect();
    let body = json!({ "org": stall.org, "window": stall.window, "lines": lines });
    let orders = tokens.into_iter().enumerate().map(|(number, token)| Question {
        kind: 0,
        method: Method::Command {
            key: format!("bench-rush-{number}"),
            body: body.clone(),
        },
        path: "/api/v1/orders".to_owned(),
        token,
    });
    let target = Target {
        http: reqwest::Client::new(),
        base: server.base.clone(),
    };
    let mut answers = Answers::default();
    let take = |answer: Answer| {
        match answer.status {
            StatusCode::CREATED => answers.ordered += 1,
            StatusCode::CONFLICT => answers.full += 1,
            status => bail!("{status} {}", String::from_utf8_lossy(&answer.bytes)),
        }
        answers.waits.push(u64::try_from(answer.wait.as_micros())?);
        Ok(())
    };
    target.send(orders.collect(), MINUTE, take).await?;
    answers.waits.sort_unstable();
    Ok(answers)
}

fn report(answers: &Answers, memory: u64) {
    let ms = |share| quantile(&answers.waits, share) as f64 / 1e3;
    println!(
        "         {} ordered and {} were told that the window is full, within {} s, none in error",
        answers.ordered,
        answers.full,
        MINUTE.as_secs()
    );
    println!(
        "         waited p50 {:.1} ms, p99 {:.1} ms (goal {GOAL_MS} ms), longest {:.0} ms; memory peak {memory} MiB",
        ms(0.5),
        ms(0.99),
        ms(1.0)
    );
}

/// # Errors
/// When a count is not exactly what the households were told.
fn require_exact(path: &str, answers: &Answers, places: i64) -> Result<()> {
    let db = rusqlite::Connection::open(path)?;
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
    let counted = [
        count("SELECT COUNT(*) FROM household_order")?,
        count("SELECT SUM(orders_taken) FROM delivery_window")?,
        count("SELECT SUM(promised) FROM stock")?,
        answers.ordered,
    ];
    ensure!(counted == [places; 4], "the window took {places}, counted {counted:?}");
    println!("         orders, places and pieces taken are exactly {places}");
    Ok(())
}
