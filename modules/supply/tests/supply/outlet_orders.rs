//! An outlet's work with its orders, by the API: what it sees, what it packs, what leaves and who has it then.

use crate::market::{CODES, Market, code, faults, id};
use crate::outlet_shop::{RICE_GTIN, Shop};
use crate::world::{COMMUNITY, World};
use serde_json::{Value, json};
use tongxin_city::{Lang, RunId};
use tongxin_i18n::Texts;
use tongxin_storage::args;

pub async fn an_order_goes_its_whole_way_by_the_api(world: &World) {
    let shop = Shop::open(world, "none").await;
    let manager = &shop.market.manager;
    let path = shop.path(&format!("orders?state=placed&window={}&date=2022-11-24", shop.window));
    let (status, page) = manager.get(&path).await;
    assert_eq!(status, 200, "{page}");
    let seen = &page["orders"][0];
    assert_eq!(
        (&seen["id"], &seen["door"]["door"]),
        (&json!(shop.order), &json!("7-301"))
    );
    assert_eq!(
        (&seen["door"]["name"], &seen["is_late"]),
        (&json!("1栋"), &json!(false))
    );
    assert_eq!(
        (&seen["lines"][0]["ordered"], &seen["note"]),
        (&json!(2), &json!("放门口"))
    );
    let whole = page.to_string();
    assert!(
        !whole.contains(&shop.household.to_string()) && !whole.contains(&shop.code().await),
        "{whole}"
    );
    let elsewhen = shop.path("orders?date=2022-11-25");
    assert_eq!(manager.get(&elsewhen).await.1["orders"], json!([]));

    let picks = shop.path(&format!("picks?window={}", shop.window));
    let (_, list) = manager.get(&picks).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "{list}");
    let building = &list["buildings"][0];
    assert_eq!(
        (&building["orders"], &building["pieces"], &building["picked"]),
        (&json!(1), &json!(3), &json!(0))
    );
    shop.packed().await;
    assert_eq!(manager.get(&picks).await.1["buildings"][0]["picked"], json!(3));

    let asked = json!({"orders": [shop.order], "note": "先送一号楼"});
    let run = id(&manager.post(&shop.path("runs"), asked).await);
    assert_eq!(shop.market.stock(&shop.rice).await, (3, 0));
    assert_eq!(
        manager.get(&picks).await.1["items"],
        json!([]),
        "what has left is picked no more"
    );
    let (_, open) = manager.get(&shop.path("runs?state=open")).await;
    assert_eq!(
        (&open["runs"][0]["id"], &open["runs"][0]["on_their_way"]),
        (&json!(run), &json!(1))
    );
    let (_, shown) = manager.get(&format!("/runs/{run}")).await;
    assert_eq!(
        (&shown["orders"][0]["id"], &shown["note"]),
        (&json!(shop.order), &json!("先送一号楼"))
    );

    assert_eq!(shop.step("drop", json!({"point": "南门"})).await.0, 200);
    let (_, done) = manager.get(&shop.path("runs?state=done")).await;
    assert_eq!(done["runs"][0]["state"], json!("done"), "{done}");
    let wrong = shop.step("hand-over", json!({"code": "x"})).await;
    assert_eq!(code(&wrong), (409, "order-wrong-code"));
    let right = shop.step("hand-over", json!({"code": shop.code().await})).await;
    assert_eq!((right.0, &right.1["state"]), (200, &json!("received")));
    assert_eq!(
        code(&shop.step("drop", json!({"point": "南门"})).await),
        (409, "order-closed")
    );
}

pub async fn an_order_that_is_packed_short_tells_its_need(world: &World) {
    let shop = Shop::open(world, "none").await;
    let (status, done) = shop.step("pack", shop.picked(1, 1).await).await;
    assert_eq!((status, done["short_need"].is_string()), (200, true), "{done}");
    assert_eq!(
        shop.market.stock(&shop.rice).await,
        (5, 1),
        "the missing bag is free again"
    );
    let (_, other) = world.resident("7-302").await;
    let nothing = shop.ordered(&other, "none").await;
    let lines = json!({"lines": [{"line": 1, "picked": 0}, {"line": 2, "picked": 0}]});
    let refused = shop
        .market
        .manager
        .post(&format!("/orders/{nothing}/pack"), lines)
        .await;
    assert_eq!(code(&refused), (409, "order-nothing-picked"));
}

pub async fn a_substitute_comes_as_the_household_chose(world: &World) {
    let shop = Shop::open(world, "none").await;
    let noodles = shop.market.item("面条", 3, 900, 3).await;
    let with = |line: i64, oil: i64, is_agreed: bool| {
        let substitute = json!({"item": noodles, "pieces": 1, "is_agreed": is_agreed});
        json!({"lines": [{"line": line, "picked": 1, "substitute": substitute}, {"line": oil, "picked": 1}]})
    };
    let (rice, oil) = (shop.line(&shop.rice).await, shop.line(&shop.oil).await);
    let refused = shop.step("pack", with(rice, oil, true)).await;
    assert_eq!(
        (refused.0, &faults(&refused)[0].0),
        (422, &format!("lines[{rice}].substitute"))
    );
    assert!(faults(&refused)[0].1.contains("wants nothing else"));

    let (_, other) = world.resident("7-302").await;
    let asking = shop.ordered(&other, "ask").await;
    let path = format!("/orders/{asking}/pack");
    let unasked = shop.market.manager.post(&path, with(rice, oil, false)).await;
    assert!(faults(&unasked)[0].1.contains("wants to be asked first"), "{unasked:?}");
    let agreed = shop.market.manager.post(&path, with(rice, oil, true)).await;
    assert_eq!((agreed.0, &agreed.1["short_need"]), (200, &Value::Null), "{agreed:?}");
    let (_, page) = shop.market.manager.get(&shop.path("orders?state=packed")).await;
    let line = &page["orders"][0]["lines"][2];
    assert_eq!((&line["name"], &line["substitute_for"]), (&json!("面条"), &json!(rice)));
}

pub async fn another_outlet_finds_nothing_of_an_order(world: &World) {
    let shop = Shop::open(world, "none").await;
    let other = Market::serving(world, CODES[1], COMMUNITY).await;
    let foreign = &other.manager;
    for path in [
        "orders".to_owned(),
        format!("picks?window={}", shop.window),
        "runs".to_owned(),
    ] {
        assert_eq!(foreign.get(&shop.path(&path)).await.0, 404, "{path}");
    }
    let window = format!("/outlets/{}/picks?window={}", other.org, shop.window);
    assert_eq!(foreign.get(&window).await.0, 404, "not even under its own name");
    let order = &shop.order;
    assert_eq!(
        foreign.get(&format!("/orders/{order}/scan?gtin={RICE_GTIN}")).await.0,
        404
    );
    let run = json!({"orders": [order]});
    assert_eq!(foreign.post(&shop.path("runs"), run.clone()).await.0, 404);
    assert_eq!(foreign.post(&format!("/outlets/{}/runs", other.org), run).await.0, 404);
    for (step, body) in [
        ("pack", shop.picked(2, 1).await),
        ("unpack", json!({})),
        ("drop", json!({"point": "南门"})),
        ("hand-over", json!({"code": shop.code().await})),
        ("return", json!({"reason": "无人在家"})),
        ("cancel", json!({"reason": "淹水"})),
    ] {
        assert_eq!(
            foreign.post(&format!("/orders/{order}/{step}"), body).await.0,
            404,
            "{step}"
        );
    }
    let run = shop.sent().await;
    assert_eq!(foreign.get(&format!("/runs/{run}")).await.0, 404);
    assert_eq!(shop.resident.get(&format!("/runs/{run}")).await.0, 403);
    assert_eq!(shop.resident.get(&shop.path("orders")).await.0, 403);
}

pub async fn a_barcode_finds_its_line_or_says_what_it_is(world: &World) {
    let shop = Shop::open(world, "none").await;
    let milk = shop.market.barcoded("牛奶", "96385074", 3, 100).await;
    let manager = &shop.market.manager;
    let scan = |gtin: &str| format!("/orders/{}/scan?gtin={gtin}", shop.order);
    let (_, rice) = manager.get(&scan(RICE_GTIN)).await;
    assert_eq!(
        (&rice["line"], &rice["ordered"]),
        (&json!(shop.line(&shop.rice).await), &json!(2))
    );
    let (_, other) = manager.get(&scan("96385074")).await;
    assert_eq!(
        (&other["line"], &other["item"], &other["name"]),
        (&Value::Null, &json!(milk), &json!("牛奶"))
    );
    let mistyped = manager.get(&scan("6901234567891")).await;
    assert_eq!((mistyped.0, faults(&mistyped)[0].0.as_str()), (422, "gtin"));
    let unknown = manager.get(&scan("16901234567899")).await;
    assert!(faults(&unknown)[0].1.contains("16901234567899"), "{unknown:?}");
}

pub async fn an_order_that_is_packed_twice_under_one_key_is_packed_once(world: &World) {
    let shop = Shop::open(world, "none").await;
    let (path, body) = (format!("/orders/{}/pack", shop.order), shop.picked(1, 1).await);
    let first = shop.market.manager.post_as("pack-0001", &path, body.clone()).await;
    let again = shop.market.manager.post_as("pack-0001", &path, body.clone()).await;
    assert_eq!((first.0, &first.1), (200, &again.1));
    let other = shop.market.manager.post(&path, body).await;
    assert_eq!(code(&other), (409, "order-packed-already"));
    let unknown = json!({"lines": [], "colour": "red"});
    assert_eq!(shop.step("pack", unknown).await.0, 400);
}

pub async fn a_run_with_an_order_that_is_not_packed_changes_nothing(world: &World) {
    let shop = Shop::open(world, "none").await;
    let (_, other) = world.resident("7-302").await;
    let waiting = shop.ordered(&other, "none").await;
    shop.packed().await;
    let runs = shop.path("runs");
    let refused = shop
        .market
        .manager
        .post(&runs, json!({"orders": [shop.order, waiting]}))
        .await;
    assert_eq!((refused.0, faults(&refused)[0].0.as_str()), (422, "orders"));
    assert!(faults(&refused)[0].1.contains(&waiting), "{refused:?}");
    assert_eq!(shop.market.manager.get(&runs).await.1["runs"], json!([]));
    assert_eq!(shop.market.stock(&shop.rice).await, (5, 4), "nothing has left");
    for (body, field) in [
        (json!({"orders": []}), "orders"),
        (json!({"orders": [shop.order], "staff": shop.order}), "staff"),
        (json!({"orders": [shop.order], "vehicle": shop.order}), "vehicle"),
        (json!({"orders": [shop.order], "note": "x".repeat(201)}), "note"),
    ] {
        let refused = shop.market.manager.post(&runs, body).await;
        assert_eq!((refused.0, faults(&refused)[0].0.as_str()), (422, field));
    }
    let sent = shop.market.manager.post(&runs, json!({"orders": [shop.order]})).await;
    assert_eq!(sent.0, 201, "{sent:?}");
}

pub async fn an_outlet_calls_an_order_off_with_a_reason_and_takes_one_back(world: &World) {
    let shop = Shop::open(world, "none").await;
    let unsaid = shop.step("cancel", json!({})).await;
    assert_eq!((unsaid.0, faults(&unsaid)[0].0.as_str()), (422, "reason"));
    let off = shop.step("cancel", json!({"reason": "冷柜坏了"})).await;
    assert_eq!((off.0, &off.1["state"]), (200, &json!("cancelled")));
    assert_eq!(shop.market.stock(&shop.rice).await, (5, 0));

    let (_, other) = world.resident("7-302").await;
    let order = shop.ordered(&other, "none").await;
    let manager = &shop.market.manager;
    let lines = json!({"lines": [{"line": 1, "picked": 2}, {"line": 2, "picked": 1}]});
    assert_eq!(manager.post(&format!("/orders/{order}/pack"), lines).await.0, 200);
    assert_eq!(
        manager.post(&shop.path("runs"), json!({"orders": [order]})).await.0,
        201
    );
    let back = json!({"reason": "无人在家", "lines": [{"line": 1, "fit": 1}]});
    let (status, done) = manager.post(&format!("/orders/{order}/return"), back).await;
    assert_eq!((status, &done["state"]), (200, &json!("returned")), "{done}");
    let (rice, oil) = (
        shop.market.stock(&shop.rice).await.0,
        shop.market.stock(&shop.oil).await.0,
    );
    assert_eq!(rice + oil, 9, "one piece can't be sold again");
}

pub async fn what_was_noted_on_a_run_is_forgotten_with_its_orders(world: &World) {
    let shop = Shop::open(world, "none").await;
    shop.packed().await;
    let asked = json!({"orders": [shop.order], "note": "三楼老人行动不便"});
    let run: RunId = id(&shop.market.manager.post(&shop.path("runs"), asked).await)
        .parse()
        .unwrap();
    let handed = shop.step("hand-over", json!({"code": shop.code().await})).await;
    assert_eq!(handed.0, 200, "{handed:?}");
    world.clock.advance_to(world.clock.now().plus_days(31));
    world.supply.tick(world.clock.now()).await.unwrap();
    let row = world
        .db
        .one("SELECT note FROM outlet_run WHERE id = $1", args![run.get()])
        .await;
    assert_eq!(row.unwrap().opt_text("note").unwrap(), None);
}

#[test]
fn every_problem_with_an_order_is_said_in_both_languages() {
    let texts = Texts::new(&[tongxin_web::TEXTS, tongxin_supply::TEXTS]);
    for code in [
        "order-closed",
        "order-packed-already",
        "order-left-already",
        "order-not-packed",
        "order-not-sent",
        "order-not-dropped",
        "order-missing-taken",
        "order-nothing-picked",
        "order-wrong-code",
        "order-not-permitted",
        "order-gone",
        "order-total",
        "picks-too-long",
    ] {
        for lang in [Lang::Zh, Lang::En] {
            for key in [format!("problem-{code}"), format!("problem-{code}.detail")] {
                assert_ne!(texts.text(lang, &key), key);
            }
        }
    }
}

pub async fn an_outlet_can_not_try_all_hand_over_codes(world: &World) {
    let shop = Shop::open(world, "none").await;
    shop.packed().await;
    id(&shop
        .market
        .manager
        .post(&shop.path("runs"), json!({"orders": [shop.order]}))
        .await);
    for _ in 0..5 {
        let wrong = shop.step("hand-over", json!({"code": "x"})).await;
        assert_eq!(code(&wrong), (409, "order-wrong-code"));
    }
    let right = shop.step("hand-over", json!({"code": shop.code().await})).await;
    assert_eq!(code(&right), (409, "order-code-spent"));
}
