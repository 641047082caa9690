//! Allotments on pages, in both languages, without scripts.

use crate::allotments::{Shelf, drawn, opened};
use crate::world::{COMMUNITY, DISTRICT, Person, World};
use tongxin_account::Role;

/// The page in English and in Chinese, each with its words on it.
async fn shows(person: &mut Person<'_>, path: &str, words: [&[&str]; 2]) -> String {
    let mut last = String::new();
    for (lang, words) in [("zh-CN", words[1]), ("en", words[0])] {
        person.lang = lang;
        let (status, page) = person.page(path).await;
        assert_eq!(status, 200, "{path}: {page}");
        for word in words {
            assert!(page.contains(word), "{path} in {lang} lacks {word}:\n{page}");
        }
        last = page;
    }
    last
}

pub async fn a_resident_asks_on_a_page_and_finds_the_result_there(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let (_, mut resident) = world.resident("300").await;
    let list: [&[&str]; 2] = [&["For my door", "鸡蛋", "ask until"], &["面向本户", "申请截至"]];
    shows(&mut resident, "/allotments", list).await;
    let path = format!("/allotments/{id}");
    let form: [&[&str]; 2] = [
        &["Ask for it", "2 people on record", "SHA-256 of the seed"],
        &["提交申请", "社区登记本户 2 人"],
    ];
    let page = shows(&mut resident, &path, form).await;
    assert!(!page.contains("id=\"f-people\""), "what is known is not asked");
    let fields = [("infants", "one"), ("elders", "1")];
    let (status, page) = resident.submit(&format!("{path}/ask"), &fields).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("href=\"#f-infants\"") && page.contains("value=\"one\""),
        "{page}"
    );
    let (status, page) = resident
        .submit(&format!("{path}/ask"), &[("infants", "0"), ("elders", "1")])
        .await;
    assert_eq!(status, 200, "{page}");
    assert!(
        page.contains("Change what I asked") && page.contains("Your sign in the public list"),
        "{page}"
    );
    drawn(world).await;
    let after: [&[&str]; 2] = [
        &["Place 1 of 1", "The draw&#39;s file"],
        &["第 1 位（共 1 户）", "抽签文件"],
    ];
    shows(&mut resident, &path, after).await;
    let mine: [&[&str]; 2] = [&["What I asked for", "gets 1"], &["我的申请", "分得 1 件"]];
    shows(&mut resident, "/allotments", mine).await;
}

pub async fn an_ask_is_taken_back_on_the_page(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let (_, resident) = world.resident("310").await;
    let path = format!("/allotments/{id}");
    resident.submit(&format!("{path}/ask"), &[("elders", "0")]).await;
    let (status, page) = resident.submit(&format!("{path}/ask/withdraw"), &[]).await;
    assert_eq!(status, 200);
    assert!(
        page.contains("Ask for it") && page.contains("0 households ask"),
        "{page}"
    );
}

pub async fn a_steward_chooses_a_door_and_asks_for_it(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let (household, _) = world.resident("12-4").await;
    let mut steward = world.person(Role::Steward, world.building.as_str()).await;
    let path = format!("/allotments/{id}");
    let doors: [&[&str]; 2] = [&["For which door?", "12-4"], &["为哪一户申请"]];
    shows(&mut steward, &path, doors).await;
    let door: [&[&str]; 2] = [&["For door 12-4", "Ask for it"], &["代 12-4 申请"]];
    shows(&mut steward, &format!("{path}?household={household}"), door).await;
    let household = household.to_string();
    let fields = [("household", &*household), ("elders", "2")];
    let (status, page) = steward.submit(&format!("{path}/ask"), &fields).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Change what I asked"), "{page}");
    let mut worker = world.person(Role::CommunityWorker, COMMUNITY).await;
    let buildings: [&[&str]; 2] = [&["Building", "1栋"], &["楼栋"]];
    shows(&mut worker, &format!("{path}?q=1"), buildings).await;
}

pub async fn an_officer_opens_and_draws_on_pages(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let mut officer = world.person(Role::Officer, DISTRICT).await;
    let empty: [&[&str]; 2] = [&["Nothing is being shared out"], &["目前没有分配"]];
    shows(&mut officer, "/supply/allotments", empty).await;
    let outlets: [&[&str]; 2] = [&["Which outlet has the goods?"], &["物资在哪家门店"]];
    shows(&mut officer, "/supply/allotments/new", outlets).await;
    let org = shelf.market.org.to_string();
    let new = format!("/supply/allotments/new?org={org}");
    let form: [&[&str]; 2] = [
        &["10 free", "How many lots", "Witness"],
        &["可用 10 件", "签数规则", "见证"],
    ];
    shows(&mut officer, &new, form).await;
    let item = shelf.item.clone();
    let zone = world.places.city().unwrap().file.zone.clone();
    let local = |hours| zone.to_local_input(world.clock.now().plus_hours(hours));
    let (opens_at, closes_at) = (local(1), local(4));
    let fields = |pieces: &'static str| {
        [
            ("org", org.clone()),
            ("item", item.clone()),
            ("name", "鸡蛋".into()),
            ("places", COMMUNITY.into()),
            ("pieces", pieces.into()),
            ("household_pieces", "1".into()),
            ("price_fen", "29.80".into()),
            ("opens_at", opens_at.clone()),
            ("closes_at", closes_at.clone()),
            ("witness_source", "the gauge at the harbour".into()),
            ("lot_rules.base", "1".into()),
            ("lot_rules.per_further_person", "1".into()),
            ("lot_rules.further_people_max", "6".into()),
            ("lot_rules.infant", "2".into()),
            ("lot_rules.elder", "2".into()),
            ("lot_rules.days_per_lot", "3".into()),
            ("lot_rules.days_lots_max", "7".into()),
            ("lot_rules.per_carried", "2".into()),
            ("lot_rules.carried_max", "6".into()),
        ]
    };
    let submitted = |pieces| {
        let fields: Vec<(&str, String)> = fields(pieces).into();
        fields
    };
    for (pieces, said) in [("three", "Enter a whole number"), ("11", "fewer free pieces")] {
        let fields = submitted(pieces);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
        let (status, page) = officer.submit("/supply/allotments", &fields).await;
        assert_eq!(status, 422, "{page}");
        assert!(page.contains("href=\"#f-pieces\"") && page.contains(said), "{page}");
    }
    let fields = submitted("3");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    let (status, page) = officer.submit("/supply/allotments", &fields).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("29.80 yuan") && page.contains("asking begins"), "{page}");
    let (_, all) = world.nobody().get("/allotments").await;
    let id = all["allotments"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/supply/allotments/{id}");
    world.clock.advance_to(world.clock.now().plus_hours(1));
    let (_, resident) = world.resident("320").await;
    resident
        .submit(&format!("/allotments/{id}/ask"), &[("elders", "1")])
        .await;
    drawn(world).await;
    let waiting: [&[&str]; 2] = [
        &["Draw now", "the gauge at the harbour", "1 household asks"],
        &["立即抽签"],
    ];
    shows(&mut officer, &path, waiting).await;
    let draw = format!("{path}/draw");
    let (status, page) = officer.submit(&draw, &[("witness", " ")]).await;
    assert_eq!(status, 422, "{page}");
    let (status, page) = officer.submit(&draw, &[("witness", "1742")]).await;
    assert_eq!(status, 200, "{page}");
    let done: [&[&str]; 2] = [
        &["The draw&#39;s list", "1742", "1 are served"],
        &["抽签名单", "1 户分得"],
    ];
    shows(&mut officer, &path, done).await;
    let (status, file) = world.nobody().page(&format!("/allotments/{id}/file")).await;
    assert!(status == 200 && file.contains("tongxin-allotment"), "{file}");
}

pub async fn the_public_sees_the_rules_and_nobody_the_office(world: &World) {
    let shelf = Shelf::new(world, 10).await;
    let officer = world.person(Role::Officer, DISTRICT).await;
    let id = opened(world, &officer, shelf.allotment(world, 3)).await;
    let mut nobody = world.nobody();
    let all: [&[&str]; 2] = [&["All allotments", "鸡蛋"], &["全部分配"]];
    shows(&mut nobody, "/allotments", all).await;
    let one: [&[&str]; 2] = [&["Every household: 1", "SHA-256 of the seed"], &["每户：1 支"]];
    let page = shows(&mut nobody, &format!("/allotments/{id}"), one).await;
    assert!(!page.contains("Ask for it"));
    let (_, resident) = world.resident("330").await;
    assert_eq!(resident.page("/supply/allotments").await.0, 403);
    assert_eq!(resident.page(&format!("/supply/allotments/{id}")).await.0, 403);
    let elsewhere = world.person(Role::Officer, crate::world::OTHER_DISTRICT).await;
    assert_eq!(elsewhere.page(&format!("/supply/allotments/{id}")).await.0, 404);
    assert_eq!(
        elsewhere
            .page(&format!("/supply/allotments/new?org={}", shelf.market.org))
            .await
            .0,
        404
    );
}
