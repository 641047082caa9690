//! What a run's link opens: the sheet, for whom and how long.

use crate::firm::{Driver, Firm, TODAY, TOMORROW, code, orders_of, text};
use crate::world::{World, answer};
use serde_json::{Value, json};
use tongxin_city::Timestamp;

pub async fn a_link_opens_its_run_and_nothing_else(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    let (status, sheet) = driver.sheet().await;
    assert_eq!((status, &sheet["run"]), (200, &runs[0]["id"]), "{sheet}");
    let id = text(&runs[0]["id"]);
    let nobody = world.nobody();
    assert_eq!(nobody.get("/run").await.0, 401, "without a key");
    for key in [
        id,
        &format!("{id}."),
        &format!("{id}.AAAAAAAAAAAAAAAAAAAAAA"),
        ".",
        "x.y",
        &"1".repeat(80),
    ] {
        let refused = answer(nobody.request("GET", "/run").header("tongxin-run", key)).await;
        assert_eq!(refused.0, 401, "{key}: {refused:?}");
    }
    // The key is no account: whatever asks for a role stays shut.
    let shut = answer(driver.request("GET", &format!("/day-runs/{id}"))).await;
    assert_eq!(shut.0, 401);
    let (status, page) = nobody.page("/run").await;
    assert_eq!(
        (status, page.contains(id)),
        (200, false),
        "the page itself knows of no run"
    );
}

pub async fn a_sheet_tells_all_that_is_needed_at_a_door_but_no_code(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    let (_, sheet) = driver.sheet().await;
    assert_eq!(
        (&sheet["state"], &sheet["firm"]),
        (&json!("planned"), &json!("海星超市"))
    );
    let stop = &sheet["stops"][0];
    let path: Vec<&Value> = stop["place"]["path"].as_array().unwrap().iter().collect();
    assert_eq!(path[path.len() - 2]["zh"], "竹苑小区", "{stop}");
    assert!(stop["place"]["lon"].is_number() && stop["place"]["is_estimated"].is_boolean());
    let held = &stop["cargo"][0];
    let order = &held["order"];
    assert_eq!((&held["kind"], &held["state"]), (&json!("order"), &json!("open")));
    assert_eq!(order["door"]["contact"], "138 0000 0001");
    assert_eq!(order["door"]["note"], "放门口");
    let line = &order["lines"][0];
    assert_eq!(
        (&line["name"], &line["pieces"], &line["unit"]),
        (&json!("大米"), &json!(2), &json!("袋"))
    );
    assert_eq!(order["to_pay_fen"], 2_000, "{order}");
    let hash = text(&order["door"]["code_hash"]);
    assert_eq!((hash.len(), &sheet["codes"]["iterations"]), (64, &json!(10_000)));
    let whole = sheet.to_string();
    for id in orders_of(&sheet) {
        assert!(!whole.contains(&format!("\"{}\"", firm.code(&id).await)), "{whole}");
    }
}

pub async fn an_unchanged_sheet_is_not_sent_again(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    let first = driver.request("GET", "/run").send().await.unwrap();
    let (tag, head) = (first.headers()["etag"].clone(), first.headers().clone());
    assert_eq!(head["cache-control"], "no-store");
    assert_eq!(head["tongxin-now"], world.clock.now().millis().to_string().as_str());
    let known = || driver.request("GET", "/run").header("if-none-match", &tag).send();
    assert_eq!(known().await.unwrap().status(), 304);
    driver.depart().await;
    let changed = known().await.unwrap();
    assert_eq!(changed.status(), 200);
    assert_ne!(changed.headers()["etag"], tag);
}

pub async fn doors_are_shown_while_the_run_is_open_and_no_longer(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    // Before it leaves, a vehicle that can't go on cancels its run.
    let (status, stopped) = driver.say(json!({"event": "break_down", "reason": "轮胎"})).await;
    assert_eq!((status, &stopped["state"]), (200, &json!("cancelled")), "{stopped}");
    let (status, sheet) = driver.sheet().await;
    assert_eq!((status, &sheet["state"]), (200, &json!("cancelled")));
    assert_eq!(sheet["stops"][0]["cargo"][0]["order"]["door"], Value::Null, "{sheet}");
    let whole = sheet.to_string();
    assert!(
        !whole.contains("138 0000 0001") && !whole.contains("放门口") && !whole.contains("1202"),
        "{whole}"
    );
    let late = driver.say(json!({"event": "depart"})).await;
    assert_eq!(code(&late), (409, "dispatch-run-cancelled"));
}

/// A door as it stands on paper.
const DOOR: &str = "<strong>1202</strong>";

/// A moment of a sheet.
fn moment(sheet: &Value, key: &str) -> Timestamp {
    text(&sheet[key]).parse().unwrap()
}

/// Whether a sheet says for whose doors; none of it does, or all.
fn tells_doors(sheet: &Value) -> bool {
    let whole = sheet.to_string();
    let told = ["138 0000 0001", "放门口", "\"1202\"", "栋", "code_hash"].map(|word| whole.contains(word));
    let told = if told.iter().all(|is_told| *is_told) {
        true
    } else {
        assert_eq!(told, [false; 5], "{sheet}");
        false
    };
    assert_eq!(sheet["tells_doors"], json!(told), "{sheet}");
    told
}

pub async fn doors_come_with_the_runs_day_and_go_with_it(world: &World) {
    let firm = Firm::open_for(world, 27).await;
    let runs = firm.published_for(TOMORROW).await;
    let driver = Driver::of(world, &runs[0]);
    let (status, before) = driver.sheet().await;
    assert_eq!((status, tells_doors(&before)), (200, false), "a day before");
    let stop = &before["stops"][0];
    assert_eq!(
        stop["place"]["path"].as_array().unwrap().last().unwrap()["zh"],
        "竹苑小区"
    );
    assert!(
        stop["arrive_at"].is_string() && stop["cargo"][0]["order"]["lines"][0]["pieces"] == 2,
        "{stop}"
    );
    let paper = format!("/outlet/runs-sheet/{}", text(&runs[0]["id"]));
    let (_, page) = firm.manager.page(&paper).await;
    assert!(page.contains("on the day of the run only"), "{page}");
    assert!(!page.contains("138 0000 0001") && !page.contains(DOOR), "{page}");

    world.clock.advance_to(moment(&before, "doors_from").plus_millis(-1));
    assert!(
        !tells_doors(&driver.sheet().await.1),
        "the last moment of the day before"
    );
    world.clock.advance_to(moment(&before, "doors_from"));
    let (_, sheet) = driver.sheet().await;
    assert!(
        tells_doors(&sheet),
        "the day begins at midnight in the city, not in Greenwich"
    );
    assert_eq!(
        moment(&sheet, "doors_from").to_string(),
        format!("{TOMORROW}T01:00:00Z")
    );
    assert!(firm.manager.page(&paper).await.1.contains(DOOR));

    world.clock.advance_to(moment(&sheet, "doors_until").plus_millis(-1));
    assert!(tells_doors(&driver.sheet().await.1));
    world.clock.advance_to(moment(&sheet, "doors_until"));
    let (status, after) = driver.sheet().await;
    assert_eq!(
        (status, tells_doors(&after)),
        (200, false),
        "it never left, and its day is over"
    );
}

pub async fn a_run_that_is_out_at_midnight_keeps_its_doors_until_it_is_over(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    driver.depart().await;
    let (_, sheet) = driver.sheet().await;
    assert_eq!(moment(&sheet, "doors_from").to_string(), format!("{TODAY}T01:00:00Z"));
    world.clock.advance_to(moment(&sheet, "doors_until").plus_hours(1));
    let (_, out) = driver.sheet().await;
    assert!(tells_doors(&out), "somebody still stands before a door");
    for order in orders_of(&out) {
        assert_eq!(driver.about("absent", &order, json!({})).await.0, 200);
    }
    let (_, done) = driver.sheet().await;
    assert_eq!(
        (&done["state"], tells_doors(&done)),
        (&json!("under_way"), false),
        "nobody said that it is back"
    );
}

pub async fn a_new_link_ends_the_old_one(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let id = text(&runs[0]["id"]);
    let before = Driver::of(world, &runs[0]);
    let path = format!("/day-runs/{id}/link");
    let made = firm.manager.post_as("renew-link-1", &path, json!({})).await;
    assert_eq!(made.0, 200, "{made:?}");
    let again = firm.manager.post_as("renew-link-1", &path, json!({})).await;
    assert_eq!(again, made, "once under a key");
    assert_eq!(before.sheet().await.0, 401);
    let (status, sheet) = Driver::opening(world, text(&made.1["link"])).sheet().await;
    assert_eq!((status, &sheet["run"]), (200, &runs[0]["id"]));
    assert_eq!(firm.run(id).await["link"], made.1["link"]);
    let events = firm.run(id).await["events"].clone();
    let links = events
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"] == "link");
    assert_eq!(links.count(), 1, "{events}");
    let stranger = world
        .person(tongxin_account::Role::Officer, crate::world::DISTRICT)
        .await;
    assert!([403, 404].contains(&stranger.post(&path, json!({})).await.0));
}

pub async fn a_link_opens_nothing_long_before_and_after_its_run(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    let (_, sheet) = driver.sheet().await;
    let closes: tongxin_city::Timestamp = text(&sheet["closes_at"]).parse().unwrap();
    world.clock.advance_to(closes);
    assert_eq!(driver.sheet().await.0, 200);
    world.clock.advance_to(closes.plus_millis(1));
    assert_eq!(driver.sheet().await.0, 401);
    assert_eq!(driver.say(json!({"event": "depart"})).await.0, 401);
}

pub async fn a_map_holds_the_districts_around_the_run(world: &World) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let driver = Driver::of(world, &runs[0]);
    let (status, map) = answer(driver.request("GET", "/run/outlines")).await;
    assert_eq!((status, &map["type"]), (200, &json!("FeatureCollection")), "{map}");
    let features = map["features"].as_array().unwrap();
    assert!(
        features.iter().any(|feature| feature["properties"]["code"] == "90001"),
        "{map}"
    );
    assert_eq!(world.nobody().get("/run/outlines").await.0, 401);
}
