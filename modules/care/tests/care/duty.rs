//! Who is responsible: assigned, handed over by both, said when nobody is, and printed at the door.

use crate::browser::Browser;
use crate::street::{Street, text};
use crate::world::{Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;

pub async fn account(world: &World, person: &Person<'_>) -> String {
    let viewer = world
        .accounts
        .viewer_of(person.token.as_deref().unwrap())
        .await
        .unwrap();
    viewer.account().unwrap().to_string()
}

pub fn step(street: &Street<'_>, step: &str) -> Value {
    json!({"place": street.building, "post": "steward", "step": step})
}

/// Puts somebody on a post of the street, as its steward unless the fields say otherwise.
pub async fn assign(street: &Street<'_>, person: &Person<'_>, fields: Value) {
    let mut body = step(street, "assign");
    body["account"] = json!(account(street.world, person).await);
    body["phone"] = json!("138 0000 0009");
    for (field, value) in fields.as_object().unwrap() {
        body[field] = value.clone();
    }
    let (status, done) = street.worker.post("/care/duties", body).await;
    assert_eq!(status, 200, "{done}");
}

/// Puts the street's steward on the post.
pub async fn assigned(street: &Street<'_>, until: Option<&str>) {
    let fields = json!({"phone": "138 0000 0001", "until": until});
    assign(street, &street.steward, fields).await;
}

pub async fn needs(street: &Street<'_>) -> Vec<Value> {
    let (status, list) = street.worker.get("/needs?kind=care_duty").await;
    assert_eq!(status, 200, "{list}");
    list["needs"].as_array().unwrap().clone()
}

pub async fn a_post_is_handed_over_once_both_agree_and_leaves_no_gap(world: &World) {
    let street = Street::new(world).await;
    assigned(&street, Some("2022-11-25")).await;
    let next = world.person(Role::Steward, street.building.as_str()).await;
    let mut offer = step(&street, "offer");
    offer["account"] = json!(account(world, &next).await);
    offer["phone"] = json!("139 0000 0002");
    offer["on"] = json!("2022-11-26");
    offer["note"] = json!("801 耳背，多敲几下");
    let (status, done) = street.steward.post("/care/duties", offer).await;
    assert_eq!((status, &done["next"]["is_given"]), (200, &json!(true)), "{done}");
    // Nobody takes over for somebody else.
    let (status, refused) = street.worker.post("/care/duties", step(&street, "take")).await;
    assert_eq!(
        (status, text(&refused["code"])),
        (409, "care-duty-not-yours"),
        "{refused}"
    );
    let (status, own) = next.get("/care/duties/own").await;
    assert_eq!(
        (status, text(&own["posts"][0]["next"]["note"])),
        (200, "801 耳背，多敲几下"),
        "{own}"
    );
    // The old one's days are over and nobody has said yes: whoever was there goes on, and the community hears of it.
    street.at(2, 9, 0).await;
    let (_, list) = street.worker.get("/care/duties").await;
    assert_eq!(text(&list["posts"][0]["held"]["phone"]), "138 0000 0001", "{list}");
    assert_eq!(needs(&street).await.len(), 1);
    let (status, done) = next.post("/care/duties", step(&street, "take")).await;
    assert_eq!((status, text(&done["held"]["phone"])), (200, "139 0000 0002"), "{done}");
    assert!(needs(&street).await.is_empty(), "closed by itself");
}

pub async fn a_vacancy_is_a_need_until_somebody_is_there(world: &World) {
    let street = Street::new(world).await;
    assigned(&street, None).await;
    street.at(0, 12, 0).await;
    assert!(needs(&street).await.is_empty());
    let mut end = step(&street, "end");
    end["until"] = json!("2022-11-26");
    assert_eq!(street.steward.post("/care/duties", end).await.0, 200);
    street.at(1, 9, 0).await;
    assert!(needs(&street).await.is_empty(), "there are two days left");
    street.at(2, 9, 0).await;
    street.at(2, 9, 1).await;
    let found = needs(&street).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(text(&found[0]["topic"]), "steward");
    street.at(3, 9, 0).await;
    let (_, list) = street.worker.get("/care/duties").await;
    assert_eq!(list["posts"][0]["held"], Value::Null, "{list}");
    assigned(&street, None).await;
    assert!(needs(&street).await.is_empty());
}

pub async fn only_the_community_assigns_and_only_whoever_works_there(world: &World) {
    let street = Street::new(world).await;
    let mut assign = step(&street, "assign");
    assign["account"] = json!(account(world, &street.steward).await);
    assign["phone"] = json!("138 0000 0001");
    let (status, refused) = street.steward.post("/care/duties", assign.clone()).await;
    assert_eq!(
        (status, text(&refused["code"])),
        (409, "care-duty-not-yours"),
        "{refused}"
    );
    let elsewhere = world.person(Role::CommunityWorker, "900010102").await;
    assert_eq!(elsewhere.post("/care/duties", assign.clone()).await.0, 404);
    let stranger = world.person(Role::Steward, "900010102").await;
    for (field, value, at) in [
        ("account", json!(account(world, &stranger).await), "account"),
        ("phone", json!(" "), "phone"),
        ("on", json!("2022-11-20"), "on"),
        ("until", json!("2022-11-23"), "until"),
        ("post", json!("cadre"), "place"),
    ] {
        let mut wrong = assign.clone();
        wrong[field] = value;
        let (status, refused) = street.worker.post("/care/duties", wrong).await;
        let fields: Vec<&str> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| text(&error["field"]))
            .collect();
        assert_eq!((status, fields), (422, vec![at]), "{refused}");
    }
    let (status, _) = street.door("801").await.0.get("/care/duties").await;
    assert_eq!(status, 403);
}

pub async fn coverage_names_buildings_without_a_steward(world: &World) {
    let street = Street::new(world).await;
    let other = world.building("900010101", "兰园", "2栋").await;
    assigned(&street, None).await;
    let (status, coverage) = street.worker.get("/care/coverage").await;
    assert_eq!(status, 200, "{coverage}");
    let counted =
        json!({"buildings": 2, "with_steward": 1, "with_deputy": 0, "compounds": 2, "with_cadre": 0, "too_many": 0});
    assert_eq!(coverage["all"], counted, "{coverage}");
    assert_eq!(coverage["without_steward"], json!([other]));
    let officer = world.person(Role::Officer, "90001").await;
    let (_, coverage) = officer.get("/care/coverage").await;
    assert_eq!(coverage["below"]["9000101"], counted, "{coverage}");
    let commander = world.person(Role::Commander, "900").await;
    let (status, page) = commander.page("/care/coverage").await;
    assert_eq!(status, 200);
    assert!(page.contains("data-code=\"90001\" data-value=\"1\""), "{page}");
    let (status, page) = street.worker.page("/care/coverage").await;
    assert!(
        status == 200 && page.contains("兰园") && !page.contains(">梅园"),
        "{page}"
    );
}

pub async fn whom_to_call_stands_on_the_door_notice(world: &World) {
    let street = Street::new(world).await;
    street.door("801").await;
    assigned(&street, None).await;
    let (status, notice) = street.worker.page(&format!("/places/{}/sheet", street.building)).await;
    assert_eq!(status, 200, "{notice}");
    assert!(
        notice.contains("138 0000 0001") && notice.contains("楼栋长") && notice.contains("120"),
        "{notice}"
    );
    assert!(
        notice.find("120") < notice.find("138 0000 0001"),
        "an emergency comes first"
    );
}

pub async fn posts_are_handed_over_on_pages_without_scripts(world: &World) {
    let street = Street::new(world).await;
    let steward = account(world, &street.steward).await;
    let place = street.building.to_string();
    let path = format!("/care/duty/{place}");
    let mut desk = Browser::new(&street.worker.origin, street.worker.token.as_deref(), "en");
    let open = desk.get(&path).await;
    assert_eq!(open.status, 200, "{}", open.html);
    let fields = [
        ("place", place.as_str()),
        ("post", "steward"),
        ("step", "assign"),
        ("account", &steward),
        ("phone", ""),
    ];
    let refused = desk.post(&open, "/care/duty", &fields).await;
    assert!(
        refused.status == 422 && refused.html.contains("#f-phone"),
        "{}",
        refused.html
    );
    let fields = [
        ("place", place.as_str()),
        ("post", "steward"),
        ("step", "assign"),
        ("account", &steward),
        ("phone", "138 1"),
    ];
    let done = desk.post(&refused, "/care/duty", &fields).await;
    assert_eq!(done.location.as_deref(), Some(path.as_str()), "{}", done.html);
    let (status, own) = street.steward.page("/care/duty").await;
    assert!(
        status == 200 && own.contains("138 1") && own.contains("Leave the post"),
        "{own}"
    );
}
