//! The same calls by a program.

use crate::world::{Bank, World};
use serde_json::{Value, json};
use tongxin_account::Role;

impl Bank<'_> {
    /// What a program finds for an address.
    async fn finds(&self, said: &str) -> Vec<Value> {
        let query: String = said.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let (status, list) = self.taker.get(&format!("/calls/found?q={query}")).await;
        assert_eq!(status, 200, "{list}");
        list["found"].as_array().unwrap().clone()
    }

    /// What the household asks for on the telephone, as a body.
    fn told(&self) -> Value {
        json!({"household": self.caller, "kind": "household_request", "topic": "food", "title": "Rice",
            "contact": "138 0000 0001"})
    }
}

pub async fn a_program_finds_the_door_and_writes_the_need_down_once(world: &World) {
    let bank = Bank::new(world).await;
    let found = bank.finds("jw 3 2-1203").await;
    assert_eq!(
        (&found[0]["household"], &found[0]["door"]),
        (&json!(bank.caller), &json!("2-1203")),
        "{found:?}"
    );
    let key = world.key();
    let (status, done) = bank.taker.post_as(&key, "/calls", bank.told()).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!(
        bank.taker.post_as(&key, "/calls", bank.told()).await,
        (201, done.clone())
    );
    let mut other = bank.told();
    other["title"] = json!("Oil");
    let (status, refused) = bank.taker.post_as(&key, "/calls", other).await;
    assert_eq!((status, &refused["code"]), (422, &json!("key-reused")), "{refused}");
    let needs = bank.needs().await;
    assert_eq!(needs.len(), 1, "{needs:?}");
    assert_eq!((&needs[0]["id"], &needs[0]["title"]), (&done["id"], &json!("Rice")));
    let (status, taken) = bank.taker.get("/calls").await;
    let call = &taken["calls"][0];
    assert_eq!(
        (status, &call["need"]["id"], &call["is_added"]),
        (200, &done["id"], &json!(false)),
        "{taken}"
    );
    assert!(!taken.to_string().contains("Rice"), "the list holds no words: {taken}");
}

pub async fn a_program_adds_to_what_the_household_waits_for(world: &World) {
    let bank = Bank::new(world).await;
    let number = bank.asks("food", "Rice").await;
    let (status, open) = bank.taker.get(&format!("/calls/needs?household={}", bank.caller)).await;
    assert_eq!((status, &open["needs"][0]["id"]), (200, &json!(number)), "{open}");
    assert!(!open.to_string().contains("Rice"), "{open}");
    let mut more = bank.told();
    (more["title"], more["add_to"]) = (json!("and oil"), json!(number));
    let (status, done) = bank.taker.post("/calls", more.clone()).await;
    assert_eq!((status, &done["id"]), (201, &json!(number)), "{done}");
    let (_, need) = bank.home.get(&format!("/needs/{number}")).await;
    assert!(need.to_string().contains("and oil"), "{need}");
    let building = world.building("900010101", "白鹭小区", "1栋").await;
    let stranger = world.resident(building, "1-101").await;
    let asked = json!({"kind": "household_request", "topic": "food", "title": "Milk"});
    more["add_to"] = stranger.post("/needs", asked).await.1["id"].clone();
    assert_eq!(
        bank.taker.post("/calls", more).await.0,
        404,
        "nobody adds to a stranger's need by its number"
    );
}

pub async fn what_a_program_says_wrongly_is_told_at_its_field(world: &World) {
    let bank = Bank::new(world).await;
    let long = "长".repeat(200);
    for (field, value, at) in [
        ("topic", json!("sugar"), "topic"),
        ("kind", json!("unsure_appointment"), "topic"),
        ("title", json!(long), "title"),
        ("contact", json!(long), "contact"),
        ("household", Value::Null, "household"),
    ] {
        let mut told = bank.told();
        told[field] = value;
        let (status, refused) = bank.taker.post("/calls", told).await;
        assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!(at)), "{refused}");
    }
    let building = world.places.household(bank.caller).await.unwrap().unwrap().building;
    let mut told = bank.told();
    (told["household"], told["place"], told["said"]) = (Value::Null, json!(building), json!(long));
    let (status, refused) = bank.taker.post("/calls", told).await;
    assert_eq!(
        (status, &refused["errors"][0]["field"]),
        (422, &json!("said")),
        "{refused}"
    );
    let (status, refused) = bank.taker.get(&format!("/calls/found?q={}", "a".repeat(81))).await;
    assert_eq!(
        (status, &refused["errors"][0]["field"]),
        (422, &json!("q")),
        "{refused}"
    );
    assert!(bank.needs().await.is_empty());
}

pub async fn a_program_takes_calls_only_for_whoever_does_and_only_where(world: &World) {
    let bank = Bank::new(world).await;
    let far = world.building("900020101", "望江小区", "1栋").await;
    let (stranger, _) = world.coded_household(far, "1-101").await;
    assert!(bank.finds("望江小区1栋1-101").await.is_empty());
    assert_eq!(
        bank.taker.get(&format!("/calls/needs?household={stranger}")).await.0,
        404
    );
    for whom in [
        json!({"household": stranger}),
        json!({"place": far}),
        json!({"place": "90001"}),
    ] {
        let mut told = bank.told();
        told["household"] = Value::Null;
        for (name, value) in whom.as_object().unwrap() {
            told[name] = value.clone();
        }
        assert_eq!(bank.taker.post("/calls", told).await.0, 404, "{whom}");
    }
    let worker = world.person(Role::CommunityWorker, "900010101").await;
    for path in ["/calls/found?q=jw", "/calls"] {
        assert_eq!(worker.get(path).await.0, 403, "{path}");
    }
    assert_eq!(worker.post("/calls", bank.told()).await.0, 403);
    assert_eq!(bank.home.post("/calls", bank.told()).await.0, 403);
}
