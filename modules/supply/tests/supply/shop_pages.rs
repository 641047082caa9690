//! The shop's pages as a telephone without scripts uses them: each is filled in, sent, and says what happened.

use crate::browser::{Browser, Shown};
use crate::market::{Market, id};
use crate::world::{DISTRICT, Person, World};
use serde_json::json;
use tongxin_account::Role;

fn has(page: &(u16, String), status: u16, words: &[&str]) {
    assert_eq!(page.0, status, "{}", page.1);
    for word in words {
        assert!(page.1.contains(word), "{word}: {}", page.1);
    }
}

/// A telephone with a page of the shop open.
struct Phone<'w> {
    world: &'w World,
    browser: Browser,
    open: Shown,
}

impl<'w> Phone<'w> {
    async fn at(world: &'w World, person: &Person<'_>, path: &str) -> Phone<'w> {
        let mut browser = person.browser();
        let open = browser.get(path).await;
        Phone { world, browser, open }
    }

    /// Sends a form under a key of its own, and goes where it leads.
    async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let key = self.world.key();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
        let shown = self.browser.post_plain(&self.open, path, &fields).await;
        self.led(shown).await
    }

    async fn submit_with_file(&mut self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> (u16, String) {
        let shown = self
            .browser
            .post_file(&self.open, path, fields, ("file", "file", file.to_vec()))
            .await;
        self.led(shown).await
    }

    async fn led(&mut self, shown: Shown) -> (u16, String) {
        if shown.location.is_none() {
            return (shown.status, shown.html);
        }
        let led = self.browser.follow(&shown).await;
        (led.status, led.html)
    }
}

async fn chinese(resident: &Person<'_>, path: &str, words: &[&str]) {
    let mut resident = resident.clone();
    resident.lang = "zh-CN";
    has(&resident.page(path).await, 200, words);
}

pub async fn a_resident_fills_a_basket_checks_it_orders_and_calls_off(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 9, 3_990, 3).await;
    let window = market.window(3, 5).await;
    let (_, resident) = world.resident("7-301").await;
    has(
        &resident.page("/shop").await,
        200,
        &["Who serves this door", &market.org.to_string()],
    );
    chinese(&resident, "/shop", &["送到这户的保供点"]).await;
    let shop = format!("/shop/{}", market.org);
    has(
        &resident.page(&shop).await,
        200,
        &["大米", "¥39.90", "9 left", &format!("q-{rice}"), "At most 3 a day"],
    );
    chinese(&resident, &shop, &["还剩 9 件", "什么时候送"]).await;

    let mut browser = Phone::at(world, &resident, &shop).await;
    let pieces = format!("q-{rice}");
    let empty = browser.submit(&format!("{shop}/review"), &[("window", &window)]).await;
    has(&empty, 422, &["There is nothing in the basket"]);
    let nowhen = browser.submit(&format!("{shop}/review"), &[(&pieces, "2")]).await;
    has(&nowhen, 422, &["Choose when it shall come", "value=\"2\""]);
    let absurd = [("window", window.as_str()), (pieces.as_str(), "two")];
    let absurd = browser.submit(&format!("{shop}/review"), &absurd).await;
    has(&absurd, 422, &[&format!("e-q-{rice}"), "value=\"two\""]);
    let filled = [
        ("window", window.as_str()),
        (pieces.as_str(), "2"),
        ("note", "放门口"),
        ("substitutes", "similar"),
    ];
    let review = browser.submit(&format!("{shop}/review"), &filled).await;
    has(
        &review,
        200,
        &["¥79.80", "Paid at hand-over", "放门口", "Nothing is ordered yet"],
    );
    assert_eq!(market.stock(&rice).await, (9, 0));
    let changed = browser.submit(&shop, &filled).await;
    has(&changed, 200, &["value=\"2\""]);
    let placed = browser.submit(&format!("{shop}/order"), &filled).await;
    has(&placed, 200, &["Ordered.", "Hand-over code", "¥79.80", "Call off"]);
    assert_eq!(market.stock(&rice).await, (9, 2));

    let order = resident.get("/orders").await.1["orders"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    has(&resident.page("/shop").await, 200, &["On their way", &order]);
    chinese(
        &resident,
        &format!("/orders/{order}"),
        &["交接码", "已下单", "换相近的"],
    )
    .await;
    let early = browser.submit(&format!("/orders/{order}/receive"), &[]).await;
    has(&early, 409, &["It has to be sent first"]);
    let off = browser
        .submit(&format!("/orders/{order}/cancel"), &[("reason", "买错了")])
        .await;
    has(&off, 200, &["is called off", "Called off", "买错了"]);
    has(
        &resident.page(&format!("{shop}?again={order}")).await,
        200,
        &["value=\"2\""],
    );
    let (_, stranger) = world.resident("7-302").await;
    assert_eq!(stranger.page(&format!("/orders/{order}")).await.0, 404);
}

pub async fn a_form_that_came_too_late_says_at_its_field_what_is_left(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 2, 100, 3).await;
    let window = market.window(3, 5).await;
    let (_, resident) = world.resident("7-301").await;
    let (_, faster) = world.resident("7-302").await;
    assert_eq!(faster.post("/orders", market.basket(&window, &rice, 1)).await.0, 201);
    let mut browser = Phone::at(world, &resident, &format!("/shop/{}", market.org)).await;
    let pieces = format!("q-{rice}");
    let filled = [("window", window.as_str()), (pieces.as_str(), "2")];
    let late = browser.submit(&format!("/shop/{}/order", market.org), &filled).await;
    has(&late, 409, &["only 1 left", &format!("e-q-{rice}")]);
}

pub async fn a_steward_orders_for_a_door_of_the_own_building_on_pages(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 9, 0, 3).await;
    let window = market.window(3, 5).await;
    let (elder, _) = world.coded_household("7-302").await;
    let building = world.building.to_string();
    let steward = world.person(Role::CommunityWorker, "900010101").await;
    has(&steward.page("/shop").await, 200, &["Who serves this door"]);
    let shop = format!("/shop/{}?building={building}", market.org);
    has(
        &steward.page(&shop).await,
        200,
        &["7-302", "Number of the paper slip", "Free of charge"],
    );
    let mut browser = Phone::at(world, &steward, &shop).await;
    let (pieces, elder) = (format!("q-{rice}"), elder.to_string());
    let mut filled = vec![
        ("building", building.as_str()),
        ("window", window.as_str()),
        (pieces.as_str(), "1"),
        ("household", elder.as_str()),
    ];
    let path = format!("/shop/{}/review", market.org);
    has(&browser.submit(&path, &filled).await, 422, &["e-slip"]);
    filled.push(("slip", "17"));
    has(
        &browser.submit(&path, &filled).await,
        200,
        &["Door 7-302", "Free of charge"],
    );
    let order = format!("/shop/{}/order", market.org);
    has(
        &browser.submit(&order, &filled).await,
        200,
        &["Ordered.", "Paper slip 17"],
    );
    let elsewhere = world.person(Role::Steward, "90002").await;
    assert_eq!(elsewhere.page(&shop).await.0, 404);
    let officer = world.person(Role::Officer, DISTRICT).await;
    assert_eq!(officer.page("/shop").await.0, 403);
}

pub async fn a_prescription_becomes_a_need_that_the_chosen_pharmacy_has(world: &World) {
    let market = Market::pharmacy(world).await;
    let (_, resident) = world.resident("7-301").await;
    has(&resident.page("/shop").await, 200, &["Medicine from a prescription"]);
    has(
        &resident.page("/shop/pharmacy").await,
        200,
        &[&market.org.to_string(), "Photo of the prescription"],
    );
    chinese(&resident, "/shop/pharmacy", &["凭处方买药"]).await;
    let mut browser = Phone::at(world, &resident, "/shop/pharmacy").await;
    let org = market.org.to_string();
    let nothing = browser
        .submit_with_file("/shop/pharmacy", &[("pharmacy", &org), ("title", "")], b"")
        .await;
    has(&nothing, 422, &["e-title"]);
    let nobody = browser
        .submit_with_file("/shop/pharmacy", &[("title", "胰岛素")], b"")
        .await;
    has(&nobody, 422, &["Choose one of the pharmacies"]);
    let asked = browser
        .submit_with_file(
            "/shop/pharmacy",
            &[("pharmacy", &org), ("title", "胰岛素，两周的量")],
            b"",
        )
        .await;
    has(&asked, 200, &["The pharmacy has it now", "胰岛素"]);
    let (_, needs) = market.manager.get("/needs").await;
    assert_eq!(needs["needs"].as_array().map(Vec::len), Some(1), "{needs}");
    assert_eq!(needs["needs"][0]["state"], json!("assigned"));
}

pub async fn a_household_says_on_the_page_what_was_missing(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 9, 100, 3).await;
    let window = market.window(3, 5).await;
    let (_, resident) = world.resident("7-301").await;
    let order = id(&resident.post("/orders", market.basket(&window, &rice, 2)).await);
    let page = resident.page(&format!("/orders/{order}")).await;
    has(&page, 200, &["Ordered", "Hand-over code"]);
    assert!(!page.1.contains("I have it"), "nothing to confirm yet");
}
