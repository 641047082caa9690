//! What gates send and ask: counts that count once, a look-up, the page that a phone keeps.

use crate::town::{PLATES, Town, code, fields, truck};
use crate::world::{DISTRICT, OTHER_DISTRICT, World};
use serde_json::{Value, json};
use tongxin_account::Role;

/// A batch of a gate in a district, at an hour; the test's clock stands at noon of 24 November 2022 in UTC+8.
fn batch(place: &str, hour: &str, count: i64) -> Value {
    json!({"place": place, "counts": [
        {"hour": hour, "direction": "enter", "verdict": "valid", "count": count},
        {"hour": hour, "direction": "enter", "verdict": "revoked", "count": 1},
    ]})
}

const HOUR: &str = "2022-11-24T02:00:00Z";

pub async fn a_batch_of_counts_counts_once_whoever_sends_it(world: &World) {
    let first = world.person(Role::CommunityWorker, DISTRICT).await;
    let second = world.person(Role::Officer, DISTRICT).await;
    let key = "11111111-2222-4333-8444-555555555555";
    for (person, is_new) in [(&first, true), (&first, false), (&second, false)] {
        let taken = person.post_as(key, "/passes/counts", batch(DISTRICT, HOUR, 7)).await;
        assert_eq!((taken.0, &taken.1["is_new"]), (200, &json!(is_new)), "{taken:?}");
    }
    assert_eq!(second.post("/passes/counts", batch(DISTRICT, HOUR, 2)).await.0, 200);
    let (_, counted) = second.get(&format!("/passes/counts?place={DISTRICT}")).await;
    let counts = json!([{"verdict": "revoked", "count": 2}, {"verdict": "valid", "count": 9}]);
    assert_eq!(counted["counts"], counts);
    let (_, none) = second
        .get(&format!("/passes/counts?place={DISTRICT}&day=2022-11-23"))
        .await;
    assert_eq!(none["counts"], json!([]));
}

pub async fn wrong_counts_are_said_at_their_field_and_none_is_taken(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    for (hour, count, field) in [
        ("2022-11-24T02:30:00Z", 7, "counts.0.hour"),
        ("2023-11-24T02:00:00Z", 7, "counts.0.hour"),
        ("2020-11-24T02:00:00Z", 7, "counts.0.hour"),
        (HOUR, 0, "counts.0.count"),
        (HOUR, -3, "counts.0.count"),
    ] {
        let refused = officer.post("/passes/counts", batch(DISTRICT, hour, count)).await;
        assert_eq!(refused.0, 422, "{refused:?}");
        assert!(fields(&refused).contains(&field), "{refused:?}");
    }
    let empty = json!({"place": DISTRICT, "counts": []});
    assert_eq!(officer.post("/passes/counts", empty).await.0, 422);
    let twice = json!({"place": DISTRICT, "counts": [
        {"hour": HOUR, "direction": "enter", "verdict": "valid", "count": 1},
        {"hour": HOUR, "direction": "enter", "verdict": "valid", "count": 2},
    ]});
    assert_eq!(officer.post("/passes/counts", twice).await.0, 422);
    let elsewhere = officer.post("/passes/counts", batch(OTHER_DISTRICT, HOUR, 1)).await;
    assert_eq!(elsewhere.0, 404, "another place's gate is another officer's");
    assert_eq!(
        world.nobody().post("/passes/counts", batch(DISTRICT, HOUR, 1)).await.0,
        401
    );
    let (_, counted) = officer.get(&format!("/passes/counts?place={DISTRICT}")).await;
    assert_eq!(counted["counts"], json!([]));
}

pub async fn a_pass_that_nobody_can_show_is_found_by_plate_or_number(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(truck(PLATES[0])).await;
    let pass = town.pass(&id).await;
    let guard = world.person(Role::CommunityWorker, OTHER_DISTRICT).await;
    for asked in [PLATES[0].to_owned(), pass["number"].to_string()] {
        let (status, found) = guard.get(&format!("/passes/lookup?q={asked}")).await;
        assert_eq!((status, &found["passes"]), (200, &json!([pass["text"]])), "{asked}");
    }
    let (_, found) = guard.get("/passes/lookup?q=%E6%B8%9DZ00000").await;
    assert_eq!(found["passes"], json!([]));
    assert_eq!(guard.get("/passes/lookup?q=%20").await.0, 422);
    assert_eq!(
        town.manager.get(&format!("/passes/lookup?q={}", PLATES[0])).await.0,
        403
    );
    assert_eq!(code(&world.nobody().get("/passes/lookup?q=1").await).0, 401);
}

pub async fn the_gates_page_names_the_root_key_and_the_citys_zone(world: &World) {
    let nobody = world.nobody();
    let (status, page) = nobody.page("/scan").await;
    assert_eq!(status, 200);
    let root = page.split("data-root=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(root.len(), 64, "{root}");
    assert!(!page.contains("data-zone=\"\""));
    let (status, worker) = nobody.page("/scan-worker.js").await;
    assert!(status == 200 && !worker.contains("\"unversioned\""), "{worker}");
}
