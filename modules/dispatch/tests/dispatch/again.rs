//! A day that is planned again: the form keeps what was asked for, and each plan says how its ways were judged.

use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Driver, Firm, TODAY, text};
use crate::service::{Failing, service};
use crate::world::World;
use serde_json::json;
use std::time::Duration;
use tongxin_city::Timestamp;
use tongxin_dispatch::travel::{MatrixFile, Osrm, TravelSource};

pub async fn a_closed_street_stays_closed_until_somebody_opens_it(world: &World) {
    let firm = Firm::open(world).await;
    let (org, mut desk) = (firm.org.to_string(), Desk::of(&firm.manager));
    let plans = format!("/outlet/plans?org={org}&day={TODAY}");
    keeps_back(&desk.get(&plans).await, &["This form starts from"]);
    let closed = firm.buildings[0].to_string();
    let asked = [
        ("org", org.as_str()),
        ("day", TODAY),
        ("from_minute", "03:00"),
        ("to_minute", "00:00"),
        ("due_minute", "02:00"),
        ("seconds", "1"),
        ("rest_minutes", "30"),
        ("closed", closed.as_str()),
    ];
    let made = desk.submit(&plans, "/outlet/plans", &asked).await;
    says(&made, 200, &["not into 1栋"]);
    let form = desk.get(&plans).await;
    let line = format!("{closed} 1栋");
    says(
        &form,
        200,
        &[
            "This form starts from what the plan of",
            &line,
            "value=\"03:00\"",
            "value=\"30\"",
        ],
    );
    keeps_back(&form, &["value=\"02:00\""]);
    says(
        &Desk::chinese(&firm.manager).get(&plans).await,
        200,
        &["以下沿用", &line],
    );

    // What nobody wants is nothing to start from.
    let (_, listed) = firm.manager.get(&format!("/outlets/{org}/plans?day={TODAY}")).await;
    let id = text(&listed["plans"][0]["id"]).to_owned();
    let path = format!("/plans/{id}");
    firm.ready(&path).await;
    let (_, plan) = firm.manager.get(&path).await;
    let seq = plan["seq"].to_string();
    desk.submit(&path, &format!("{path}/drop"), &[("seq", &seq)]).await;
    keeps_back(&desk.get(&plans).await, &["This form starts from"]);
}

/// How many plans are asked for at once; two searches run at a time.
const QUEUE: usize = 4;
/// How long each search asks in vain for its ways.
const ASKS_FOR: Duration = Duration::from_secs(3);
/// After so long without a word a search is taken for dead.
const SILENT_MS: i64 = 120_000;

/// Plans whose search has not ended, and those of them that have said nothing since they were asked for.
async fn made_and_silent(world: &World, asked_at: Timestamp) -> (i64, i64) {
    let sql = "SELECT COUNT(*) AS making, CAST(COALESCE(SUM(CASE WHEN seen_at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS silent
               FROM dispatch_plan WHERE state = 'making'";
    let row = world
        .db
        .one(sql, tongxin_storage::args![asked_at.millis()])
        .await
        .unwrap();
    (row.int("making").unwrap(), row.int("silent").unwrap())
}

/// More searches than run at a time, over ways from a service that does not answer.
async fn queue_over(world: World) {
    let firm = Firm::open(&world).await;
    let run = firm.published().await.remove(0);
    let asked_at = world.clock.now();
    let mut plans = Vec::new();
    for _ in 0..QUEUE {
        let asked = json!({"day": TODAY, "seconds": 1, "from_minute": 180});
        let (status, plan) = firm.ask(asked).await;
        assert!((200..300).contains(&status), "{plan}");
        plans.push(format!("/plans/{}", text(&plan["id"])));
    }
    // Those that have begun say so only once they search.
    loop {
        let (making, silent) = made_and_silent(&world, asked_at).await;
        assert_eq!(
            making,
            i64::try_from(QUEUE).unwrap(),
            "those that wait say that they live"
        );
        if silent <= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Driver::of(&world, &run).depart().await;
    loop {
        let (making, silent) = made_and_silent(&world, asked_at).await;
        if making <= 2 {
            assert_eq!(silent, 0);
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    world.dispatch.tick(asked_at.plus_millis(SILENT_MS + 1)).await.unwrap();
    for path in &plans {
        firm.ready(path).await;
    }
    let (_, last) = firm.manager.get(&plans[QUEUE - 1]).await;
    firm.publish(&last).await;
}

async fn never_answering() -> TravelSource {
    let slow = service(Failing::Slow).await;
    let osrm = Osrm::at(&slow.address).unwrap();
    TravelSource::Service(osrm.within(ASKS_FOR, ASKS_FOR))
}

#[tokio::test]
async fn searches_that_wait_their_turn_live_and_know_what_happened_meanwhile() {
    queue_over(World::sqlite_travelling(never_answering().await).await).await;
    if let Some(world) = World::postgres_travelling(never_answering().await).await {
        queue_over(world).await;
    }
}

/// What the page of a plan says that was made with such ways, in English and in Chinese.
async fn judged(travel: TravelSource, words: [&str; 2]) {
    let world = World::sqlite_travelling(travel).await;
    let firm = Firm::open(&world).await;
    let path = format!("/plans/{}", text(&firm.planned().await["id"]));
    says(&Desk::of(&firm.manager).get(&path).await, 200, &[words[0]]);
    says(&Desk::chinese(&firm.manager).get(&path).await, 200, &[words[1]]);
}

#[tokio::test]
async fn a_plan_says_that_its_ways_are_straight_lines() {
    let words = [
        "straight lines times the city&#39;s road factor; times",
        "路程按直线距离乘以本市道路系数估算",
    ];
    judged(TravelSource::Straight, words).await;
}

#[tokio::test]
async fn a_plan_says_that_a_routing_service_knew_its_ways_or_did_not_answer() {
    let roads = service(Failing::Never).await;
    let osrm = Osrm::at(&roads.address).unwrap();
    judged(
        TravelSource::Service(osrm),
        ["as the routing service (OSRM) knows", "路线服务（OSRM）按道路计算"],
    )
    .await;
    let silent = service(Failing::Status500).await;
    let osrm = Osrm::at(&silent.address).unwrap();
    judged(
        TravelSource::Service(osrm),
        ["(OSRM) did not answer", "路线服务（OSRM）未能答复"],
    )
    .await;
}

#[tokio::test]
async fn a_plan_says_that_its_ways_come_from_a_file_with_gaps() {
    let file = MatrixFile::read_from("from,to,metres,seconds\n900010101,900010102,900,120\n".as_bytes()).unwrap();
    judged(
        TravelSource::File(file.into()),
        [
            "those that it does not know are straight lines",
            "文件中没有的按直线距离",
        ],
    )
    .await;
}
