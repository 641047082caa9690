//! Deciding over HTTP.

use crate::town::{PLATES, Town, across, code, ids, person, truck};
use crate::world::{DISTRICT, OTHER_DISTRICT, World};
use serde_json::json;
use tongxin_account::Role;
use tongxin_pass_format::Direction;

pub async fn an_officer_approves_and_refuses_what_no_rule_could(world: &World) {
    let town = Town::open(world).await;
    let (first, ..) = town.one(truck("渝A99991")).await;
    let (second, ..) = town.one(truck("渝A99992")).await;
    assert_eq!(town.manager.post("/passes/approve", ids(&[&first])).await.0, 403);
    let approved = town.officer.post("/passes/approve", ids(&[&first])).await;
    assert_eq!(approved.0, 200, "{approved:?}");
    assert_eq!(town.pass(&first).await["state"], "valid", "it is issued by itself");
    let no_reason = json!({"ids": [second], "reason": " "});
    assert_eq!(town.officer.post("/passes/refuse", no_reason).await.0, 422);
    let reason = json!({"ids": [second], "reason": "Not a truck of this firm."});
    assert_eq!(town.officer.post("/passes/refuse", reason.clone()).await.0, 200);
    let refused = town.pass(&second).await;
    assert_eq!(
        (&refused["state"], &refused["reason"]),
        (&json!("refused"), &json!("Not a truck of this firm."))
    );
    assert_eq!(
        code(&town.officer.post("/passes/refuse", reason).await),
        (409, "pass-decided")
    );
}

pub async fn both_districts_agree_before_a_pass_is_issued(world: &World) {
    let town = Town::open(world).await;
    let (id, state, _) = town.one(across(PLATES[0])).await;
    assert_eq!(state, "agreeing");
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(
        code(&town.officer.post("/passes/approve", ids(&[&id])).await),
        (409, "pass-needs-districts")
    );
    let agreed = other.post("/passes/agree", ids(&[&id])).await;
    assert_eq!(agreed.1["passes"][0]["state"], "agreeing", "{agreed:?}");
    assert_eq!(
        code(&other.post("/passes/agree", ids(&[&id])).await),
        (409, "pass-not-your-district")
    );
    let agreed = town.officer.post("/passes/agree", ids(&[&id])).await;
    assert_eq!(agreed.1["passes"][0]["state"], "approved");
    let pass = town.pass(&id).await;
    assert_eq!(pass["state"], "valid");
    let districts: Vec<&str> = pass["districts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["district"].as_str().unwrap())
        .collect();
    assert_eq!(districts, [DISTRICT, OTHER_DISTRICT]);
    let (second, ..) = town.one(across(PLATES[1])).await;
    let city = world.person(Role::Officer, "900").await;
    let agreed = city.post("/passes/agree", ids(&[&second])).await;
    assert_eq!(
        agreed.1["passes"][0]["state"], "approved",
        "the city speaks for both: {agreed:?}"
    );
}

pub async fn a_district_on_the_way_may_refuse_and_nothing_else(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(across(PLATES[0])).await;
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(other.post("/passes/withdraw", ids(&[&id])).await.0, 404);
    let reason = json!({"ids": [id], "reason": "The road is flooded."});
    assert_eq!(other.post("/passes/revoke", reason.clone()).await.0, 404);
    assert_eq!(other.post("/passes/refuse", reason).await.0, 200);
    assert_eq!(town.pass(&id).await["state"], "refused");
}

pub async fn all_of_a_command_is_done_or_nothing(world: &World) {
    let town = Town::open(world).await;
    let (waiting, ..) = town.one(truck("渝A99991")).await;
    let (issued, ..) = town.one(truck(PLATES[0])).await;
    let refused = town.officer.post("/passes/approve", ids(&[&waiting, &issued])).await;
    assert_eq!(code(&refused), (409, "pass-decided"));
    assert_eq!(town.pass(&waiting).await["state"], "waiting");
    assert_eq!(town.officer.post("/passes/approve", ids(&[])).await.0, 422);
}

pub async fn what_was_applied_for_is_taken_back_until_it_is_issued(world: &World) {
    let town = Town::open(world).await;
    let (waiting, ..) = town.one(truck("渝A99991")).await;
    let (issued, ..) = town.one(truck(PLATES[0])).await;
    assert_eq!(town.manager.post("/passes/withdraw", ids(&[&waiting])).await.0, 200);
    assert_eq!(town.pass(&waiting).await["state"], "withdrawn");
    assert_eq!(
        code(&town.manager.post("/passes/withdraw", ids(&[&issued])).await),
        (409, "pass-not-open")
    );
}

pub async fn a_revoked_pass_is_refused_at_the_gate(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(truck(PLATES[0])).await;
    town.tick().await;
    let text = town.pass(&id).await["text"].as_str().unwrap().to_owned();
    assert_eq!(town.verdict(&text, Direction::Enter).await.key(), "valid");
    let reason = json!({"ids": [id], "reason": "The truck was sold."});
    assert_eq!(
        town.manager.post("/passes/revoke", reason.clone()).await.0,
        200,
        "a firm gives its own back"
    );
    assert_eq!(
        code(&town.officer.post("/passes/revoke", reason).await),
        (409, "pass-not-valid")
    );
    town.tick().await;
    assert_eq!(town.verdict(&text, Direction::Enter).await.key(), "revoked");
}

pub async fn all_passes_of_a_firm_are_revoked_at_once(world: &World) {
    let town = Town::open(world).await;
    for row in [truck(PLATES[0]), truck(PLATES[1]), person("王", "4821")] {
        town.one(row).await;
    }
    let (waiting, ..) = town.one(truck("渝A99999")).await;
    let body = json!({"org": town.org.to_string(), "reason": "The firm gave passes to others."});
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(other.post("/passes/revoke-firm", body.clone()).await.0, 404);
    let revoked = town
        .officer
        .post_as("all-of-them", "/passes/revoke-firm", body.clone())
        .await;
    assert_eq!((revoked.0, &revoked.1["passes"]), (200, &json!(4)));
    assert_eq!(
        town.officer.post_as("all-of-them", "/passes/revoke-firm", body).await.1["passes"],
        4,
        "sent again"
    );
    assert_eq!(
        town.pass(&waiting).await["state"],
        "refused",
        "what it applied for ends too"
    );
    let (_, page) = town.manager.get("/passes?state=revoked").await;
    assert_eq!(page["passes"].as_array().unwrap().len(), 3);
}

pub async fn every_change_stands_in_the_history(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(truck("渝A99991")).await;
    town.officer.post("/passes/approve", ids(&[&id])).await;
    town.officer
        .post("/passes/revoke", json!({"ids": [id], "reason": "A mistake."}))
        .await;
    let pass = town.pass(&id).await;
    let events = pass["events"].as_array().unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["applied", "ruled", "approved", "issued", "revoked"]);
    assert_eq!(events[1]["note"], "not_in_fleet");
    assert_eq!(events[4]["note"], "A mistake.");
    assert_eq!(events[3]["actor"], "system");
}
