//! Where the caller lives.

use crate::world::{Bank, World};
use tongxin_account::Role;

pub async fn a_door_is_found_as_the_caller_says_it(world: &World) {
    let bank = Bank::new(world).await;
    let href = format!("/calls/new?household={}", bank.caller);
    for said in [
        "江湾小区3栋2-1203",
        "江湾小区三号楼二单元十二楼3号",
        "江湾 3 2-1203",
        "jiangwan 3 2-1203",
        "jw 3-2-1203",
        "ＪＷ　３栋　２－１２０３",
        "江湾小区 2-1203",
    ] {
        let found = bank.found(said).await;
        assert_eq!(found.status, 200);
        let first = found.html.split("data-digit=\"1\"").next().unwrap();
        assert!(
            first.ends_with(&format!("<a class=\"link-row\" href=\"{href}\" autofocus ")),
            "{said}: {}",
            found.html
        );
    }
    // Without the unit two doors fit, and each has its digit.
    let found = bank.found("江湾小区3栋1203").await;
    assert!(found.says(&href) && found.says("data-digit=\"2\""));
    assert!(found.says("1-1203") && !found.says("2-1204"), "{}", found.html);
}

pub async fn a_door_that_nobody_knows_is_helped_at_its_building_and_a_visitor_at_the_community(world: &World) {
    let bank = Bank::new(world).await;
    let found = bank.found("江湾小区3栋9-901").await;
    assert!(
        found.says("said=9-901") && found.says("“9-901” is not registered"),
        "{}",
        found.html
    );
    let mut browser = bank.taker.browser();
    let building = found.html.split("/calls/new?place=").nth(1).unwrap();
    let place = building.split(['&', '"']).next().unwrap();
    let form = browser.get(&format!("/calls/new?place={place}&said=9-901")).await;
    let fields = [
        ("place", place),
        ("said", "9-901"),
        ("topic", "household_request.food"),
        ("contact", "138 0000 0001"),
    ];
    let checked = browser.post(&form, "/calls/check", &fields).await;
    assert!(
        checked.says("9-901") && checked.says("138 0000 0001"),
        "{}",
        checked.html
    );
    let done = browser.post(&checked, "/calls", &fields).await;
    assert!(browser.follow(&done).await.says("data-call-number"));
    let worker = world.person(Role::CommunityWorker, "900010101").await;
    let (_, list) = worker.get("/needs").await;
    let need = &list["needs"][0];
    assert_eq!(
        need["place"]["code"].as_str().or(need["place"].as_str()),
        Some(place),
        "{need}"
    );
    assert!(
        need.to_string().contains("9-901"),
        "the worker reads which door it was: {need}"
    );
    let community = bank.found("900010101").await;
    assert!(community.says("/calls/new?place=900010101&"), "{}", community.html);
}

pub async fn nothing_outside_the_call_takers_place_is_found(world: &World) {
    let bank = Bank::new(world).await;
    let far = world.building("900020101", "望江小区", "1栋").await;
    let (stranger, _) = world.coded_household(far, "1-101").await;
    let found = bank.found("望江小区1栋1-101").await;
    assert!(found.says("No such place found"), "{}", found.html);
    let mut browser = bank.taker.browser();
    for address in [
        format!("/calls/new?household={stranger}"),
        format!("/calls/new?place={far}"),
        "/calls/new?place=90001".to_owned(),
    ] {
        assert_eq!(browser.get(&address).await.status, 404, "{address}");
    }
    let form = bank.form(&mut browser).await;
    for path in ["/calls/check", "/calls"] {
        let household = stranger.to_string();
        let fields = [("household", household.as_str()), ("topic", "household_request.food")];
        assert_eq!(browser.post(&form, path, &fields).await.status, 404, "{path}");
    }
}
