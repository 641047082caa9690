//! Where nobody is responsible: one need for each community, counts by district, and what the doors' notices say.

use crate::duty::{account, assign, assigned, needs, step};
use crate::street::{Street, text};
use crate::world::World;
use serde_json::json;
use tongxin_account::Role;

pub async fn buildings_that_never_had_a_steward_are_one_need_of_their_community(world: &World) {
    let street = Street::new(world).await;
    let other = world.building("900010101", "兰园", "2栋").await;
    let third = world.building("900010101", "菊园", "3栋").await;
    // Another community with buildings and nobody in difficulty.
    world.building("900010102", "松园", "1栋").await;
    street.at(0, 9, 0).await;
    assert!(needs(&street).await.is_empty(), "nobody there is in difficulty");
    street.person("801", &["alone_old"]).await;
    street.at(0, 10, 0).await;
    street.at(0, 10, 30).await;
    let found = needs(&street).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(text(&found[0]["place"]), "900010101");
    let id = text(&found[0]["id"]).to_owned();
    let (status, page) = street.worker.page(&format!("/needs/{id}")).await;
    let link = "<a href=\"/care/coverage?place=900010101\">";
    assert!(
        status == 200 && page.contains("never had a steward: 3") && page.contains(link),
        "{page}"
    );
    let officer = world.person(Role::Officer, "90001").await;
    let (_, all) = officer.get("/needs?kind=care_duty").await;
    assert_eq!(all["needs"].as_array().unwrap().len(), 1, "{all}");

    assigned(&street, None).await;
    assign(&street, &street.steward, json!({"place": other})).await;
    street.at(0, 12, 0).await;
    let (_, page) = street.worker.page(&format!("/needs/{id}")).await;
    assert!(!page.contains("Buildings left"), "a need says so once a day: {page}");
    street.at(1, 9, 0).await;
    let (_, page) = street.worker.page(&format!("/needs/{id}")).await;
    assert!(page.contains("Buildings left: 1"), "{page}");
    assert_eq!(needs(&street).await.len(), 1, "the same need");
    assign(&street, &street.steward, json!({"place": third})).await;
    assert!(needs(&street).await.is_empty(), "struck off with the last building");
    street.at(1, 12, 0).await;
    assert!(needs(&street).await.is_empty());
    assert_eq!(text(&street.need(&id).await["state"]), "struck_off");
}

pub async fn a_communitys_need_ends_with_its_last_person(world: &World) {
    let street = Street::new(world).await;
    let person = street.person("801", &["alone_old"]).await;
    street.at(0, 9, 0).await;
    assert_eq!(needs(&street).await.len(), 1);
    let end = format!("/care/people/{person}/end");
    assert_eq!(street.worker.post(&end, json!({"why": "moved"})).await.0, 200);
    street.at(0, 10, 0).await;
    assert!(needs(&street).await.is_empty());
}

pub async fn stewards_with_too_many_doors_are_counted_by_district(world: &World) {
    let street = Street::new(world).await;
    let other = world.building("900010101", "兰园", "2栋").await;
    let buildings = [street.building, other];
    for (number, building) in buildings.iter().enumerate() {
        let doors: Vec<String> = (0..151 + number).map(|door| format!("{}-{door}", number + 1)).collect();
        let rows = doors.iter().map(|door| tongxin_places::NewHousehold {
            building: *building,
            door: door.clone(),
            people: None,
        });
        let added = world
            .accounts
            .add_households(world.command(), world.admin(), rows.collect());
        added.await.unwrap();
        assign(&street, &street.steward, json!({"place": building})).await;
    }
    street.at(0, 12, 0).await;
    let (status, coverage) = street.worker.get("/care/coverage").await;
    assert_eq!(status, 200, "{coverage}");
    let steward = account(world, &street.steward).await;
    assert_eq!(
        coverage["too_many"],
        json!([{"account": steward, "buildings": 2, "doors": 303, "in_buildings": buildings}]),
        "{coverage}"
    );
    assert_eq!(coverage["all"]["too_many"], json!(1));
    let commander = world.person(Role::Commander, "900").await;
    let (_, city) = commander.get("/care/coverage").await;
    assert_eq!(
        city["below"]["90001"],
        json!({"buildings": 2, "with_steward": 2, "with_deputy": 0, "compounds": 2, "with_cadre": 0, "too_many": 1}),
        "{city}"
    );
    let (status, page) = commander.page("/care/coverage").await;
    assert!(
        status == 200 && page.contains("stewards with too many doors: 1"),
        "{page}"
    );
    let row = page
        .split("data-code=\"90001\"")
        .nth(1)
        .unwrap()
        .split("</tr>")
        .next()
        .unwrap();
    let cells: Vec<&str> = row
        .split("class=\"num\">")
        .skip(1)
        .map(|cell| cell.split('<').next().unwrap())
        .collect();
    assert_eq!(
        cells,
        ["0", "2", "2", "1", "2"],
        "no steward, deputy, cadre; too many; buildings"
    );
}

pub async fn the_notice_names_all_who_can_be_called_and_is_printed_anew_after_a_hand_over(world: &World) {
    let street = Street::new(world).await;
    street.door("801").await;
    let compound = &street.building.as_str()[..street.building.width() - 3];
    let page_path = format!("/care/duty/{}", street.building);
    let sheet = format!("/places/{}/sheet", street.building);
    let number = json!({"place": "900010101", "phone": "023 0000 1111"});
    assert_eq!(street.steward.post("/care/duty-number", number.clone()).await.0, 403);
    let (status, refused) = street
        .worker
        .post("/care/duty-number", json!({"place": street.building, "phone": "1"}))
        .await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "place"),
        "{refused}"
    );
    assert_eq!(street.worker.post("/care/duty-number", number).await.0, 200);
    let (_, said) = street.worker.get("/care/duty-number?place=900010101").await;
    assert_eq!(text(&said["phone"]), "023 0000 1111");
    assigned(&street, None).await;
    assign(
        &street,
        &street.steward,
        json!({"post": "deputy", "phone": "138 0000 0002"}),
    )
    .await;
    assign(
        &street,
        &street.steward,
        json!({"post": "cadre", "place": compound, "phone": "138 0000 0003", "until": "2022-12-08"}),
    )
    .await;
    let is_old = |page: &str| page.contains("do not name who is responsible now");
    assert!(is_old(&street.worker.page(&page_path).await.1), "never printed");
    let (status, notice) = street.worker.page(&sheet).await;
    assert_eq!(status, 200, "{notice}");
    let order = [
        "120",
        "138 0000 0001",
        "138 0000 0002",
        "138 0000 0003",
        "023 0000 1111",
    ];
    let found: Vec<usize> = order.iter().map(|number| notice.find(number).unwrap()).collect();
    assert!(found.is_sorted(), "the nearest first, after an emergency: {found:?}");
    assert!(notice.contains("社区值班电话"), "{notice}");
    assert!(is_old(&street.worker.page(&page_path).await.1), "printed is not put up");
    put_up(&street, &page_path).await;
    assert!(!is_old(&street.worker.page(&page_path).await.1));

    let next = world.person(Role::Steward, street.building.as_str()).await;
    let mut offer = step(&street, "offer");
    offer["account"] = json!(account(world, &next).await);
    offer["phone"] = json!("139 0000 0002");
    assert_eq!(street.steward.post("/care/duties", offer).await.0, 200);
    assert!(!is_old(&street.worker.page(&page_path).await.1), "it is only offered");
    assert_eq!(next.post("/care/duties", step(&street, "take")).await.0, 200);
    for path in [&page_path, &format!("/care/duty/{compound}")] {
        let (_, page) = street.worker.page(path).await;
        assert!(is_old(&page) && page.contains(&format!("href=\"{sheet}\"")), "{page}");
    }
    let (_, theirs) = next.page(&page_path).await;
    assert!(
        is_old(&theirs) && !theirs.contains(&sheet),
        "a steward prints no codes: {theirs}"
    );
    put_up(&street, &page_path).await;
    assert!(!is_old(&street.worker.page(&page_path).await.1));
}

/// Says on a building's page that its new notices are up.
async fn put_up(street: &Street<'_>, page_path: &str) {
    let mut desk = street.worker.browser();
    let open = desk.get(page_path).await;
    let fields = [("place", street.building.as_str())];
    let done = desk.post(&open, "/care/duty-notices", &fields).await;
    assert_eq!(done.location.as_deref(), Some(page_path), "{}", done.html);
}

pub async fn a_communitys_number_is_written_on_its_page_without_scripts(world: &World) {
    let street = Street::new(world).await;
    let mut desk = street.worker.browser();
    let open = desk.get("/care/duty/900010101").await;
    assert!(
        open.status == 200 && open.html.contains("None written down"),
        "{}",
        open.html
    );
    let fields = [("place", "900010101"), ("phone", "023 0000 1111")];
    let done = desk.post(&open, "/care/duty-number", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/care/duty/900010101"), "{}", done.html);
    let shown = desk.get(&format!("/care/duty/{}", street.building)).await;
    assert!(shown.html.contains("023 0000 1111"), "{}", shown.html);
    let long = "0".repeat(41);
    let refused = desk
        .post(&open, "/care/duty-number", &[("place", "900010101"), ("phone", &long)])
        .await;
    assert!(
        refused.status == 422 && refused.html.contains("#f-phone"),
        "{}",
        refused.html
    );
}
