//! Pick lists, labels, runs and windows of an outlet on pages, in both languages.

use crate::market::{CODES, Market};
use crate::outlet_shop::{Desk, RICE_GTIN, Shop, says};
use crate::world::{COMMUNITY, World};

pub async fn pick_lists_and_labels_read_in_both_languages(world: &World) {
    let shop = Shop::open(world, "none").await;
    let (org, window) = (shop.market.org, &shop.window);
    let (mut desk, mut zh) = (Desk::of(&shop.market.manager), Desk::chinese(&shop.market.manager));
    let picks = format!("/outlet/picks?org={org}&window={window}");
    says(
        &desk.get(&picks).await,
        200,
        &[
            "From the shelf",
            "By building",
            "大米",
            RICE_GTIN,
            "one order",
            "3 pieces",
        ],
    );
    says(&zh.get(&picks).await, 200, &["从货架取", "按楼栋分", "1 单", "3 件"]);
    says(&desk.get("/outlet/picks").await, 200, &["大米"]);
    for labels in [
        format!("/outlet/labels?org={org}&window={window}"),
        format!("/outlet/labels?orders={}", shop.order),
    ] {
        says(
            &desk.get(&labels).await,
            200,
            &["<svg", "7-301", "3 pieces", &shop.order, "One label."],
        );
        says(&zh.get(&labels).await, 200, &["共 3 件", "1栋", "共 1 张标签"]);
    }
    says(
        &desk.get(&format!("/outlet/labels?org={org}")).await,
        200,
        &["No labels"],
    );
    says(&desk.get("/outlet/labels?orders=one").await, 422, &[]);
}

pub async fn windows_are_opened_and_closed_on_a_page(world: &World) {
    let market = Market::open(world).await;
    let (org, mut desk) = (market.org.to_string(), Desk::of(&market.manager));
    let path = "/outlet/windows";
    says(&desk.get(path).await, 200, &["No windows yet", "Add a week"]);
    let empty = [
        ("org", org.as_str()),
        ("one_day", "24.11."),
        ("one_from", "9"),
        ("one_to", "12:00"),
    ];
    says(
        &desk.submit(path, path, &empty).await,
        422,
        &["#f-one_day", "#f-one_from", "24.11."],
    );
    let mut one = vec![
        ("org", org.as_str()),
        ("one_day", "2022-11-25"),
        ("one_from", "09:00"),
        ("one_to", "12:00"),
        ("one_closes", "60"),
        ("one_orders", "none"),
    ];
    says(&desk.submit(path, path, &one).await, 422, &["#f-one_orders"]);
    one[5].1 = "40";
    let opened = desk.submit(path, path, &one).await;
    says(&opened, 200, &["One window is open", "09:00–12:00", "0 of 40 orders"]);
    says(&desk.submit(path, path, &one).await, 422, &["#f-one_from"]);
    let mut week = vec![
        ("org", org.as_str()),
        ("week_day", "2022-11-25"),
        ("week_weeks", "2"),
        ("week_from", "14:00"),
        ("week_to", "16:00"),
        ("week_closes", "0"),
        ("week_orders", "30"),
    ];
    let weekly = "/outlet/windows/week";
    says(
        &desk.submit(path, weekly, &week).await,
        422,
        &["#f-week_days", "at least one day"],
    );
    // Mondays and Sundays.
    week.extend([("week_days", "0"), ("week_days", "6")]);
    let opened = desk.submit(path, weekly, &week).await;
    says(&opened, 200, &["4 windows are open", "Sun 27 Nov", "Mon 28 Nov"]);
    let (_, page) = market.manager.get(&format!("/outlets/{org}/windows")).await;
    let id = page["windows"][0]["id"].as_str().unwrap().to_owned();
    let own = [("org", org.as_str())];
    let closed = desk.submit(path, &format!("{path}/{id}/close"), &own).await;
    says(
        &closed,
        200,
        &["takes no more orders", &format!("{path}/{id}/reopen"), "Undo"],
    );
    let again = desk.submit(path, &format!("{path}/{id}/reopen"), &own).await;
    says(&again, 200, &["takes orders again"]);
    says(
        &Desk::chinese(&market.manager).get(path).await,
        200,
        &["配送时段", "已接 0 / 40 单", "周一"],
    );
}

pub async fn every_page_of_an_outlets_orders_is_its_own_and_says_when_it_is_empty(world: &World) {
    let shop = Shop::open(world, "none").await;
    let run = shop.sent().await;
    let other = Market::serving(world, CODES[1], COMMUNITY).await;
    let org = shop.market.org;
    let (mut zh, mut foreign) = (Desk::chinese(&shop.market.manager), Desk::of(&other.manager));
    for path in [
        format!("/outlet/orders?org={org}"),
        format!("/outlet/picks?org={org}&window={}", shop.window),
        format!("/outlet/labels?orders={}", shop.order),
        format!("/outlet/orders/{}", shop.order),
        format!("/outlet/runs?org={org}&state=done"),
        format!("/outlet/runs/{run}"),
        format!("/outlet/windows?org={org}"),
    ] {
        says(&zh.get(&path).await, 200, &[]);
        assert_eq!(foreign.get(&path).await.status, 404, "{path}");
        assert_eq!(shop.resident.page(&path).await.0, 403, "{path}");
    }
    says(
        &zh.get(&format!("/outlet/runs/{run}")).await,
        200,
        &["放到取货点", "1 单在路上"],
    );
    says(
        &zh.get(&format!("/outlet/orders/{}", shop.order)).await,
        200,
        &["交接码", "发出"],
    );
    for (path, word) in [
        ("/outlet/orders", "No orders here"),
        ("/outlet/picks", "Nothing to pick"),
        ("/outlet/runs", "No packed orders"),
        ("/outlet/labels", "No labels"),
        ("/outlet/windows", "No windows yet"),
    ] {
        says(&foreign.get(path).await, 200, &[word]);
    }
    let foreign_run = [("org", org.to_string()), ("orders", shop.order.clone())];
    let foreign_run: Vec<(&str, &str)> = foreign_run
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        foreign
            .submit("/outlet/windows", "/outlet/runs", &foreign_run)
            .await
            .status,
        404
    );
    let mut own = Desk::of(&shop.market.manager);
    let filtered = format!("/outlet/orders?org={org}&window={}&building=900010101", shop.window);
    says(
        &own.get(&filtered).await,
        200,
        &["No orders for this filter", "All of them"],
    );
    let nothing = [("org", org.to_string())];
    let nothing: Vec<(&str, &str)> = nothing.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = own.submit("/outlet/windows", "/outlet/runs", &nothing).await;
    says(&refused, 422, &["#f-orders", "Choose from 1 to 100"]);
}
