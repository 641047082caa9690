//! A town of people in difficulty: buildings with doors, people registered by their communities' own tables.

use crate::app::App;
use crate::bench::host::{Host, command, place};
use anyhow::{Context as _, Result, ensure};
use futures::stream::{StreamExt as _, TryStreamExt as _};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use tongxin_account::{Chosen, Over, Role};
use tongxin_city::{AccountId, Day, Level, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_places::{NewHousehold, NewUserPlace};

/// Doors of a building, and people in difficulty behind each: fifty in a building are many, and make it a morning's walk.
pub const DOORS: usize = 13;
const AT_A_DOOR: usize = 4;
/// People of one building.
pub const IN_A_BUILDING: usize = 50;
/// Rows of places and doors that are added at once.
const ROWS: usize = 500;
/// People of one table, the most there may be.
const A_TABLE: usize = 5_000;
/// Tables that are on their way at the same time: while one is written the next one is read.
const TABLES: usize = 2;
/// What each fifth of them is in the register for: four are looked in on once a day and one twice.
const REASONS: [&str; 5] = ["独居老人", "长期服药", "独居老人", "残障", "居家吸氧"];

/// The town, over a database that is new.
pub struct Town {
    host: Host,
    pub clock: Clock,
    /// Its communities that have buildings, with whoever works there.
    pub communities: Vec<Community>,
}

/// A community and who works there.
pub struct Community {
    pub worker: AccountId,
    pub buildings: Vec<PlaceCode>,
}

/// How large a town is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// People in difficulty.
    pub people: usize,
    /// Buildings of each community.
    pub buildings: usize,
}

/// How long registering took.
pub struct Registered {
    pub people: usize,
    pub took: Duration,
}

impl Town {
    /// A new town with room for so many people, at a moment; its keys lie in a folder of their own.
    pub async fn found(at_database: (&str, &Path), city: &Path, size: Size, at: Timestamp) -> Result<Town> {
        let clock = Clock::manual(at);
        let host = Host::open(at_database, city, clock.clone()).await?;
        let mut town = Town {
            host,
            clock,
            communities: Vec::new(),
        };
        town.build(size.people.div_ceil(IN_A_BUILDING), size.buildings).await?;
        Ok(town)
    }

    /// The system that it is in.
    pub fn app(&self) -> &App {
        &self.host.app
    }

    /// So many buildings, so many of them in each community.
    async fn build(&mut self, buildings: usize, in_each: usize) -> Result<()> {
        let places = &self.host.app.base.places;
        let (city, tree) = (places.city()?.file.code, places.tree());
        let at = tree.at_level(city, Level::Community);
        let communities: Vec<PlaceCode> = at.map(|place| place.code).take(buildings.div_ceil(in_each)).collect();
        ensure!(
            communities.len() * in_each >= buildings,
            "the city has too few communities"
        );
        let compounds = communities.iter().map(|community| place(*community, "梅园"));
        let compounds = self.add_places(compounds.collect()).await?;
        let all = compounds
            .iter()
            .flat_map(|compound| (1..=in_each).map(move |number| place(*compound, &format!("{number}栋"))));
        let all = self.add_places(all.take(buildings).collect()).await?;
        let doors = all
            .iter()
            .flat_map(|building| (1..=DOORS).map(move |door| (*building, format!("{door}01"))))
            .map(|(building, door)| NewHousehold {
                building,
                door,
                people: Some(4),
            });
        let doors: Vec<NewHousehold> = doors.collect();
        for (number, rows) in doors.chunks(ROWS).enumerate() {
            let key = command(&format!("doors-{number}"), Timestamp(0));
            self.host
                .app
                .accounts
                .add_households(key, &self.host.administrator, rows.to_vec())
                .await?;
        }
        let parts = communities.iter().zip(all.chunks(in_each));
        for (number, (community, buildings)) in parts.enumerate() {
            let chosen = Chosen {
                name: format!("worker-{number}"),
                display_name: format!("Worker {number}"),
                password: "a database for figures".to_owned(),
            };
            let over = Over::Place(*community);
            let accounts = &self.host.app.accounts;
            let worker = accounts
                .enrol(&self.host.administrator, chosen, Role::CommunityWorker, over)
                .await?;
            self.communities.push(Community {
                worker,
                buildings: buildings.to_vec(),
            });
        }
        Ok(())
    }

    async fn add_places(&self, rows: Vec<NewUserPlace>) -> Result<Vec<PlaceCode>> {
        let mut added = Vec::with_capacity(rows.len());
        for part in rows.chunks(ROWS) {
            let key = command(&format!("places-{}-{}", part[0].parent, added.len()), Timestamp(0));
            added.extend(
                self.host
                    .app
                    .base
                    .places
                    .add_places(key, "bench", part.to_vec())
                    .await?
                    .value,
            );
        }
        Ok(added)
    }

    /// A token of an account, as a phone has one.
    pub async fn token(&self, of: AccountId, number: usize) -> Result<String> {
        let key = command(&format!("token-{of}-{number}"), Timestamp(0));
        Ok(self.host.app.accounts.create_token(key, of, "bench", 30).await?.token)
    }

    /// Registers people by their communities' own tables, as a community does, until there are so many.
    pub async fn register(&self, people: usize) -> Result<Registered> {
        let today = self.host.app.base.places.city()?.file.zone.day_of(self.clock.now());
        let mut tables = Vec::new();
        for community in &self.communities {
            let token = self.token(community.worker, usize::MAX).await?;
            let rows = community.buildings.iter().flat_map(|building| {
                let of = (0..DOORS * AT_A_DOOR).take(IN_A_BUILDING);
                of.map(move |number| row(*building, number, today))
            });
            let rows: Vec<String> = rows.collect();
            tables.extend(rows.chunks(A_TABLE).map(|part| (token.clone(), part.to_vec())));
        }
        let mut left = people;
        for (_, rows) in &mut tables {
            rows.truncate(left);
            left -= rows.len();
        }
        let start = Instant::now();
        let sent = tables.into_iter().enumerate().filter(|(_, (_, rows))| !rows.is_empty());
        let registered: Vec<usize> = futures::stream::iter(sent)
            .map(|(number, (token, rows))| self.send(number, token, rows))
            .buffered(TABLES)
            .try_collect()
            .await?;
        let registered: usize = registered.into_iter().sum();
        ensure!(registered == people, "{registered} of {people} were registered");
        Ok(Registered {
            people,
            took: start.elapsed(),
        })
    }

    async fn send(&self, number: usize, token: String, rows: Vec<String>) -> Result<usize> {
        let table = format!("{HEADINGS}\n{}", rows.concat());
        let key = format!("bench-table-{number}");
        let request = self.host.post("/care/people/import", &token, &key);
        let request = request.header("content-type", "text/csv");
        let answer: Value = request.body(table).send().await?.json().await?;
        let registered = answer["registered"].as_u64();
        Ok(usize::try_from(registered.with_context(|| answer.to_string())?)?)
    }
}

const HEADINGS: &str =
    "小区,楼栋,门牌,称呼,怎么联系,原因,出生年份,不能断的药,还剩几次,每天几次,登记依据,谁同意或决定,哪一天,用来做什么";

fn row(building: PlaceCode, number: usize, today: Day) -> String {
    let reason = REASONS[number % REASONS.len()];
    let door = number / AT_A_DOOR + 1;
    let mut row = format!(",{building},{door}01,{},", NAMES[number % AT_A_DOOR]);
    let (medicine, left, a_day) = if reason == "长期服药" {
        ("缬沙坦", "28", "2")
    } else {
        ("", "", "")
    };
    let _ = writeln!(
        row,
        "138 0000 {number:04},{reason},1940,{medicine},{left},{a_day},consent,本人,{today},每日巡访"
    );
    row
}

/// Forms of address, so that the people of one door are told apart.
const NAMES: [&str; AT_A_DOOR] = ["陈婆婆", "刘爷爷", "吴阿姨", "赵叔"];
