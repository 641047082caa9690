//! People at work.

use crate::city::*;
use serde_json::json;
use tongxin_account::{Over, Role};

#[tokio::test(flavor = "multi_thread")]
async fn a_residents_need_goes_from_raised_to_struck_off() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await.in_chinese();
    let id = resident.raise("No rice left").await;
    let (_, page) = worker.get("/needs").await;
    assert_eq!(page["needs"][0]["place"], city.building.as_str());
    assert_eq!(page["needs"][0]["id"], *id);

    let act = async |path: &str, body| worker.post(&format!("/needs/{id}/{path}"), body).await;
    assert_eq!(act("accept", json!(null)).await.1["state"], "accepted");
    assert_eq!(
        act("comment", json!({ "text": "明早送到" })).await.1["entry"],
        "commented"
    );
    assert_eq!(
        act("priority", json!({ "priority": "high" })).await.1["priority"],
        "high"
    );
    assert_eq!(act("solve", json!({ "note": "已送到" })).await.1["state"], "solved");
    let (status, problem) = act("strike-off", json!({})).await;
    assert_eq!((status, &problem["code"]), (409, &json!("need-solver-strikes-off")));
    assert_eq!(problem["title"], "不能给自己办结的事项销号");

    let (status, done) = resident.post(&format!("/needs/{id}/strike-off"), json!({})).await;
    assert_eq!((status, &done["state"]), (200, &json!("struck_off")));
    let (_, detail) = resident.get(&format!("/needs/{id}")).await;
    let kinds: Vec<_> = detail["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].clone())
        .collect();
    assert_eq!(
        json!(kinds),
        json!(["raised", "accepted", "commented", "prioritised", "solved", "struck_off"])
    );
    assert_eq!(city.ledger.verify(&[]).await.unwrap().fault, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_need_is_appealed_to_the_tier_above() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let id = resident.raise("No rice left").await;
    worker
        .post(
            &format!("/needs/{id}/decline"),
            json!({ "reason": "Delivered yesterday" }),
        )
        .await;
    let (_, done) = resident
        .post(&format!("/needs/{id}/appeal"), json!({ "reason": "Not to us" }))
        .await;
    assert_eq!(
        (&done["state"], &done["tier"]),
        (&json!("reopened"), &json!("subdistrict"))
    );
    let (_, page) = city
        .person(Role::Officer, "9000101")
        .await
        .get("/needs?tier_from=subdistrict&state=reopened")
        .await;
    assert_eq!(page["needs"][0]["id"], *id);
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbours_and_strangers_learn_nothing() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("No rice left").await;
    let neighbour = city.resident("1-2").await;
    let elsewhere = city.person(Role::CommunityWorker, OTHER_COMMUNITY).await;
    let administrator = city.person(Role::Administrator, "900").await;
    for stranger in [&neighbour, &elsewhere] {
        assert_eq!(stranger.get(&format!("/needs/{id}")).await.0, 404);
        assert_eq!(stranger.get("/needs").await.1["needs"], json!([]));
        assert_eq!(stranger.get("/needs?place=900").await.1["needs"], json!([]));
        assert_eq!(
            stranger
                .post(&format!("/needs/{id}/comment"), json!({ "text": "?" }))
                .await
                .0,
            404
        );
    }
    assert_eq!(administrator.get("/needs").await.0, 403);
    assert_eq!(city.nobody().get("/needs").await.0, 401);
    assert_eq!(neighbour.post(&format!("/needs/{id}/accept"), json!(null)).await.0, 403);
    assert_eq!(neighbour.get("/needs.csv").await.0, 403);
    let steward = city.person(Role::Steward, city.building.as_str()).await;
    assert_eq!(steward.post(&format!("/needs/{id}/strike-off"), json!({})).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_raises_for_a_household_and_a_plant_for_itself() {
    let city = City::start().await;
    let steward = city.person(Role::Steward, city.building.as_str()).await;
    let mut lift = food("The lift is broken");
    lift["place"] = json!(city.building);
    assert_eq!(steward.post("/needs", lift.clone()).await.0, 201);
    lift["place"] = json!(COMMUNITY);
    assert_eq!(steward.post("/needs", lift).await.0, 403);

    let plant = city.plant().await;
    let reporter = city.with_role(Role::PlantReporter, Over::Org(plant)).await;
    let blockage = json!({ "kind": "plant_blockage", "topic": "staff", "org": plant, "title": "40 people short" });
    let (status, done) = reporter.post("/needs", blockage.clone()).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!(reporter.get("/needs").await.1["needs"][0]["org"], json!(plant));
    let resident = city.resident("1-1").await;
    assert_eq!(resident.post("/needs", blockage.clone()).await.0, 422);
    let neighbour = json!({ "kind": "household_request", "topic": "food", "title": "Rice",
        "household": tongxin_city::HouseholdId::from_parts(NOON, 1) });
    assert_eq!(resident.post("/needs", neighbour).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_command_is_done_need_by_need_and_taken_back() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let (first, second) = (resident.raise("Rice").await, resident.raise("Oil").await);
    worker.post(&format!("/needs/{second}/accept"), json!(null)).await;
    let body = json!({ "ids": [first, second], "command": { "do": "accept" } });
    let key = city.key();
    let (status, done) = worker.post_as(&key, "/needs/bulk", body.clone()).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(worker.post_as(&key, "/needs/bulk", body).await.1, done);
    let item = |id: &str| {
        done["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["id"] == *id)
            .unwrap()
    };
    assert_eq!(item(&second)["problem"]["code"], "need-wrong-state");
    let undo = json!({ "items": [{ "id": first, "seq": item(&first)["done"]["seq"] }] });
    let (_, undone) = worker.post("/needs/bulk/undo", undo).await;
    assert_eq!(undone["items"][0]["done"]["state"], "raised");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_paged_by_cursor() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    for number in 0..5 {
        resident.raise(&format!("Need {number}")).await;
    }
    let (_, first) = resident.get("/needs?limit=3&sort=newest").await;
    let next = first["next"].as_str().unwrap();
    let (_, second) = resident.get(&format!("/needs?limit=3&sort=newest&cursor={next}")).await;
    let titles = |page: &serde_json::Value| {
        page["needs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|need| need["title"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(json!(titles(&first)), json!(["Need 4", "Need 3", "Need 2"]));
    assert_eq!(json!(titles(&second)), json!(["Need 1", "Need 0"]));
    assert_eq!(second["next"], json!(null));
    assert_eq!(
        json!(titles(&resident.get("/needs?q=need+3").await.1)),
        json!(["Need 3"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_and_the_latest_seal_are_public() {
    let city = City::start().await;
    let (_, kinds) = city.nobody().in_chinese().get("/kinds").await;
    assert_eq!(
        (&kinds[0]["key"], &kinds[0]["name"]),
        (&json!("household_request"), &json!("需求台账"))
    );
    assert_eq!(
        kinds[0]["topics"][0]["due"][0],
        json!({ "priority": "urgent", "hours": 2 })
    );
    assert_eq!(city.nobody().get("/ledger/seal").await.0, 404);
    city.resident("1-1").await.raise("Rice").await;
    city.ledger.tick(NOON).await.unwrap();
    assert_eq!(city.nobody().get("/ledger/seal").await.1["number"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_given_to_whoever_works_there_and_to_nobody_else() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let elsewhere = city.account(Role::CommunityWorker, OTHER_COMMUNITY).await;
    let steward = city.account(Role::Steward, city.building.as_str()).await;
    let nobody = tongxin_city::AccountId::from_parts(NOON, 1);
    for (stranger, field) in [
        (json!({ "account": elsewhere }), "account"),
        (json!({ "account": nobody }), "account"),
        (json!({ "org": tongxin_city::OrgId::from_parts(NOON, 1) }), "org"),
    ] {
        let (status, problem) = worker.post(&format!("/needs/{id}/assign"), stranger.clone()).await;
        assert_eq!(
            (status, &problem["errors"][0]["field"]),
            (422, &json!(field)),
            "{problem}"
        );
        let mut command = stranger;
        command["do"] = json!("assign");
        let body = json!({ "ids": [id], "command": command });
        assert_eq!(worker.post("/needs/bulk", body).await.0, 422);
    }
    let (status, done) = worker
        .post(&format!("/needs/{id}/assign"), json!({ "account": steward }))
        .await;
    assert_eq!((status, &done["state"]), (200, &json!("assigned")), "{done}");
    let plant = city.plant().await;
    let (status, _) = worker
        .post(&format!("/needs/{id}/assign"), json!({ "org": plant }))
        .await;
    assert_eq!(status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plants_need_stands_where_the_plant_is() {
    let city = City::start().await;
    let plant = city.plant().await;
    let reporter = city.with_role(Role::PlantReporter, Over::Org(plant)).await.in_chinese();
    let blockage = json!({ "kind": "plant_blockage", "topic": "staff", "org": plant, "title": "缺工",
        "place": OTHER_COMMUNITY });
    let (status, problem) = reporter.post("/needs", blockage).await;
    assert_eq!(
        (status, &problem["errors"][0]["field"]),
        (422, &json!("place")),
        "{problem}"
    );
    assert_eq!(
        problem["errors"][0]["message"],
        "他们不在这里。不填时，按他们自己的地点"
    );
}
