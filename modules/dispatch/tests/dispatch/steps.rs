//! What whoever drives says, and what becomes of it.

use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Driver, Firm, code, orders_of, state_of, text};
use crate::world::{World, answer};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::PlaceCode;

/// Any small photo.
const PARCEL: &[u8] = include_bytes!("../../../../platform/drill/src/parcel.png");

/// A firm whose plan is published, a run of it, and whoever drives that.
async fn driving(world: &World) -> (Firm<'_>, Value, Driver<'_>) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let driver = Driver::of(world, &run);
    (firm, run, driver)
}

pub async fn a_run_goes_its_whole_way_in_the_drivers_hand(world: &World) {
    let (firm, run, driver) = driving(world).await;
    let orders = orders_of(&run);
    let early = driver.about("absent", &orders[0], json!({})).await;
    assert_eq!(code(&early), (409, "dispatch-run-not-left"));
    assert_eq!(driver.depart().await["behind"], json!([]));
    let open = driver.say(json!({"event": "end"})).await;
    assert_eq!(code(&open), (409, "dispatch-run-has-open"));

    let (_, sheet) = driver.sheet().await;
    let line = &sheet["stops"][0]["cargo"][0]["order"]["lines"][0]["line"];
    let mut states = Vec::new();
    for (at, order) in orders.iter().enumerate() {
        let said = firm.code(order).await;
        let (event, more, state) = match at {
            0 => {
                let lines = json!([{"line": line, "received": 2, "damaged": 1}]);
                ("hand_over", json!({"code": said, "lines": lines}), "short")
            }
            1 => ("drop", json!({"point": "大厅货架"}), "dropped"),
            2 => ("refuse", json!({"reason": "不要了"}), "refused"),
            3 => ("absent", json!({}), "absent"),
            _ => ("hand_over", json!({"code": said}), "handed_over"),
        };
        let done = driver.about(event, order, more).await;
        assert_eq!((done.0, &done.1["cargo"]), (200, &json!(state)), "{order}: {done:?}");
        states.push(state);
    }
    let (status, ended) = driver.say(json!({"event": "end"})).await;
    assert_eq!((status, &ended["state"]), (200, &json!("over")), "{ended}");
    let seen = firm.run(text(&run["id"])).await;
    for (order, state) in orders.iter().zip(states) {
        assert_eq!(state_of(&seen, order), state);
    }
    assert_eq!(firm.order_state(&orders[0]).await, "received");
    let late = driver.about("absent", &orders[0], json!({})).await;
    assert_eq!(code(&late), (409, "dispatch-run-over"));
}

pub async fn what_is_said_twice_under_one_key_happens_once(world: &World) {
    let (firm, run, driver) = driving(world).await;
    let order = orders_of(&run).remove(0);
    let at = world.clock.now().plus_millis(-60_000).to_string();
    let left = driver.say_as("phone-key-1", json!({"event": "depart", "at": at})).await;
    assert_eq!(left.0, 200, "{left:?}");
    assert_eq!(
        driver.say_as("phone-key-1", json!({"event": "depart", "at": at})).await,
        left
    );
    let cargo = json!({"kind": "order", "id": order});
    let said = json!({"event": "drop", "cargo": cargo, "point": "门岗", "at": world.clock.now().to_string()});
    let (first, second) = tokio::join!(
        driver.say_as("phone-key-2", said.clone()),
        driver.say_as("phone-key-2", said.clone())
    );
    assert_eq!((first.0, &first), (200, &second));
    let other = json!({"event": "absent", "cargo": cargo});
    assert_eq!(
        driver.say_as("phone-key-2", other).await.0,
        422,
        "another content under the same key"
    );
    let again = driver.say(said).await;
    assert_eq!(code(&again), (409, "dispatch-cargo-done"), "the first word counts");
    let events = firm.run(text(&run["id"])).await["events"].clone();
    let of = |kind: &str| {
        events
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["kind"] == kind)
            .count()
    };
    assert_eq!((of("departed"), of("dropped")), (1, 1), "{events}");
}

pub async fn steps_that_waited_for_a_signal_count_when_they_happened(world: &World) {
    let (firm, run, driver) = driving(world).await;
    let order = orders_of(&run).remove(0);
    let (left, down) = (world.clock.now(), world.clock.now().plus_millis(600_000));
    world.clock.advance_to(left.plus_hours(2));
    let (status, done) = driver.say(json!({"event": "depart", "at": left.to_string()})).await;
    assert_eq!(status, 200, "{done}");
    let about = json!({"point": "大厅", "at": down.to_string()});
    assert_eq!(driver.about("drop", &order, about).await.0, 200);
    let seen = firm.run(text(&run["id"])).await;
    assert_eq!(seen["departed_at"], json!(left.to_string()), "{seen}");
    let stops = seen["stops"].as_array().unwrap().iter();
    let held = stops
        .flat_map(|stop| stop["cargo"].as_array().unwrap())
        .find(|held| held["id"] == json!(order));
    assert_eq!(held.unwrap()["done_at"], json!(down.to_string()), "{seen}");
    // A phone whose clock runs ahead says nothing about when it was.
    let ahead = json!({"at": left.plus_hours(9).to_string()});
    let other = orders_of(&run).remove(1);
    assert_eq!(driver.about("absent", &other, ahead).await.0, 200);
    let seen = firm.run(text(&run["id"])).await;
    assert!(!seen.to_string().contains(&left.plus_hours(9).to_string()), "{seen}");
}

pub async fn a_wrong_code_is_refused_and_counted(world: &World) {
    let (firm, run, driver) = driving(world).await;
    driver.depart().await;
    let order = orders_of(&run).remove(0);
    for _ in 0..5 {
        let wrong = driver.about("hand_over", &order, json!({"code": "x"})).await;
        assert_eq!(code(&wrong), (409, "order-wrong-code"));
    }
    let right = json!({"code": firm.code(&order).await});
    let spent = driver.about("hand_over", &order, right).await;
    assert_eq!(code(&spent), (409, "order-code-spent"), "nobody tries them all");
    let (_, sheet) = driver.sheet().await;
    assert_eq!(state_of(&sheet, &order), "open");
}

pub async fn orders_that_are_not_packed_stay_behind(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let orders = orders_of(&run);
    let (status, unpacked) = firm
        .manager
        .post(&format!("/orders/{}/unpack", orders[0]), json!({}))
        .await;
    assert_eq!(status, 200, "{unpacked}");
    let driver = Driver::of(world, &run);
    let left = driver.depart().await;
    assert_eq!(left["behind"], json!([orders[0]]));
    let (_, sheet) = driver.sheet().await;
    assert_eq!(
        (state_of(&sheet, &orders[0]), state_of(&sheet, &orders[1])),
        ("behind".into(), "open".into())
    );
    let none = driver.about("absent", &orders[0], json!({})).await;
    assert_eq!(code(&none), (409, "dispatch-cargo-done"));
}

pub async fn what_a_household_confirmed_itself_keeps_no_run_open(world: &World) {
    let (firm, run, driver) = driving(world).await;
    driver.depart().await;
    let first = &run["stops"][0];
    let at_first = orders_of(&json!({"stops": [first]}));
    for order in &at_first {
        firm.receive(order).await;
    }
    // Nobody has to say anything of them.
    let (_, sheet) = driver.sheet().await;
    for order in &at_first {
        assert_eq!(state_of(&sheet, order), "cancelled");
    }
    assert!(sheet["stops"][0]["done_at"].is_string(), "{sheet}");
    assert_eq!(sheet["stops"][0]["cargo"][0]["order"]["door"]["code_hash"], Value::Null);
    let path = format!("/day-runs/{}", text(&run["id"]));
    let mut desk = Desk::of(&firm.manager);
    says(&desk.get(&path).await, 200, &["Closed already: received or called off"]);
    // What a phone without a signal says of others stands on the run, and the orders stay as they are.
    let others = orders_of(&run).split_off(at_first.len());
    let said = [
        ("hand_over", json!({"code": "x"}), "handed_over"),
        ("drop", json!({"point": "大厅"}), "dropped"),
        ("absent", json!({}), "absent"),
    ];
    let (waits, spoken_of) = others.split_last().unwrap();
    assert_eq!(spoken_of.len(), said.len(), "{run}");
    for (order, (event, more, state)) in spoken_of.iter().zip(said) {
        firm.receive(order).await;
        let done = driver.about(event, order, more).await;
        assert_eq!((done.0, &done.1["cargo"]), (200, &json!(state)), "{done:?}");
        assert_eq!(done.1["need"], Value::Null);
        assert_eq!(firm.order_state(order).await, "received");
    }
    let early = driver.say(json!({"event": "end"})).await;
    assert_eq!(code(&early), (409, "dispatch-run-has-open"), "one is still on board");
    firm.receive(waits).await;
    says(&desk.get(&path).await, 200, &["value=\"end\""]);
    let (status, ended) = driver.say(json!({"event": "end"})).await;
    assert_eq!((status, &ended["state"]), (200, &json!("over")), "{ended}");
    let sql = "SELECT COUNT(*) AS n FROM dispatch_cargo WHERE state = 'open' AND run_id IN
               (SELECT id FROM dispatch_run WHERE state = 'over')";
    assert_eq!(world.db.one(sql, Vec::new()).await.unwrap().int("n").unwrap(), 0);
    let building: PlaceCode = text(&first["place"]).parse().unwrap();
    let steward = world.person(Role::Steward, building.as_str()).await;
    keeps_back(&Desk::of(&steward).get("/arrivals").await, &["2 parcels"]);
}

pub async fn an_order_of_another_run_is_none_of_ones_own(world: &World) {
    let (firm, run, driver) = driving(world).await;
    driver.depart().await;
    let building = world.building("900010101", "松苑小区", "9栋").await;
    let resident = world.resident(building, "101").await;
    let foreign = firm.order(&resident, 1).await;
    assert!(!orders_of(&run).contains(&foreign));
    assert_eq!(driver.about("absent", &foreign, json!({})).await.0, 404);
    let photo = driver.request("POST", &format!("/run/photos/{foreign}"));
    let photo = photo
        .header("idempotency-key", world.key())
        .header("content-type", "image/png");
    assert_eq!(answer(photo.body(PARCEL)).await.0, 404);
}

pub async fn a_photo_shows_where_an_order_was_put_down(world: &World) {
    let (firm, run, driver) = driving(world).await;
    driver.depart().await;
    let order = orders_of(&run).remove(0);
    let send = |key: &'static str| {
        let request = driver.request("POST", &format!("/run/photos/{order}"));
        answer(
            request
                .header("idempotency-key", key)
                .header("content-type", "image/png")
                .body(PARCEL),
        )
    };
    assert_eq!(send("photo-key-0").await.0, 409, "it was not put down yet");
    let down = driver.about("drop", &order, json!({"point": "大厅"})).await;
    assert_eq!(down.0, 200, "{down:?}");
    let kept = send("photo-key-1").await;
    assert_eq!((kept.0, &kept.1["order"]), (200, &json!(order)), "{kept:?}");
    assert_eq!(send("photo-key-1").await, kept);
    let ordered = firm.orders.iter().find(|ordered| ordered.id == order).unwrap();
    let seen = ordered.resident.request("GET", &format!("/orders/{order}/photo"));
    assert_eq!(seen.send().await.unwrap().status(), 200, "who waits for it sees it");
}

pub async fn what_a_driver_did_is_told_with_the_run(world: &World) {
    let (firm, run, driver) = driving(world).await;
    driver.depart().await;
    let order = orders_of(&run).remove(0);
    driver.about("drop", &order, json!({"point": "大厅"})).await;
    let (status, page) = firm.manager.page(&format!("/outlet/orders/{order}")).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains(&format!("Driver of run {}", text(&run["id"]))), "{page}");
}
