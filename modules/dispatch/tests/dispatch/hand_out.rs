//! What lies at a gate becomes runs on foot, for whoever looks after the building and nobody else.

use crate::firm::{Driver, Firm, orders_of, text};
use crate::world::World;
use serde_json::json;
use tongxin_account::Role;

pub async fn what_is_on_its_way_becomes_runs_on_foot_for_those_who_look_after_the_building(world: &World) {
    let firm = Firm::open(world).await;
    let building = firm.buildings[0];
    let steward = world.person(Role::Steward, building.as_str()).await;
    let path = format!("/hand-out?place={building}");
    let (status, before) = steward.page(&path).await;
    assert_eq!(status, 200);
    assert!(before.contains("Nothing to hand out here"), "{before}");
    for run in firm.published().await {
        Driver::of(world, &run).depart().await;
    }
    let (_, list) = steward.page("/hand-out").await;
    assert!(list.contains("/hand-out?place="), "{list}");
    let (_, planned) = steward.page(&path).await;
    assert!(planned.contains("4 bags for 2 doors"), "{planned}");
    assert!(
        planned.contains("· 301") && planned.contains("· 1202") && planned.contains("By lift"),
        "{planned}"
    );
    let (_, stairs) = steward.page(&format!("{path}&people=1&lift=no")).await;
    assert!(
        stairs.contains("with one person") && !stairs.contains("By lift"),
        "{stairs}"
    );
    let (_, short) = steward
        .page(&format!("{path}&people=1&lift=no&minutes=10&bags=1"))
        .await;
    assert!(short.contains("What stays at the gate"), "{short}");
    let (_, wrong) = steward.page(&format!("{path}&people=0")).await;
    assert!(wrong.contains("1 to 50 would be right"), "{wrong}");

    let elsewhere = world.person(Role::Steward, firm.buildings[1].as_str()).await;
    assert_eq!(elsewhere.page(&path).await.0, 404);
    assert_eq!(firm.manager.page(&path).await.0, 403, "an outlet sees no building");
}

pub async fn what_was_handed_over_is_not_handed_out_again(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let driver = Driver::of(world, &run);
    driver.depart().await;
    let order = orders_of(&run).remove(0);
    let said = firm.code(&order).await;
    let done = driver.about("hand_over", &order, json!({"code": said})).await;
    assert_eq!(done.0, 200, "{done:?}");
    let put = orders_of(&run).remove(1);
    assert_eq!(driver.about("drop", &put, json!({"point": "门口"})).await.0, 200);
    let worker = world.person(Role::CommunityWorker, crate::world::DISTRICT).await;
    let (_, compounds) = worker
        .page(&format!("/hand-out?place={}", crate::world::DISTRICT))
        .await;
    assert!(compounds.contains("竹苑小区"), "nobody walks a district: {compounds}");
    let mut shown = String::new();
    for building in &firm.buildings {
        shown += &worker.page(&format!("/hand-out?place={building}")).await.1;
    }
    assert!(!shown.contains(&order), "{shown}");
    assert!(shown.contains(text(&json!(put))), "{shown}");
}
