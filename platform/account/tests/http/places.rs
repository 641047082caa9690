//! Pages of organisations and areas: what they list, how one is added, and what is refused.

use crate::site::{Browser, Site};
use crate::world::*;
use http::header;
use tongxin_account::Role;

/// An officer of the first district, signed in.
async fn officer(site: &Site) -> Browser<'_> {
    let first = site.world.administrator().await;
    site.world
        .person(&first.viewer, "officer", Role::Officer, over(DISTRICT))
        .await;
    let mut browser = site.browser();
    browser.sign_in("officer", &password_of("officer")).await;
    browser
}

#[tokio::test]
async fn organisations_are_listed_inside_the_own_place_and_filtered_by_kind_place_and_name() {
    let site = Site::http().await;
    let mut browser = officer(&site).await;
    let empty = browser.get("/orgs").await.body;
    assert!(empty.contains("No organisation yet"), "{empty}");
    for (place, name) in [
        (COMMUNITY, "Harbour Mill"),
        (OTHER_COMMUNITY, "100% Steel"),
        (OTHER_DISTRICT, "Far Works"),
    ] {
        site.world.plant(place, name).await;
    }
    for (query, shown) in [
        ("", &["Harbour Mill", "100% Steel"][..]),
        ("?kind=&place=&name=", &["Harbour Mill", "100% Steel"]),
        ("?kind=plant", &["Harbour Mill", "100% Steel"]),
        ("?kind=hospital", &[]),
        ("?place=900010101", &["Harbour Mill"]),
        ("?place=90002", &[]),
        ("?name=mill", &["Harbour Mill"]),
        ("?name=%25", &["100% Steel"]),
        ("?name=_", &[]),
        ("?kind=nonsense&place=x&after=y", &["Harbour Mill", "100% Steel"]),
    ] {
        let page = browser.get(&format!("/orgs{query}")).await;
        assert_eq!(page.status, 200, "{query}: {}", page.body);
        for name in ["Harbour Mill", "100% Steel", "Far Works"] {
            let is_shown = page.body.contains(&format!("<th scope=\"row\">{name}"));
            assert_eq!(is_shown, shown.contains(&name), "{query} {name}");
        }
        assert_eq!(page.body.contains("No organisation fits"), shown.is_empty(), "{query}");
    }
    let filtered = browser.get("/orgs?name=mill&place=900010101").await.body;
    let file = "/api/v1/orgs.csv?within=900010101&amp;name=mill";
    let escaped = file.replace("&amp;", "&#38;");
    assert!(filtered.contains(file) || filtered.contains(&escaped), "{filtered}");
    let csv = browser.get(&file.replace("&amp;", "&")).await;
    assert_eq!(
        (csv.status, csv.header(header::CONTENT_TYPE)),
        (200, "text/csv; charset=utf-8")
    );
    assert!(
        csv.body.contains("Harbour Mill") && !csv.body.contains("Steel"),
        "{}",
        csv.body
    );
    let in_chinese = browser.get("/orgs?lang=zh-CN").await.body;
    assert!(
        in_chinese.contains("添加单位") && in_chinese.contains("企业"),
        "{in_chinese}"
    );
}

#[tokio::test]
async fn an_organisation_is_added_at_a_place_that_was_searched_for() {
    let site = Site::http().await;
    let mut browser = officer(&site).await;
    let form = browser.get(&format!("/orgs/add?place={COMMUNITY}")).await.body;
    assert!(
        form.contains(&format!("value=\"{COMMUNITY}\" id=\"f-place\" checked")),
        "{form}"
    );
    let searching = [
        ("find", "1"),
        ("search", OTHER_COMMUNITY),
        ("place", COMMUNITY),
        ("name", "Mill"),
    ];
    let found = browser.post("/orgs/add", &searching).await;
    assert_eq!(found.status, 200);
    for kept in [COMMUNITY, OTHER_COMMUNITY, "value=\"Mill\""] {
        assert!(found.body.contains(kept), "{kept}: {}", found.body);
    }
    let mill = |place| {
        [
            ("key", "add-the-mill"),
            ("kind", "plant"),
            ("name", "Mill"),
            ("place", place),
        ]
    };
    let added = browser.post("/orgs/add", &mill(COMMUNITY)).await;
    assert_eq!(
        (added.status, added.header(header::LOCATION)),
        (303, "/orgs"),
        "{}",
        added.body
    );
    let again = browser.post("/orgs/add", &mill(COMMUNITY)).await;
    assert_eq!(again.status, 303, "a repeat is done once");
    assert_eq!(site.world.count("SELECT COUNT(*) AS n FROM org").await, 1);
    for (fields, said) in [
        (vec![("key", "nothing-at-all")], "Choose a place"),
        (
            vec![
                ("key", "far-away-mill"),
                ("kind", "plant"),
                ("name", "Mill"),
                ("place", OTHER_DISTRICT),
            ],
            "lies outside your places",
        ),
        (
            vec![
                ("key", "the-same-name"),
                ("kind", "plant"),
                ("name", "Mill"),
                ("place", COMMUNITY),
            ],
            "exists already",
        ),
    ] {
        let refused = browser.post("/orgs/add", &fields).await;
        assert!(
            refused.status == 422 && refused.body.contains(said),
            "{fields:?}: {}",
            refused.body
        );
    }
    assert_eq!(site.world.count("SELECT COUNT(*) AS n FROM org").await, 1);
}

#[tokio::test]
async fn an_area_is_made_of_places_that_were_chosen() {
    let site = Site::http().await;
    let mut browser = officer(&site).await;
    let empty = browser.get("/areas").await.body;
    assert!(empty.contains("No area yet"), "{empty}");
    let searching = [("find", "1"), ("search", OTHER_COMMUNITY), ("places", COMMUNITY)];
    let found = browser.post("/areas/add", &searching).await.body;
    assert!(
        found.contains(&format!("value=\"{COMMUNITY}\" id=\"f-places\" checked")),
        "{found}"
    );
    assert!(found.contains(&format!("value=\"{OTHER_COMMUNITY}\"")), "{found}");
    let zone = [
        ("key", "add-the-zone"),
        ("name", "Dock zone"),
        ("places", COMMUNITY),
        ("places", OTHER_COMMUNITY),
    ];
    let added = browser.post("/areas/add", &zone).await;
    assert_eq!(
        (added.status, added.header(header::LOCATION)),
        (303, "/areas"),
        "{}",
        added.body
    );
    let list = browser.get("/areas").await.body;
    for shown in ["Dock zone", "/places/900010101", "/places/900010102"] {
        assert!(list.contains(shown), "{shown}: {list}");
    }
    for (fields, said) in [
        (vec![("key", "nothing-at-all")], "Choose a place"),
        (
            vec![
                ("key", "far-away-zone"),
                ("name", "Far zone"),
                ("places", OTHER_DISTRICT),
            ],
            "lies outside your places",
        ),
        (
            vec![("key", "the-same-name"), ("name", "Dock zone"), ("places", COMMUNITY)],
            "exists already",
        ),
    ] {
        let refused = browser.post("/areas/add", &fields).await;
        assert!(
            refused.status == 422 && refused.body.contains(said),
            "{fields:?}: {}",
            refused.body
        );
    }
    let places = browser.get("/places").await.body;
    assert!(
        places.contains("href=\"/orgs\"") && places.contains("href=\"/areas\""),
        "{places}"
    );
}
