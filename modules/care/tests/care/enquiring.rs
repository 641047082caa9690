//! Where nobody answered: a neighbour, the telephone, and the community's worker with the need.

use crate::browser::Browser;
use crate::street::{Street, text};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_account::Role;

fn heard(street: &Street<'_>, person: &str, result: &str) -> Value {
    let mut said = street.said(person, "");
    let said = said.as_object_mut().unwrap();
    said.remove("outcome");
    said.insert("result".to_owned(), json!(result));
    json!(said)
}

async fn entries(street: &Street<'_>, need: &str) -> String {
    let (status, history) = street.worker.get(&format!("/needs/{need}")).await;
    assert_eq!(status, 200, "{history}");
    history.to_string()
}

pub async fn a_neighbour_and_the_telephone_are_steps_that_the_need_shows(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let (status, refused) = street
        .steward
        .post("/care/enquiries", heard(&street, &id, "phone_reached"))
        .await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (409, Some("care-nothing-to-enquire")),
        "nobody knocked yet: {refused}"
    );
    street.knock(&street.steward, &id, "no_answer").await;
    let (status, done) = street
        .steward
        .post("/care/enquiries", heard(&street, &id, "neighbour_no_news"))
        .await;
    assert_eq!((status, done["state"].as_str()), (201, Some("no_answer")), "{done}");
    street.at(0, 14, 0).await;
    let visit = street.visits().await[0].clone();
    assert_eq!(visit["state"], "unanswered");
    let need = text(&visit["need"]).to_owned();
    assert!(
        entries(&street, &need).await.contains("问了邻居：没有消息"),
        "what was done before stands in it"
    );
    let mut reached = heard(&street, &id, "phone_reached");
    reached["note"] = json!("说在洗澡");
    let key = world.key();
    let first = street.steward.post_as(&key, "/care/enquiries", reached.clone()).await;
    assert_eq!(
        (first.0, first.1["state"].as_str()),
        (201, Some("unanswered")),
        "{}",
        first.1
    );
    assert_eq!(street.steward.post_as(&key, "/care/enquiries", reached).await, first);
    let said = entries(&street, &need).await;
    assert_eq!(said.matches("打了电话：接通，未见到本人").count(), 1, "once: {said}");
    assert!(said.contains("说在洗澡"), "{said}");
    assert_eq!(street.need(&need).await["state"], "assigned", "heard is not seen");
    let visit = street.visits().await[0].clone();
    let results: Vec<&str> = visit["enquiries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["result"]))
        .collect();
    assert_eq!(results, ["neighbour_no_news", "phone_reached"]);
    assert!(
        visit["enquiries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| !text(&one["by"]).is_empty())
    );
    assert_eq!(
        visit["knocks"].as_array().map(Vec::len),
        Some(1),
        "what phones know as knocks stays what it was"
    );
    let (status, done) = street
        .worker
        .post("/care/enquiries", heard(&street, &id, "neighbour_saw"))
        .await;
    assert_eq!(
        (status, done["state"].as_str(), done["is_disputed"].as_bool()),
        (201, Some("well"), Some(false)),
        "{done}"
    );
    assert_eq!(street.need(&need).await["state"], "struck_off");
    let elsewhere = world.person(Role::Steward, "900010102").await;
    assert_eq!(
        elsewhere
            .post("/care/enquiries", heard(&street, &id, "phone_unreached"))
            .await
            .0,
        404
    );
}

pub async fn each_community_has_one_worker_and_a_need_without_any_waits(world: &World) {
    let street = Street::new(world).await;
    let wide = world.person(Role::CommunityWorker, "90001").await;
    let id = street.person("801", &["alone_old"]).await;
    let other = world.building("900010102", "竹园", "1栋").await;
    let (status, done) = {
        let resident = world.resident(other, "101").await;
        resident
            .post("/care/people", crate::street::asked("李爷爷", &["alone_old"]))
            .await
    };
    assert_eq!(status, 201, "{done}");
    street.at(0, 12, 0).await;
    street.at(0, 20, 0).await;
    let (_, list) = wide.get("/needs?kind=care_unseen").await;
    let has = |building: &str| {
        let needs = list["needs"].as_array().unwrap();
        let need = needs.iter().find(|need| need["place"] == building).unwrap();
        need["assigned_account"].clone()
    };
    assert_eq!(
        has(street.building.as_str()),
        json!(street.worker.account().await),
        "{id}: the nearest"
    );
    assert_eq!(has(other.as_str()), json!(wide.account().await), "nobody is nearer");
}

pub async fn the_steps_are_said_on_the_page_without_scripts(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let mut steward = Browser::new(&street.steward.origin, street.steward.token.as_deref(), "en");
    let round = steward.get("/care").await;
    assert!(!round.html.contains("/care/enquiries"), "somebody has to knock first");
    street.knock(&street.steward, &id, "no_answer").await;
    let round = steward.get("/care").await;
    assert!(round.html.contains("action=\"/care/enquiries\""), "{}", round.html);
    let fields = [
        ("person", id.as_str()),
        ("day", crate::street::TODAY),
        ("part", "day"),
        ("result", "phone_unreached"),
        ("note", ""),
    ];
    let done = steward.post(&round, "/care/enquiries", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/care"), "{}", done.html);
    let round = steward.get("/care").await;
    assert!(round.html.contains("Called: not reached"), "{}", round.html);
}
