//! Input that is wrong in every way gets a clear message at its field, and nothing is half written.

use crate::city::*;
use serde_json::{Value, json};
use tongxin_account::Role;

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_field_is_named_in_the_readers_language() {
    let city = City::start().await;
    let resident = city.resident("1-1").await.in_chinese();
    let wrong = json!({ "kind": "household_request", "topic": "beer", "title": " ", "body": "米".repeat(2_001) });
    let (status, problem) = resident.post("/needs", wrong).await;
    assert_eq!((status, fields(&problem)), (422, vec!["topic", "title", "body"]));
    assert_eq!(problem["errors"][0]["message"], "没有“beer”。可用：food");
    let english = city.resident("1-2").await;
    let (_, problem) = english
        .post("/needs", json!({ "kind": "x", "topic": "food", "title": "Rice" }))
        .await;
    assert_eq!(fields(&problem), ["kind"]);
    let right = "“x” is not known. These would be right: household_request, plant_blockage";
    assert_eq!(problem["errors"][0]["message"], right);
    assert_eq!(resident.get("/needs?with_closed=true").await.1["needs"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_places_households_and_organisations_are_named() {
    let city = City::start().await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let with = |key: &str, value: &str| {
        let mut body = food("Rice");
        body[key] = json!(value);
        body
    };
    let unknown_id = tongxin_city::HouseholdId::from_parts(NOON, 1).to_string();
    for (field, value) in [
        ("place", "900999999"),
        ("household", &*unknown_id),
        ("org", &*unknown_id),
    ] {
        let (status, problem) = worker.post("/needs", with(field, value)).await;
        assert_eq!((status, fields(&problem)), (422, vec![field]), "{problem}");
    }
    let (status, problem) = worker.post("/needs", food("Rice")).await;
    assert_eq!((status, fields(&problem)), (422, vec!["place"]));
    let elsewhere = with("place", OTHER_COMMUNITY);
    let (status, problem) = city.resident("1-1").await.post("/needs", elsewhere).await;
    assert_eq!((status, fields(&problem)), (422, vec!["place"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_needs_a_key_and_a_key_one_content() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let without = answer(resident.request("POST", "/needs").json(&food("Rice"))).await;
    assert_eq!((without.0, &without.1["code"]), (400, &json!("key-missing")));
    assert_eq!(resident.post_as("short", "/needs", food("Rice")).await.0, 400);
    let first = resident.post_as("the-same-key", "/needs", food("Rice")).await;
    assert_eq!(resident.post_as("the-same-key", "/needs", food("Rice")).await, first);
    let other = resident.post_as("the-same-key", "/needs", food("Oil")).await;
    assert_eq!((other.0, &other.1["code"]), (422, &json!("key-reused")));
    // Another person's keys are another person's.
    assert_eq!(
        city.resident("1-2")
            .await
            .post_as("the-same-key", "/needs", food("Oil"))
            .await
            .0,
        201
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_read_says_so() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let key = city.key();
    let send = |body: Vec<u8>, media_type: &str| {
        let request = resident.request("POST", "/needs").header("idempotency-key", &key);
        answer(request.header("content-type", media_type).body(body))
    };
    let json_type = "application/json";
    assert_eq!(
        send(b"{\"kind\": \"\xff\"}".to_vec(), json_type).await.1["code"],
        "not-utf8"
    );
    assert_eq!(send(vec![b'x'; 600 * 1024], json_type).await.0, 413);
    assert_eq!(
        send(b"kind=x".to_vec(), "application/x-www-form-urlencoded").await.0,
        415
    );
    assert_eq!(send(b"{".to_vec(), json_type).await.0, 400);
    let (status, problem) = send(b"{\"kind\":\"a\",\"topic\":\"b\",\"title\":7}".to_vec(), json_type).await;
    assert_eq!((status, fields(&problem)), (400, vec!["title"]));
    let unknown = json!({ "kind": "household_request", "topic": "food", "title": "Rice", "due": "2020-01-01" });
    assert_eq!(resident.post("/needs", unknown).await.0, 400);
    assert_eq!(resident.get("/needs/not-an-id").await.0, 404);
    for (query, field) in [("limit=0", "limit"), ("limit=201", "limit"), ("cursor=x", "cursor")] {
        let (status, problem) = resident.get(&format!("/needs?{query}")).await;
        assert_eq!((status, fields(&problem)), (422, vec![field]), "{query}");
    }
    for query in [
        "state=lost",
        "tier=9",
        "raised_before=yesterday",
        "place=5O",
        "overdue=perhaps",
    ] {
        assert_eq!(resident.get(&format!("/needs?{query}")).await.0, 400, "{query}");
    }
    assert_eq!(resident.get("/needs?with_closed=true").await.1["needs"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commands_missing_or_doubled_fields_are_named() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let account = tongxin_city::AccountId::from_parts(NOON, 1);
    let org = tongxin_city::OrgId::from_parts(NOON, 1);
    for (path, body, field) in [
        ("decline", json!({ "reason": "" }), "reason"),
        ("comment", json!({ "text": "x".repeat(1_001) }), "text"),
        ("assign", json!({}), "account"),
        ("assign", json!({ "account": account, "org": org }), "org"),
    ] {
        let (status, problem) = worker.post(&format!("/needs/{id}/{path}"), body).await;
        assert_eq!((status, fields(&problem)), (422, vec![field]), "{path}");
    }
    let (status, problem) = worker
        .post("/needs/bulk", json!({ "ids": [], "command": { "do": "accept" } }))
        .await;
    assert_eq!((status, fields(&problem)), (422, vec!["ids"]));
    let none = vec![id; 201];
    assert_eq!(
        worker
            .post("/needs/bulk", json!({ "ids": none, "command": { "do": "accept" } }))
            .await
            .0,
        422
    );
}
