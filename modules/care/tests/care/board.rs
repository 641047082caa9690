//! What the board says of people whom nobody has seen.

use crate::street::Street;
use crate::world::{Person, World};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tongxin_account::Role;

/// A board is at most some seconds late.
const LATE_MAX: Duration = Duration::from_secs(15);

async fn care(commander: &Person<'_>, place: &str) -> Value {
    let (status, board) = commander.get(&format!("/board/{place}")).await;
    assert_eq!(status, 200, "{board}");
    let lifelines = board["lifelines"].as_array().unwrap();
    let care = lifelines
        .iter()
        .find(|lifeline| lifeline["lifeline"] == "care")
        .unwrap();
    json!([care["condition"], care["reason"]])
}

/// Waits until a board says so of care.
async fn assert_says(commander: &Person<'_>, place: &str, is_so: impl Fn(&Value) -> bool) {
    let began_at = Instant::now();
    loop {
        let said = care(commander, place).await;
        if is_so(&said) {
            return;
        }
        assert!(began_at.elapsed() < LATE_MAX, "{place}: {said}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub async fn a_missed_visit_is_on_the_board_within_the_hour_at_every_level(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["oxygen"]).await;
    street.at(0, 11, 0).await;
    let commander = world.person(Role::Commander, "900").await;
    let places = ["900", "90001", "9000101", "900010101", street.building.as_str()];
    for place in places {
        assert_ne!(care(&commander, place).await[0], "strained", "{place}");
    }
    // The morning's visit was over at noon.
    street.at(0, 12, 30).await;
    for place in places {
        let strained = json!(["strained", {"rule": "unseen", "people": 1}]);
        assert_says(&commander, place, |said| *said == strained).await;
    }
    assert_eq!(care(&commander, "90002").await[0], "unknown", "nobody is missed there");
    let mut said = street.said(&id, "well");
    said["part"] = json!("morning");
    assert_eq!(street.steward.post("/care/knocks", said).await.0, 201);
    for place in places {
        // Other needs may be open: buildings that never had a steward.
        assert_says(&commander, place, |said| said[0] == "stable").await;
    }
}
