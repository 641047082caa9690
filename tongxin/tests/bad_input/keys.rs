//! Command keys: one key, one content.

use crate::system::client::send;
use crate::town::{BUILDING, COMMUNITY, COMPOUND, Town, food, refused};
use reqwest::Method;
use serde_json::{Value, json};

pub async fn a_key_with_other_content_is_refused_by_every_command(town: &Town) {
    let comment = format!("/api/v1/needs/{}/comment", town.need);
    let row = |row: Value| json!({ "rows": [row] });
    let door = |door: &str| row(json!({ "building": BUILDING, "door": door }));
    let team = |name: &str| row(json!({ "kind": "team", "name": name, "place": COMMUNITY }));
    let house = |name: &str| row(json!({ "parent": COMPOUND, "name_zh": name }));
    let area = |name: &str| json!({ "name": name, "places": [COMMUNITY] });
    let token = |name: &str| json!({ "name": name, "days": 1 });
    let role = |role: &str| json!({ "role": role, "place": COMMUNITY });
    for (who, path, first, other) in [
        (&town.resident, "/api/v1/needs", food("Oil"), food("Salt")),
        (
            &town.officer,
            &*comment,
            json!({ "text": "one" }),
            json!({ "text": "other" }),
        ),
        (&town.officer, "/api/v1/tokens", token("one"), token("other")),
        (
            &town.officer,
            "/api/v1/invitations",
            role("steward"),
            role("community_worker"),
        ),
        (&town.administrator, "/api/v1/places", house("甲"), house("乙")),
        (&town.administrator, "/api/v1/households", door("7-1"), door("7-2")),
        (&town.administrator, "/api/v1/orgs", team("one"), team("other")),
        (&town.administrator, "/api/v1/areas", area("one"), area("other")),
    ] {
        let key = town.key();
        let done = send(town.post_as(&key, who, path, &first)).await;
        assert!(done.status < 300, "{path}: {}", done.body);
        let repeated = send(town.post_as(&key, who, path, &first)).await;
        assert_eq!((repeated.status, &repeated.body), (done.status, &done.body), "{path}");
        let answer = town.refuses(path, town.post_as(&key, who, path, &other)).await;
        assert_eq!(answer, refused(422, "key-reused", &[]), "{path}");
    }
    // The same key on another command is another content too.
    let key = town.key();
    assert_eq!(
        send(town.post_as(&key, &town.officer, "/api/v1/tokens", &token("one")))
            .await
            .status,
        201
    );
    let answer = town.refuses(
        "another command",
        town.post_as(&key, &town.officer, &comment, &json!({ "text": "x" })),
    );
    assert_eq!(answer.await, refused(422, "key-reused", &[]));
}

pub async fn a_command_without_a_proper_key_is_refused(town: &Town) {
    let bare = || town.resident.request(Method::POST, "/api/v1/needs").json(&food("Oil"));
    let answer = town.refuses("no key", bare()).await;
    assert_eq!(answer, refused(400, "key-missing", &[]));
    for key in [
        "",
        "short",
        "with blank",
        &"k".repeat(81),
        "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
    ] {
        let answer = town.refuses(key, bare().header("idempotency-key", key)).await;
        assert_eq!(answer, refused(400, "key-missing", &[]), "{key}");
    }
    // The last field of that name counts nowhere: a form sends one key.
    for key in ["", "short", &"k".repeat(81)] {
        let fields = [("csrf", &*town.worker.csrf), ("key", key), ("names", "2栋")];
        let request = town.worker.request(Method::POST, &format!("/places/{COMPOUND}/add"));
        assert_eq!(town.refuses(key, request.form(&fields)).await.status, 400);
    }
}
