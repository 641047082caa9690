//! Issuing many.

use crate::town::{Town, truck};
use crate::world::World;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tongxin_account::Role;
use tongxin_storage::args;

/// Trucks that the firm has beside its first three.
const TRUCKS: usize = 1_200;

/// A table of trucks as the importer of the fleet takes it.
async fn add_trucks(town: &Town<'_>) {
    let mut table = "Firm,Plate,Vehicle,Payload in kg,Cold chain,Pass number\n".to_owned();
    for number in 0..TRUCKS {
        table.push_str(&format!(",{},light_truck,1000,no,\n", plate(number)));
    }
    let path = format!("/supply/vehicles/import?org={}", town.org);
    let request = town.manager.request("POST", &path).header("content-type", "text/csv");
    let request = request.header("idempotency-key", town.world.key()).body(table);
    let (status, added) = crate::world::answer(request).await;
    assert_eq!(status, 201, "{added}");
}

fn plate(number: usize) -> String {
    format!("渝B{number:05}")
}

/// Applies for all of them without issuing any; answers the rows' ids.
async fn approved(town: &Town<'_>) -> Vec<String> {
    add_trucks(town).await;
    let mut found = Vec::new();
    for part in (0..TRUCKS).collect::<Vec<_>>().chunks(400) {
        let rows: Vec<Value> = part.iter().map(|number| truck(&plate(*number))).collect();
        let (status, applied) = town.apply(json!(rows)).await;
        assert_eq!(status, 201, "{applied}");
        for row in applied["rows"].as_array().unwrap() {
            assert_eq!(row["rule"], "listed_fleet", "{row}");
            found.push(row["id"].as_str().unwrap().to_owned());
        }
    }
    found
}

async fn numbers(world: &World) -> Vec<i64> {
    let rows = world
        .db
        .all(
            "SELECT number FROM pass WHERE number IS NOT NULL ORDER BY number",
            args![],
        )
        .await;
    rows.unwrap().iter().map(|row| row.int("number").unwrap()).collect()
}

pub async fn thousands_are_issued_once_with_numbers_in_order(world: &World) {
    let town = Town::open(world).await;
    let all = approved(&town).await;
    town.tick().await;
    let expected: Vec<i64> = (0..all.len() as i64).collect();
    assert_eq!(numbers(world).await, expected);
    for _ in 0..2 {
        let (status, done) = town.officer.post("/passes/issue", json!({})).await;
        assert_eq!(
            (status, &done["passes"], &done["waiting"]),
            (200, &json!(0), &json!(0)),
            "nothing is done twice"
        );
    }
    assert_eq!(numbers(world).await, expected);
    let batch = town.pass(&all[0]).await["batch"].as_str().unwrap().to_owned();
    let (_, progress) = town.manager.get(&format!("/passes/batches/{batch}")).await;
    assert_eq!(progress["counts"], json!([{"state": "valid", "count": 400}]));
    assert_eq!(progress["waiting"], 0);
    let stranger = world.person(Role::Officer, "90002").await;
    assert_eq!(stranger.get(&format!("/passes/batches/{batch}")).await.0, 404);
}

pub async fn two_at_once_issue_each_pass_once(world: &World) {
    let town = Town::open(world).await;
    world.shelf.close();
    let all = approved(&town).await;
    assert_eq!(numbers(world).await, [] as [i64; 0], "nothing is issued without a key");
    world.shelf.open();
    let now = world.clock.now();
    let issue = || {
        let passes = world.passes.clone();
        tokio::spawn(async move { passes.issue_approved(now, 10).await })
    };
    let (one, two) = (issue(), issue());
    let (one, two) = (one.await.unwrap(), two.await.unwrap());
    let issued = one.unwrap_or(0) + two.unwrap_or(0);
    town.tick().await;
    assert!(issued > 0);
    assert_eq!(numbers(world).await, (0..all.len() as i64).collect::<Vec<_>>());
}

pub async fn what_was_taken_back_meanwhile_leaves_no_gap(world: &World) {
    let town = Town::open(world).await;
    world.shelf.close();
    let all = approved(&town).await;
    let gone: BTreeSet<&String> = all.iter().step_by(7).collect();
    let ids: Vec<&String> = gone.iter().copied().collect();
    let (status, _) = town.manager.post("/passes/withdraw", json!({ "ids": ids })).await;
    assert_eq!(status, 200);
    world.shelf.open();
    town.tick().await;
    assert_eq!(
        numbers(world).await,
        (0..(all.len() - gone.len()) as i64).collect::<Vec<_>>()
    );
}

pub async fn an_issue_that_is_cut_off_goes_on_and_doubles_nothing(world: &World) {
    let town = Town::open(world).await;
    world.shelf.close();
    let all = approved(&town).await;
    world.shelf.open();
    let now = world.clock.now();
    for patience in [1, 5, 20, 60, 150] {
        let passes = world.passes.clone();
        let issuing = tokio::spawn(async move { passes.issue_approved(now, 10).await });
        tokio::time::sleep(std::time::Duration::from_millis(patience)).await;
        issuing.abort();
        let _ = issuing.await;
        let so_far = numbers(world).await;
        assert_eq!(
            so_far,
            (0..so_far.len() as i64).collect::<Vec<_>>(),
            "cut off after {patience} ms"
        );
    }
    town.tick().await;
    assert_eq!(numbers(world).await, (0..all.len() as i64).collect::<Vec<_>>());
    let events = "SELECT COUNT(*) AS count FROM pass_event WHERE kind = 'issued'";
    let count = world.db.one(events, args![]).await.unwrap().int("count").unwrap();
    assert_eq!(count, all.len() as i64, "each was issued once");
}
