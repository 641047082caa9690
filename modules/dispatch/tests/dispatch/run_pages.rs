//! A published run on its page, and what arrives at somebody's buildings.

use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Driver, Firm, orders_of, text};
use crate::world::{COMMUNITY, DISTRICT, World};
use serde_json::Value;
use tongxin_account::Role;
use tongxin_city::Timestamp;

/// How a form names an order.
fn cargo(order: &str) -> String {
    format!("order.{order}")
}

/// When the run is planned to be at its first stop.
fn first_stop(run: &Value) -> Timestamp {
    text(&run["stops"][0]["arrive_at"]).parse().unwrap()
}

pub async fn the_firm_says_for_the_driver_what_happened(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let orders = orders_of(&run);
    let path = format!("/day-runs/{}", text(&run["id"]));
    let events = format!("{path}/events");
    let mut desk = Desk::of(&firm.manager);
    let runs = desk.get(&format!("/outlet/day-runs?org={}", firm.org)).await;
    says(&runs, 200, &["渝A", "To leave", "Run sheet", &path]);
    says(
        &desk.get(&path).await,
        200,
        &["Say it for the driver", "It leaves", "Published", "Person"],
    );

    world.clock.advance_to(text(&run["start_at"]).parse().unwrap());
    let left = desk.submit(&path, &events, &[("event", "depart")]).await;
    says(
        &left,
        200,
        &["The run has left", "Say what became of it", "Hand-over code", "放门口"],
    );
    world.clock.advance_to(first_stop(&run));
    let [first, second, third, ..] = &orders[..] else {
        panic!("{orders:?}")
    };
    let (code, first) = (firm.code(first).await, cargo(first));
    let wrong = [("event", "hand_over"), ("cargo", first.as_str()), ("code", "x")];
    assert_eq!(desk.submit(&path, &events, &wrong).await.status, 409);
    let right = [("event", "hand_over"), ("cargo", first.as_str()), ("code", &code)];
    says(
        &desk.submit(&path, &events, &right).await,
        200,
        &["It is handed over", "Handed over"],
    );
    let second = cargo(second);
    let nowhere = [("event", "drop"), ("cargo", second.as_str()), ("point", "")];
    says(&desk.submit(&path, &events, &nowhere).await, 422, &["Fill this in"]);
    let down = [("event", "drop"), ("cargo", second.as_str()), ("point", "南门")];
    says(
        &desk.submit(&path, &events, &down).await,
        200,
        &["It is put down", "南门"],
    );
    let third = cargo(third);
    let absent = [("event", "absent"), ("cargo", third.as_str())];
    says(
        &desk.submit(&path, &events, &absent).await,
        200,
        &["Nobody was there", "its community is asked"],
    );

    let early = desk.submit(&path, &events, &[("event", "end")]).await;
    says(&early, 409, &["Something on this run is still open"]);
    let broken = [("event", "break_down"), ("reason", "爆胎")];
    let broken = desk.submit(&path, &events, &broken).await;
    says(
        &broken,
        200,
        &["Broken down", "爆胎", "Plan the rest anew", "/outlet/plans?org="],
    );
    keeps_back(&broken, &["Say it for the driver"]);
    let runs = desk.get(&format!("/outlet/day-runs?org={}", firm.org)).await;
    says(&runs, 200, &["go as planned"]);
    let in_chinese = Desk::chinese(&firm.manager).get(&path).await;
    says(&in_chinese, 200, &["车坏了", "无人，带回", "重新编制余下的"]);
}

pub async fn a_steward_sees_what_comes_to_the_own_buildings_and_when(world: &World) {
    let firm = Firm::open(world).await;
    let own = firm.buildings[0].to_string();
    let mut steward = Desk::of(&world.person(Role::Steward, &own).await);
    says(&steward.get("/arrivals").await, 200, &["Nothing is to arrive"]);
    let run = firm.published().await.remove(0);
    let shown = steward.get("/arrivals").await;
    says(
        &shown,
        200,
        &["竹苑小区 1栋", "2 parcels", "海星超市", "To leave", "Today, Thu 24 Nov"],
    );
    keeps_back(&shown, &["竹苑小区 2栋", "竹苑小区 3栋", "301", "1202"]);
    keeps_back(&steward.get("/arrivals?place=900").await, &["竹苑小区 2栋"]);

    let stops = run["stops"].as_array().unwrap();
    let here = stops.iter().find(|stop| text(&stop["place"]) == own).unwrap();
    world.clock.advance_to(text(&run["start_at"]).parse().unwrap());
    let mut desk = Desk::of(&firm.manager);
    let path = format!("/day-runs/{}", text(&run["id"]));
    let events = format!("{path}/events");
    desk.submit(&path, &events, &[("event", "depart")]).await;
    says(&steward.get("/arrivals").await, 200, &["On the road"]);
    world.clock.advance_to(text(&here["arrive_at"]).parse().unwrap());
    for held in here["cargo"].as_array().unwrap() {
        let held = cargo(text(&held["id"]));
        let down = [("event", "drop"), ("cargo", held.as_str()), ("point", "南门")];
        says(&desk.submit(&path, &events, &down).await, 200, &["It is put down"]);
    }
    says(&steward.get("/arrivals").await, 200, &["There"]);

    let mut worker = Desk::of(&world.person(Role::CommunityWorker, COMMUNITY).await);
    let theirs = worker.get("/arrivals").await;
    says(&theirs, 200, &["竹苑小区 1栋"]);
    keeps_back(&theirs, &["竹苑小区 2栋"]);
    let mut officer = Desk::of(&world.person(Role::Officer, "90001").await);
    assert_eq!(officer.get("/arrivals").await.status, 403);
    assert_eq!(desk.get("/arrivals").await.status, 403);
    let mut in_chinese = Desk::chinese(&world.person(Role::Steward, &own).await);
    says(&in_chinese.get("/arrivals").await, 200, &["到货", "已到", "共 2 件"]);
}

pub async fn a_steward_waits_no_more_for_what_its_household_confirmed_on_the_road(world: &World) {
    let firm = Firm::open(world).await;
    let own = firm.buildings[0].to_string();
    let mut steward = Desk::of(&world.person(Role::Steward, &own).await);
    let run = firm.published().await.remove(0);
    let [first, second] = [&firm.orders[0].id, &firm.orders[1].id];
    world.clock.advance_to(text(&run["start_at"]).parse().unwrap());
    Driver::of(world, &run).depart().await;
    says(&steward.get("/arrivals").await, 200, &["On the road", "2 parcels"]);

    firm.receive(first).await;
    let shown = steward.get("/arrivals").await;
    says(&shown, 200, &["On the road", "1 parcel<"]);
    keeps_back(&shown, &["2 parcels"]);
    firm.receive(second).await;
    let shown = steward.get("/arrivals").await;
    says(&shown, 200, &["Nothing is to arrive"]);
    keeps_back(&shown, &["1栋</h3>"]);

    // The others have their parcels yet to come.
    let mut worker = Desk::of(&world.person(Role::CommunityWorker, DISTRICT).await);
    says(&worker.get("/arrivals").await, 200, &["2栋", "3栋"]);
}
