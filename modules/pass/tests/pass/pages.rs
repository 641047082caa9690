//! The desk's pages, as a browser without scripts uses them.

use crate::town::{PLATES, Town, across, ids, person, truck};
use crate::world::{COMMUNITY, DISTRICT, LAST_DAY, OTHER_DISTRICT, World};
use serde_json::json;
use tongxin_account::Role;

pub async fn a_manager_applies_on_a_page_and_is_told_what_became_of_it(world: &World) {
    let town = Town::open(world).await;
    let org = town.org.to_string();
    let fields = |plate: &'static str, last_day: &'static str| {
        [
            ("org", org.clone()),
            ("kind", "key_goods".to_owned()),
            ("plate", plate.to_owned()),
            ("from", DISTRICT.to_owned()),
            ("to", format!("{COMMUNITY}、{DISTRICT}")),
            ("last_day", last_day.to_owned()),
        ]
    };
    let send = async |fields: [(&str, String); 6]| {
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        town.manager.submit("/outlet/passes", &fields).await
    };
    let (status, page) = send(fields(PLATES[0], LAST_DAY)).await;
    assert_eq!(status, 200);
    assert!(page.contains("Approved by rule") && page.contains(PLATES[0]), "{page}");
    assert!(page.contains("Cap: 3 people, 3 vehicles"), "{page}");
    let (status, page) = send(fields("渝A99999", LAST_DAY)).await;
    assert!(status == 200 && page.contains("it waits for an officer"), "{page}");
    let (status, page) = send(fields("no plate", "")).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("href=\"#f-plate\"") && page.contains("href=\"#f-last_day\""),
        "{page}"
    );
    assert!(page.contains("value=\"no plate\""), "what was typed stays: {page}");
}

pub async fn an_officer_works_the_queue_on_pages(world: &World) {
    let town = Town::open(world).await;
    let (first, ..) = town.one(truck("渝A99991")).await;
    let (second, ..) = town.one(truck("渝A99992")).await;
    let (status, page) = town.officer.page("/passes?state=waiting").await;
    assert_eq!(status, 200);
    assert!(
        page.contains("no such plate among its vehicles"),
        "the rule is said: {page}"
    );
    let chosen = [("do", "refuse"), ("pass", first.as_str()), ("state", "waiting")];
    let (status, page) = town.officer.submit("/passes", &chosen).await;
    assert!(
        status == 422 && page.contains("href=\"#f-reason\"") && page.contains("渝A99991"),
        "{page}"
    );
    let chosen = [("do", "approve"), ("pass", first.as_str()), ("pass", second.as_str())];
    let (status, page) = town.officer.submit("/passes", &chosen).await;
    assert!(status == 200 && page.contains("2 approved"), "{page}");
    let (third, ..) = town.one(across(PLATES[0])).await;
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    let (_, page) = other.page(&format!("/passes/{third}")).await;
    assert!(
        page.contains("Agree for my district") && !page.contains("Take back"),
        "{page}"
    );
    let (status, page) = other.submit(&format!("/passes/{third}/agree"), &[]).await;
    assert!(status == 200 && page.contains("Waits for Tidewater District"), "{page}");
    let (status, page) = other
        .submit(&format!("/passes/{third}/refuse"), &[("reason", " ")])
        .await;
    assert!(status == 422 && page.contains("href=\"#f-reason\""), "{page}");
    let (status, page) = other
        .submit(
            &format!("/passes/{third}/refuse"),
            &[("reason", "The bridge is closed.")],
        )
        .await;
    assert!(status == 200 && page.contains("The bridge is closed."), "{page}");
}

pub async fn a_pass_is_carried_on_paper_and_phone_in_both_languages(world: &World) {
    let town = Town::open(world).await;
    let (vehicle, ..) = town.one(truck(PLATES[0])).await;
    let (driver, ..) = town.one(person("王", "4821")).await;
    for form in ["sheet", "card", "plate"] {
        let (status, page) = town.manager.page(&format!("/passes/{vehicle}/{form}")).await;
        assert_eq!(status, 200);
        for said in [
            "通行证 · 重点物资",
            "Pass · Key goods",
            PLATES[0],
            "<svg",
            "潮汐区",
            "Tidewater District",
        ] {
            assert!(page.contains(said), "{form} lacks {said}: {page}");
        }
    }
    let (_, page) = town.manager.page(&format!("/passes/{driver}/card")).await;
    assert!(page.contains("王 ···4821") && page.contains("06:00-22:00"), "{page}");
    let (_, all) = town.manager.page("/outlet/passes/sheets").await;
    assert_eq!(all.matches("class=\"pass pass-sheet\"").count(), 2);
    town.officer
        .post("/passes/revoke", json!({"ids": [vehicle], "reason": "Sold."}))
        .await;
    assert_eq!(
        town.manager.page(&format!("/passes/{vehicle}/sheet")).await.0,
        409,
        "a revoked one is not printed"
    );
}

pub async fn all_passes_of_a_firm_are_revoked_on_its_page(world: &World) {
    let town = Town::open(world).await;
    town.one(truck(PLATES[0])).await;
    town.one(truck(PLATES[1])).await;
    let org = town.org.to_string();
    let (_, page) = town.officer.page("/passes").await;
    assert!(page.contains(&format!("/outlet/passes?org={org}")), "{page}");
    let commander = world.person(Role::Commander, DISTRICT).await;
    let (_, page) = commander.page("/passes").await;
    let firm = format!("/passes?org={org}");
    assert!(page.contains(&firm) && !page.contains("revoke-firm"), "{page}");
    let (_, page) = commander.page(&firm).await;
    assert!(
        page.contains("action=\"/passes/revoke-firm\""),
        "who may not apply may revoke: {page}"
    );
    let (status, page) = town
        .officer
        .submit("/passes/revoke-firm", &[("org", &org), ("reason", "")])
        .await;
    assert!(status == 422 && page.contains("href=\"#f-reason\""), "{page}");
    let fields = [("org", org.as_str()), ("reason", "Passes were lent to others.")];
    let (status, page) = town.officer.submit("/passes/revoke-firm", &fields).await;
    assert!(
        status == 200 && page.contains("2 revoked") && page.contains("Passes were lent to others."),
        "{page}"
    );
}

pub async fn a_pass_is_renewed_and_taken_back_on_its_page(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(truck(PLATES[0])).await;
    let path = format!("/passes/{id}/renew");
    let (status, page) = town.manager.submit(&path, &[("last_day", "2022-12-31")]).await;
    assert!(status == 200 && page.contains("the old one ends"), "{page}");
    assert_eq!(town.pass(&id).await["state"], "replaced");
    let (waiting, ..) = town.one(truck("渝A99999")).await;
    let (status, page) = town.manager.submit(&format!("/passes/{waiting}/withdraw"), &[]).await;
    assert!(status == 200 && page.contains("Taken back"), "{page}");
    let (crossing, ..) = town.one(across(PLATES[1])).await;
    town.officer.post("/passes/agree", ids(&[&crossing])).await;
    let mut chinese = world.again(&town.manager);
    chinese.lang = "zh-CN";
    let (status, page) = chinese.page(&format!("/passes/{crossing}")).await;
    assert!(status == 200 && page.contains("等待会签：珊瑚区"), "{page}");
    for path in ["/outlet/passes", "/outlet/passes/import", "/passes"] {
        assert_eq!(chinese.page(path).await.0, 200, "{path}");
    }
}
