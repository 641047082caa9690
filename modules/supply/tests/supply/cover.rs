//! Days of cover over HTTP, and the needs that the clock raises.

use crate::whitelist::application;
use crate::world::{COMMUNITY, DISTRICT, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;

/// Credit codes whose check characters fit, and what is listed under each.
pub const FIRMS: [(&str, &str, &str, &str); 3] = [
    ("91350100M000100Y43", "海星超市", "outlet", COMMUNITY),
    ("91350100M000100Y56", "贝壳超市", "outlet", "900010102"),
    ("91350100M000100Y69", "潮汐仓库", "warehouse", COMMUNITY),
];
const RICE: &str = "6901234567892";

/// Lists a firm of [`FIRMS`] that serves these places.
pub async fn listed(officer: &Person<'_>, number: usize, serves: &[&str]) -> OrgId {
    let (code, name, kind, place) = FIRMS[number];
    let mut body = application(code, name, place);
    body["kind"] = json!(kind);
    body["service_places"] = json!(serves);
    let (status, applied) = officer.post("/supply/applications", body).await;
    assert_eq!(status, 201, "{applied}");
    let path = format!("/supply/applications/{}/list", applied["id"].as_str().unwrap());
    let (status, listed) = officer.post(&path, json!({"valid_until": "2022-12-24"})).await;
    assert_eq!(status, 200, "{listed}");
    listed["org"].as_str().unwrap().parse().unwrap()
}

/// Has a firm carry rice of five kilograms and count so many bags; answers the item.
pub async fn rice(manager: &Person<'_>, org: OrgId, bags: i64) -> String {
    let (_, found) = manager.get(&format!("/items?q={RICE}")).await;
    let id = match found["items"][0]["id"].as_str() {
        Some(id) => id.to_owned(),
        None => {
            let body = json!({"gtin": RICE, "name": "大米", "unit": "袋", "contents": [{"category": "grain", "amount": 5000}]});
            let (status, added) = manager.post(&format!("/outlets/{org}/items"), body).await;
            assert_eq!(status, 201, "{added}");
            added["id"].as_str().unwrap().to_owned()
        }
    };
    let path = format!("/outlets/{org}/counts");
    let body = json!({"rows": [{"gtin": RICE, "pieces": bags}]});
    let (status, counted) = manager.post(&path, body).await;
    assert_eq!(status, 201, "{counted}");
    id
}

/// How many needs were raised for cover, closed ones too.
async fn raised(officer: &Person<'_>) -> usize {
    let needs = officer.get("/needs?kind=supply_shortage&with_closed=true").await.1;
    needs["needs"].as_array().unwrap_or_else(|| panic!("{needs}")).len()
}

fn grain(cover: &Value) -> &Value {
    let all = cover["cover"].as_array().unwrap();
    all.iter().find(|one| one["category"] == "grain").unwrap()
}

fn milli_days(grams: i64, people: i64) -> i64 {
    grams * 1_000 / (people * 200)
}

pub async fn stock_is_cover_of_its_outlet_and_of_every_place_it_serves(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, 0, &[COMMUNITY, "9000102"]).await;
    let manager = world.manager(org).await;
    rice(&manager, org, 40_000).await;
    let (status, firms) = manager.get("/supply/cover/outlets").await;
    assert_eq!(status, 200, "{firms}");
    let own = grain(&firms["firms"][0]);
    let people = own["people_served_milli"].as_i64().unwrap() / 1_000;
    assert_eq!(own["amount"], 200_000_000);
    assert_eq!(own["milli_days"], milli_days(200_000_000, people));

    let (status, cover) = officer.get(&format!("/supply/cover?place={DISTRICT}")).await;
    assert_eq!(status, 200, "{cover}");
    let whole = grain(&cover["whole"]);
    assert_eq!(
        (&whole["amount"], &whole["people_reached"]),
        (&json!(200_000_000), &json!(people))
    );
    let district_people = whole["people"].as_i64().unwrap();
    assert_eq!(whole["milli_days"], milli_days(200_000_000, district_people));
    for by in ["subdistrict", "community"] {
        let (_, cover) = officer.get(&format!("/supply/cover?place={DISTRICT}&by={by}")).await;
        let amounts = cover["places"].as_array().unwrap().iter();
        let sum: i64 = amounts.map(|place| grain(place)["amount"].as_i64().unwrap()).sum();
        assert_eq!(sum, 200_000_000, "by {by}");
    }
    let (_, third) = officer.get("/supply/cover?place=9000103").await;
    assert_eq!(grain(&third["whole"])["state"], "unreported");
}

pub async fn a_short_outlet_raises_one_need_that_says_who_could_help(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let short = listed(&officer, 0, &[COMMUNITY]).await;
    let full = listed(&officer, 1, &["900010102"]).await;
    rice(&world.manager(short).await, short, 10).await;
    rice(&world.manager(full).await, full, 100_000).await;
    world.supply.tick(world.clock.now()).await.unwrap();
    let needs = officer.get("/needs?kind=supply_shortage&topic=cover").await.1;
    assert_eq!(needs["needs"].as_array().unwrap().len(), 1);
    let need = &needs["needs"][0];
    let title = need["title"].as_str().unwrap();
    assert!(
        title.contains("粮食") && title.contains("Grain") && title.contains("海星超市"),
        "{title}"
    );
    assert_eq!(need["priority"], "urgent");
    assert_eq!(need["org"], json!(short));
    let body = need["body"].as_str().unwrap();
    assert!(body.contains("贝壳超市") && body.contains("same subdistrict"), "{body}");

    for minutes in [1, 30, 60 * 30] {
        world.clock.advance_to(world.clock.now().plus_minutes(minutes));
        world.supply.tick(world.clock.now()).await.unwrap();
        assert_eq!(raised(&officer).await, 1, "after {minutes} minutes");
    }
    let (status, given) = officer
        .get(&format!("/supply/cover/suggestions?org={short}&category=grain"))
        .await;
    assert_eq!(status, 200, "{given}");
    let first = &given["transfers"][0];
    assert_eq!(
        (first["from_name"].as_str(), first["nearness"].as_str()),
        (Some("贝壳超市"), Some("same_subdistrict"))
    );
    assert!(first["amount"].as_i64().unwrap() >= 5_000);
}

pub async fn a_closed_need_is_followed_by_another_only_after_a_day(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let short = listed(&officer, 0, &[COMMUNITY]).await;
    rice(&world.manager(short).await, short, 10).await;
    world.supply.tick(world.clock.now()).await.unwrap();
    assert_eq!(raised(&officer).await, 1);
    let needs = officer.get("/needs?kind=supply_shortage").await.1;
    let id = needs["needs"][0]["id"].as_str().unwrap().to_owned();
    let (status, declined) = officer
        .post(&format!("/needs/{id}/decline"), json!({"reason": "对外停业"}))
        .await;
    assert_eq!(status, 200, "{declined}");
    world.clock.advance_to(world.clock.now().plus_hours(2));
    world.supply.tick(world.clock.now()).await.unwrap();
    assert_eq!(raised(&officer).await, 1);
    world.clock.advance_to(world.clock.now().plus_hours(23));
    world.supply.tick(world.clock.now()).await.unwrap();
    assert_eq!(raised(&officer).await, 2);
}

pub async fn a_trend_leaves_gaps_and_says_when_it_will_be_too_little(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, 0, &[COMMUNITY]).await;
    let manager = world.manager(org).await;
    rice(&manager, org, 20_000).await;
    world.supply.tick(world.clock.now()).await.unwrap();
    world.clock.advance_to(world.clock.now().plus_days(2));
    rice(&manager, org, 15_000).await;
    for whose in [format!("org={org}"), format!("place={COMMUNITY}")] {
        let (status, trend) = officer
            .get(&format!("/supply/cover/trend?{whose}&category=grain&days=4"))
            .await;
        assert_eq!(status, 200, "{trend}");
        let amounts: Vec<&Value> = trend["days"]
            .as_array()
            .unwrap()
            .iter()
            .map(|day| &day["amount"])
            .collect();
        assert_eq!(
            amounts,
            [&Value::Null, &json!(100_000_000), &Value::Null, &json!(75_000_000)]
        );
        assert_eq!(trend["forecast"]["basis"], "norm", "{trend}");
    }
}

pub async fn figures_of_a_place_belong_to_whoever_holds_it(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, 0, &[COMMUNITY]).await;
    let manager = world.manager(org).await;
    rice(&manager, org, 10).await;
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    for path in [
        format!("/supply/cover?place={DISTRICT}"),
        format!("/supply/cover/trend?place={DISTRICT}&category=grain"),
        format!("/supply/cover/trend?org={org}&category=grain"),
        format!("/supply/cover/suggestions?org={org}&category=grain"),
        format!("/supply/cover.csv?place={DISTRICT}"),
    ] {
        assert_eq!(other.get(&path).await.0, 404, "{path}");
    }
    assert_eq!(other.get("/supply/cover/outlets").await.1["firms"], json!([]));
    assert_eq!(manager.get(&format!("/supply/cover?place={DISTRICT}")).await.0, 404);
    assert_eq!(manager.get("/supply/cover.csv").await.0, 403);
    let (_, resident) = world.resident("7-301").await;
    assert_eq!(resident.get("/supply/cover").await.0, 403);
    assert_eq!(world.nobody().get("/supply/cover").await.0, 401);
    let commander = world.person(Role::Commander, "900").await;
    assert_eq!(commander.get("/supply/cover?by=subdistrict").await.0, 200);
}

pub async fn what_can_not_be_asked_of_cover_is_said_at_its_field(world: &World) {
    let mut officer = world.person(Role::Officer, DISTRICT).await;
    for (path, field) in [
        ("/supply/cover?by=building", "by"),
        ("/supply/cover?by=city", "by"),
        ("/supply/cover/outlets?category=gold", "category"),
        ("/supply/cover/outlets?limit=0", "limit"),
        ("/supply/cover/trend?category=grain&days=0", "days"),
        ("/supply/cover/trend?category=grain&days=91", "days"),
    ] {
        for lang in ["en", "zh-CN"] {
            officer.lang = lang;
            let (status, problem) = officer.get(path).await;
            assert_eq!(
                (status, problem["errors"][0]["field"].as_str()),
                (422, Some(field)),
                "{path}"
            );
            let message = problem["errors"][0]["message"].as_str().unwrap();
            assert!(!message.starts_with("supply-"), "{message}");
        }
    }
}

pub async fn cover_can_be_taken_out_as_a_file(world: &World) {
    let mut officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, 0, &[COMMUNITY]).await;
    rice(&world.manager(org).await, org, 1_000).await;
    let (status, csv) = officer.get("/supply/cover.csv").await;
    assert_eq!(status, 200);
    let text = csv.as_str().unwrap();
    assert!(text.contains("Days of cover") && text.contains("Grain"), "{text}");
    officer.lang = "zh-CN";
    assert!(
        officer
            .get("/supply/cover.csv")
            .await
            .1
            .as_str()
            .unwrap()
            .contains("可供天数")
    );
    assert_eq!(
        officer
            .request("GET", "/supply/cover.xlsx")
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

pub async fn firms_are_listed_shortest_cover_first_page_by_page(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let full = listed(&officer, 0, &[COMMUNITY]).await;
    let short = listed(&officer, 1, &["900010102"]).await;
    let store = listed(&officer, 2, &[DISTRICT]).await;
    for (org, bags) in [(full, 9_000), (short, 3), (store, 60_000)] {
        rice(&world.manager(org).await, org, bags).await;
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let (status, page) = officer
            .get(&format!(
                "/supply/cover/outlets?place={DISTRICT}&category=grain&limit=1{cursor}"
            ))
            .await;
        assert_eq!(status, 200, "{page}");
        seen.push(page["firms"][0]["name"].as_str().unwrap().to_owned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0], "贝壳超市");
}

/// What a page holds in each language.
async fn holds(person: &mut Person<'_>, path: &str, english: &[&str], chinese: &[&str]) {
    for (lang, words) in [("en", english), ("zh-CN", chinese)] {
        person.lang = lang;
        let (status, page) = person.page(path).await;
        assert_eq!(status, 200, "{path}");
        for word in words {
            assert!(page.contains(word), "{path} in {lang} lacks {word}: {page}");
        }
        assert!(!page.contains(">supply-"), "{path} in {lang} shows a key");
    }
}

pub async fn an_officer_sees_where_what_is_short_and_proposes_with_one_press(world: &World) {
    let mut officer = world.person(Role::Officer, DISTRICT).await;
    let short = listed(&officer, 0, &[COMMUNITY]).await;
    let full = listed(&officer, 1, &["900010102"]).await;
    rice(&world.manager(short).await, short, 10).await;
    rice(&world.manager(full).await, full, 100_000).await;
    world.supply.tick(world.clock.now()).await.unwrap();
    let english = ["Grain", "failing", "Old Quay", "海星超市", "Threshold"];
    let chinese = ["粮食", "告急", "旧码头街道", "海星超市", "警戒线"];
    holds(&mut officer, "/supply", &english, &chinese).await;
    holds(
        &mut officer,
        "/supply?category=grain",
        &["Grain: where is it shortest?"],
        &["哪里最缺粮食？"],
    )
    .await;
    holds(
        &mut officer,
        "/supply?place=9000101",
        &["Starfish Community"],
        &["海星社区"],
    )
    .await;
    holds(
        &mut officer,
        &format!("/supply?place={COMMUNITY}"),
        &["海星超市", "Under 3 days"],
        &["海星超市", "不足 3 天"],
    )
    .await;
    let path = format!("/supply/cover/{short}?category=grain");
    let english = ["Who could help out", "from 贝壳超市", "same subdistrict", "Propose"];
    holds(&mut officer, &path, &english, &["谁可以调拨", "同一街道", "提出调拨"]).await;
    let mut commander = world.person(Role::Commander, "900").await;
    holds(
        &mut commander,
        "/supply",
        &["data-island=\"map\"", "Tidewater"],
        &["潮汐区"],
    )
    .await;
    let (_, page) = commander.page(&path).await;
    assert!(!page.contains("提出调拨"), "a commander reads");
    let mut manager = world.manager(short).await;
    holds(&mut manager, &format!("/supply/cover/{short}"), &["Grain"], &["粮食"]).await;
    assert_eq!(manager.page(&format!("/supply/cover/{full}")).await.0, 404);
    // Whoever speaks for a firm is led to its own page, whatever place they ask for.
    let led = manager.page(&format!("/supply?place={DISTRICT}")).await.1;
    assert!(led.contains("海星超市"), "{led}");
}

pub async fn a_city_in_which_nobody_reported_says_so(world: &World) {
    let mut commander = world.person(Role::Commander, "900").await;
    let english = [
        "not reported",
        "Nobody who serves here has counted it",
        "No firm here has counted it",
    ];
    let chinese = ["未报", "服务本地的单位尚未盘点", "本地尚无单位盘点"];
    holds(&mut commander, "/supply", &english, &chinese).await;
}
