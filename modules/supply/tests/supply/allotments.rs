//! Allotments over real HTTP: opening, asking, the draw, its file.

use crate::market::Market;
use crate::world::{COMMUNITY, DISTRICT, NOON, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tongxin_account::Role;
use tongxin_city::{AllotmentId, HouseholdId, Timestamp};
use tongxin_storage::args;
use tongxin_supply::rules::draw_file::DrawFile;
use tongxin_supply::rules::verify_draw::verify;

/// An outlet of [`COMMUNITY`] with goods on its shelf.
pub struct Shelf<'w> {
    pub market: Market<'w>,
    pub item: String,
}

impl<'w> Shelf<'w> {
    pub async fn new(world: &'w World, pieces: i64) -> Shelf<'w> {
        let market = Market::open(world).await;
        let item = market.item("鸡蛋 30 枚", pieces, 2_980, 5).await;
        Shelf { market, item }
    }

    /// What opens an allotment of so many pieces, one each, for three hours from the next one on.
    pub fn allotment(&self, world: &World, pieces: u64) -> Value {
        let now = world.clock.now();
        json!({
            "org": self.market.org, "item": self.item, "name": "鸡蛋", "places": [COMMUNITY], "pieces": pieces,
            "household_pieces": 1, "price_fen": 2980, "opens_at": now.plus_hours(1), "closes_at": now.plus_hours(4),
        })
    }

    async fn promised(&self) -> i64 {
        self.market.stock(&self.item).await.1
    }
}

/// Opens it, and waits until its window is open.
pub async fn opened(world: &World, officer: &Person<'_>, body: Value) -> String {
    let (status, answer) = officer.post("/allotments", body).await;
    assert_eq!(status, 201, "{answer}");
    go(world, world.clock.now().plus_hours(1)).await;
    answer["id"].as_str().unwrap().to_owned()
}

async fn go(world: &World, to: Timestamp) {
    world.clock.advance_to(to);
    world.supply.tick(to).await.unwrap();
}

/// Ends the window and lets the clock draw.
pub async fn drawn(world: &World) {
    go(world, world.clock.now().plus_hours(3).plus_minutes(1)).await;
}

async fn ask(person: &Person<'_>, id: &str) -> Value {
    let body = json!({"infants": 0, "elders": 1});
    let (status, answer) = person.post(&format!("/allotments/{id}/ask"), body).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

async fn residents<'w>(world: &'w World, doors: std::ops::Range<u32>) -> Vec<(HouseholdId, Person<'w>)> {
    let mut residents = Vec::new();
    for door in doors {
        residents.push(world.resident(&format!("{door}")).await);
    }
    residents
}

async fn file_of(world: &World, id: &str) -> DrawFile {
    let (status, file) = world.nobody().get(&format!("/allotments/{id}/file")).await;
    assert_eq!(status, 200, "{file}");
    serde_json::from_value(file).unwrap()
}

pub async fn everybody_who_asked_is_drawn_once_and_anybody_can_draw_again(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 4)).await;
    assert_eq!(shelf.promised().await, 4);
    let residents = residents(world, 100..107).await;
    let mut told = BTreeSet::new();
    for (_, resident) in &residents {
        told.insert(ask(resident, &id).await["pseudonym"].as_str().unwrap().to_owned());
    }
    assert_eq!(told.len(), 7);
    let (_, before) = world.nobody().get(&format!("/allotments/{id}")).await;
    assert_eq!((&before["phase"], &before["asked"]), (&json!("asking"), &json!(7)));
    assert_eq!(before["asked_by_subdistrict"][0]["asked"], 7);
    assert!(before["seed"].is_null() && before["asks_digest"].is_null() && before["file"].is_null());
    let (status, refused) = world.nobody().get(&format!("/allotments/{id}/file")).await;
    assert_eq!((status, &refused["code"]), (409, &json!("allotment-not-drawn")));

    drawn(world).await;
    let file = file_of(world, &id).await;
    assert_eq!(verify(&file), Ok(file.asks.clone()));
    assert_eq!(file.commitment.to_string(), before["commitment"].as_str().unwrap());
    let listed: BTreeSet<String> = file.asks.iter().map(|ask| ask.pseudonym.to_string()).collect();
    assert_eq!(listed, told);
    let mut served = 0;
    for (_, resident) in &residents {
        let (_, own) = resident.get(&format!("/allotments/{id}/ask")).await;
        let row = &file.asks[own["rank"].as_u64().unwrap() as usize - 1];
        assert_eq!(own["pseudonym"], row.pseudonym.to_string());
        assert_eq!(own["pieces"].as_u64().unwrap(), row.pieces);
        served += row.pieces;
    }
    assert_eq!(served, 4);
    let (_, after) = world.nobody().get(&format!("/allotments/{id}")).await;
    assert_eq!((&after["phase"], &after["served"]), (&json!("drawn"), &json!(4)));
}

pub async fn households_that_were_served_get_an_order_once_there_is_a_window(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 2)).await;
    let residents = residents(world, 100..103).await;
    for (_, resident) in &residents {
        ask(resident, &id).await;
    }
    drawn(world).await;
    for (_, resident) in &residents {
        assert_eq!(resident.get("/orders").await.1["orders"], json!([]), "no window yet");
    }
    shelf.market.window(2, 1).await;
    for _ in 0..2 {
        world.supply.tick(world.clock.now()).await.unwrap();
    }
    for (_, resident) in &residents {
        let (_, own) = resident.get(&format!("/allotments/{id}/ask")).await;
        let (_, page) = resident.get("/orders").await;
        let orders = page["orders"].as_array().unwrap();
        assert_eq!(orders.len() as u64, own["pieces"].as_u64().unwrap(), "{page}");
        assert!(orders.iter().all(|order| order["total"] == 2_980), "{page}");
    }
    assert_eq!(shelf.promised().await, 2, "promised once");
}

pub async fn pieces_that_nobody_asked_for_are_free_again(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 9)).await;
    let (_, resident) = world.resident("110").await;
    ask(&resident, &id).await;
    drawn(world).await;
    assert_eq!(shelf.promised().await, 1);
    drawn(world).await;
    assert_eq!(shelf.promised().await, 1, "a second tick changes nothing");
}

pub async fn who_came_away_empty_carries_it_on_and_who_was_served_starts_anew(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let residents = residents(world, 120..124).await;
    let id = opened(world, &officer, shelf.allotment(world, 1)).await;
    for (_, resident) in &residents {
        ask(resident, &id).await;
    }
    drawn(world).await;
    let second = opened(world, &officer, shelf.allotment(world, 1)).await;
    for (_, resident) in &residents {
        ask(resident, &second).await;
        let (_, first) = resident.get(&format!("/allotments/{id}/ask")).await;
        let (_, now) = resident.get(&format!("/allotments/{second}/ask")).await;
        let was_served = first["pieces"] == 1;
        assert_eq!(now["carried"], u32::from(!was_served));
        assert_eq!(now["days_since"], if was_served { json!(0) } else { Value::Null });
        assert_ne!(first["pseudonym"], now["pseudonym"]);
        // Two people, an elder; seven lots for never having been served, two for a draw in vain.
        assert_eq!(now["lots"], if was_served { 4 } else { 13 });
        assert!(now["rank"].is_null());
    }
}

pub async fn an_ask_can_be_changed_and_taken_back_until_the_window_closes(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, resident) = world.resident("130").await;
    let (status, answer) = officer.post("/allotments", shelf.allotment(world, 3)).await;
    assert_eq!(status, 201, "{answer}");
    let id = answer["id"].as_str().unwrap().to_owned();
    let path = format!("/allotments/{id}/ask");
    let (status, early) = resident.post(&path, json!({})).await;
    assert_eq!((status, &early["code"]), (409, &json!("allotment-not-open-yet")));
    go(world, world.clock.now().plus_hours(1)).await;
    let first = ask(&resident, &id).await;
    let (_, changed) = resident.post(&path, json!({"infants": 1, "elders": 1})).await;
    assert_eq!(first["pseudonym"], changed["pseudonym"]);
    assert_eq!(changed["lots"].as_u64().unwrap(), first["lots"].as_u64().unwrap() + 2);
    let withdraw = format!("{path}/withdraw");
    let (status, _) = resident.post(&withdraw, json!({})).await;
    assert_eq!(status, 204);
    let (status, _) = resident.post(&withdraw, json!({})).await;
    assert_eq!(status, 404);
    let (_, shown) = resident.get(&format!("/allotments/{id}")).await;
    assert_eq!(shown["asked"], 0);
    let again = ask(&resident, &id).await;
    assert_ne!(again["pseudonym"], first["pseudonym"]);
    world.clock.advance_to(world.clock.now().plus_hours(3));
    let (status, late) = resident.post(&path, json!({})).await;
    assert_eq!((status, &late["code"]), (409, &json!("allotment-closed")));
    let (status, _) = resident.post(&withdraw, json!({})).await;
    assert_eq!(status, 409);
}

pub async fn a_resent_ask_is_one_ask_even_after_the_window(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, resident) = world.resident("140").await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let (key, path) = (world.key(), format!("/allotments/{id}/ask"));
    let first = resident.post_as(&key, &path, json!({"elders": 1})).await;
    assert_eq!(first.0, 200);
    assert_eq!(resident.post_as(&key, &path, json!({"elders": 1})).await, first);
    drawn(world).await;
    assert_eq!(resident.post_as(&key, &path, json!({"elders": 1})).await, first);
    let (_, shown) = resident.get(&format!("/allotments/{id}")).await;
    assert_eq!(shown["asked"], 1);
}

pub async fn what_cannot_be_opened_is_said_at_each_field(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let wrong = |change: fn(&mut Value)| {
        let mut body = shelf.allotment(world, 5);
        change(&mut body);
        body
    };
    let cases: [(Value, &[&str]); 8] = [
        (wrong(|body| body["name"] = json!(" ")), &["name"]),
        (
            wrong(|body| {
                body["pieces"] = json!(0);
                body["places"] = json!([]);
            }),
            &["places", "pieces"],
        ),
        (wrong(|body| body["household_pieces"] = json!(6)), &["household_pieces"]),
        (wrong(|body| body["pieces"] = json!(11)), &["pieces"]),
        (
            wrong(|body| body["opens_at"] = json!(NOON.plus_hours(-1))),
            &["opens_at"],
        ),
        (
            wrong(|body| body["closes_at"] = body["opens_at"].clone()),
            &["closes_at"],
        ),
        (wrong(|body| body["places"] = json!([OTHER_DISTRICT])), &["places"]),
        (
            wrong(|body| {
                body["lot_rules"] = json!({"base": 0, "per_further_person": 1, "further_people_max": 6, "infant": 2,
                    "elder": 2, "days_per_lot": 3, "days_lots_max": 7, "per_carried": 2, "carried_max": 6});
            }),
            &["lot_rules.base"],
        ),
    ];
    for (body, fields) in cases {
        let (status, answer) = officer.post("/allotments", body).await;
        let found: Vec<&str> = answer["errors"]
            .as_array()
            .map(|errors| errors.iter().filter_map(|error| error["field"].as_str()).collect())
            .unwrap_or_default();
        assert_eq!((status, &*found), (422, fields), "{answer}");
    }
    assert_eq!(shelf.promised().await, 0);
}

pub async fn what_no_door_can_have_is_said_at_the_field(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, resident) = world.resident("150").await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let path = format!("/allotments/{id}/ask");
    let (status, answer) = resident
        .post(&path, json!({"people": 9, "infants": 1, "elders": 2}))
        .await;
    assert_eq!(
        (status, &answer["errors"][0]["field"]),
        (422, &json!("elders")),
        "two live there: {answer}"
    );
}

pub async fn who_may_not_open_or_ask_is_turned_away(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let elsewhere = world.person(Role::Officer, OTHER_DISTRICT).await;
    let (household, resident) = world.resident("160").await;
    let body = shelf.allotment(world, 3);
    assert_eq!(resident.post("/allotments", body.clone()).await.0, 403);
    let (status, answer) = elsewhere.post("/allotments", body.clone()).await;
    assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!("org")));
    let id = opened(world, &officer, body).await;
    let (path, draw) = (format!("/allotments/{id}/ask"), format!("/allotments/{id}/draw"));
    assert_eq!(elsewhere.post(&draw, json!({})).await.0, 404);
    assert_eq!(resident.post(&draw, json!({})).await.0, 403);
    assert_eq!(officer.post(&path, json!({"household": household})).await.0, 403);
    let (other, _) = world.resident("161").await;
    assert_eq!(resident.post(&path, json!({"household": other})).await.0, 404);
    let steward = world.person(Role::Steward, world.building.as_str()).await;
    let (status, answer) = steward.post(&path, json!({})).await;
    assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!("household")));
    assert_eq!(
        steward.post(&path, json!({"household": other, "elders": 1})).await.0,
        200
    );
    let stranger = world.person(Role::Steward, OTHER_DISTRICT).await;
    assert_eq!(stranger.post(&path, json!({"household": other})).await.0, 404);
    assert_eq!(stranger.get(&format!("{path}?household={other}")).await.0, 404);
}

pub async fn a_witness_speaks_after_the_list_is_public(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, resident) = world.resident("170").await;
    let mut body = shelf.allotment(world, 3);
    body["witness_source"] = json!("the gauge at the harbour, tomorrow at eight");
    let id = opened(world, &officer, body).await;
    ask(&resident, &id).await;
    let draw = format!("/allotments/{id}/draw");
    let (status, early) = officer.post(&draw, json!({"witness": "1742"})).await;
    assert_eq!((status, &early["code"]), (409, &json!("allotment-still-open")));
    drawn(world).await;
    let (_, waiting) = world.nobody().get(&format!("/allotments/{id}")).await;
    assert_eq!(waiting["phase"], "closed");
    assert!(waiting["asks_digest"].is_string() && waiting["seed"].is_null());
    let (status, answer) = officer.post(&draw, json!({})).await;
    assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!("witness")));
    let key = world.key();
    let (status, done) = officer.post_as(&key, &draw, json!({"witness": "1742"})).await;
    assert_eq!((status, &done["phase"]), (200, &json!("drawn")));
    assert_eq!(officer.post_as(&key, &draw, json!({"witness": "1742"})).await.0, 200);
    assert_eq!(officer.post(&draw, json!({"witness": "1743"})).await.0, 409);
    let file = file_of(world, &id).await;
    assert_eq!(file.witness.as_ref().unwrap().value, "1742");
    assert_eq!(file.asks_digest.to_string(), waiting["asks_digest"].as_str().unwrap());
    assert!(verify(&file).is_ok());
}

pub async fn a_list_that_was_changed_behind_the_digest_is_not_drawn(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, resident) = world.resident("180").await;
    let mut body = shelf.allotment(world, 3);
    body["witness_source"] = json!("the gauge");
    let id = opened(world, &officer, body).await;
    ask(&resident, &id).await;
    drawn(world).await;
    let number: AllotmentId = id.parse().unwrap();
    let tampered: Result<u64, tongxin_storage::StorageError> = world
        .db
        .write(move |tx| {
            Box::pin(async move {
                let sql = "UPDATE allotment_ask SET lots = 60 WHERE allotment_id = $1";
                tx.execute(sql, args![number.get()]).await
            })
        })
        .await;
    tampered.unwrap();
    let (status, answer) = officer
        .post(&format!("/allotments/{id}/draw"), json!({"witness": "1"}))
        .await;
    assert_eq!((status, &answer["code"]), (409, &json!("allotment-list-changed")));
}

pub async fn allotments_are_listed_for_the_doors_they_are_for(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let (_, here) = world
        .nobody()
        .get(&format!("/allotments?place={}", world.building))
        .await;
    assert!(
        here["allotments"]
            .as_array()
            .unwrap()
            .iter()
            .any(|allotment| allotment["id"] == id)
    );
    let (_, there) = world.nobody().get(&format!("/allotments?place={OTHER_DISTRICT}")).await;
    assert_eq!(there["allotments"], json!([]));
    let (_, all) = world.nobody().get("/allotments").await;
    assert_eq!(all["allotments"][0]["id"], id);
}

pub async fn a_month_after_the_draw_nobody_knows_whose_asks_they_were_and_the_list_stands(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (household, resident) = world.resident("190").await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    ask(&resident, &id).await;
    drawn(world).await;
    shelf.market.window(2, 9).await;
    world.supply.tick(world.clock.now()).await.unwrap();
    let before = file_of(world, &id).await;
    go(world, world.clock.now().plus_days(31)).await;
    assert_eq!(file_of(world, &id).await, before);
    let sql =
        "SELECT COUNT(*) AS n FROM allotment_ask WHERE household_id = $1 OR building_code <> '' OR asked_by <> ''";
    let row = world.db.one(sql, args![household.get()]).await.unwrap();
    assert_eq!(row.int("n").unwrap(), 0);
}
