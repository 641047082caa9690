//! What the clock does.

use crate::town::{Gate, PLATES, Town, across, ids, person, truck};
use crate::world::{OTHER_DISTRICT, World};
use serde_json::json;
use tongxin_account::Role;

pub async fn late_agreements_become_one_need_of_the_city(world: &World) {
    let town = Town::open(world).await;
    let (first, ..) = town.one(across(PLATES[0])).await;
    let (second, ..) = town.one(across(PLATES[1])).await;
    town.officer.post("/passes/agree", ids(&[&first, &second])).await;
    world.clock.advance_to(world.clock.now().plus_hours(11));
    town.tick().await;
    assert_eq!(town.pass(&first).await["need"], json!(null));
    world.clock.advance_to(world.clock.now().plus_hours(2));
    town.tick().await;
    town.tick().await;
    let need = town.pass(&first).await["need"].as_str().unwrap().to_owned();
    assert_eq!(town.pass(&second).await["need"], json!(need), "one need for the firm");
    let city = world.person(Role::Officer, "900").await;
    let (status, raised) = city.get(&format!("/needs/{need}")).await;
    assert_eq!(status, 200, "{raised}");
    assert_eq!(raised["need"]["tier"], "city", "{raised}");
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(other.post("/passes/agree", ids(&[&first])).await.0, 200, "it still can");
    assert_eq!(town.pass(&first).await["state"], "valid");
}

pub async fn passes_end_when_their_firm_leaves_the_whitelist(world: &World) {
    let town = Town::open(world).await;
    let (counts, ..) = town.one(truck(PLATES[0])).await;
    let (waits, ..) = town.one(across(PLATES[1])).await;
    let stand = async || {
        [
            town.pass(&counts).await["state"].clone(),
            town.pass(&waits).await["state"].clone(),
        ]
    };
    let listing = |step: &str| format!("/supply/listings/{}/{step}", town.org);
    let reason = json!({"reason": "Prices."});
    assert_eq!(town.officer.post(&listing("suspend"), reason.clone()).await.0, 200);
    town.tick().await;
    assert_eq!(stand().await, ["valid", "agreeing"], "what was suspended may come back");
    assert_eq!(town.officer.post(&listing("end"), reason).await.0, 200);
    town.tick().await;
    assert_eq!(stand().await, ["revoked", "refused"]);
    let said = town.pass(&counts).await["reason"].as_str().unwrap().to_owned();
    assert!(said.contains("left the whitelist") && said.contains("白名单"), "{said}");
}

pub async fn passes_expire_and_their_holders_are_forgotten(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(person("王", "4821")).await;
    let (sold, ..) = town.one(truck(PLATES[0])).await;
    let reason = json!({"ids": [sold], "reason": "Sold to Mr Li."});
    assert_eq!(town.officer.post("/passes/revoke", reason).await.0, 200);
    town.tick().await;
    world.clock.advance_to(world.clock.now().plus_days(17));
    town.tick().await;
    let pass = town.pass(&id).await;
    assert_eq!((&pass["state"], &pass["surname"]), (&json!("expired"), &json!("王")));
    world.clock.advance_to(world.clock.now().plus_days(31));
    town.tick().await;
    let pass = town.pass(&id).await;
    assert_eq!(
        (&pass["surname"], &pass["id_end"], &pass["text"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!(pass["number"], 0, "the number stays");
    let last = pass["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["kind"], "erased");
    let sold = town.pass(&sold).await;
    let notes: Vec<&str> = sold["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["note"].as_str().unwrap())
        .collect();
    assert_eq!((&sold["reason"], &sold["plate"]), (&json!(null), &json!(null)));
    assert!(!notes.contains(&"Sold to Mr Li."), "{notes:?}");
    let renewed = town
        .manager
        .post(&format!("/passes/{id}/renew"), json!({"last_day": "2023-01-20"}))
        .await;
    assert_eq!(renewed.0, 409);
}

pub async fn files_are_signed_anew_before_they_run_out(world: &World) {
    let town = Town::open(world).await;
    town.one(truck(PLATES[0])).await;
    town.tick().await;
    let first = Gate::of(world).await;
    town.tick().await;
    let same = Gate::of(world).await;
    assert_eq!(
        (first.list.about(), first.keys.issue()),
        (same.list.about(), same.keys.issue()),
        "nothing changed"
    );
    for _ in 0..30 {
        world.clock.advance_to(world.clock.now().plus_hours(1));
        town.tick().await;
        let gate = Gate::of(world).await;
        let now = world.clock.now();
        assert!(gate.list.about().good_until > now.plus_hours(20) && gate.keys.good_until() > now.plus_days(5));
    }
    let last = Gate::of(world).await;
    assert!(last.list.about().issue > first.list.about().issue && last.keys.issue() > first.keys.issue());
}
