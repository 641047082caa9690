//! The photo of where an order was put down: who adds it, who sees it, what is not kept, when it is forgotten.

use crate::goods::PIXEL;
use crate::market::{CODES, Market, code, id};
use crate::outlet_shop::{Desk, Shop, says};
use crate::world::{Answer, COMMUNITY, DISTRICT, OTHER_DISTRICT, Person, World, answer};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrderId;
use tongxin_storage::args;

/// Another picture than [`PIXEL`].
const PARCEL: &[u8] = include_bytes!("../../../../platform/drill/src/parcel.png");
/// More than is kept of any photo, and no more than a form may send.
const LARGE_BYTES: usize = 6 * 1024 * 1024;

async fn put(person: &Person<'_>, world: &World, order: &str, bytes: Vec<u8>) -> Answer {
    put_as(person, &world.key(), "image/png", order, bytes).await
}

async fn put_as(person: &Person<'_>, key: &str, media_type: &str, order: &str, bytes: Vec<u8>) -> Answer {
    let request = person.request("PUT", &format!("/orders/{order}/photo"));
    let request = request
        .header("idempotency-key", key)
        .header("content-type", media_type);
    answer(request.body(bytes)).await
}

/// The status of the photo's file.
async fn seen(person: &Person<'_>, order: &str) -> u16 {
    person.get(&format!("/orders/{order}/photo")).await.0
}

async fn dropped(world: &World) -> Shop<'_> {
    let shop = Shop::open(world, "none").await;
    shop.sent().await;
    let down = shop.step("drop", json!({"point": "南门"})).await;
    assert_eq!(down.0, 200, "{down:?}");
    shop
}

pub async fn a_photo_is_asked_for_each_time_and_a_later_one_takes_its_place(world: &World) {
    let shop = dropped(world).await;
    let (manager, order) = (&shop.market.manager, &shop.order);
    assert_eq!(seen(&shop.resident, order).await, 404, "none yet");
    // What hangs on the picture is not kept.
    let marked = [PIXEL, b"taken at 29.56 N"].concat();
    let kept = put_as(manager, "photo-0001", "image/png", order, marked.clone()).await;
    assert_eq!((kept.0, &kept.1["id"]), (200, &json!(order)), "{kept:?}");
    let again = put_as(manager, "photo-0001", "image/png", order, marked).await;
    assert_eq!(again, kept, "once under a key");
    let digest = kept.1["photo"].as_str().unwrap();

    let path = format!("/orders/{order}/photo");
    let file = shop.resident.request("GET", &path).send().await.unwrap();
    let head = file.headers().clone();
    assert_eq!(
        (file.status().as_u16(), &head["content-type"]),
        (200, &"image/png".parse().unwrap())
    );
    assert_eq!(
        (head["etag"].to_str().unwrap(), &head["cache-control"]),
        (&*format!("\"{digest}\""), &"private, no-cache".parse().unwrap())
    );
    let bytes = file.bytes().await.unwrap();
    assert!(bytes.starts_with(&PIXEL[..8]) && !bytes.windows(5).any(|part| part == b"taken"));
    let known = shop
        .resident
        .request("GET", &path)
        .header("if-none-match", &head["etag"]);
    assert_eq!(known.send().await.unwrap().status(), 304);

    let later = put(manager, world, order, PARCEL.to_vec()).await;
    assert_ne!(later.1["photo"], kept.1["photo"]);
    let stale = shop
        .resident
        .request("GET", &path)
        .header("if-none-match", &head["etag"]);
    assert_eq!(stale.send().await.unwrap().status(), 200, "there is another");
    for person in [&shop.resident, manager] {
        assert_eq!(
            person.get(&format!("/orders/{order}")).await.1["photo"],
            later.1["photo"]
        );
    }
    let (_, work) = manager.get(&shop.path("orders?state=dropped")).await;
    assert_eq!(work["orders"][0]["photo"], later.1["photo"]);
}

pub async fn a_photo_is_seen_by_whoever_may_open_the_order_and_by_nobody_else(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 5, 100, 3).await;
    let window = market.window(3, 9).await;
    let (_, helper) = world.resident("7-301").await;
    let (_, elders_code) = world.coded_household("7-302").await;
    let mut basket = market.basket(&window, &rice, 1);
    basket["code"] = json!(elders_code);
    let order = id(&helper.post("/orders", basket).await);
    let manager = &market.manager;
    let lines = json!({"lines": [{"line": 1, "picked": 1}]});
    assert_eq!(manager.post(&format!("/orders/{order}/pack"), lines).await.0, 200);
    let run = json!({"orders": [order]});
    assert_eq!(manager.post(&format!("/outlets/{}/runs", market.org), run).await.0, 201);
    let down = manager
        .post(&format!("/orders/{order}/drop"), json!({"point": "南门"}))
        .await;
    assert_eq!(down.0, 200, "{down:?}");
    assert_eq!(put(manager, world, &order, PIXEL.to_vec()).await.0, 200);

    let elder = world.signed_in_by(&elders_code).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    for person in [&elder, &helper, manager, &officer] {
        assert_eq!(seen(person, &order).await, 200);
    }
    let other = Market::serving(world, CODES[1], COMMUNITY).await;
    let (_, stranger) = world.resident("7-303").await;
    let far = world.person(Role::Officer, OTHER_DISTRICT).await;
    for person in [&other.manager, &stranger, &far] {
        assert_eq!(seen(person, &order).await, 404);
    }
    assert_eq!(put(&other.manager, world, &order, PIXEL.to_vec()).await.0, 404);
    for person in [&elder, &helper, &officer] {
        assert_eq!(
            put(person, world, &order, PIXEL.to_vec()).await.0,
            403,
            "the outlet adds it"
        );
    }
    let reporter = world.person(Role::Commander, DISTRICT).await;
    assert_eq!(seen(&reporter, &order).await, 403);
    assert_eq!(seen(&world.nobody(), &order).await, 401);
}

pub async fn a_photo_is_added_while_the_order_waits_and_forgotten_with_it(world: &World) {
    let shop = Shop::open(world, "none").await;
    let (manager, order) = (&shop.market.manager, &shop.order);
    let early = put(manager, world, order, PIXEL.to_vec()).await;
    assert_eq!(code(&early), (409, "order-not-dropped"));
    shop.sent().await;
    assert_eq!(
        code(&put(manager, world, order, PIXEL.to_vec()).await),
        (409, "order-not-dropped")
    );
    assert_eq!(shop.step("drop", json!({"point": "南门"})).await.0, 200);
    assert_eq!(put(manager, world, order, PIXEL.to_vec()).await.0, 200);
    let received = shop.resident.post(&format!("/orders/{order}/receive"), json!({})).await;
    assert_eq!(received.0, 200, "{received:?}");
    assert_eq!(
        code(&put(manager, world, order, PARCEL.to_vec()).await),
        (409, "order-closed")
    );
    assert_eq!(seen(&shop.resident, order).await, 200, "until it is erased");

    world.clock.advance_to(world.clock.now().plus_days(31));
    world.supply.tick(world.clock.now()).await.unwrap();
    // A session does not last as long as an order's photo; the manager's token did when it was read last.
    let order_id: OrderId = order.parse().unwrap();
    let row = world
        .db
        .one(
            "SELECT photo_digest FROM household_order WHERE id = $1",
            args![order_id.get()],
        )
        .await;
    assert_eq!(row.unwrap().opt_text("photo_digest").unwrap(), None);
    let rows = world
        .db
        .all(
            "SELECT order_id FROM drop_photo WHERE order_id = $1",
            args![order_id.get()],
        )
        .await;
    assert_eq!(rows.unwrap().len(), 0);
}

pub async fn what_is_no_photo_is_not_kept(world: &World) {
    let shop = dropped(world).await;
    let (manager, order) = (&shop.market.manager, &shop.order);
    let none = put(manager, world, order, b"no picture at all".to_vec()).await;
    assert_eq!(code(&none), (415, "photo-wrong-type"));
    let broken = put(manager, world, order, PIXEL[..40].to_vec()).await;
    assert_eq!(code(&broken), (422, "photo-damaged"));
    let large = put(manager, world, order, vec![0; LARGE_BYTES]).await;
    assert_eq!(code(&large), (413, "too-large"));
    let text = put_as(manager, "photo-text", "text/plain", order, PIXEL.to_vec()).await;
    assert_eq!(text.0, 415);
    let (_, shown) = shop.resident.get(&format!("/orders/{order}")).await;
    assert_eq!(shown["photo"], Value::Null);
    assert_eq!(seen(&shop.resident, order).await, 404);
}

pub async fn an_order_is_put_down_with_a_photo_on_a_form(world: &World) {
    let shop = Shop::open(world, "none").await;
    let run = shop.sent().await;
    let (manager, order) = (&shop.market.manager, format!("/outlet/orders/{}", shop.order));
    let drop = format!("{order}/drop");
    let mut desk = Desk::of(manager);
    let form = [
        "capture=\"environment\"",
        "multipart/form-data",
        "accept=\"image/*\"",
        "Photo (optional)",
    ];
    says(&desk.get(&order).await, 200, &form);
    let run = format!("/outlet/runs/{run}");
    says(&desk.get(&run).await, 200, &form);
    let nowhere = desk.submit_file(&order, &drop, &[("point", "")], PIXEL.to_vec()).await;
    says(&nowhere, 422, &["#f-point"]);
    assert_eq!(seen(&shop.resident, &shop.order).await, 404);
    let number = run.rsplit('/').next().unwrap();
    let fields = [("point", "南门保安亭"), ("run", number)];
    let down = desk.submit_file(&run, &drop, &fields, PIXEL.to_vec()).await;
    says(&down, 200, &["waits at its drop point.", "At the drop point"]);
    let src = format!("src=\"/api/v1/orders/{}/photo\"", shop.order);
    let shown = [
        src.as_str(),
        "alt=\"Photo of the drop point: 南门保安亭\"",
        "Use this one instead",
    ];
    says(&desk.get(&order).await, 200, &shown);
    let mut home = Desk::chinese(&shop.resident);
    let page = format!("/orders/{}", shop.order);
    says(
        &home.get(&page).await,
        200,
        &[src.as_str(), "alt=\"取货点的照片：南门保安亭\""],
    );
    says(&Desk::of(&shop.resident).get(&page).await, 200, &shown[..2]);
    // An officer sees that there is an order, and not where it lies in words.
    let officer = world.person(Role::Officer, DISTRICT).await;
    let outline = Desk::of(&officer).get(&page).await;
    says(&outline, 200, &[src.as_str(), "alt=\"Photo of the drop point\""]);
    assert!(!outline.says("南门"));
}

pub async fn a_photo_that_can_not_be_kept_is_told_and_the_order_is_put_down(world: &World) {
    let shop = Shop::open(world, "none").await;
    shop.sent().await;
    let (manager, order) = (&shop.market.manager, format!("/outlet/orders/{}", shop.order));
    let mut desk = Desk::of(manager);
    let fields = [("point", "南门")];
    let down = desk
        .submit_file(&order, &format!("{order}/drop"), &fields, vec![0; LARGE_BYTES])
        .await;
    let told = [
        "but the photo was not kept: The photo is too large",
        "take another",
        "Add the photo",
    ];
    says(&down, 200, &told);
    assert_eq!(
        shop.resident.get(&format!("/orders/{}", shop.order)).await.1["state"],
        json!("dropped")
    );

    let add = format!("{order}/photo");
    let unsaid = desk.submit_file(&order, &add, &[], Vec::new()).await;
    says(&unsaid, 422, &["#f-photo", "Fill this in"]);
    let large = desk.submit_file(&order, &add, &[], vec![0; LARGE_BYTES]).await;
    says(&large, 413, &["#f-photo"]);
    let mut chinese = Desk::chinese(manager);
    let none = chinese.submit_file(&order, &add, &[], b"no picture".to_vec()).await;
    says(&none, 415, &["#f-photo", "取货点的照片"]);
    says(
        &chinese.submit_file(&order, &add, &[], PIXEL.to_vec()).await,
        200,
        &["的照片已存下", "换一张"],
    );
    assert_eq!(seen(&shop.resident, &shop.order).await, 200);

    let (_, other) = world.resident("7-302").await;
    let second = shop.ordered(&other, "none").await;
    let lines = json!({"lines": [{"line": 1, "picked": 2}, {"line": 2, "picked": 1}]});
    assert_eq!(manager.post(&format!("/orders/{second}/pack"), lines).await.0, 200);
    assert_eq!(
        manager.post(&shop.path("runs"), json!({"orders": [second]})).await.0,
        201
    );
    let order = format!("/outlet/orders/{second}");
    let early = chinese
        .submit_file(&order, &format!("{order}/photo"), &[], PIXEL.to_vec())
        .await;
    says(&early, 409, &["放到取货点以后"]);
    let none = b"no picture".to_vec();
    let down = chinese
        .submit_file(&order, &format!("{order}/drop"), &fields, none)
        .await;
    says(&down, 200, &["但照片没有存下", "再拍一张"]);
    let foreign = Market::serving(world, CODES[1], COMMUNITY).await.manager;
    let mut foreign = Desk::of(&foreign);
    let nothing = foreign
        .submit_file("/outlet/windows", &format!("{order}/photo"), &[], PIXEL.to_vec())
        .await;
    assert_eq!(nothing.status, 404);
}
