#![allow(clippy::unwrap_used, missing_docs)]
//! Codes, levels, adding places, numbering them, and areas.

mod both_cities;

use std::time::Instant;

use both_cities::{both, load};
use proptest::prelude::*;
use tongxin_city::level::WidthsError;
use tongxin_city::{AddError, Area, AreaError, Lang, Level, NewPlace, NumberingError, PlaceCode, PlaceTree, Widths};

fn code(text: &str) -> PlaceCode {
    text.parse().unwrap()
}

fn new(code: PlaceCode, name_zh: &str) -> NewPlace {
    NewPlace {
        code,
        name_zh: name_zh.into(),
        name_en: None,
        population: None,
    }
}

proptest! {
    #[test]
    fn inside_a_prefix_test_and_the_sql_range_agree(a in "[0-9]{1,24}", b in "[0-9]{1,24}", cut in 1usize..24) {
        let (outer, other) = (code(&a[..cut.min(a.len())]), code(&b));
        for candidate in [code(&a), other, outer] {
            let (lo, hi) = outer.range();
            let in_range = candidate.as_str() >= lo.as_str() && candidate.as_str() < hi.as_str();
            prop_assert_eq!(candidate.is_inside(&outer), in_range);
            prop_assert_eq!(candidate.is_inside(&outer), candidate.as_str().starts_with(outer.as_str()));
        }
        prop_assert_eq!(code(&a).cmp(&other), a.as_str().cmp(b.as_str()));
        prop_assert_eq!(code(&a).to_string(), a);
    }

    #[test]
    fn anything_but_1_to_24_digits_is_no_code(text in "\\PC{0,30}") {
        let is_code = (1..=24).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(text.parse::<PlaceCode>().is_ok(), is_code);
    }
}

#[test]
fn the_sql_range_ends_right_after_the_last_place_inside() {
    assert_eq!(code("50").range(), ("50".into(), "51".into()));
    assert_eq!(code("509").range(), ("509".into(), "50:".into()));
    assert_eq!(code("9").range(), ("9".into(), ":".into()));
}

#[test]
fn a_code_is_a_string_in_json() {
    assert_eq!(serde_json::to_string(&code("500112")).unwrap(), "\"500112\"");
    assert_eq!(serde_json::from_str::<PlaceCode>("\"0012\"").unwrap(), code("0012"));
    for wrong in ["\"\"", "\"5O\"", "500112", "\"1234567890123456789012345\"", "\"５０\""] {
        assert!(serde_json::from_str::<PlaceCode>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn widths_tell_level_and_ancestors() {
    let widths = Widths::CHINA;
    let building = code("500112001001007003");
    assert_eq!(widths.level_of(&building), Some(Level::Building));
    assert_eq!(widths.level_of(&code("5001")), None);
    assert_eq!(widths.ancestor(&building, Level::Community), Some(code("500112001001")));
    assert_eq!(widths.ancestor(&building, Level::Building), Some(building));
    assert_eq!(widths.ancestor(&code("50"), Level::District), None);
    assert_eq!(widths.parent(&building), Some(code("500112001001007")));
    assert_eq!(widths.parent(&code("50")), None);
    let flat = Widths::new([2, 6, 6, 12, 15, 18]);
    assert_eq!(
        flat,
        Err(WidthsError::NotRising {
            level: Level::Subdistrict,
            found: 6,
            above: 6
        })
    );
    assert!(matches!(
        Widths::new([2, 6, 9, 12, 15, 25]),
        Err(WidthsError::TooWide { .. })
    ));
    assert!(Widths::new([0, 6, 9, 12, 15, 18]).is_err());
}

#[test]
fn levels_and_languages_read_back_what_they_write() {
    for level in Level::ALL {
        assert_eq!(level.key().parse(), Ok(level));
        assert_eq!(serde_json::to_string(&level).unwrap(), format!("\"{}\"", level.key()));
        assert_eq!(level.below().and_then(Level::above), level.below().map(|_| level));
    }
    assert!("town".parse::<Level>().is_err());
    for lang in Lang::ALL {
        assert_eq!(lang.as_tag().parse(), Ok(lang));
        assert_eq!(serde_json::to_string(&lang).unwrap(), format!("\"{lang}\""));
        assert_eq!(lang.other().other(), lang);
    }
    for (tag, lang) in [
        ("zh", Lang::Zh),
        ("zh_Hans_CN", Lang::Zh),
        ("ZH-cn", Lang::Zh),
        ("en-GB", Lang::En),
    ] {
        assert_eq!(tag.parse(), Ok(lang));
    }
    assert!("fr".parse::<Lang>().is_err() && "".parse::<Lang>().is_err() && "english".parse::<Lang>().is_err());
}

#[test]
fn users_add_compounds_and_buildings_to_either_city() {
    for mut known in both() {
        let tree = &mut known.city.tree;
        let community = tree
            .at_level(known.city.file.code, Level::Community)
            .last()
            .unwrap()
            .code;
        let compound = tree.next_child_code(&community).unwrap();
        assert_eq!(
            tree.add(new(compound, " 观澜小区 ")).unwrap().name_zh.as_ref(),
            "观澜小区"
        );
        let first = tree.next_child_code(&compound).unwrap();
        tree.add(new(first, "1栋")).unwrap();
        let second = tree.next_child_code(&compound).unwrap();
        assert!(second > first && second.is_inside(&compound));
        tree.add(new(second, "2栋")).unwrap();
        assert_eq!((tree.count(Level::Compound), tree.count(Level::Building)), (1, 2));
        let path: Vec<_> = tree.path(&second).iter().map(|place| place.level).collect();
        assert_eq!(path, Level::ALL);
        assert_eq!(tree.children(&compound).count(), 2);
        assert_eq!(tree.inside(&community).count(), 4);
    }
}

#[test]
fn a_place_that_cannot_be_is_refused_and_the_tree_stays_as_it_was() {
    let mut tree = load("harbour").tree;
    let community = code("900010101");
    let child = tree.next_child_code(&community).unwrap();
    let long = "长".repeat(81);
    let before: Vec<_> = tree.iter().cloned().collect();
    let refusals = [
        (new(code("9000101019"), "x"), "10 digits: 3, 5, 7, 9, 11, 14"),
        (new(code("90009990101"), "x"), "would lie in 900099901"),
        (new(code("900010101"), "x"), "already used by 海星社区"),
        (new(code("901"), "x"), "can't be a second one"),
        (new(child, "  "), "blank name"),
        (new(child, &long), "81 characters"),
        (new(child, "a\nb"), "line break"),
        (
            NewPlace {
                name_en: Some(String::new()),
                ..new(child, "x")
            },
            "blank name",
        ),
    ];
    for (place, message) in refusals {
        let error = tree.add(place).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    assert!(tree.iter().eq(before.iter()));
    assert!(tree.search("x", None, 5).iter().all(|hit| hit.code != child));
    assert!(matches!(tree.add(new(community, "x")), Err(AddError::CodeTaken { .. })));
}

#[test]
fn a_tree_begins_with_its_city() {
    let mut tree = PlaceTree::new(Widths::CHINA);
    assert!(tree.is_empty() && tree.city().is_none());
    assert!(matches!(
        tree.add(new(code("500112"), "渝北区")),
        Err(AddError::ParentMissing { .. })
    ));
    tree.add(new(code("50"), "重庆市")).unwrap();
    tree.add(new(code("500112"), "渝北区")).unwrap();
    assert_eq!(tree.city().unwrap().code, code("50"));
    assert!(tree.path(&code("500113")).is_empty());
    assert!(tree.get(&code("51")).is_none());
}

#[test]
fn a_full_compound_takes_the_first_gap_and_then_says_it_is_full() {
    let mut tree = load("harbour").tree;
    let community = code("900010101");
    for number in (1..=99).filter(|number| *number != 42) {
        tree.add(new(community.child(number, 2).unwrap(), "小区")).unwrap();
    }
    let gap = tree.next_child_code(&community).unwrap();
    assert_eq!(gap, code("90001010142"));
    tree.add(new(gap, "小区")).unwrap();
    assert_eq!(tree.next_child_code(&community), Err(NumberingError::Full(community)));
    let compound = code("90001010142");
    let building = tree.next_child_code(&compound).unwrap();
    assert_eq!(building, code("90001010142001"));
    tree.add(new(building, "1栋")).unwrap();
    assert_eq!(
        tree.next_child_code(&building),
        Err(NumberingError::NothingBelow(building))
    );
    let nowhere = code("999999999");
    assert_eq!(
        tree.next_child_code(&nowhere),
        Err(NumberingError::ParentMissing(nowhere))
    );
}

#[test]
fn an_area_holds_what_lies_inside_its_places_and_nothing_else() {
    for known in both() {
        let tree = &known.city.tree;
        let districts: Vec<_> = tree
            .at_level(known.city.file.code, Level::District)
            .map(|place| place.code)
            .collect();
        let nested = tree.children(&districts[0]).next().unwrap().code;
        let lone = tree.children(&districts[3]).last().unwrap().code;
        let area = Area::new(" 新区 ", [lone, nested, districts[2], districts[0], districts[0]], tree).unwrap();
        assert_eq!(area.name(), "新区");
        assert_eq!(area.places(), [districts[0], districts[2], lone]);
        for place in tree.iter() {
            let plainly = area.places().iter().any(|member| place.code.is_inside(member));
            assert_eq!(area.contains(&place.code), plainly, "{}", place.code);
        }
        let people = |code: &PlaceCode| u64::from(tree.get(code).unwrap().population.unwrap().people);
        assert_eq!(area.people(tree), area.places().iter().map(people).sum::<u64>());
        let json = serde_json::to_string(&area).unwrap();
        assert_eq!(serde_json::from_str::<Area>(&json).unwrap(), area);
    }
}

#[test]
fn an_area_without_name_places_or_with_unknown_ones_is_refused() {
    let tree = load("harbour").tree;
    assert_eq!(Area::new(" ", [code("90001")], &tree), Err(AreaError::NameEmpty));
    assert!(matches!(Area::new("x", [], &tree), Err(AreaError::NoPlaces { .. })));
    let unknown = Area::new("x", [code("90001"), code("90009")], &tree);
    assert_eq!(
        unknown,
        Err(AreaError::UnknownPlace {
            name: "x".into(),
            code: code("90009")
        })
    );
}

#[test]
fn two_hundred_thousand_buildings_fit_and_the_times_are_printed() {
    let mut tree = load("chongqing").tree;
    let communities: Vec<_> = tree
        .at_level(code("50"), Level::Community)
        .map(|place| place.code)
        .collect();
    let started = Instant::now();
    let mut added = 0;
    'filled: loop {
        for community in &communities {
            let compound = tree.next_child_code(community).unwrap();
            tree.add(new(compound, "滨江花园小区")).unwrap();
            for number in 1..=4 {
                tree.add(new(compound.child(number, 3).unwrap(), &format!("{number}栋")))
                    .unwrap();
            }
            added += 5;
            if added >= 200_000 {
                break 'filled;
            }
        }
    }
    println!("{added} places added in {:?}", started.elapsed());
    assert_eq!(tree.count(Level::Compound), 40_000);
    assert_eq!(tree.count(Level::Building), 160_000);
    let started = Instant::now();
    let copy = tree.clone();
    println!("copied in {:?}", started.elapsed());
    for query in ["渝北", "bjhy", "binjiang", "3栋", "500112", "y"] {
        let started = Instant::now();
        let found = copy.search(query, None, 20).len();
        println!("{query}: {found} in {:?}", started.elapsed());
        assert!(found > 0, "{query}");
    }
}
