//! Teams with leaders.

use crate::crew::{Crew, text};
use crate::world::{COMMUNITY, World};
use serde_json::json;

pub async fn a_leader_sees_the_teams_shifts_and_says_who_came(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, anna_id), (ben, ben_id)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    let (status, team) = crew
        .worker
        .post("/teams", json!({"place": COMMUNITY, "name": "红岩队"}))
        .await;
    assert_eq!(status, 201, "{team}");
    let team = text(&team["id"]);
    let path = format!("/teams/{team}");
    let step = |step: &str, who: &str| json!({"step": step, "volunteer": who});
    assert_eq!(crew.worker.post(&path, step("lead", &anna_id)).await.0, 200);
    assert_eq!(crew.worker.post(&path, step("join", &ben_id)).await.0, 200);
    let shift = crew
        .shift((1, 9), 3, json!({"team": team, "posts": [{"needed": 2}]}))
        .await;
    ben.step("take", &shift).await;
    let (carl, carl_id) = crew.helper("Carl").await;
    carl.step("take", &shift).await;
    let led = anna.own_page("/volunteer/lead").await;
    assert!(
        led.1.contains("Ben") && !led.1.contains("tel:138"),
        "a day before nobody is called: {}",
        led.1
    );
    world.clock.advance_to(crew.at(1, 9, 0));
    let led = anna.own_page("/volunteer/lead").await;
    assert!(led.1.contains("tel:138") && led.1.contains("<svg"), "{}", led.1);
    let other = ben.own_page("/volunteer/lead").await;
    assert!(
        !other.1.contains("tel:138"),
        "who leads nothing sees nobody: {}",
        other.1
    );
    let mut browser = anna.opened().await;
    let shown = browser.get("/volunteer/lead").await;
    let fields = [("shift", shift.as_str()), ("volunteer", &ben_id), ("step", "in")];
    assert_eq!(browser.post(&shown, "/volunteer/lead", &fields).await.status, 303);
    let (_, list) = crew.worker.get(&format!("/shifts/{shift}/places")).await;
    assert_eq!(list["places"][0]["state"], "in", "{list}");
    let mut stranger = ben.opened().await;
    let shown = stranger.get("/volunteer/me").await;
    assert_eq!(
        stranger.post(&shown, "/volunteer/lead", &fields).await.status,
        404,
        "only the leader says it"
    );
    // In the evening a list on paper says that Carl was there after all.
    crew.clock(1, 19, 0).await;
    let shown = browser.get("/volunteer/lead").await;
    assert!(shown.says("Did not come"), "{}", shown.html);
    let fields = [("shift", shift.as_str()), ("volunteer", &carl_id), ("step", "in")];
    assert_eq!(browser.post(&shown, "/volunteer/lead", &fields).await.status, 303);
    assert_eq!(carl.minutes().await, 180);
}
