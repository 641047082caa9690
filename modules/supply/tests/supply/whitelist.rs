//! The whitelist over HTTP: applying, deciding, what the public sees, and what the clock does.

use crate::world::{COMMUNITY, DISTRICT, NOON, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;
use tongxin_places::OrgKind;

/// The example of GB 32100-2015 and two more whose check characters fit.
pub const CODE: &str = "91350100M000100Y43";
const OTHER_CODE: &str = "91350100M000100Y56";

pub fn application(code: &str, name: &str, place: &str) -> Value {
    json!({
        "credit_code": code, "kind": "outlet", "name": name, "place": place, "service_places": [place],
        "orders_a_day": 300, "contact_name": "Chen", "contact_phone": "023-6789 1234",
    })
}

/// The fields that a refusal names.
pub fn fields(answer: &(u16, Value)) -> Vec<&str> {
    let errors = answer.1["errors"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

async fn apply(officer: &Person<'_>, code: &str, name: &str) -> String {
    let (status, answer) = officer
        .post("/supply/applications", application(code, name, COMMUNITY))
        .await;
    assert_eq!(status, 201, "{answer}");
    answer["id"].as_str().unwrap().to_owned()
}

/// Lists a firm of [`COMMUNITY`] until the end of November.
pub async fn listed(officer: &Person<'_>, code: &str, name: &str) -> OrgId {
    let id = apply(officer, code, name).await;
    let days = json!({ "valid_until": "2022-11-30" });
    let (status, answer) = officer.post(&format!("/supply/applications/{id}/list"), days).await;
    assert_eq!(status, 200, "{answer}");
    answer["org"].as_str().unwrap().parse().unwrap()
}

pub async fn an_application_becomes_a_listing_with_its_organisation(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = apply(&officer, CODE, "海星超市").await;
    let waiting = officer.get("/supply/applications?state=open").await.1;
    assert_eq!(waiting["applications"][0]["id"], json!(id));
    assert_eq!(waiting["counts"], json!({ "open": 1 }));
    let path = format!("/supply/applications/{id}/list");
    let (_, listed) = officer
        .post_as("the-same-key", &path, json!({ "valid_until": "2022-12-24" }))
        .await;
    let again = officer
        .post_as("the-same-key", &path, json!({ "valid_until": "2022-12-24" }))
        .await;
    assert_eq!(again, (200, listed.clone()), "a repeat gets the first answer");
    let org: OrgId = listed["org"].as_str().unwrap().parse().unwrap();
    assert_eq!(world.places.org(org).await.unwrap().unwrap().kind, OrgKind::Outlet);
    let (_, detail) = officer.get(&format!("/supply/listings/{org}")).await;
    assert_eq!(detail["listing"]["valid_from"], "2022-11-24");
    assert_eq!(detail["listing"]["service_places"], json!([COMMUNITY]));
    assert_eq!(detail["events"][0]["kind"], "listed");
    let (status, problem) = officer.post(&path, json!({ "valid_until": "2022-12-24" })).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("application-decided")));
}

pub async fn everybody_sees_who_serves_a_place_and_no_contacts(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    listed(&officer, CODE, "海星超市").await;
    let nobody = world.nobody();
    let (status, page) = nobody.get(&format!("/supply/whitelist?place={}", world.building)).await;
    assert_eq!(status, 200);
    assert_eq!(page["firms"][0]["name"], "海星超市");
    assert_eq!(page["firms"][0]["valid_until"], "2022-11-30");
    assert!(!page.to_string().contains("6789"), "no telephone number: {page}");
    for (query, found) in [
        (format!("place={DISTRICT}"), 1),
        (format!("place={OTHER_DISTRICT}"), 0),
        ("q=%E8%B6%85%E5%B8%82".to_owned(), 1),
        ("q=%E8%8D%AF%E5%BA%97".to_owned(), 0),
        ("q=--".to_owned(), 0),
    ] {
        let (_, page) = nobody.get(&format!("/supply/whitelist?{query}")).await;
        assert_eq!(page["firms"].as_array().unwrap().len(), found, "{query}");
    }
}

pub async fn whatever_is_wrong_with_an_application_is_said_at_its_field(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let with = |change: &[(&str, Value)]| {
        let mut body = application(CODE, "海星超市", COMMUNITY);
        change.iter().for_each(|(field, value)| body[*field] = value.clone());
        body
    };
    for (field, value) in [
        ("credit_code", json!("91350100M000100Y44")),
        ("credit_code", json!("")),
        ("name", json!("")),
        ("place", json!("900019999")),
        ("place", json!(DISTRICT)),
        ("service_places", json!([OTHER_DISTRICT])),
        ("service_places", json!([])),
        ("orders_a_day", json!(-1)),
        ("orders_a_day", json!(1_000_000_000_i64)),
        ("contact_phone", json!("ask at the gate")),
        ("obligations", json!("x".repeat(1_001))),
    ] {
        let answer = officer
            .post("/supply/applications", with(&[(field, value.clone())]))
            .await;
        assert_eq!((answer.0, fields(&answer)), (422, vec![field]), "{value}");
    }
    let elsewhere = with(&[("place", json!("900020101")), ("service_places", json!(["900020101"]))]);
    let answer = officer.post("/supply/applications", elsewhere).await;
    assert_eq!((answer.0, fields(&answer)), (422, vec!["place"]));
    apply(&officer, CODE, "海星超市").await;
    let answer = officer.post("/supply/applications", with(&[])).await;
    assert_eq!(
        (answer.0, fields(&answer)),
        (422, vec!["credit_code"]),
        "one waits already"
    );
    assert_eq!(
        officer.get("/supply/applications").await.1["counts"],
        json!({ "open": 1 })
    );
}

pub async fn a_credit_code_belongs_to_one_firm(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    listed(&officer, CODE, "海星超市").await;
    let other = application(CODE, "贝壳超市", COMMUNITY);
    let answer = officer.post("/supply/applications", other).await;
    assert_eq!((answer.0, fields(&answer)), (422, vec!["credit_code"]));
    let id = apply(&officer, OTHER_CODE, "海星超市").await;
    let path = format!("/supply/applications/{id}/list");
    let (status, problem) = officer.post(&path, json!({ "valid_until": "2022-12-24" })).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("listing-name-taken")));
    let before = officer.get("/supply/listings").await.1["counts"].clone();
    assert_eq!(before, json!({ "listed": 1 }), "nothing was half written");
}

pub async fn a_refused_application_says_why_and_another_may_follow(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = apply(&officer, CODE, "海星超市").await;
    let path = format!("/supply/applications/{id}/refuse");
    let answer = officer.post(&path, json!({ "reason": " " })).await;
    assert_eq!((answer.0, fields(&answer)), (422, vec!["reason"]));
    assert_eq!(officer.post(&path, json!({ "reason": "No cold store" })).await.0, 200);
    let (_, refused) = officer.get(&format!("/supply/applications/{id}")).await;
    assert_eq!(
        (&refused["state"], &refused["reason"]),
        (&json!("refused"), &json!("No cold store"))
    );
    let second = apply(&officer, CODE, "海星超市").await;
    assert_eq!(
        officer
            .post(&format!("/supply/applications/{second}/withdraw"), json!({}))
            .await
            .0,
        200
    );
    assert_eq!(
        officer
            .post(&format!("/supply/applications/{second}/withdraw"), json!({}))
            .await
            .0,
        409
    );
}

pub async fn a_listing_is_suspended_resumed_renewed_ended_and_listed_again(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let step = async |name: &str, body: Value| officer.post(&format!("/supply/listings/{org}/{name}"), body).await;
    let is_public = async || {
        let (_, page) = world.nobody().get("/supply/whitelist").await;
        !page["firms"].as_array().unwrap().is_empty()
    };
    assert_eq!(
        step("suspend", json!({ "reason": "Cases among the staff" })).await.1["state"],
        "suspended"
    );
    assert!(!is_public().await);
    assert_eq!(
        step("suspend", json!({ "reason": "again" })).await.1["code"],
        "listing-not-listed"
    );
    assert_eq!(step("resume", json!({})).await.1["state"], "listed");
    assert_eq!(
        step("renew", json!({ "valid_until": "2022-12-31" })).await.1["valid_until"],
        "2022-12-31"
    );
    let too_far = step("renew", json!({ "valid_until": "2029-12-31" })).await;
    assert_eq!((too_far.0, fields(&too_far)), (422, vec!["valid_until"]));
    assert_eq!(
        step("end", json!({ "reason": "Closed down" })).await.1["state"],
        "ended"
    );
    assert_eq!(
        step("renew", json!({ "valid_until": "2022-12-31" })).await.1["code"],
        "listing-ended"
    );
    assert_eq!(listed(&officer, CODE, "海星超市").await, org, "the same organisation");
    assert!(is_public().await);
    let (_, detail) = officer.get(&format!("/supply/listings/{org}")).await;
    let kinds: Vec<&str> = detail["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["listed", "suspended", "resumed", "renewed", "ended", "listed"]);
    assert_eq!(detail["events"][1]["note"], "Cases among the staff");
}

pub async fn the_clock_expires_a_listing_the_day_after_its_last(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let path = format!("/supply/listings/{org}");
    world.supply.tick(NOON.plus_days(6)).await.unwrap();
    assert_eq!(officer.get(&path).await.1["listing"]["state"], "listed");
    world.supply.tick(NOON.plus_days(7)).await.unwrap();
    world.supply.tick(NOON.plus_days(7)).await.unwrap();
    let (_, detail) = officer.get(&path).await;
    assert_eq!(detail["events"].as_array().unwrap().len(), 2, "once");
    assert_eq!(detail["listing"]["state"], "expired");
    assert_eq!(detail["events"][1]["actor"], "system");
}

pub async fn a_manager_renews_the_own_firm_and_sees_no_other(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let other = listed(&officer, OTHER_CODE, "贝壳超市").await;
    let manager = world.manager(org).await;
    assert_eq!(manager.get(&format!("/supply/listings/{org}")).await.0, 200);
    assert_eq!(manager.get(&format!("/supply/listings/{other}")).await.0, 404);
    assert_eq!(
        manager.get("/supply/listings").await.1["listings"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let renewal = json!({
        "service_places": [DISTRICT], "orders_a_day": 900, "contact_name": "Chen", "contact_phone": "023-6789 1234",
    });
    let (status, answer) = manager.post("/supply/applications", renewal.clone()).await;
    assert_eq!(status, 201, "{answer}");
    let mut foreign = renewal;
    foreign["org"] = json!(other);
    let answer = manager.post("/supply/applications", foreign).await;
    assert_eq!((answer.0, fields(&answer)), (422, vec!["org"]));
    let id = answer_id(&manager).await;
    let path = format!("/supply/applications/{id}/list");
    assert_eq!(manager.post(&path, json!({ "valid_until": "2022-12-24" })).await.0, 403);
    assert_eq!(officer.post(&path, json!({ "valid_until": "2022-12-24" })).await.0, 200);
    let (_, detail) = officer.get(&format!("/supply/listings/{org}")).await;
    assert_eq!(detail["listing"]["orders_a_day"], 900);
    assert_eq!(detail["listing"]["service_places"], json!([DISTRICT]));
}

async fn answer_id(person: &Person<'_>) -> String {
    let (_, page) = person.get("/supply/applications?state=open").await;
    page["applications"][0]["id"].as_str().unwrap().to_owned()
}

pub async fn an_officer_of_another_district_finds_nothing(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let id = apply(&officer, OTHER_CODE, "贝壳超市").await;
    let stranger = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(stranger.get(&format!("/supply/listings/{org}")).await.0, 404);
    assert_eq!(stranger.get(&format!("/supply/applications/{id}")).await.0, 404);
    let days = json!({ "valid_until": "2022-12-24" });
    assert_eq!(
        stranger
            .post(&format!("/supply/applications/{id}/list"), days.clone())
            .await
            .0,
        404
    );
    assert_eq!(
        stranger
            .post(&format!("/supply/listings/{org}/renew"), days.clone())
            .await
            .0,
        404
    );
    let bulk = json!({ "ids": [id], "valid_until": "2022-12-24" });
    let (_, done) = stranger.post("/supply/applications/list", bulk.clone()).await;
    assert_eq!(done["items"][0]["problem"]["code"], "not-found");
    let (_, done) = officer.post("/supply/applications/list", bulk).await;
    assert!(done["items"][0]["done"]["org"].is_string(), "{done}");
}

pub async fn the_list_is_filtered_paged_and_taken_out_as_a_file(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    listed(&officer, CODE, "海星超市").await;
    listed(&officer, OTHER_CODE, "贝壳超市").await;
    let (_, first) = officer.get("/supply/listings?limit=1").await;
    let next = first["next"].as_str().unwrap();
    let (_, second) = officer.get(&format!("/supply/listings?limit=1&cursor={next}")).await;
    assert_ne!(first["listings"][0]["org"], second["listings"][0]["org"]);
    assert_eq!(second["next"], Value::Null);
    for (query, found) in [
        ("state=listed", 2),
        ("state=ended", 0),
        ("kind=pharmacy", 0),
        ("expiring_before=2022-12-01", 2),
        ("expiring_before=2022-11-30", 0),
        ("q=91350100M000100Y43", 1),
    ] {
        let (_, page) = officer.get(&format!("/supply/listings?{query}")).await;
        assert_eq!(page["listings"].as_array().unwrap().len(), found, "{query}");
    }
    let (status, csv) = officer.get("/supply/listings.csv").await;
    assert_eq!(status, 200);
    let csv = csv.as_str().unwrap().to_owned();
    assert!(csv.contains("海星超市,Shop,Listed,91350100M000100Y43"), "{csv}");
    assert!(!csv.contains("6789"), "no contacts");
    assert_eq!(officer.get("/supply/listings?limit=0").await.0, 422);
}
