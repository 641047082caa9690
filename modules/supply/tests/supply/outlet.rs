//! A firm's pages, as its manager's browser has them.

use crate::browser::Shown;
use crate::goods::{PIXEL, item, outlet};
use crate::world::{DISTRICT, World};
use serde_json::json;
use tongxin_account::Role;

fn says(shown: &Shown, words: &str) {
    assert!(shown.says(words), "{words:?} is not in {}", shown.html);
}

pub async fn a_manager_is_told_what_to_do_first_in_both_languages(world: &World) {
    let (org, mut manager) = outlet(world, "海鸥超市").await;
    let mut browser = manager.browser();
    let empty = browser.get("/outlet").await;
    assert_eq!(empty.status, 200, "{}", empty.html);
    says(&empty, "海鸥超市");
    says(&empty, "No goods yet");
    says(&empty, "Vehicles or staff are missing");

    let rice = item(&manager, org, "大米").await;
    says(&browser.get("/outlet").await, "One item was not counted for a day");
    manager.lang = "zh-CN";
    let mut browser = manager.browser();
    let shown = browser.get("/outlet").await;
    says(&shown, "1 种商品超过一天没有盘点");
    says(&shown, "待拣货");

    let rows = json!({"rows": [{"item": rice, "pieces": 4}]});
    manager.post(&format!("/outlets/{org}/counts"), rows).await;
    says(&browser.get("/outlet").await, "没有急事");
    let terms = json!({"price": 3990, "household_max": 2, "is_open": true});
    crate::goods::put(world, &manager, &format!("/outlets/{org}/offers/{rice}"), terms).await;
    world.clock.advance_to(world.clock.now().plus_minutes(1));
    let gone = json!({"rows": [{"item": rice, "pieces": 4}], "note": "破损"});
    manager.post(&format!("/outlets/{org}/waste"), gone).await;
    says(&browser.get("/outlet").await, "已售完");
}

pub async fn goods_are_added_priced_and_pictured_on_forms(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let mut browser = manager.browser();
    let org = org.to_string();
    let form = browser
        .get(&format!("/outlet/goods/add?org={org}&q=6901234567892"))
        .await;
    says(&form, "value=\"6901234567892\"");
    let wrong = [
        ("org", org.as_str()),
        ("gtin", "6901234567891"),
        ("name", "大米"),
        ("unit", "袋"),
        ("c-grain", "5kg"),
    ];
    let refused = browser.post(&form, "/outlet/goods/add", &wrong).await;
    assert_eq!(refused.status, 422);
    says(&refused, "would have to be 2");
    says(&refused, "href=\"#f-c-grain\"");
    says(&refused, "value=\"5kg\"");
    let right = [
        ("org", org.as_str()),
        ("gtin", "6901234567892"),
        ("name", "大米"),
        ("unit", "袋"),
        ("c-grain", "5000"),
        ("c-oil", ""),
    ];
    let added = browser.post(&refused, "/outlet/goods/add", &right).await;
    let page = browser.follow(&added).await;
    says(&page, "Grain 5 kg");
    says(&page, "value=\"大米\"");
    says(&page, "value=\"袋\"");
    let path = added.location.unwrap();
    let path = path.split('?').next().unwrap();

    let terms = [
        ("org", org.as_str()),
        ("price", "39.999"),
        ("household_max", "0"),
        ("is_open", "yes"),
    ];
    let refused = browser.post(&page, &format!("{path}/offer"), &terms).await;
    assert_eq!(refused.status, 422);
    says(&refused, "such as 12.50");
    says(&refused, "value=\"39.999\"");
    let terms = [
        ("org", org.as_str()),
        ("price", "39.90"),
        ("household_max", "2"),
        ("is_open", "yes"),
    ];
    let offered = browser.post(&refused, &format!("{path}/offer"), &terms).await;
    let page = browser.follow(&offered).await;
    says(&page, "The terms are saved");
    let pictured = browser
        .post_file(
            &page,
            &format!("{path}/picture"),
            &[("org", &org)],
            ("file", "file", PIXEL.to_vec()),
        )
        .await;
    let page = browser.follow(&pictured).await;
    says(&page, "src=\"/api/v1/pictures/");
    let broken = browser
        .post_file(
            &page,
            &format!("{path}/picture"),
            &[("org", &org)],
            ("file", "file", b"no picture".to_vec()),
        )
        .await;
    assert!(matches!(broken.status, 415 | 422), "{}", broken.status);
    let change = [
        ("org", org.as_str()),
        ("name", "东北大米"),
        ("unit", "袋"),
        ("c-grain", "10000"),
    ];
    let changed = browser.post(&page, &format!("{path}/change"), &change).await;
    says(&browser.follow(&changed).await, "Grain 10 kg");
    let list = browser.get(&format!("/outlet/goods?org={org}&q=大米")).await;
    says(&list, "东北大米");
    says(&list, "39.90");
    says(
        &browser.get(&format!("/outlet/goods?org={org}&q=面粉")).await,
        "Nothing of that name",
    );
}

pub async fn an_item_that_is_there_is_carried_from_the_search(world: &World) {
    let (first, manager) = outlet(world, "海鸥超市").await;
    let milk = json!({"gtin": "96385074", "name": "牛奶", "unit": "盒"});
    let (_, added) = manager.post(&format!("/outlets/{first}/items"), milk).await;
    let (second, other) = outlet(world, "灯塔超市").await;
    let mut browser = other.browser();
    let form = browser.get(&format!("/outlet/goods/add?org={second}&q=牛奶")).await;
    says(&form, "Carry it");
    let id = added["id"].as_str().unwrap();
    let second = second.to_string();
    let carried = browser
        .post(&form, "/outlet/goods/add", &[("org", &second), ("carry", id)])
        .await;
    says(&browser.follow(&carried).await, "牛奶");
}

pub async fn a_count_is_reported_on_one_form_and_a_wrong_one_taken_back(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let (rice, oil) = (item(&manager, org, "大米").await, item(&manager, org, "菜油").await);
    let mut browser = manager.browser();
    let org = org.to_string();
    let form = browser.get(&format!("/outlet/stock/report?org={org}&kind=count")).await;
    says(&form, "In the books: 0");
    let (rice_field, oil_field) = (format!("n-{rice}"), format!("n-{oil}"));
    let path = "/outlet/stock/report";
    let fields = [
        ("org", org.as_str()),
        ("kind", "count"),
        (&rice_field, "40"),
        (&oil_field, "-3"),
    ];
    let refused = browser.post(&form, path, &fields).await;
    assert_eq!(refused.status, 422);
    says(&refused, &format!("href=\"#f-n-{oil}\""));
    says(&refused, "value=\"-3\"");
    let nothing = browser.post(&refused, path, &[("org", &org), ("kind", "count")]).await;
    assert_eq!(nothing.status, 422);
    says(&nothing, "Nothing is filled in");
    let fields = [
        ("org", org.as_str()),
        ("kind", "count"),
        (&rice_field, "40"),
        (&oil_field, ""),
    ];
    let entered = browser.post(&nothing, path, &fields).await;
    let page = browser.follow(&entered).await;
    says(&page, "The count of one item is entered");
    says(&page, "action=\"/outlet/stock/undo\"");
    let undo =
        [("org", org.as_str()), ("report", &page.value_of("report"))].map(|(name, value)| (name, value.to_owned()));
    let undo: Vec<(&str, &str)> = undo.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let undone = browser.post(&page, "/outlet/stock/undo", &undo).await;
    says(&browser.follow(&undone).await, "Stock is as before");

    let form = browser.get(&format!("/outlet/stock/report?org={org}&kind=waste")).await;
    let lost = [
        ("org", org.as_str()),
        ("kind", "waste"),
        (&rice_field, "1"),
        ("note", ""),
    ];
    let refused = browser.post(&form, path, &lost).await;
    assert_eq!(refused.status, 422);
    says(&refused, "href=\"#f-note\"");
}

pub async fn stock_and_movements_are_read_by_whoever_may_and_by_nobody_else(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let (_, other) = outlet(world, "灯塔超市").await;
    let rice = item(&manager, org, "大米").await;
    let rows = json!({"rows": [{"item": rice, "pieces": 12}], "note": "送货单 17"});
    manager.post(&format!("/outlets/{org}/receipts"), rows).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let (_, resident) = world.resident("7-301").await;
    for path in ["stock", "goods", "movements"] {
        let path = format!("/outlet/{path}?org={org}");
        for person in [&manager, &officer] {
            let mut browser = person.browser();
            let shown = browser.get(&path).await;
            assert_eq!(shown.status, 200, "{path} {}", shown.html);
            says(&shown, "大米");
            let chinese = format!("{path}&lang=zh-CN");
            assert_eq!(browser.get(&chinese).await.status, 200);
        }
        assert_eq!(other.page(&path).await.0, 404, "{path}");
        assert_eq!(resident.page(&path).await.0, 403);
    }
    let mut browser = manager.browser();
    let movements = browser
        .get(&format!("/outlet/movements?org={org}&item={rice}&kind=receipt"))
        .await;
    says(&movements, "送货单 17");
    says(&movements, "+12");
    says(&movements, "kind=receipt");
    let none = browser
        .get(&format!("/outlet/movements?org={org}&kind=waste&from=2022-11-24"))
        .await;
    says(&none, "No movements");
    assert_eq!(officer.page("/outlet").await.0, 403);
}
