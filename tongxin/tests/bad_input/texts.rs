//! Texts: with signs that can't be kept, too long, or empty.

use crate::system::client::send;
use crate::town::{BUILDING, COMMUNITY, COMPOUND, Town, food, refused};
use reqwest::Method;
use serde_json::{Value, json};

/// PostgreSQL keeps no zero byte, and no screen shows one.
const ZERO: &str = "a\0b";

/// Every text that a program can have kept: where, in what, under which name.
fn kept(town: &Town, text: &str) -> Vec<(String, Value, &'static str)> {
    let on_need = |command: &str| format!("/api/v1/needs/{}/{command}", town.need);
    let with = |field: &str| {
        let mut need = food("Rice");
        need[field] = json!(text);
        need
    };
    let row = |row: Value| json!({ "rows": [row] });
    vec![
        ("/api/v1/needs".into(), with("title"), "title"),
        ("/api/v1/needs".into(), with("body"), "body"),
        ("/api/v1/needs".into(), with("contact"), "contact"),
        (on_need("comment"), json!({ "text": text }), "text"),
        (on_need("decline"), json!({ "reason": text }), "reason"),
        (on_need("escalate"), json!({ "reason": text }), "reason"),
        ("/api/v1/tokens".into(), json!({ "name": text, "days": 1 }), "name"),
        (
            "/api/v1/places".into(),
            row(json!({ "parent": COMPOUND, "name_zh": text })),
            "rows[0].name_zh",
        ),
        (
            "/api/v1/households".into(),
            row(json!({ "building": BUILDING, "door": text })),
            "rows[0].door",
        ),
        (
            "/api/v1/orgs".into(),
            row(json!({ "kind": "team", "name": text, "place": COMMUNITY })),
            "rows[0].name",
        ),
        (
            "/api/v1/areas".into(),
            json!({ "name": text, "places": [COMMUNITY] }),
            "rows[0].name",
        ),
    ]
}

/// Whoever may do that: needs are the officer's work, or the resident's to raise; the rest is the administrator's.
fn sent(town: &Town, path: &str, body: &Value) -> reqwest::RequestBuilder {
    let who = match path {
        "/api/v1/needs" => &town.resident,
        path if path.starts_with("/api/v1/needs/") => &town.officer,
        _ => &town.administrator,
    };
    town.post(who, path, body)
}

pub async fn a_zero_byte_is_refused_wherever_a_text_is_kept(town: &Town) {
    for (path, body, field) in kept(town, ZERO) {
        let answer = town.refuses(&path, sent(town, &path, &body)).await;
        assert_eq!(answer, refused(422, "invalid", &[field]), "{path} {body}");
    }
    for (field, others) in [("kind", "topic"), ("topic", "kind")] {
        let mut need = food("Rice");
        need[field] = json!(ZERO);
        let answer = town.refuses(others, sent(town, "/api/v1/needs", &need)).await;
        assert_eq!(answer, refused(422, "invalid", &[field]));
    }
    let solve = format!("/api/v1/needs/{}/solve", town.need);
    let accept = format!("/api/v1/needs/{}/accept", town.need);
    assert_eq!(send(town.post(&town.officer, &accept, &json!({}))).await.status, 200);
    let answer = town
        .refuses(&solve, town.post(&town.officer, &solve, &json!({ "note": ZERO })))
        .await;
    assert_eq!(answer, refused(422, "invalid", &["note"]));
    for (path, name) in [
        (format!("/places/{COMMUNITY}/add"), "names"),
        (format!("/places/{BUILDING}/doors"), "doors"),
    ] {
        let answer = town.refuses(&path, town.form(&path, &[(name, ZERO)])).await;
        assert_eq!((answer.status, answer.fields), (422, vec![name.to_owned()]), "{path}");
    }
    let token = town.form("/account/tokens", &[("name", ZERO), ("days", "1")]);
    assert_eq!(town.refuses("a token's name", token).await.fields, ["name"]);
}

pub async fn a_zero_byte_finds_nothing_wherever_a_text_is_looked_for(town: &Town) {
    for address in [
        "/api/v1/needs?q=a%00b",
        "/api/v1/needs?kind=a%00b",
        "/api/v1/needs?topic=a%00b",
        "/api/v1/needs.csv?q=a%00b",
        "/api/v1/places?q=a%00b",
        "/api/v1/people?after=a%00b",
        "/people?after=a%00b",
        "/places?q=a%00b",
    ] {
        let who = if address.starts_with("/api/") {
            &town.officer
        } else {
            &town.worker
        };
        let answer = send(who.request(Method::GET, address)).await;
        assert!(answer.status < 500, "{address}: {}", answer.status);
        assert!(!answer.body.contains("Rice"), "{address}");
    }
    for address in [
        "/api/v1/needs/%00",
        "/api/v1/places/9%00",
        "/api/v1/orgs/%00",
        "/%00",
        "/join/%00",
    ] {
        let request = town.officer.request(Method::GET, address);
        let status = town.refuses(address, request).await.status;
        assert!(matches!(status, 404 | 410), "{address}: {status}");
    }
    for (name, password) in [(ZERO, "a long password"), ("officer", ZERO)] {
        let body = json!({ "name": name, "password": password });
        let request = town.officer.request(Method::POST, "/api/v1/sessions").json(&body);
        assert_eq!(
            town.refuses("signing in", request).await,
            refused(401, "wrong-password", &[])
        );
    }
    let request = town.officer.request(Method::POST, "/api/v1/sessions/household");
    let request = request.json(&json!({ "code": ZERO }));
    assert_eq!(town.refuses("a code", request).await, refused(404, "wrong-code", &[]));
}

pub async fn texts_too_long_or_empty_are_named_with_their_bound(town: &Town) {
    let long = "x".repeat(10_000);
    for (path, body, field) in kept(town, &long) {
        let answer = town.refuses(&path, sent(town, &path, &body)).await;
        assert_eq!(answer, refused(422, "invalid", &[field]), "{path} {field}");
    }
    for (path, body, field) in kept(town, " \t ") {
        if matches!(field, "body" | "contact") {
            continue;
        }
        let answer = town.refuses(&path, sent(town, &path, &body)).await;
        assert_eq!(answer, refused(422, "invalid", &[field]), "{path} {field}");
    }
    for (address, field) in [
        (format!("/api/v1/needs?q={long}"), "q"),
        (format!("/api/v1/places?q={long}"), "q"),
        (format!("/api/v1/people?after={long}"), "after"),
        (format!("/api/v1/needs?cursor={long}"), "cursor"),
    ] {
        let request = town.officer.request(Method::GET, &address);
        assert_eq!(town.refuses(field, request).await, refused(422, "invalid", &[field]));
    }
}
