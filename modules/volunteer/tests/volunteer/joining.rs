//! How volunteers come in.

use crate::crew::{Crew, asked, said, text};
use crate::world::{COMMUNITY, World};
use serde_json::json;
use tongxin_account::Role;

pub async fn somebody_registers_without_an_account_and_the_community_verifies_them(world: &World) {
    let crew = Crew::new(world).await;
    let (own, id) = crew.applied("陈小明", json!({"skills": ["teaching"]})).await;
    let (status, page) = own.get("/volunteer/me").await;
    assert_eq!(
        (status, page["volunteer"]["state"].as_str()),
        (200, Some("applied")),
        "{page}"
    );
    let shift = crew.shift((1, 9), 3, json!({})).await;
    assert_eq!(own.step("take", &shift).await, "volunteer-not-verified");
    let (_, list) = crew.worker.get("/volunteers?state=applied").await;
    assert_eq!(list["volunteers"][0]["name"], "陈小明");
    let refuse = json!({"is_verified": false});
    let path = format!("/volunteers/{id}/verify");
    assert_eq!(crew.worker.post(&path, refuse).await.0, 422, "a refusal has a reason");
    assert_eq!(crew.worker.post(&path, json!({"is_verified": true})).await.0, 200);
    assert_eq!(own.step("take", &shift).await, "taken");
    let (_, found) = crew.worker.get("/volunteers?q=%E5%B0%8F%E6%98%8E").await;
    assert_eq!(found["volunteers"].as_array().map(Vec::len), Some(1), "{found}");
    let (_, none) = crew.worker.get("/volunteers?skill=driving").await;
    assert_eq!(none["volunteers"].as_array().map(Vec::len), Some(0));
}

pub async fn what_cant_be_is_told_by_field_and_nobody_is_registered(world: &World) {
    let crew = Crew::new(world).await;
    let wrong = asked("", json!({"phone": "call me", "birth_year": 2035, "home": null}));
    let (status, refused) = world.nobody().post("/volunteer/registrations", wrong).await;
    assert_eq!(status, 422, "{refused}");
    let fields: Vec<String> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["field"]))
        .collect();
    assert_eq!(fields, ["name", "phone", "birth_year", "home", "guardian_agrees"]);
    let message = text(&refused["errors"][2]["message"]);
    assert_eq!(message, "A year from 1922 to 2008 would be right");
    let district = asked("陈小明", json!({"home": "90001"}));
    let (status, refused) = world.nobody().post("/volunteer/registrations", district).await;
    assert_eq!(
        (status, refused["errors"][0]["field"].as_str()),
        (422, Some("home")),
        "{refused}"
    );
    let (_, list) = crew.worker.get("/volunteers").await;
    assert_eq!(list["volunteers"].as_array().map(Vec::len), Some(0));
}

pub async fn nobody_is_registered_twice_and_a_lost_link_is_replaced(world: &World) {
    let crew = Crew::new(world).await;
    let (own, id) = crew.helper("陈小明").await;
    let again = asked("陈 小明", json!({}));
    let (status, _) = world.nobody().post("/volunteer/registrations", again).await;
    assert_eq!(
        status, 201,
        "a blank makes another name, as two people may share a telephone"
    );
    let same = asked(" 陈小明 ", json!({"phone": asked("陈小明", json!({}))["phone"]}));
    let refused = world.nobody().post("/volunteer/registrations", same).await;
    assert_eq!(said(refused, "id"), "volunteer-known-already");
    let (status, renewed) = crew.worker.post(&format!("/volunteers/{id}/link"), json!({})).await;
    assert_eq!(status, 200, "{renewed}");
    assert_eq!(own.get("/volunteer/me").await.0, 401, "the old link opens nothing");
    let mut fresh = world.nobody();
    fresh.key = Some(text(&renewed["key"]));
    assert_eq!(fresh.get("/volunteer/me").await.0, 200);
    let mut guessed = world.nobody();
    guessed.key = Some(format!("{id}.AAAAAAAAAAAAAAAAAAAAAA"));
    let (status, refused) = guessed.get("/volunteer/me").await;
    assert_eq!((status, refused["code"].as_str()), (401, Some("volunteer-no-link")));
}

pub async fn what_others_rely_on_is_looked_at_anew_when_it_changes(world: &World) {
    let crew = Crew::new(world).await;
    let (own, _) = crew.helper("陈小明").await;
    let (status, done) = own
        .put("/volunteer/me", asked("陈小明", json!({"slots": ["weekend_morning"]})))
        .await;
    assert_eq!((status, done["state"].as_str()), (200, Some("verified")), "{done}");
    let (_, done) = own
        .put("/volunteer/me", asked("陈小明", json!({"skills": ["medical"]})))
        .await;
    assert_eq!(done["state"], "applied", "others rely on a skill");
}

pub async fn other_communities_see_no_volunteer_of_this_one(world: &World) {
    let crew = Crew::new(world).await;
    let (_, id) = crew.helper("陈小明").await;
    let neighbour = world.person(Role::CommunityWorker, "900010102").await;
    let (_, list) = neighbour.get("/volunteers").await;
    assert_eq!(list["volunteers"].as_array().map(Vec::len), Some(0));
    for path in ["verify", "hours", "link"] {
        let body = json!({"is_verified": true});
        let body = if path == "hours" {
            json!({"minutes": 60, "why": "x"})
        } else {
            body
        };
        let (status, _) = neighbour.post(&format!("/volunteers/{id}/{path}"), body).await;
        assert_eq!(status, 404, "{path}");
    }
    let elsewhere = neighbour
        .post("/volunteers", asked("刘芳", json!({"home": COMMUNITY})))
        .await;
    assert_eq!(elsewhere.0, 404, "nor enters anybody there");
    let steward = world.person(Role::Steward, COMMUNITY).await;
    assert_eq!(steward.get("/volunteers").await.0, 403);
    assert_eq!(
        steward.get("/shifts").await.0,
        200,
        "whoever looks after a building sees what takes place"
    );
}
