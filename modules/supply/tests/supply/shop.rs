//! Ordering over HTTP: for oneself, for a neighbour, on a paper slip; limits, windows, what is refused and why.

use crate::market::{CODES, Market, code, faults, id};
use crate::world::{COMMUNITY, DISTRICT, NOON, World};
use serde_json::{Value, json};
use tongxin_account::Role;

pub async fn a_household_orders_from_an_outlet_that_serves_its_door(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 10, 3_990, 3).await;
    let window = market.window(3, 5).await;
    let (_, resident) = world.resident("7-301").await;
    let (_, shops) = resident.get("/shop").await;
    assert_eq!(shops["outlets"][0]["org"], json!(market.org.to_string()));
    let (_, front) = resident.get(&format!("/shop/{}", market.org)).await;
    assert_eq!(
        (&front["offers"][0]["free"], &front["windows"][0]["places_left"]),
        (&json!(10), &json!(5))
    );

    let mut basket = market.basket(&window, &rice, 2);
    basket["contact"] = json!("138 0000 0000");
    basket["substitutes"] = json!("similar");
    let placed = resident.post("/orders", basket).await;
    assert_eq!(placed.0, 201, "{placed:?}");
    assert_eq!(
        (&placed.1["total"], &placed.1["pays"]),
        (&json!(7_980), &json!("at_hand_over"))
    );
    assert_eq!(market.stock(&rice).await, (10, 2));
    assert_eq!(market.taken(&window).await, 1);

    let (status, order) = resident.get(&format!("/orders/{}", id(&placed))).await;
    assert_eq!(
        (status, &order["state"], &order["door"]),
        (200, &json!("placed"), &json!("7-301"))
    );
    assert_eq!(order["hand_over_code"].as_str().unwrap().len(), 6);
    assert_eq!(
        (&order["lines"][0]["name"], &order["events"][0]["kind"]),
        (&json!("大米"), &json!("placed"))
    );
    assert!(
        placed.1.get("hand_over_code").is_none(),
        "the kept answer holds no code"
    );
    let (_, page) = resident.get("/orders?open=true").await;
    assert_eq!(page["orders"].as_array().unwrap().len(), 1);
    assert_eq!(resident.get("/orders?open=false").await.1["orders"], json!([]));
}

pub async fn an_order_that_is_sent_again_is_placed_once(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 10, 100, 9).await;
    let window = market.window(3, 5).await;
    let (_, resident) = world.resident("7-301").await;
    let basket = market.basket(&window, &rice, 2);
    let first = resident.post_as("the-same-key", "/orders", basket.clone()).await;
    let again = resident.post_as("the-same-key", "/orders", basket).await;
    assert_eq!(first, again);
    assert_eq!((market.stock(&rice).await, market.taken(&window).await), ((10, 2), 1));
    let other = resident
        .post_as("the-same-key", "/orders", market.basket(&window, &rice, 3))
        .await;
    assert_eq!(code(&other), (422, "key-reused"));
}

pub async fn what_is_wrong_with_a_basket_is_said_at_its_line_in_both_languages(world: &World) {
    let market = Market::open(world).await;
    let (rice, oil) = (
        market.item("大米", 1, 100, 3).await,
        market.item("菜油", 5, 100, 2).await,
    );
    let window = market.window(3, 5).await;
    let (_, mut resident) = world.resident("7-301").await;
    let mut basket = market.basket(&window, &rice, 2);
    let gone = resident.post("/orders", basket.clone()).await;
    assert_eq!(code(&gone), (409, "order-gone"));
    assert_eq!(
        faults(&gone),
        [("lines[0].pieces".into(), "“大米”: only 1 left".into())]
    );
    basket["lines"] = json!([{"item": rice, "pieces": 2}, {"item": oil, "pieces": 3}]);
    let wrong = resident.post("/orders", basket.clone()).await;
    assert_eq!(wrong.0, 422);
    let fields: Vec<String> = faults(&wrong).into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        fields,
        ["lines[1].pieces", "lines[0].pieces"],
        "what is gone comes last"
    );
    resident.lang = "zh-CN";
    let wrong = resident.post("/orders", basket.clone()).await;
    assert!(faults(&wrong)[0].1.contains("每户每天限 2 件"), "{wrong:?}");
    for lines in [
        json!([]),
        json!([{"item": rice, "pieces": -1}]),
        json!([{"item": rice, "pieces": 101}]),
    ] {
        basket["lines"] = lines;
        assert_eq!(resident.post("/orders", basket.clone()).await.0, 422);
    }
    basket["lines"] = json!([{"item": rice, "pieces": 1}]);
    basket["note"] = json!("长".repeat(301));
    assert_eq!(faults(&resident.post("/orders", basket.clone()).await)[0].0, "note");
    basket["note"] = json!("");
    basket["colour"] = json!("red");
    assert_eq!(resident.post("/orders", basket).await.0, 400);
    assert_eq!(
        (market.stock(&rice).await, market.taken(&window).await),
        ((1, 0), 0),
        "nothing half written"
    );
}

pub async fn a_household_has_no_more_than_its_share_of_a_day_until_it_calls_off(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 100, 100, 3).await;
    let window = market.window(30, 50).await;
    let (_, resident) = world.resident("7-301").await;
    let order = async |pieces: i64| resident.post("/orders", market.basket(&window, &rice, pieces)).await;
    let first = order(2).await;
    assert_eq!(first.0, 201);
    let over = order(2).await;
    assert_eq!(over.0, 422);
    assert!(faults(&over)[0].1.contains("1 more today"), "{over:?}");
    let cancel = format!("/orders/{}/cancel", id(&first));
    assert_eq!(resident.post(&cancel, json!({})).await.0, 200);
    assert_eq!(order(3).await.0, 201, "what was called off does not count");
    assert_eq!(order(1).await.0, 422);
    world.clock.advance_to(NOON.plus_hours(24));
    assert_eq!(order(3).await.0, 201, "another day");
}

pub async fn a_household_orders_at_most_ten_times_a_day(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 100, 0, 100).await;
    let window = market.window(30, 50).await;
    let (_, resident) = world.resident("7-301").await;
    for _ in 0..10 {
        assert_eq!(resident.post("/orders", market.basket(&window, &rice, 1)).await.0, 201);
    }
    let more = resident.post("/orders", market.basket(&window, &rice, 1)).await;
    assert_eq!(code(&more), (409, "orders-a-day"));
}

pub async fn a_window_takes_no_more_orders_than_it_has_places_and_none_when_it_is_over(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 100, 100, 3).await;
    let (window, closed) = (market.window(3, 1).await, market.window(4, 9).await);
    let (_, first) = world.resident("7-301").await;
    let (_, second) = world.resident("7-302").await;
    assert_eq!(first.post("/orders", market.basket(&window, &rice, 1)).await.0, 201);
    let full = second.post("/orders", market.basket(&window, &rice, 1)).await;
    assert_eq!(
        (code(&full), faults(&full)[0].0.as_str()),
        ((409, "order-gone"), "window")
    );
    assert!(faults(&full)[0].1.contains("full"));

    let close = format!("/windows/{closed}/close");
    assert_eq!(market.manager.post(&close, json!({})).await.0, 200);
    let (_, front) = second.get(&format!("/shop/{}", market.org)).await;
    assert_eq!(
        front["windows"].as_array().unwrap().len(),
        1,
        "a closed window is not offered"
    );
    let refused = second.post("/orders", market.basket(&closed, &rice, 1)).await;
    assert!(faults(&refused)[0].1.contains("takes no more orders"), "{refused:?}");
    let reopen = format!("/windows/{closed}/reopen");
    assert_eq!(market.manager.post(&reopen, json!({})).await.0, 200);
    assert_eq!(second.post("/orders", market.basket(&closed, &rice, 1)).await.0, 201);
    world.clock.advance_to(NOON.plus_hours(4));
    let over = first.post("/orders", market.basket(&closed, &rice, 1)).await;
    assert_eq!(code(&over), (409, "order-gone"));
    assert_eq!(market.stock(&rice).await, (100, 2));
}

pub async fn an_outlet_that_is_not_listed_or_serves_elsewhere_takes_no_order(world: &World) {
    let market = Market::open(world).await;
    let elsewhere = Market::serving(world, CODES[1], "900010102").await;
    let (rice, oil) = (
        market.item("大米", 9, 100, 3).await,
        elsewhere.item("菜油", 9, 100, 3).await,
    );
    let (window, far) = (market.window(3, 9).await, elsewhere.window(3, 9).await);
    let (_, resident) = world.resident("7-301").await;
    assert_eq!(resident.get("/shop").await.1["outlets"].as_array().unwrap().len(), 1);
    assert_eq!(resident.get(&format!("/shop/{}", elsewhere.org)).await.0, 404);
    let refused = resident.post("/orders", elsewhere.basket(&far, &oil, 1)).await;
    assert_eq!(code(&refused), (409, "outlet-elsewhere"));
    let others_window = resident.post("/orders", market.basket(&far, &rice, 1)).await;
    assert_eq!(faults(&others_window)[0].0, "window");

    let officer = world.person(Role::Officer, DISTRICT).await;
    let suspend = format!("/supply/listings/{}/suspend", market.org);
    assert_eq!(officer.post(&suspend, json!({"reason": "flooded"})).await.0, 200);
    let refused = resident.post("/orders", market.basket(&window, &rice, 1)).await;
    assert_eq!(code(&refused), (409, "outlet-not-listed"));
    assert_eq!(resident.get("/shop").await.1["outlets"], json!([]));
}

pub async fn calling_off_gives_back_the_place_and_the_pieces_once(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 5, 100, 5).await;
    let window = market.window(3, 1).await;
    let (_, resident) = world.resident("7-301").await;
    let (_, other) = world.resident("7-302").await;
    let placed = resident.post("/orders", market.basket(&window, &rice, 5)).await;
    let path = format!("/orders/{}/cancel", id(&placed));
    assert_eq!(other.post(&path, json!({})).await.0, 404, "nobody else's");
    let done = resident.post(&path, json!({"reason": "买错了"})).await;
    assert_eq!(
        (done.0, &done.1["state"], &done.1["total"]),
        (200, &json!("cancelled"), &json!(0))
    );
    assert_eq!(code(&resident.post(&path, json!({})).await), (409, "order-closed"));
    assert_eq!((market.stock(&rice).await, market.taken(&window).await), ((5, 0), 0));
    assert_eq!(other.post("/orders", market.basket(&window, &rice, 5)).await.0, 201);
    let confirm = format!("/orders/{}/receive", id(&placed));
    assert_eq!(code(&resident.post(&confirm, json!({})).await), (409, "order-closed"));
}

pub async fn a_neighbours_own_code_lets_somebody_order_for_it_and_follow_that_order(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 50, 100, 5).await;
    let window = market.window(3, 9).await;
    let (_, helper) = world.resident("7-301").await;
    let (elder, elders_code) = world.coded_household("7-302").await;
    let mut basket = market.basket(&window, &rice, 1);
    basket["code"] = json!(elders_code.to_lowercase());
    let placed = helper.post("/orders", basket.clone()).await;
    assert_eq!(placed.0, 201, "{placed:?}");
    let path = format!("/orders/{}", id(&placed));
    let (_, order) = helper.get(&path).await;
    assert_eq!(
        (&order["household"], &order["door"]),
        (&json!(elder.to_string()), &json!("7-302"))
    );
    assert_eq!(
        (&order["consent"], order["hand_over_code"].is_string()),
        (&json!("code"), true)
    );
    let own = world.signed_in_by(&elders_code).await;
    assert_eq!(own.get(&path).await.0, 200, "the neighbour sees it too");
    assert_eq!(helper.get("/orders").await.1["orders"].as_array().unwrap().len(), 1);
    let (_, stranger) = world.resident("7-303").await;
    assert_eq!(stranger.get(&path).await.0, 404);

    basket["code"] = json!("0000-0000-000");
    let wrong = helper.post("/orders", basket.clone()).await;
    assert_eq!((wrong.0, faults(&wrong)[0].0.as_str()), (422, "code"));
    basket["slip"] = json!("17");
    assert_eq!(faults(&helper.post("/orders", basket.clone()).await)[0].0, "code");
    basket["slip"] = Value::Null;
    let mut last = 422;
    for _ in 0..30 {
        last = helper.post("/orders", basket.clone()).await.0;
    }
    assert_eq!(last, 429, "guessing codes gets slow");
    assert_eq!(market.stock(&rice).await, (50, 1));
}

pub async fn a_steward_orders_on_a_paper_slip_for_the_own_buildings_and_nobody_elses(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 50, 100, 5).await;
    let window = market.window(3, 9).await;
    let (elder, _) = world.coded_household("7-302").await;
    let building = world.building.to_string();
    let steward = world.person(Role::Steward, &building).await;
    let (_, front) = steward.get(&format!("/shop/{}?building={building}", market.org)).await;
    assert_eq!(front["offers"].as_array().unwrap().len(), 1, "{front}");
    let mut basket = market.basket(&window, &rice, 2);
    basket["household"] = json!(elder.to_string());
    assert_eq!(faults(&steward.post("/orders", basket.clone()).await)[0].0, "slip");
    basket["slip"] = json!("楼栋 17");
    let placed = steward.post("/orders", basket.clone()).await;
    assert_eq!(placed.0, 201, "{placed:?}");
    let (_, order) = steward.get(&format!("/orders/{}", id(&placed))).await;
    assert_eq!(order["consent"], json!("slip 楼栋 17"));
    assert_eq!(
        order["hand_over_code"].as_str().unwrap().len(),
        6,
        "for the slip's other half"
    );

    let elsewhere = world.person(Role::Steward, "90002").await;
    assert_eq!(
        faults(&elsewhere.post("/orders", basket.clone()).await)[0].0,
        "household"
    );
    let (_, resident) = world.resident("7-303").await;
    assert_eq!(
        faults(&resident.post("/orders", basket.clone()).await)[0].0,
        "household"
    );
    basket["household"] = Value::Null;
    basket["slip"] = Value::Null;
    assert_eq!(faults(&steward.post("/orders", basket).await)[0].0, "household");
    let cancel = format!("/orders/{}/cancel", id(&placed));
    assert_eq!(steward.post(&cancel, json!({})).await.0, 200, "and calls off for it");
}

pub async fn an_outlet_sees_the_doors_of_its_own_orders_and_neither_codes_nor_households(world: &World) {
    let market = Market::open(world).await;
    let other = Market::serving(world, CODES[1], COMMUNITY).await;
    let rice = market.item("大米", 50, 100, 5).await;
    let window = market.window(3, 9).await;
    let (_, resident) = world.resident("7-301").await;
    let mut basket = market.basket(&window, &rice, 2);
    (basket["contact"], basket["note"]) = (json!("138"), json!("放门口"));
    let path = format!("/orders/{}", id(&resident.post("/orders", basket).await));

    let (_, seen) = market.manager.get(&path).await;
    assert_eq!(
        (&seen["door"], &seen["contact"], &seen["note"]),
        (&json!("7-301"), &json!("138"), &json!("放门口"))
    );
    assert_eq!(
        (&seen["household"], &seen["hand_over_code"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(other.manager.get(&path).await.0, 404);
    assert_eq!(other.manager.get("/orders").await.1["orders"], json!([]));
    assert_eq!(
        market.manager.get("/orders").await.1["orders"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, outline) = officer.get(&path).await;
    assert_eq!(
        (&outline["state"], &outline["door"], &outline["contact"]),
        (&json!("placed"), &Value::Null, &Value::Null)
    );
    let elsewhere = world.person(Role::Officer, "90002").await;
    assert_eq!(elsewhere.get(&path).await.0, 404);
    assert_eq!(world.nobody().get(&path).await.0, 401);
    let cancel = format!("{path}/cancel");
    assert_eq!(other.manager.post(&cancel, json!({"reason": "x"})).await.0, 404);
    assert_eq!(officer.post(&cancel, json!({})).await.0, 403);
}

pub async fn the_last_order_becomes_a_basket_and_says_what_is_gone(world: &World) {
    let market = Market::open(world).await;
    let (rice, oil) = (
        market.item("大米", 3, 100, 3).await,
        market.item("菜油", 5, 100, 3).await,
    );
    let window = market.window(3, 9).await;
    let (_, resident) = world.resident("7-301").await;
    let mut basket = market.basket(&window, &rice, 2);
    basket["lines"] = json!([{"item": rice, "pieces": 2}, {"item": oil, "pieces": 2}]);
    let placed = resident.post("/orders", basket).await;
    let closed = json!({"price": 100, "household_max": 3, "is_open": false});
    assert_eq!(market.offer(&oil, closed).await, 200);
    let (status, again) = resident.get(&format!("/orders/{}/repeat", id(&placed))).await;
    assert_eq!(status, 200);
    assert_eq!(
        again["lines"],
        json!([{"item": rice, "name": "大米", "wanted": 2, "pieces": 1}])
    );
    let gone: Vec<&Value> = again["gone"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["name"])
        .collect();
    assert_eq!(gone, [&json!("大米"), &json!("菜油")]);
}

pub async fn an_outlet_opens_windows_one_by_one_and_by_the_week(world: &World) {
    let market = Market::open(world).await;
    let other = Market::serving(world, CODES[1], COMMUNITY).await;
    let path = format!("/outlets/{}/windows", market.org);
    let week = json!({"first_day": "2022-11-25", "weeks": 2, "days": [0, 1, 2, 3, 4, 5, 6], "from": "09:00",
        "to": "12:00", "closes_before_minutes": 60, "orders_max": 40});
    let weeks = format!("{path}/weeks");
    let (status, opened) = market.manager.post(&weeks, week.clone()).await;
    assert_eq!((status, opened["ids"].as_array().unwrap().len()), (201, 14), "{opened}");
    let again = market.manager.post(&weeks, week.clone()).await;
    assert_eq!(again.0, 422);
    assert!(faults(&again)[0].1.contains("2022-11-25 09:00"), "{again:?}");
    let (_, page) = market.manager.get(&path).await;
    assert_eq!(page["windows"].as_array().unwrap().len(), 14);
    assert_eq!(page["windows"][0]["closes_at"], "2022-11-25T09:00:00Z");

    for (field, value) in [
        ("from", json!("9 o'clock")),
        ("days", json!([7])),
        ("weeks", json!(9)),
        ("orders_max", json!(0)),
    ] {
        let mut wrong = week.clone();
        (wrong["first_day"], wrong[field]) = (json!("2022-12-10"), value);
        let refused = market.manager.post(&weeks, wrong).await;
        assert_eq!((refused.0, faults(&refused)[0].0.as_str()), (422, field));
    }
    let past = json!({"from_at": "2022-11-01T00:00:00Z", "to_at": "2022-11-01T01:00:00Z", "orders_max": 1});
    assert_eq!(faults(&market.manager.post(&path, past).await)[0].0, "from_at");
    assert_eq!(other.manager.get(&path).await.0, 404);
    assert_eq!(other.manager.post(&weeks, week).await.0, 404);
    let close = format!("/windows/{}/close", opened["ids"][0].as_str().unwrap());
    assert_eq!(other.manager.post(&close, json!({})).await.0, 404);
    assert_eq!(market.manager.post(&close, json!({})).await.0, 200);
    let (_, resident) = world.resident("7-301").await;
    assert_eq!(resident.post(&close, json!({})).await.0, 403);
}

pub async fn a_days_orders_are_settled_in_a_file_without_doors(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 50, 1_250, 5).await;
    let window = market.window(3, 9).await;
    let (_, resident) = world.resident("7-301").await;
    let placed = resident.post("/orders", market.basket(&window, &rice, 2)).await;
    let file = |kind: &str| format!("/outlets/{}/settlement.{kind}?day=2022-11-24", market.org);
    let (status, csv) = market.manager.get(&file("csv")).await;
    let csv = csv.as_str().unwrap();
    assert_eq!(status, 200);
    assert!(
        csv.contains(&id(&placed)) && csv.contains("25.00") && !csv.contains("7-301"),
        "{csv}"
    );
    assert_eq!(market.manager.get(&file("xlsx")).await.0, 200);
    assert_eq!(resident.get(&file("csv")).await.0, 403);
}
