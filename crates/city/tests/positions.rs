#![allow(clippy::unwrap_used, missing_docs)]
//! Where places lie when nobody has said so.

mod both_cities;

use std::collections::HashSet;

use both_cities::{both, load};
use proptest::prelude::*;
use tongxin_city::{Boundaries, City, Level, PlaceCode, Position, Widths};

/// Rings as a reader of GeoJSON who knows nothing of this crate would take them, and the winding number.
fn is_inside_by_winding(boundaries: &Boundaries, district: &PlaceCode, at: Position) -> bool {
    let feature: serde_json::Value = serde_json::from_str(&boundaries.get(district).unwrap().feature).unwrap();
    let geometry = &feature["geometry"];
    let polygons = match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![geometry["coordinates"].clone()],
        _ => geometry["coordinates"].as_array().unwrap().clone(),
    };
    let turns = |ring: &serde_json::Value| {
        let ring: Vec<[f64; 2]> = serde_json::from_value(ring.clone()).unwrap();
        let angle = |point: &[f64; 2]| (point[1] - at.lat).atan2(point[0] - at.lon);
        let turn: f64 = (0..ring.len())
            .map(|i| {
                let turn = angle(&ring[(i + 1) % ring.len()]) - angle(&ring[i]);
                turn - std::f64::consts::TAU * (turn / std::f64::consts::TAU).round()
            })
            .sum();
        turn.abs() > std::f64::consts::PI
    };
    polygons.iter().any(|polygon| {
        let rings = polygon.as_array().unwrap();
        turns(&rings[0]) && !rings[1..].iter().any(turns)
    })
}

fn estimate(city: &City, code: &str) -> Position {
    let code: PlaceCode = code.parse().unwrap();
    city.boundaries.estimate(city.tree.widths(), &code).unwrap()
}

#[test]
fn every_place_of_both_cities_lies_inside_its_district_and_near_its_parent() {
    for known in both() {
        let (tree, boundaries) = (&known.city.tree, &known.city.boundaries);
        for place in tree.iter().filter(|place| place.level > Level::City) {
            let at = boundaries.estimate(tree.widths(), &place.code).unwrap();
            assert!(at.is_estimated);
            let district = tree.widths().ancestor(&place.code, Level::District).unwrap();
            assert!(is_inside_by_winding(boundaries, &district, at), "{} {at:?}", place.code);
            if place.level == Level::Community {
                let parent = tree.widths().parent(&place.code).unwrap();
                let metres = at.metres_to(&boundaries.estimate(tree.widths(), &parent).unwrap());
                assert!(metres <= 3_010.0, "{} lies {metres} m from its subdistrict", place.code);
            }
        }
        let city = boundaries.estimate(tree.widths(), &known.city.file.code).unwrap();
        let districts = tree.at_level(known.city.file.code, Level::District);
        let seats: Vec<_> = districts
            .map(|district| boundaries.get(&district.code).unwrap().seat)
            .collect();
        assert!(seats.contains(&[city.lon, city.lat]), "{}", known.folder);
    }
}

#[test]
fn a_thousand_buildings_of_one_compound_all_lie_apart() {
    let city = load("chongqing");
    let lain: HashSet<(u64, u64)> = (0..1000)
        .map(|number| estimate(&city, &format!("500112001001001{number:03}")))
        .map(|at| (at.lon.to_bits(), at.lat.to_bits()))
        .collect();
    assert_eq!(lain.len(), 1000);
    let few: Vec<Position> = (1..=10)
        .map(|number| estimate(&city, &format!("500112001001001{number:03}")))
        .collect();
    let nearest = |at: &Position| {
        let others = few.iter().filter(|other| *other != at).map(|other| at.metres_to(other));
        others.fold(f64::MAX, f64::min)
    };
    let nearest: Vec<f64> = few.iter().map(nearest).collect();
    assert!(nearest.iter().all(|metres| *metres > 10.0), "{nearest:?}");
}

#[test]
fn a_city_without_boundaries_guesses_nothing() {
    let none = Boundaries::default();
    for code in ["50", "500112", "500112001001001001"] {
        assert_eq!(none.estimate(&Widths::CHINA, &code.parse().unwrap()), None);
    }
    let city = load("chongqing");
    let odd: PlaceCode = "5001".parse().unwrap();
    assert_eq!(
        city.boundaries.estimate(&Widths::CHINA, &odd),
        None,
        "a code of no level"
    );
    let elsewhere: PlaceCode = "990112001".parse().unwrap();
    assert_eq!(
        city.boundaries.estimate(&Widths::CHINA, &elsewhere),
        None,
        "a district of another city"
    );
}

#[test]
fn what_is_known_of_a_compound_moves_its_buildings_along() {
    let city = load("harbour");
    let widths = city.tree.widths();
    let community = city
        .tree
        .at_level(city.file.code, Level::Community)
        .next()
        .unwrap()
        .code;
    let compound = community.child(1, widths.own_digits(Level::Compound)).unwrap();
    let building = compound.child(7, widths.own_digits(Level::Building)).unwrap();
    let guessed = city.boundaries.estimate(widths, &compound).unwrap();
    let known = [guessed.lon + 0.01, guessed.lat];
    let at = city
        .boundaries
        .estimate_below(widths, &building, &compound, known)
        .unwrap();
    let truly = Position {
        lon: known[0],
        lat: known[1],
        is_estimated: false,
    };
    assert!(at.is_estimated && at.metres_to(&truly) <= 151.0);
    let far = [12.5, 41.9];
    let at = city
        .boundaries
        .estimate_below(widths, &building, &compound, far)
        .unwrap();
    let truly = Position {
        lon: far[0],
        lat: far[1],
        is_estimated: false,
    };
    assert!(
        at.metres_to(&truly) <= 151.0,
        "boundaries are for orientation: what is known is right"
    );
    assert_eq!(
        city.boundaries.estimate_below(widths, &compound, &building, known),
        None
    );
    let district = widths.ancestor(&building, Level::District).unwrap();
    assert_eq!(
        city.boundaries.estimate_below(widths, &building, &district, known),
        city.boundaries.estimate(widths, &building),
        "where a district's seat lies says nothing of its compounds"
    );
}

fn chongqing() -> &'static City {
    static CITY: std::sync::OnceLock<City> = std::sync::OnceLock::new();
    CITY.get_or_init(|| load("chongqing"))
}

proptest! {
    #[test]
    fn any_code_of_a_district_lies_inside_it_always_at_the_same_place_and_near_its_parent(
        district in 0usize..38,
        tail in "[0-9]{12}",
    ) {
        let city = chongqing();
        let district = city.tree.at_level(city.file.code, Level::District).nth(district).unwrap().code;
        let building: PlaceCode = format!("{district}{tail}").parse().unwrap();
        let metres = [(Level::Community, 3_010.0), (Level::Compound, 401.0), (Level::Building, 151.0)];
        for (level, most) in metres {
            let code = building.prefix(Widths::CHINA.width(level)).unwrap();
            let at = estimate(city, code.as_str());
            prop_assert!(is_inside_by_winding(&city.boundaries, &district, at), "{} {:?}", code, at);
            prop_assert_eq!(at, estimate(city, code.as_str()));
            let parent = estimate(city, Widths::CHINA.parent(&code).unwrap().as_str());
            prop_assert!(at.metres_to(&parent) <= most, "{} {}", code, at.metres_to(&parent));
        }
    }
}
