//! The signed files that gates hold.

use crate::town::{Gate, PLATES, Town, code, file, truck};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_pass_format::{Direction, StatusList};

pub async fn a_gate_that_holds_the_published_files_lets_a_pass_through(world: &World) {
    assert_eq!(
        code(&world.nobody().get("/passes/keys").await),
        (409, "pass-not-signed")
    );
    let town = Town::open(world).await;
    town.tick().await;
    let gate = Gate::of(world).await;
    let (id, ..) = town.one(truck(PLATES[0])).await;
    let pass = town.pass(&id).await;
    let text = pass["text"].as_str().unwrap();
    let now = world.clock.now();
    let verdict = gate.verdict(text, now, Direction::Enter);
    assert_eq!(
        verdict.key(),
        "valid",
        "the list reaches beyond the last number: {verdict:?}"
    );
    assert_eq!(gate.verdict(text, now.plus_days(20), Direction::Enter).key(), "expired");
    let said = verdict.pass().unwrap();
    assert_eq!(
        (said.org.as_str(), said.issuer.as_str()),
        ("渝海运输", gate.keys.authority())
    );
    assert_eq!(i64::from(said.number.get()), pass["number"].as_i64().unwrap());
}

pub async fn a_delta_brings_an_old_list_up_to_date(world: &World) {
    let town = Town::open(world).await;
    let (first, ..) = town.one(truck(PLATES[0])).await;
    let (second, ..) = town.one(truck(PLATES[1])).await;
    town.tick().await;
    let gate = Gate::of(world).await;
    let held = gate.list.about().issue.0;
    let none = world
        .nobody()
        .request("GET", &format!("/passes/status/delta?from={held}"))
        .send()
        .await
        .unwrap();
    assert_eq!(none.status().as_u16(), 204);
    for id in [first, second] {
        town.officer
            .post("/passes/revoke", json!({"ids": [id], "reason": "Sold."}))
            .await;
        town.tick().await;
    }
    let delta = file(world, &format!("/passes/status/delta?from={held}")).await;
    let brought = gate.list.apply(&delta, &gate.keys).unwrap();
    let whole = StatusList::read(&file(world, "/passes/status").await, &gate.keys, Some(&gate.list)).unwrap();
    assert_eq!(brought, whole);
    assert_eq!(whole.statuses().revoked(), 2);
    assert!(delta.len() < 400, "{} bytes", delta.len());
    let never = world.nobody().get("/passes/status/delta?from=99").await;
    assert_eq!(code(&never), (409, "pass-delta-too-old"));
}

pub async fn a_list_is_signed_by_a_key_that_counts_whenever_keys_change(world: &World) {
    let town = Town::open(world).await;
    town.tick().await;
    world.passes.rotate_keys(world.clock.now()).await.unwrap();
    // The list is signed anew shortly before the old key retires.
    for minutes in [23 * 60 + 30, 29, 2, 2] {
        world.clock.advance_to(world.clock.now().plus_minutes(minutes));
        town.tick().await;
        let gate = Gate::of(world).await;
        assert!(gate.list.about().good_until > world.clock.now());
    }
    let keys = world.passes.keys(world.clock.now()).await.unwrap();
    assert_eq!(keys[0].state, "retired");
}

pub async fn keys_rotate_without_a_pass_that_gates_can_not_check(world: &World) {
    let town = Town::open(world).await;
    let (before, ..) = town.one(truck(PLATES[0])).await;
    town.tick().await;
    let gate = Gate::of(world).await;
    world.passes.rotate_keys(world.clock.now()).await.unwrap();
    let (between, ..) = town.one(truck(PLATES[1])).await;
    let now = world.clock.now();
    for id in [&before, &between] {
        let text = town.pass(id).await["text"].as_str().unwrap().to_owned();
        assert_eq!(
            gate.verdict(&text, now, Direction::Enter).key(),
            "valid",
            "the gate has not heard of the new key"
        );
    }
    world.clock.advance_to(now.plus_days(1).plus_minutes(1));
    town.tick().await;
    let (after, ..) = town.one(truck(PLATES[2])).await;
    town.tick().await;
    let keys = world.passes.keys(world.clock.now()).await.unwrap();
    let states: Vec<_> = keys.iter().map(|key| (key.state, key.is_signing)).collect();
    assert_eq!(states, [("retired", false), ("active", true)]);
    for id in [before, between, after] {
        let text = town.pass(&id).await["text"].as_str().unwrap().to_owned();
        assert_eq!(town.verdict(&text, Direction::Enter).await.key(), "valid");
    }
}

pub async fn what_a_withdrawn_key_signed_counts_no_more_and_is_signed_anew(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(truck(PLATES[0])).await;
    town.tick().await;
    let text = |pass: &Value| pass["text"].as_str().unwrap().to_owned();
    let stolen = text(&town.pass(&id).await);
    assert_eq!(town.verdict(&stolen, Direction::Enter).await.key(), "valid");
    let now = world.clock.now();
    assert!(world.passes.withdraw_key("nobody's", now).await.is_err());
    let key = world.passes.keys(now).await.unwrap()[0].id.clone();
    world.passes.withdraw_key(&key, now).await.unwrap();
    assert_eq!(town.verdict(&stolen, Direction::Enter).await.key(), "unknown_key");
    town.tick().await;
    town.tick().await;
    let pass = town.pass(&id).await;
    assert_eq!((&pass["state"], &pass["number"]), (&json!("valid"), &json!(1)));
    assert_eq!(town.verdict(&text(&pass), Direction::Enter).await.key(), "valid");
    let events = pass["events"].as_array().unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["applied", "ruled", "issued", "recalled", "issued"]);
    let states: Vec<_> = world
        .passes
        .keys(now)
        .await
        .unwrap()
        .iter()
        .map(|key| (key.state, key.is_signing))
        .collect();
    assert_eq!(states, [("withdrawn", false), ("active", true)]);
}
