#![allow(clippy::unwrap_used, missing_docs)]
//! What holds for every city that loads: run on Chongqing and on the fictional harbour.

mod both_cities;

use std::collections::BTreeSet;
use std::time::Instant;

use both_cities::{LOADED, both, folder_of, load};
use tongxin_city::{City, Lang, Level, PlaceCode};

#[test]
fn a_city_has_as_many_places_at_each_level_as_its_files() {
    for known in both() {
        let tree = &known.city.tree;
        assert_eq!(LOADED.map(|level| tree.count(level)), known.counts, "{}", known.folder);
        assert_eq!(tree.count(Level::Compound) + tree.count(Level::Building), 0);
        assert_eq!(tree.len(), known.counts.iter().sum::<usize>());
    }
}

#[test]
fn every_place_lies_inside_its_parent_and_is_found_from_it() {
    for known in both() {
        let tree = &known.city.tree;
        let mut reached = 1;
        for place in tree.iter() {
            assert_eq!(tree.widths().level_of(&place.code), Some(place.level));
            if let Some(parent) = tree.widths().parent(&place.code) {
                assert!(place.code.is_inside(&parent));
                assert_eq!(tree.get(&parent).unwrap().level, place.level.above().unwrap());
            }
            for child in tree.children(&place.code) {
                assert!(child.code.is_inside(&place.code));
                reached += 1;
            }
            let path = tree.path(&place.code);
            assert_eq!(path.len(), place.level.depth() + 1);
            assert_eq!(path.last().unwrap().code, place.code);
            assert_eq!(path[0].code, known.city.file.code);
        }
        assert_eq!(
            reached,
            tree.len(),
            "{}: every place but the city is someone's child",
            known.folder
        );
    }
}

#[test]
fn people_and_households_add_up_at_every_level() {
    for known in both() {
        let tree = &known.city.tree;
        for level in LOADED {
            let of_level: Vec<_> = tree
                .at_level(known.city.file.code, level)
                .map(|place| place.population.unwrap())
                .collect();
            assert_eq!(
                of_level.iter().map(|p| p.people).sum::<u32>(),
                known.people,
                "{} {level}",
                known.folder
            );
        }
        for place in tree.iter().filter(|place| place.level < Level::Community) {
            let sum = tree
                .children(&place.code)
                .map(|child| child.population.unwrap())
                .fold((0, 0), |sum, part| (sum.0 + part.people, sum.1 + part.households));
            let whole = place.population.unwrap();
            assert_eq!(
                (whole.people, whole.households),
                sum,
                "{} {}",
                place.code,
                place.name_zh
            );
        }
    }
}

#[test]
fn a_figure_is_marked_estimated_exactly_where_the_files_do_not_give_it() {
    for (folder, lowest_known) in [("chongqing", Level::District), ("harbour", Level::Subdistrict)] {
        let city = load(folder);
        for place in city.tree.iter() {
            assert_eq!(
                place.population.unwrap().estimated,
                place.level > lowest_known,
                "{}",
                place.code
            );
        }
    }
}

#[test]
fn an_urban_community_is_estimated_larger_than_a_village_of_the_same_district() {
    let city = load("chongqing");
    let wanzhou: PlaceCode = "500101".parse().unwrap();
    let people = |word: &str| -> BTreeSet<u32> {
        city.tree
            .at_level(wanzhou, Level::Community)
            .filter(|place| place.name_zh.ends_with(word))
            .map(|place| place.population.unwrap().people)
            .collect()
    };
    let (urban, rural) = (people("社区居民委员会"), people("村民委员会"));
    // Largest remainders leave at most one person between places of one kind.
    assert!(urban.len() <= 2 && rural.len() <= 2);
    let ratio = f64::from(*urban.first().unwrap()) / f64::from(*rural.first().unwrap());
    assert!((ratio - 5.4).abs() < 0.02, "{ratio}");
}

#[test]
fn every_district_has_a_boundary_around_its_seat() {
    for known in both() {
        let boundaries = &known.city.boundaries;
        assert_eq!(boundaries.iter().count(), known.counts[1]);
        let [west, south, east, north] = boundaries.bounding_box().unwrap();
        assert!(west < east && south < north);
        for district in known.city.tree.at_level(known.city.file.code, Level::District) {
            let boundary = boundaries.get(&district.code).unwrap();
            let [west, south, east, north] = boundary.bounding_box;
            let [lon, lat] = boundary.seat;
            assert!(
                (west..=east).contains(&lon) && (south..=north).contains(&lat),
                "{}",
                district.name_zh
            );
            let feature: serde_json::Value = serde_json::from_str(&boundary.feature).unwrap();
            assert_eq!(feature["properties"]["name"], *district.name_zh);
        }
        let collection: serde_json::Value = serde_json::from_str(boundaries.collection()).unwrap();
        assert_eq!(collection["features"].as_array().unwrap().len(), known.counts[1]);
    }
}

#[test]
fn every_place_has_a_name_in_both_languages() {
    for known in both() {
        for place in known.city.tree.iter() {
            assert!(!place.name(Lang::Zh).is_empty());
            let english = place.name(Lang::En);
            assert!(
                english.chars().all(|c| c.is_ascii() || "üÜ·".contains(c)),
                "{} {english}",
                place.name_zh
            );
        }
    }
}

#[test]
fn english_names_made_by_rule_read_as_they_should() {
    let city = load("chongqing");
    for (code, english) in [
        ("50", "Chongqing"),
        ("500112", "Yubei District"),
        ("500115", "Changshou District"),
        ("500108", "Nan'an District"),
        ("500230", "Fengdu County"),
        ("500240", "Shizhu Tujia Autonomous County"),
        ("500101001001", "Dongfangguangchang Community"),
    ] {
        assert_eq!(city.tree.get(&code.parse().unwrap()).unwrap().name(Lang::En), english);
    }
}

#[test]
fn a_city_names_its_levels_zone_and_sources() {
    let city = load("harbour");
    assert_eq!(city.file.level_name(Level::Compound, Lang::Zh), "小区");
    assert_eq!(city.file.level_name(Level::Compound, Lang::En), "Compound");
    assert_eq!(city.file.zone.name(), "Atlantic/Azores");
    assert!(city.file.source.get(Lang::En).contains("fictional"));
    assert_eq!(city.file.name(Lang::Zh), "海湾市");
}

#[test]
fn a_city_loads_the_same_from_memory_and_twice() {
    let from_memory = City::read(|name| std::fs::read(folder_of("chongqing").join(name))).unwrap();
    let from_folder = load("chongqing");
    assert!(from_memory.tree.iter().eq(from_folder.tree.iter()));
    assert_eq!(from_memory.boundaries, from_folder.boundaries);
}

#[test]
fn the_time_to_load_is_printed() {
    for folder in ["chongqing", "harbour"] {
        let started = Instant::now();
        let city = load(folder);
        println!("{folder}: {} places in {:?}", city.tree.len(), started.elapsed());
        assert!(!city.tree.is_empty());
    }
}
