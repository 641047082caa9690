//! The whitelist's pages in a browser without scripts.

use crate::whitelist::{CODE, application, listed};
use crate::world::{COMMUNITY, DISTRICT, World};
use serde_json::json;
use tongxin_account::Role;

const FORM: [(&str, &str); 8] = [
    ("credit_code", CODE),
    ("kind", "outlet"),
    ("name", "海星超市"),
    ("place", "海星社区"),
    ("service_places", "海星社区\n900010102 贝壳社区"),
    ("orders_a_day", "300"),
    ("contact_name", "Chen"),
    ("contact_phone", "023-6789 1234"),
];

fn with<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = FORM.into_iter().filter(move |(name, _)| *name != field);
    others.chain([(field, value)]).collect()
}

pub async fn anybody_applies_and_sees_the_firm_once_it_is_listed(world: &World) {
    let mut shop = world.nobody().browser();
    let form = shop.get("/supply/apply").await;
    assert!(form.says("Apply to be listed"), "{}", form.html);
    let wrong = shop
        .post(&form, "/supply/apply", &with("credit_code", "91350100M000100Y44"))
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.says("the last one would be 3") && wrong.says("value=\"海星超市\""),
        "{}",
        wrong.html
    );
    let unknown = shop.post(&wrong, "/supply/apply", &with("place", "Atlantis")).await;
    assert!(unknown.says("Atlantis is no place of this city"), "{}", unknown.html);
    let several = shop
        .post(&unknown, "/supply/apply", &with("service_places", "海"))
        .await;
    assert!(several.says("Several places are called 海"), "{}", several.html);
    let sent = shop.post(&several, "/supply/apply", &FORM).await;
    assert_eq!(sent.location.as_deref(), Some("/supply/apply"), "{}", sent.html);
    assert!(shop.follow(&sent).await.says("is received"));

    let mut officer = world.person(Role::Officer, DISTRICT).await.browser();
    let queue = officer.get("/supply/applications").await;
    assert!(queue.says("海星超市") && queue.says("Waiting"), "{}", queue.html);
    let href = queue.html.split("href=\"/supply/applications/").nth(1).unwrap();
    let path = format!("/supply/applications/{}", href.split('"').next().unwrap());
    let page = officer.get(&path).await;
    assert!(
        page.says("By the public form") && page.says("tel:023-6789 1234"),
        "{}",
        page.html
    );
    let too_far = officer
        .post(&page, &format!("{path}/list"), &[("valid_until", "2030-01-01")])
        .await;
    assert_eq!(too_far.status, 422);
    let listed = officer
        .post(&page, &format!("{path}/list"), &[("valid_until", "2022-12-31")])
        .await;
    let firm = officer.follow(&listed).await;
    assert!(
        firm.says("The firm is listed.") && firm.says("Listed until Sat 31 Dec 2022"),
        "{}",
        firm.html
    );

    let list = shop.get("/supply/whitelist?place=海星社区").await;
    assert!(
        list.says("海星超市") && list.says("Seashell Community"),
        "{}",
        list.html
    );
    assert!(!list.says("6789") && !list.says("Chen"), "no contacts");
    assert!(
        shop.get("/supply/whitelist?place=珊瑚区")
            .await
            .says("No firm serves here today")
    );
    assert!(
        shop.get("/supply/whitelist?place=Atlantis")
            .await
            .says("no place of this city")
    );
}

pub async fn one_address_sends_a_few_applications_an_hour(world: &World) {
    let mut shop = world.nobody().browser();
    let form = shop.get("/supply/apply").await;
    let mut statuses = Vec::new();
    for number in 0..7 {
        let key = format!("key-of-form-{number}");
        let fields: Vec<(&str, &str)> = FORM.into_iter().chain([("key", key.as_str())]).collect();
        statuses.push(shop.post_plain(&form, "/supply/apply", &fields).await.status);
    }
    assert_eq!(
        statuses,
        [303, 422, 422, 422, 422, 429, 429],
        "one waits already, then the address waits"
    );
}

pub async fn an_officer_works_the_list_and_a_firm(world: &World) {
    let person = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&person, CODE, "海星超市").await;
    let mut officer = person.browser();
    let list = officer.get("/supply/firms").await;
    assert!(
        list.says("1 listed · 0 vehicles · 0 people") && list.says("6 days left"),
        "{}",
        list.html
    );
    assert!(
        officer
            .get("/supply/firms?expiring_before=2022-12-09&state=listed")
            .await
            .says("海星超市")
    );
    assert!(officer.get("/supply/firms?state=ended").await.says("No firm here"));
    let firm = officer.get(&format!("/supply/firms/{org}")).await;
    let refused = officer
        .post(
            &firm,
            &format!("/supply/firms/{org}/suspend"),
            &[("suspend_reason", " ")],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("id=\"e-suspend_reason\""), "{}", refused.html);
    let reason = [("suspend_reason", "Cases among the staff")];
    let suspended = officer
        .post(&firm, &format!("/supply/firms/{org}/suspend"), &reason)
        .await;
    let shown = officer.follow(&suspended).await;
    assert!(shown.says("Cases among the staff") && shown.says(&format!("/supply/firms/{org}/resume")));
    let resumed = officer
        .post_plain(
            &shown,
            &format!("/supply/firms/{org}/resume"),
            &[("key", "undo-of-this")],
        )
        .await;
    assert!(officer.follow(&resumed).await.says("The firm serves again."));
    let renewed = officer
        .post_plain(
            &shown,
            &format!("/supply/firms/{org}/renew"),
            &[("key", "renew-once"), ("valid_until", "2023-01-31")],
        )
        .await;
    assert!(officer.follow(&renewed).await.says("Renewed until Tue 31 Jan 2023"));
    let none = officer
        .post_plain(
            &shown,
            &format!("/supply/firms/{org}/renew"),
            &[("key", "renew-twice"), ("valid_until", "soon")],
        )
        .await;
    assert!(none.says("A date such as 2022-12-31 would be right"), "{}", none.html);
}

pub async fn many_applications_are_listed_together(world: &World) {
    let person = world.person(Role::Officer, DISTRICT).await;
    let mut ids = Vec::new();
    for (code, name) in [(CODE, "海星超市"), ("91500112MA5U123459", "贝壳超市")] {
        let (_, answer) = person
            .post("/supply/applications", application(code, name, COMMUNITY))
            .await;
        ids.push(answer["id"].as_str().unwrap().to_owned());
    }
    let mut officer = person.browser();
    let queue = officer.get("/supply/applications").await;
    let mut fields = vec![("valid_until", "2022-12-31"), ("back", "/supply/applications")];
    let none = officer.post(&queue, "/supply/applications/list", &fields).await;
    assert!(officer.follow(&none).await.says("Choose at least one application"));
    fields.extend(ids.iter().map(|id| ("application", id.as_str())));
    let done = officer.post(&queue, "/supply/applications/list", &fields).await;
    assert!(officer.follow(&done).await.says("2 firms are listed"));
    let again: Vec<_> = fields.iter().copied().chain([("key", "another-key")]).collect();
    let done = officer.post_plain(&queue, "/supply/applications/list", &again).await;
    assert!(
        officer
            .follow(&done)
            .await
            .says("0 firms are listed, 2 are not: This application was decided before")
    );
}

pub async fn a_manager_adds_vehicles_and_people_and_asks_for_renewal(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let mut manager = world.manager(org).await.browser();
    let firm = manager.get(&format!("/supply/firms/{org}")).await;
    assert!(!firm.says("/suspend"), "a manager does not decide: {}", firm.html);
    let path = format!("/supply/firms/{org}/vehicles");
    let page = manager.get(&path).await;
    assert!(page.says("No vehicle yet"), "{}", page.html);
    let wrong = manager
        .post(
            &page,
            &path,
            &[("plate", "A123456"), ("kind", "van"), ("payload_kg", "many")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.says("A plate begins with its province") && wrong.says("1 to 4500 would be right"),
        "{}",
        wrong.html
    );
    let van = [
        ("plate", "渝A12345"),
        ("kind", "van"),
        ("payload_kg", "1200"),
        ("has_cold_chain", "true"),
    ];
    let added = manager.post(&page, &path, &van).await;
    let page = manager.follow(&added).await;
    assert!(page.says("渝A12345") && page.says("1 vehicle"), "{}", page.html);
    let action = page.html.split("action=\"/supply/vehicles/").nth(1).unwrap();
    let id = action.split('/').next().unwrap();
    let noted = manager
        .post(&page, &format!("/supply/vehicles/{id}/pass"), &[("pass_number", "P-7")])
        .await;
    assert!(manager.follow(&noted).await.says("P-7"));
    let ended = manager
        .post_plain(&page, &format!("/supply/vehicles/{id}/end"), &[("key", "end-of-van")])
        .await;
    assert!(manager.follow(&ended).await.says("No vehicle yet"));
    let path = format!("/supply/firms/{org}/staff");
    let page = manager.get(&path).await;
    let added = manager
        .post(&page, &path, &[("name", "Li"), ("role", "driver"), ("shift", "night")])
        .await;
    assert!(manager.follow(&added).await.says("By night"));
    let form = manager.get(&format!("/supply/apply?org={org}")).await;
    assert!(
        form.says("Renew the listing") && form.says("900010101 Starfish Community"),
        "{}",
        form.html
    );
    let fields = with("name", "");
    let fields: Vec<_> = fields
        .into_iter()
        .chain([("org", form.value_of("org").leak() as &str)])
        .collect();
    let sent = manager.post(&form, "/supply/apply", &fields).await;
    let page = manager.follow(&sent).await;
    assert!(
        page.says("It waits for an officer.") && page.says("Take it back"),
        "{}",
        page.html
    );
}

pub async fn every_page_reads_in_chinese_too(world: &World) {
    let mut officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let waiting = application("91500112MA5U123459", "贝壳超市", COMMUNITY);
    let (_, answer) = officer.post("/supply/applications", waiting).await;
    officer
        .post(
            "/supply/vehicles",
            json!({ "org": org, "plate": "渝A12345", "kind": "van", "payload_kg": 900 }),
        )
        .await;
    officer
        .post(
            "/supply/staff",
            json!({ "org": org, "name": "Li", "role": "driver", "shift": "day" }),
        )
        .await;
    officer.lang = "zh-CN";
    for (path, words) in [
        (
            "/supply/whitelist".to_owned(),
            vec!["保供企业白名单", "海星超市", "2022年11月30日"],
        ),
        ("/supply/apply".to_owned(), vec!["申请列入白名单", "统一社会信用代码"]),
        ("/supply/applications".to_owned(), vec!["待审核", "贝壳超市"]),
        (
            format!("/supply/applications/{}", answer["id"].as_str().unwrap()),
            vec!["列入白名单", "不予通过"],
        ),
        ("/supply/firms".to_owned(), vec!["在册 1 家", "还剩 6 天"]),
        (
            format!("/supply/firms/{org}"),
            vec!["列入，至 2022年11月30日", "退出白名单"],
        ),
        (format!("/supply/firms/{org}/vehicles"), vec!["渝A12345", "厢式货车"]),
        (format!("/supply/firms/{org}/staff"), vec!["司机", "白班"]),
    ] {
        let (status, html) = officer.page(&path).await;
        assert_eq!(status, 200, "{path}");
        let missing: Vec<_> = words.into_iter().filter(|word| !html.contains(word)).collect();
        assert!(missing.is_empty(), "{path} lacks {missing:?}: {html}");
        assert!(!html.contains(">supply-"), "{path} has a key for a word: {html}");
    }
}
