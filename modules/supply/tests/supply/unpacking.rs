//! An outlet takes packing back, by the API and on the order's page.

use crate::market::{CODES, Market, code, faults};
use crate::outlet_shop::{Desk, Shop, says};
use crate::world::{COMMUNITY, World};
use serde_json::{Value, json};

pub async fn an_outlet_takes_packing_back_by_the_api(world: &World) {
    let shop = Shop::open(world, "none").await;
    let early = shop.step("unpack", json!({})).await;
    assert_eq!(code(&early), (409, "order-not-packed"));
    let (status, done) = shop.step("pack", shop.picked(1, 1).await).await;
    assert_eq!((status, done["short_need"].is_string()), (200, true), "{done}");
    let (path, manager) = (format!("/orders/{}/unpack", shop.order), &shop.market.manager);
    assert_eq!(shop.resident.post(&path, json!({})).await.0, 403, "the outlet's alone");
    let foreign = Market::serving(world, CODES[1], COMMUNITY).await.manager;
    assert_eq!(foreign.post(&path, json!({})).await.0, 404);

    let first = manager.post_as("unpack-0001", &path, json!({})).await;
    assert_eq!(
        (first.0, &first.1["state"], &first.1["total"], &first.1["short_need"]),
        (200, &json!("placed"), &json!(2_500), &Value::Null)
    );
    assert_eq!(shop.market.stock(&shop.rice).await, (5, 2));
    assert_eq!(
        manager.post_as("unpack-0001", &path, json!({})).await,
        first,
        "once under a key"
    );
    let (_, shown) = shop.resident.get(&format!("/orders/{}", shop.order)).await;
    let kinds: Vec<&Value> = shown["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["kind"])
        .collect();
    assert_eq!(kinds, ["placed", "packed", "unpacked"]);
    assert_eq!(shown["short_need"], done["short_need"], "people look after it");
    let picks = shop.path(&format!("picks?window={}", shop.window));
    let building = &manager.get(&picks).await.1["buildings"][0];
    assert_eq!((&building["pieces"], &building["picked"]), (&json!(3), &json!(0)));
    shop.sent().await;
    assert_eq!(code(&shop.step("unpack", json!({})).await), (409, "order-left-already"));
    let back = shop.step("return", json!({"reason": "无人在家"})).await;
    assert_eq!(back.0, 200, "{back:?}");
    assert_eq!(code(&shop.step("unpack", json!({})).await), (409, "order-closed"));
}

pub async fn packing_stays_when_others_have_what_was_missing(world: &World) {
    let shop = Shop::open(world, "none").await;
    assert_eq!(shop.step("pack", shop.picked(0, 1).await).await.0, 200);
    for door in ["7-302", "7-303"] {
        let (_, other) = world.resident(door).await;
        shop.ordered(&other, "none").await;
    }
    let before = shop.market.stock(&shop.rice).await;
    let refused = shop.step("unpack", json!({})).await;
    assert_eq!(code(&refused), (409, "order-missing-taken"));
    assert!(faults(&refused)[0].1.contains("大米"), "{refused:?}");
    assert_eq!(shop.market.stock(&shop.rice).await, before);
    let (_, shown) = shop.resident.get(&format!("/orders/{}", shop.order)).await;
    assert_eq!(
        (&shown["state"], shown["events"].as_array().unwrap().len()),
        (&json!("packed"), 2)
    );
    let order = format!("/outlet/orders/{}", shop.order);
    let mut desk = Desk::chinese(&shop.market.manager);
    let stays = desk.submit(&order, &format!("{order}/unpack"), &[]).await;
    says(&stays, 409, &["先前缺的已经卖给别人", "大米", "撤回打包"]);
}

pub async fn packing_is_taken_back_on_the_orders_page(world: &World) {
    let shop = Shop::open(world, "none").await;
    assert_eq!(shop.step("pack", shop.picked(1, 1).await).await.0, 200);
    let (order, unpack) = (format!("/outlet/orders/{}", shop.order), "Take packing back");
    let mut desk = Desk::of(&shop.market.manager);
    says(
        &desk.get(&order).await,
        200,
        &["It came short", unpack, "what was ordered is set aside once more"],
    );
    let again = desk.submit(&order, &format!("{order}/unpack"), &[]).await;
    says(&again, 200, &["is taken back", "Barcode", "Packing taken back"]);
    assert!(!again.says("Pack it anew</button>"), "once");
    let twice = desk.submit(&order, &format!("{order}/unpack"), &[]).await;
    says(&twice, 409, &["packed before it is sent"]);
    shop.packed().await;
    says(
        &desk.get(&order).await,
        200,
        &["short when it was packed before", "Send alone now"],
    );
    let mut chinese = Desk::chinese(&shop.market.manager);
    says(&chinese.get(&order).await, 200, &["先前打包时缺货", "重新打包"]);
    says(
        &chinese.submit(&order, &format!("{order}/unpack"), &[]).await,
        200,
        &["的打包已撤回"],
    );
}
