#![allow(clippy::unwrap_used, missing_docs)]
//! What a search finds, and in which order.

mod both_cities;

use std::time::Instant;

use both_cities::{both, load};
use tongxin_city::{City, Lang, Level, NewPlace, PlaceCode, Rank};

fn names(city: &City, query: &str, limit: usize) -> Vec<String> {
    let hits = city.tree.search(query, None, limit);
    hits.iter()
        .map(|hit| city.tree.get(&hit.code).unwrap().name_zh.to_string())
        .collect()
}

fn first(city: &City, query: &str) -> String {
    names(city, query, 1).into_iter().next().unwrap_or_default()
}

fn code(text: &str) -> PlaceCode {
    text.parse().unwrap()
}

#[test]
fn a_district_is_found_by_name_pinyin_initials_and_code() {
    let city = load("chongqing");
    let queries = [
        "渝北",
        "渝北区",
        " 渝北 ",
        "yubei",
        "YuBei",
        "yu bei",
        "yubeiqu",
        "yb",
        "ybq",
        "YB",
        "500112",
        "Yubei District",
        "yubei district",
    ];
    for query in queries {
        assert_eq!(first(&city, query), "渝北区", "{query}");
    }
}

#[test]
fn local_readings_are_the_ones_searched_for() {
    let city = load("chongqing");
    for (query, name) in [
        ("chongqing", "重庆市"),
        ("changshou", "长寿区"),
        ("fengdu", "丰都县"),
        ("nan'an", "南岸区"),
        ("qijiang", "綦江区"),
    ] {
        assert_eq!(first(&city, query), name, "{query}");
    }
    assert!(names(&city, "lvshui", 20).iter().any(|name| name.starts_with("绿水")));
    assert!(names(&city, "lüshui", 20).iter().any(|name| name.starts_with("绿水")));
}

#[test]
fn the_fictional_city_is_found_in_both_languages() {
    let city = load("harbour");
    for (query, name) in [
        ("coral", "珊瑚区"),
        ("Coral District", "珊瑚区"),
        ("coral bay", "珊瑚湾街道"),
        ("coralbay", ""),
        ("hermit", "寄居蟹社区"),
        ("jjx", "寄居蟹社区"),
        ("jijuxie", "寄居蟹社区"),
        ("寄居", "寄居蟹社区"),
        ("9000302", "罗盘街道"),
        ("harbour city", "海湾市"),
        ("haiwan", "海湾市"),
    ] {
        assert_eq!(first(&city, query), name, "{query}");
    }
}

#[test]
fn exact_comes_before_prefix_before_substring_and_upper_levels_first() {
    for known in both() {
        for query in [
            "a", "an", "hu", "社", "区", "5", "90", "500101", "yu", "long", "龙", "xin", "新",
        ] {
            let hits = known.city.tree.search(query, None, 200);
            assert!(hits.is_sorted(), "{query}");
            let mut codes: Vec<_> = hits.iter().map(|hit| hit.code).collect();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), hits.len(), "{query}: no place twice");
        }
    }
    let city = load("chongqing");
    let ranks: Vec<_> = city.tree.search("龙门", None, 500).iter().map(|hit| hit.rank).collect();
    assert!(ranks.contains(&Rank::Exact) && ranks.contains(&Rank::Prefix) && ranks.contains(&Rank::Substring));
    assert_eq!(city.tree.search("溪街道", None, 1)[0].rank, Rank::Substring);
}

#[test]
fn the_best_hits_are_kept_whatever_the_limit() {
    let city = load("chongqing");
    for query in ["龙", "yb", "500101", "shan", "新"] {
        let all = city.tree.search(query, None, usize::MAX);
        for limit in [1, 7, 50] {
            let few = city.tree.search(query, None, limit);
            assert_eq!(few[..], all[..limit.min(all.len())], "{query} {limit}");
        }
    }
}

#[test]
fn a_search_agrees_with_a_plain_look_at_every_chinese_name() {
    let city = load("chongqing");
    for query in ["渝", "龙溪", "社区", "朝天门", "大石坝", "委员"] {
        let mut plain: Vec<_> = city
            .tree
            .iter()
            .filter(|place| place.name_zh.contains(query))
            .map(|place| place.code)
            .collect();
        let mut found: Vec<_> = city
            .tree
            .search(query, None, usize::MAX)
            .iter()
            .map(|hit| hit.code)
            .collect();
        plain.sort();
        found.sort();
        assert_eq!(found, plain, "{query}");
    }
}

#[test]
fn a_search_stays_inside_the_place_it_is_bounded_to() {
    let city = load("chongqing");
    let yubei = code("500112");
    for query in ["龙", "long", "l", "5", "500", "500112", "500112002", "社区"] {
        let hits = city.tree.search(query, Some(&yubei), 50);
        assert!(hits.iter().all(|hit| hit.code.is_inside(&yubei)), "{query}");
        assert!(!hits.is_empty(), "{query}");
    }
    assert!(city.tree.search("500101", Some(&yubei), 50).is_empty());
    let bounded: Vec<_> = city.tree.search("龙溪", Some(&yubei), usize::MAX);
    let filtered: Vec<_> = city
        .tree
        .search("龙溪", None, usize::MAX)
        .into_iter()
        .filter(|hit| hit.code.is_inside(&yubei))
        .collect();
    assert_eq!(bounded, filtered);
}

#[test]
fn a_code_finds_its_place_first_and_then_what_lies_inside_level_by_level() {
    let city = load("chongqing");
    let hits = city.tree.search("500112", None, 100);
    assert_eq!((hits[0].rank, hits[0].code), (Rank::Exact, code("500112")));
    assert_eq!(hits[1].level, Level::Subdistrict);
    assert!(hits.iter().all(|hit| hit.code.is_inside(&code("500112"))));
    let partial = city.tree.search("50011", None, 3);
    assert!(
        partial
            .iter()
            .all(|hit| hit.level == Level::District && hit.rank == Rank::Prefix)
    );
}

#[test]
fn words_before_the_last_may_name_a_place_around_it() {
    let city = load("chongqing");
    for query in ["渝北 龙溪", "yubei longxi", "yb lx", "500112 龙溪", "重庆 渝北 龙溪"] {
        let hits = city.tree.search(query, None, 5);
        assert_eq!(hits.first().map(|hit| hit.code), Some(code("500112011")), "{query}");
        assert!(hits.iter().all(|hit| hit.code.is_inside(&code("500112"))), "{query}");
    }
    assert!(city.tree.search("万州 渝北", None, 5).is_empty());
    assert!(city.tree.search(&"龙 ".repeat(40), None, 5).len() <= 5);
}

#[test]
fn odd_queries_find_nothing_and_break_nothing() {
    let city = load("harbour");
    for query in [
        "",
        "   ",
        "\n",
        "zzzzqqq",
        "没有这个地方",
        "'",
        "%",
        "\u{0}",
        "9999999999999999999999999999",
    ] {
        assert!(city.tree.search(query, None, 10).is_empty(), "{query:?}");
    }
    assert!(city.tree.search("珊瑚", None, 0).is_empty());
    assert!(city.tree.search(&"长".repeat(100_000), None, 10).is_empty());
    assert!(
        !city
            .tree
            .search("海星\n社区", None, 10)
            .iter()
            .any(|hit| hit.rank == Rank::Substring)
    );
}

#[test]
fn a_building_is_found_as_soon_as_it_is_added() {
    let mut city = load("harbour");
    let compound = city.tree.next_child_code(&code("900010101")).unwrap();
    let new = |code, name_zh: &str| NewPlace {
        code,
        name_zh: name_zh.into(),
        name_en: None,
        population: None,
    };
    city.tree.add(new(compound, "观澜小区")).unwrap();
    let building = city.tree.next_child_code(&compound).unwrap();
    city.tree.add(new(building, "3栋")).unwrap();
    assert_eq!(city.tree.search("gl", None, 5)[0].code, compound);
    assert_eq!(city.tree.search("观澜", None, 5)[0].rank, Rank::Exact);
    assert_eq!(city.tree.search("3栋", Some(&compound), 5)[0].code, building);
    assert_eq!(city.tree.search("3", Some(&compound), 5)[0].code, building);
    assert_eq!(city.tree.get(&compound).unwrap().name(Lang::En), "观澜小区");
}

#[test]
fn the_time_of_a_search_is_printed() {
    let city = load("chongqing");
    for query in [
        "渝北",
        "yubei",
        "yb",
        "500112",
        "y",
        "社",
        "an",
        "村民",
        "渝北 龙溪",
        "nosuchplace",
        "no such place at all",
    ] {
        let started = Instant::now();
        let found = city.tree.search(query, None, 20).len();
        println!("{query}: {found} in {:?}", started.elapsed());
    }
}
