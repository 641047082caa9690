//! Items, offers and pictures.

use crate::world::{COMMUNITY, DISTRICT, OTHER_DISTRICT, Person, World, answer};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;
use tongxin_places::OrgKind;

/// A PNG of one red pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x08, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0,
    0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

pub async fn outlet<'w>(world: &'w World, name: &str) -> (OrgId, Person<'w>) {
    let org = world.org(OrgKind::Outlet, name, COMMUNITY).await;
    (org, world.manager(org).await)
}

/// Adds an item of the outlet's own; answers its id.
pub async fn item(manager: &Person<'_>, org: OrgId, name: &str) -> String {
    let body = json!({"name": name, "unit": "袋", "contents": [{"category": "grain", "amount": 5000}]});
    let (status, added) = manager.post(&format!("/outlets/{org}/items"), body).await;
    assert_eq!(status, 201, "{added}");
    added["id"].as_str().unwrap().to_owned()
}

pub async fn put(world: &World, person: &Person<'_>, path: &str, body: Value) -> (u16, Value) {
    let request = person.request("PUT", path).header("idempotency-key", world.key());
    answer(request.json(&body)).await
}

pub fn messages(body: &Value) -> Vec<(String, String)> {
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    errors
        .iter()
        .map(|error| (text(error, "field"), text(error, "message")))
        .collect()
}

pub async fn categories_are_public_with_their_sources(world: &World) {
    let (status, goods) = world.nobody().get("/goods").await;
    assert_eq!(status, 200);
    let grain = &goods[0];
    assert_eq!(
        (grain["key"].as_str(), grain["unit"].as_str()),
        (Some("grain"), Some("g"))
    );
    assert!(grain["norm"]["source"].as_str().unwrap().contains("2022"));
}

pub async fn an_item_with_a_number_is_everybodys_and_one_without_its_outlets_own(world: &World) {
    let (first, manager) = outlet(world, "海鸥超市").await;
    let (second, other) = outlet(world, "灯塔超市").await;
    let rice = json!({"gtin": "6901234567892", "name": "大米", "unit": "袋", "contents": [{"category": "grain", "amount": 5000}]});
    let (status, added) = manager.post(&format!("/outlets/{first}/items"), rice.clone()).await;
    assert_eq!(status, 201, "{added}");
    item(&manager, first, "自制馒头").await;

    let (status, refused) = other.post(&format!("/outlets/{second}/items"), rice).await;
    assert_eq!(status, 422);
    assert_eq!(messages(&refused)[0].0, "gtin");
    assert!(messages(&refused)[0].1.contains("大米"), "{refused}");
    let id = added["id"].as_str().unwrap();
    let carry = format!("/outlets/{second}/items/{id}/carry");
    assert_eq!(other.post(&carry, json!({})).await.0, 200);

    let names = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&manager.get(&format!("/items?org={first}")).await.1).len(), 2);
    assert_eq!(names(&other.get(&format!("/items?org={second}")).await.1), ["大米"]);
    assert_eq!(names(&other.get("/items?q=6901234567892").await.1), ["大米"]);
    assert_eq!(names(&other.get("/items?q=%25").await.1), [] as [String; 0]);
}

pub async fn what_is_wrong_with_an_item_is_said_at_its_field_in_both_languages(world: &World) {
    let (org, mut manager) = outlet(world, "海鸥超市").await;
    let wrong = json!({"gtin": "6901234567891", "name": " ", "unit": "袋", "contents": [{"category": "gold", "amount": 1}, {"category": "oil", "amount": 0}]});
    let (status, refused) = manager.post(&format!("/outlets/{org}/items"), wrong.clone()).await;
    assert_eq!(status, 422);
    let fields: Vec<String> = messages(&refused).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["gtin", "name", "contents.gold", "contents.oil"]);
    assert!(messages(&refused)[0].1.contains("would have to be 2"));
    manager.lang = "zh-CN";
    let (_, refused) = manager.post(&format!("/outlets/{org}/items"), wrong).await;
    assert!(messages(&refused)[0].1.contains("末位应为 2"), "{refused}");
    let (status, _) = manager
        .post(&format!("/outlets/{org}/items"), json!({"name": "x"}))
        .await;
    assert_eq!(status, 400, "a field is missing");
}

pub async fn an_offer_is_seen_by_whoever_is_signed_in_while_it_is_open(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let id = item(&manager, org, "大米").await;
    let path = format!("/outlets/{org}/offers/{id}");
    let terms = |is_open| json!({"price": 3990, "household_max": 2, "is_open": is_open});
    assert_eq!(put(world, &manager, &path, terms(true)).await.0, 200);
    let (_, resident) = world.resident("7-301").await;
    let (status, offers) = resident.get(&format!("/outlets/{org}/offers")).await;
    assert_eq!(status, 200);
    let offer = &offers["offers"][0];
    assert_eq!((&offer["terms"]["price"], &offer["free"]), (&json!(3990), &json!(0)));
    assert_eq!(world.nobody().get(&format!("/outlets/{org}/offers")).await.0, 401);

    assert_eq!(put(world, &manager, &path, terms(false)).await.0, 200);
    let (_, offers) = resident.get(&format!("/outlets/{org}/offers")).await;
    assert_eq!(offers["offers"], json!([]));
    let absurd = json!({"price": -1, "household_max": 0, "is_open": true});
    let (status, refused) = put(world, &manager, &path, absurd).await;
    let fields: Vec<String> = messages(&refused).into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        (status, fields),
        (422, vec!["price".to_owned(), "household_max".to_owned()])
    );
}

pub async fn a_manager_touches_only_the_own_outlets_goods(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let (_, other) = outlet(world, "灯塔超市").await;
    let id = item(&manager, org, "大米").await;
    let body = json!({"name": "面粉", "unit": "袋"});
    assert_eq!(other.post(&format!("/outlets/{org}/items"), body.clone()).await.0, 404);
    assert_eq!(
        put(world, &other, &format!("/outlets/{org}/items/{id}"), body.clone())
            .await
            .0,
        404
    );
    assert_eq!(
        put(world, &manager, &format!("/outlets/{org}/items/{id}"), body.clone())
            .await
            .0,
        200
    );
    assert_eq!(manager.get(&format!("/items/{id}")).await.1["name"], "面粉");
    let officer = world.person(Role::Officer, DISTRICT).await;
    assert_eq!(
        put(world, &officer, &format!("/outlets/{org}/items/{id}"), body.clone())
            .await
            .0,
        200
    );
    let elsewhere = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(
        put(world, &elsewhere, &format!("/outlets/{org}/items/{id}"), body.clone())
            .await
            .0,
        404
    );
    let (_, resident) = world.resident("7-302").await;
    assert_eq!(resident.post(&format!("/outlets/{org}/items"), body).await.0, 403);
}

pub async fn an_item_with_a_number_is_changed_only_by_whoever_added_it(world: &World) {
    let (first, manager) = outlet(world, "海鸥超市").await;
    let (second, other) = outlet(world, "灯塔超市").await;
    let milk =
        json!({"gtin": "96385074", "name": "牛奶", "unit": "盒", "contents": [{"category": "milk", "amount": 250}]});
    let (_, added) = manager.post(&format!("/outlets/{first}/items"), milk.clone()).await;
    let id = added["id"].as_str().unwrap();
    let (status, refused) = put(world, &other, &format!("/outlets/{second}/items/{id}"), milk.clone()).await;
    assert_eq!((status, refused["code"].as_str()), (409, Some("item-not-own")));
    assert_eq!(
        put(world, &manager, &format!("/outlets/{first}/items/{id}"), milk)
            .await
            .0,
        200
    );
}

pub async fn a_picture_is_kept_by_a_browser_for_ever_and_asked_for_once(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let id = item(&manager, org, "大米").await;
    let send = |bytes: &'static [u8]| {
        let path = format!("/outlets/{org}/items/{id}/picture");
        let request = manager.request("POST", &path).header("idempotency-key", world.key());
        answer(request.header("content-type", "image/png").body(bytes))
    };
    let (status, first) = send(PIXEL).await;
    assert_eq!(status, 201, "{first}");
    let path = format!("/pictures/{}", first["id"].as_str().unwrap());
    let response = manager.request("GET", &path).send().await.unwrap();
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    assert!(
        response.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(response.headers()["content-type"], "image/png");
    assert!(response.bytes().await.unwrap().starts_with(&PIXEL[..8]));
    let again = manager
        .request("GET", &path)
        .header("if-none-match", &tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 304);

    let (_, second) = send(PIXEL).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!(manager.get(&path).await.0, 404, "the one before is gone");
    assert_eq!(manager.get(&format!("/items/{id}")).await.1["picture"], second["id"]);
    let (status, _) = send(b"no picture at all").await;
    assert!((400..500).contains(&status), "{status}");
}

pub async fn items_are_listed_by_name_page_by_page(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    for name in ["d", "a", "c", "b", "e"] {
        item(&manager, org, name).await;
    }
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, page) = manager.get(&format!("/items?org={org}&limit=2{cursor}")).await;
        assert_eq!(status, 200);
        let items = page["items"].as_array().unwrap().clone();
        names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert_eq!(manager.get("/items?limit=0").await.0, 422);
}
