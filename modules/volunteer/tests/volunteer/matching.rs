//! People are asked by the rule, and told why.

use crate::crew::{Crew, text};
use crate::world::{COMMUNITY, World};
use serde_json::{Value, json};
use tongxin_account::Role;

pub async fn people_are_asked_by_the_rule_and_answer_on_their_own_page(world: &World) {
    let crew = Crew::new(world).await;
    let officer = world.person(Role::Officer, "90001").await;
    let (far, far_id) = crew.applied("远", json!({"home": "900010201"})).await;
    officer
        .post(&format!("/volunteers/{far_id}/verify"), json!({"is_verified": true}))
        .await;
    let (busy, busy_id) = crew.helper("忙").await;
    let (_, fresh_id) = crew.helper("新").await;
    crew.verified("夜", json!({"slots": ["weekend_night"]})).await;
    crew.worker
        .post(
            &format!("/volunteers/{busy_id}/hours"),
            json!({"minutes": 600, "why": "x"}),
        )
        .await;
    let shift = crew.shift((1, 9), 3, json!({"posts": [{"needed": 3}]})).await;
    let matching = format!("/shifts/{shift}/matching");
    let (status, list) = officer.get(&matching).await;
    assert_eq!(status, 200, "{list}");
    let asked: Vec<String> = list["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["volunteer"]))
        .collect();
    assert_eq!(
        asked,
        [fresh_id.clone(), busy_id.clone(), far_id.clone()],
        "near, then fewest hours: {list}"
    );
    assert_eq!(list["proposals"][2]["why"]["near"], "district");
    let (_, own) = crew.worker.get(&matching).await;
    assert_eq!(
        own["proposals"].as_array().map(Vec::len),
        Some(2),
        "a community asks its own: {own}"
    );
    let (status, done) = officer.post(&matching, json!({"volunteers": [busy_id, far_id]})).await;
    assert_eq!((status, done["asked"].as_u64()), (200, Some(2)), "{done}");
    let (_, page) = busy.get("/volunteer/me").await;
    assert_eq!(page["places"][0]["state"], "invited", "{page}");
    assert_eq!(busy.step("take", &shift).await, "taken");
    assert_eq!(far.step("leave", &shift).await, "left");
    let (_, again) = officer.get(&matching).await;
    let asked: Vec<&Value> = again["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["volunteer"])
        .collect();
    assert_eq!(asked, [&json!(fresh_id)], "whoever said no is not asked again");
}

pub async fn a_near_shift_is_proposed_however_many_begin_sooner_far_away(world: &World) {
    let crew = Crew::new(world).await;
    let officer = world.person(Role::Officer, "90001").await;
    let (anna, _) = crew.helper("Anna").await;
    for _ in 0..101 {
        let far = crew.asked_shift((1, 9), 3, json!({"place": "900010201"}));
        assert_eq!(officer.post("/shifts", far).await.0, 201);
    }
    let near = crew.shift((4, 9), 3, json!({})).await;
    let (_, own) = anna.get("/volunteer/me").await;
    let suggested = own["suggested"].as_array().unwrap();
    assert_eq!(suggested[0]["shift"]["id"], near, "{own}");
    assert_eq!(suggested[0]["why"]["near"], "community");
    assert_eq!(suggested.len(), 8);
    assert!(
        suggested[1..].iter().all(|one| one["why"]["near"] == "district"),
        "{own}"
    );
}

pub async fn whoever_declined_a_whole_places_match_makes_room_for_another(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let (ben, ben_id) = crew.helper("Ben").await;
    let hours = json!({"minutes": 600, "why": "x"});
    crew.worker.post(&format!("/volunteers/{ben_id}/hours"), hours).await;
    let shift = crew.shift((1, 9), 3, json!({"posts": [{"needed": 1}]})).await;
    let place = json!({"place": COMMUNITY});
    let asked = |done: &Value| (done["asked"].as_u64(), done["left"].as_u64());
    let (_, first) = crew.worker.post("/volunteer/matching", place.clone()).await;
    assert_eq!(asked(&first), (Some(1), Some(0)), "{first}");
    assert_eq!(anna.step("leave", &shift).await, "left");
    let (_, second) = crew.worker.post("/volunteer/matching", place.clone()).await;
    assert_eq!(asked(&second), (Some(1), Some(0)), "{second}");
    let (_, own) = ben.get("/volunteer/me").await;
    assert_eq!(own["places"][0]["state"], "invited", "{own}");
    assert_eq!(ben.step("leave", &shift).await, "left");
    let (_, third) = crew.worker.post("/volunteer/matching", place).await;
    assert_eq!(asked(&third), (Some(0), Some(1)), "nobody is left to be asked: {third}");
}

/// How many the match of the community asks.
async fn asked(crew: &Crew<'_>) -> Option<u64> {
    let (status, done) = crew
        .worker
        .post("/volunteer/matching", json!({"place": COMMUNITY}))
        .await;
    assert_eq!(status, 200, "{done}");
    done["asked"].as_u64()
}

pub async fn a_place_that_was_given_up_tires_nobody_and_is_no_time_to_ask_for_another(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let (ben, _) = crew.helper("Ben").await;
    let given_up = crew.shift((1, 9), 6, json!({})).await;
    assert_eq!(anna.step("take", &given_up).await, "taken");
    assert_eq!(anna.step("leave", &given_up).await, "left");
    assert_eq!(ben.step("take", &given_up).await, "taken");
    crew.shift((1, 11), 2, json!({})).await;
    assert_eq!(asked(&crew).await, Some(0), "she can't then, and Ben is there");
    // Six hours and four more are too many of one day, had she worked them; Ben does.
    let after = crew.shift((1, 16), 4, json!({"posts": [{"needed": 2}]})).await;
    assert_eq!(asked(&crew).await, Some(1));
    assert_eq!(anna.step("take", &after).await, "taken");
    assert_eq!(ben.step("take", &after).await, "volunteer-rest-day");
}

pub async fn hours_that_somebody_did_not_stay_for_are_free_again(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let morning = crew.shift((1, 9), 6, json!({})).await;
    let noon = crew.shift((1, 12), 4, json!({})).await;
    assert_eq!(anna.step("take", &morning).await, "taken");
    assert_eq!(anna.step("take", &noon).await, "volunteer-rest-overlap");
    let code = crew.code(&morning).await;
    crew.clock(1, 9, 0).await;
    anna.says("in", &code).await;
    crew.clock(1, 11, 0).await;
    assert_eq!(anna.says("out", &code).await, "came");
    assert_eq!(asked(&crew).await, Some(1), "she went at eleven");
    assert_eq!(anna.step("take", &noon).await, "taken");
    // What she did work counts: two hours and four, and three more are too many.
    let evening = crew.shift((1, 16), 3, json!({})).await;
    assert_eq!(anna.step("take", &evening).await, "volunteer-rest-day");
}

pub async fn a_whole_place_is_matched_once_and_nobody_is_asked_twice(world: &World) {
    let crew = Crew::new(world).await;
    for number in 0..6 {
        crew.helper(&format!("Helper {number}")).await;
    }
    for hour in [9, 10] {
        crew.shift((1, hour), 3, json!({"posts": [{"needed": 2}]})).await;
    }
    let key = world.key();
    let place = json!({"place": COMMUNITY});
    let (status, done) = crew.worker.post_as(&key, "/volunteer/matching", place.clone()).await;
    assert_eq!(
        (status, done["asked"].as_u64(), done["left"].as_u64()),
        (200, Some(4), Some(0)),
        "{done}"
    );
    assert_eq!(
        crew.worker.post_as(&key, "/volunteer/matching", place.clone()).await,
        (200, done),
        "the same answer"
    );
    let (_, more) = crew.worker.post("/volunteer/matching", place).await;
    assert_eq!(
        (more["asked"].as_u64(), more["places"].as_u64()),
        (Some(0), Some(0)),
        "all are asked for: {more}"
    );
    let elsewhere = crew
        .worker
        .post("/volunteer/matching", json!({"place": "900010102"}))
        .await;
    assert_eq!(elsewhere.0, 404);
}
