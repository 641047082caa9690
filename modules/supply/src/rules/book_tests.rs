//! The book over a small made-up city.

use super::*;
use tongxin_city::{NewPlace, PlaceTree, Population, Widths};

fn code(text: &str) -> PlaceCode {
    text.parse().expect("a code")
}

/// A city of two districts: 600 people in two subdistricts, and 400.
fn tree() -> PlaceTree {
    let mut tree = PlaceTree::new(Widths::CHINA);
    for (text, people) in [
        ("50", 1_000),
        ("500112", 600),
        ("500112001", 401),
        ("500112002", 199),
        ("500113", 400),
        ("500113001", 400),
    ] {
        let place = NewPlace {
            code: code(text),
            name_zh: format!("地{text}"),
            name_en: None,
            population: Some(Population {
                people,
                households: people / 2,
                estimated: false,
            }),
        };
        tree.add(place).expect("added");
    }
    tree
}

fn firm(number: u32, is_reserve: bool, serves: &[&str], grain: Option<i64>) -> StockedFirm {
    let contents = grain.map(|on_hand| ("grain".to_owned(), Contents { on_hand, free: on_hand }));
    StockedFirm {
        org: OrgId::from_parts(Timestamp(1_669_262_400_000), number),
        name: format!("店{number}"),
        kind: "outlet",
        place: code("500112001"),
        is_reserve,
        service_places: serves.iter().map(|text| code(text)).collect(),
        contents: contents.into_iter().collect(),
        counted_at: None,
    }
}

fn book(firms: Vec<StockedFirm>) -> Book {
    Book::new(PeopleLine::of(&tree()), firms, &Goods::built_in())
}

const LEVELS: [&[&str]; 3] = [&["50"], &["500112", "500113"], &["500112001", "500112002", "500113001"]];

#[test]
fn stock_is_counted_once_at_every_level() {
    let book = book(vec![
        firm(1, false, &["500112"], Some(700_001)),
        firm(2, false, &["500112001", "500113"], Some(99_999)),
        firm(3, false, &["500112001", "500112"], Some(13)),
        firm(4, true, &["50"], Some(5_000_007)),
    ]);
    for places in LEVELS {
        let amounts = places
            .iter()
            .map(|place| book.place_cover(&code(place), "grain").amount);
        assert_eq!(amounts.sum::<i64>(), 700_001 + 99_999 + 13 + 5_000_007, "{places:?}");
    }
}

#[test]
fn a_firm_that_does_not_carry_a_category_takes_nobody_from_one_that_does() {
    let book = book(vec![
        firm(1, false, &["500113"], Some(800_000)),
        firm(2, false, &["500113"], None),
    ]);
    let cover = book.firm_cover(&book.firms()[0], "grain").expect("carried");
    // 400 people, 200 g a day each.
    assert_eq!((cover.served, cover.days), (Served::people(400), Some(Days::whole(10))));
    assert_eq!(cover.state, CoverState::Stable);
    assert_eq!(book.firm_cover(&book.firms()[1], "grain"), None);
}

#[test]
fn a_reserve_adds_to_a_place_and_takes_nobody_from_its_outlets() {
    let outlet = firm(1, false, &["500113"], Some(80_000));
    let alone = book(vec![outlet.clone()]);
    let with_reserve = book(vec![outlet, firm(2, true, &["500113"], Some(400_000))]);
    let served = |book: &Book| book.firm_cover(&book.firms()[0], "grain").expect("carried").served;
    assert_eq!(served(&alone), served(&with_reserve));
    let days = |book: &Book| book.place_cover(&code("500113"), "grain").days;
    assert_eq!(days(&alone), Some(Days::whole(1)));
    assert_eq!(days(&with_reserve), Some(Days::whole(6)));
}

#[test]
fn people_nobody_serves_make_a_places_cover_thin_and_are_said() {
    let book = book(vec![firm(1, false, &["500112001"], Some(802_000))]);
    let district = book.place_cover(&code("500112"), "grain");
    assert_eq!((district.people, district.reached), (600, 401));
    assert_eq!(district.days, Some(Days(6_683)));
    let other = book.place_cover(&code("500113"), "grain");
    assert_eq!((other.days, other.state), (None, CoverState::Unreported));
}

#[test]
fn what_is_not_counted_in_days_has_none() {
    let mut pharmacy = firm(1, false, &["50"], None);
    let contents = Contents { on_hand: 50, free: 50 };
    pharmacy.contents.insert("medicine".into(), contents);
    let book = book(vec![pharmacy]);
    let cover = book.firm_cover(&book.firms()[0], "medicine").expect("carried");
    assert_eq!((cover.days, cover.state), (None, CoverState::Unreported));
}

#[test]
fn the_firms_of_a_place_serve_it_or_lie_inside_it() {
    let book = book(vec![
        firm(1, false, &["500113"], Some(1)),
        firm(2, false, &["500112002"], Some(1)),
    ]);
    let of = |place: &str| book.firms_of(&code(place)).count();
    assert_eq!((of("50"), of("500113"), of("500112"), of("500112002")), (2, 1, 2, 1));
}
