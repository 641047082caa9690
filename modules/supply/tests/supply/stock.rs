//! Reports on stock, and what they make of it.

use crate::goods::{item, messages, outlet, put};
use crate::world::{DISTRICT, NOON, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;

async fn report(person: &Person<'_>, org: OrgId, kind: &str, body: Value) -> (u16, Value) {
    person.post(&format!("/outlets/{org}/{kind}"), body).await
}

async fn lines(person: &Person<'_>, org: OrgId) -> Vec<Value> {
    let (status, page) = person.get(&format!("/outlets/{org}/stock")).await;
    assert_eq!(status, 200, "{page}");
    page["lines"].as_array().unwrap().clone()
}

fn on_hand(lines: &[Value], id: &str) -> i64 {
    let line = lines.iter().find(|line| line["item"]["id"] == id).unwrap();
    line["on_hand"].as_i64().unwrap()
}

fn later(world: &World, minutes: i64) {
    world.clock.advance_to(world.clock.now().plus_minutes(minutes));
}

/// Promises pieces as an order does.
async fn promise(world: &World, org: OrgId, id: &str, pieces: i64) {
    let item: tongxin_city::ItemId = id.parse().unwrap();
    let done = world.db.write(move |tx| {
        Box::pin(async move {
            let sql = "UPDATE stock SET promised = promised + $3 WHERE org_id = $1 AND item_id = $2";
            tx.execute(sql, tongxin_storage::args![org.get(), item.get(), pieces])
                .await
        })
    });
    done.await.unwrap();
}

pub async fn receipts_counts_and_waste_make_the_stock_and_leave_their_movements(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let (rice, oil) = (item(&manager, org, "大米").await, item(&manager, org, "菜油").await);
    let rows = json!([{"item": rice, "pieces": 100}, {"item": oil, "pieces": 40}]);
    let (status, done) = report(&manager, org, "receipts", json!({"rows": rows, "note": "送货单 17"})).await;
    assert_eq!((status, &done["rows"]), (201, &json!(2)), "{done}");
    later(world, 5);
    let (status, _) = report(
        &manager,
        org,
        "waste",
        json!({"rows": [{"item": oil, "pieces": 3}], "note": "破损"}),
    )
    .await;
    assert_eq!(status, 201);
    let (status, _) = report(&manager, org, "counts", json!({"rows": [{"item": rice, "pieces": 97}]})).await;
    assert_eq!(status, 201);
    let lines = lines(&manager, org).await;
    assert_eq!((on_hand(&lines, &rice), on_hand(&lines, &oil)), (97, 37));

    let (_, page) = manager.get(&format!("/outlets/{org}/movements?item={rice}")).await;
    let changes: Vec<i64> = page["movements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["change"].as_i64().unwrap())
        .collect();
    assert_eq!(changes, [-3, 100], "newest first");
    let (_, page) = manager
        .get(&format!("/outlets/{org}/movements?kind=waste&limit=1"))
        .await;
    assert_eq!(page["movements"][0]["note"], "破损");
    let csv = manager
        .request("GET", &format!("/outlets/{org}/movements.csv"))
        .send()
        .await
        .unwrap();
    let csv = csv.text().await.unwrap();
    assert!(
        csv.contains("大米") && csv.contains("Goods came") && csv.lines().count() == 5,
        "{csv}"
    );
    let xlsx = manager
        .request("GET", &format!("/outlets/{org}/movements.xlsx"))
        .send()
        .await
        .unwrap();
    assert!(xlsx.bytes().await.unwrap().starts_with(b"PK"));
}

pub async fn a_count_of_before_counts_what_came_since_and_an_older_one_is_refused(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let rice = item(&manager, org, "大米").await;
    later(world, 30);
    let (status, _) = report(
        &manager,
        org,
        "receipts",
        json!({"rows": [{"item": rice, "pieces": 10}]}),
    )
    .await;
    assert_eq!(status, 201);
    let at = |minutes| NOON.plus_minutes(minutes).to_string();
    let count = |minutes, pieces| json!({"counted_at": at(minutes), "rows": [{"item": rice, "pieces": pieces}]});
    assert_eq!(report(&manager, org, "counts", count(10, 50)).await.0, 201);
    assert_eq!(
        on_hand(&lines(&manager, org).await, &rice),
        60,
        "ten came after it was counted"
    );
    for minutes in [5, 10] {
        let (status, refused) = report(&manager, org, "counts", count(minutes, 1)).await;
        assert_eq!(status, 422);
        let (field, message) = messages(&refused).remove(0);
        assert_eq!(field, "rows[0].pieces");
        assert!(message.contains("2022-11-24 03:10"), "{message}");
    }
    let (status, refused) = report(&manager, org, "counts", count(31, 1)).await;
    assert_eq!((status, messages(&refused)[0].0.as_str()), (422, "counted_at"));
    assert_eq!(on_hand(&lines(&manager, org).await, &rice), 60);
}

pub async fn every_bad_row_is_named_and_none_is_entered(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let (rice, oil) = (item(&manager, org, "大米").await, item(&manager, org, "菜油").await);
    let (other_org, other) = outlet(world, "灯塔超市").await;
    let foreign = item(&other, other_org, "别家的").await;
    let rows = json!([
        {"item": rice, "pieces": 5},
        {"item": oil, "pieces": -1},
        {"gtin": "6901234567891", "pieces": 1},
        {"gtin": "6901234567892", "pieces": 1},
        {"item": foreign, "pieces": 1},
        {"item": rice, "pieces": 6},
        {"pieces": 1},
        {"item": oil, "pieces": 100_001},
    ]);
    let (status, refused) = report(&manager, org, "counts", json!({"rows": rows})).await;
    assert_eq!(status, 422);
    let mut fields: Vec<String> = messages(&refused).into_iter().map(|(field, _)| field).collect();
    fields.sort();
    let expected = [
        "1].pieces",
        "2].gtin",
        "3].gtin",
        "4].item",
        "5].item",
        "6].item",
        "7].pieces",
    ];
    assert_eq!(fields, expected.map(|end| format!("rows[{end}")));
    assert_eq!(on_hand(&lines(&manager, org).await, &rice), 0);

    let lost = json!({"rows": [{"item": rice, "pieces": 1}], "note": "破损"});
    let (status, refused) = report(&manager, org, "waste", lost).await;
    assert_eq!((status, messages(&refused)[0].0.as_str()), (422, "rows[0].pieces"));
    let (status, _) = report(
        &manager,
        org,
        "waste",
        json!({"rows": [{"item": rice, "pieces": 1}], "note": " "}),
    )
    .await;
    assert_eq!(status, 422);
}

pub async fn a_count_below_what_is_promised_is_entered_and_answered_with_what_is_short(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let rice = item(&manager, org, "大米").await;
    report(
        &manager,
        org,
        "receipts",
        json!({"rows": [{"item": rice, "pieces": 10}]}),
    )
    .await;
    promise(world, org, &rice, 8).await;
    later(world, 1);
    let (status, done) = report(&manager, org, "counts", json!({"rows": [{"item": rice, "pieces": 5}]})).await;
    assert_eq!(status, 201);
    assert_eq!(done["uncovered"], json!([{"item": rice, "name": "大米", "pieces": 3}]));
    assert_eq!(lines(&manager, org).await[0]["free"], 0);
}

pub async fn a_wrong_report_is_taken_back_while_nothing_has_moved(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let rice = item(&manager, org, "大米").await;
    let count = |pieces| json!({"rows": [{"item": rice, "pieces": pieces}]});
    report(&manager, org, "counts", count(20)).await;
    let counted_at = lines(&manager, org).await[0]["counted_at"].clone();
    later(world, 1);
    let (_, wrong) = report(&manager, org, "counts", count(200)).await;
    let undo = |done: &Value| format!("/stock-reports/{}/undo", done["id"].as_str().unwrap());
    let officer = world.person(Role::Officer, DISTRICT).await;
    assert_eq!(officer.post(&undo(&wrong), json!({})).await.1["code"], "report-not-own");
    let elsewhere = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(elsewhere.post(&undo(&wrong), json!({})).await.0, 404);
    assert_eq!(manager.post(&undo(&wrong), json!({})).await.0, 200);
    let line = lines(&manager, org).await.remove(0);
    assert_eq!((line["on_hand"].as_i64(), &line["counted_at"]), (Some(20), &counted_at));
    assert_eq!(manager.post(&undo(&wrong), json!({})).await.1["code"], "report-undone");

    later(world, 1);
    let (_, moved) = report(&manager, org, "counts", count(25)).await;
    later(world, 1);
    report(&manager, org, "receipts", count(5)).await;
    let (status, refused) = manager.post(&undo(&moved), json!({})).await;
    assert_eq!((status, refused["code"].as_str()), (409, Some("stock-moved-since")));
    let (_, late) = report(&manager, org, "receipts", count(1)).await;
    later(world, 11);
    assert_eq!(manager.post(&undo(&late), json!({})).await.1["code"], "report-too-old");
    assert_eq!(on_hand(&lines(&manager, org).await, &rice), 31);
}

pub async fn a_resent_report_is_entered_once(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let rice = item(&manager, org, "大米").await;
    let body = json!({"rows": [{"item": rice, "pieces": 10}]});
    let path = format!("/outlets/{org}/receipts");
    let first = manager.post_as("the-same-key", &path, body.clone()).await;
    let second = manager.post_as("the-same-key", &path, body).await;
    assert_eq!(first, second);
    assert_eq!(on_hand(&lines(&manager, org).await, &rice), 10);
}

pub async fn an_outlet_sees_only_its_own_stock_and_an_officer_that_of_the_place(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let (_, other) = outlet(world, "灯塔超市").await;
    item(&manager, org, "大米").await;
    let (_, resident) = world.resident("7-301").await;
    for path in ["stock", "movements", "movements.csv"] {
        let path = format!("/outlets/{org}/{path}");
        assert_eq!(other.get(&path).await.0, 404, "{path}");
        assert_eq!(
            world.person(Role::Officer, OTHER_DISTRICT).await.get(&path).await.0,
            404
        );
        assert_eq!(world.person(Role::Officer, DISTRICT).await.get(&path).await.0, 200);
        assert_eq!(
            world.person(Role::Administrator, DISTRICT).await.get(&path).await.0,
            403
        );
        assert_eq!(resident.get(&path).await.0, 403);
        assert_eq!(world.nobody().get(&path).await.0, 401);
    }
}

pub async fn a_report_by_number_reaches_an_item_the_outlet_did_not_carry(world: &World) {
    let (first, manager) = outlet(world, "海鸥超市").await;
    let (second, other) = outlet(world, "灯塔超市").await;
    let milk = json!({"gtin": "96385074", "name": "牛奶", "unit": "盒"});
    manager.post(&format!("/outlets/{first}/items"), milk).await;
    let rows = json!({"rows": [{"gtin": "9638-5074", "pieces": 7}]});
    assert_eq!(report(&other, second, "counts", rows).await.0, 201);
    let line = lines(&other, second).await.remove(0);
    assert_eq!(
        (line["item"]["name"].as_str(), line["on_hand"].as_i64()),
        (Some("牛奶"), Some(7))
    );
    let id = line["item"]["id"].as_str().unwrap();
    let terms = json!({"price": 0, "household_max": 1, "is_open": true});
    assert_eq!(
        put(world, &other, &format!("/outlets/{second}/offers/{id}"), terms)
            .await
            .0,
        200
    );
    assert_eq!(lines(&other, second).await[0]["terms"]["price"], 0);
}
