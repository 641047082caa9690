//! Which gates a scope opens, in which direction.

use tongxin_pass_format::pass::{AreaCode, End, Pass, Scope, Ways};
use tongxin_pass_format::{Direction, Situation};

use crate::world::*;

const ENTER: Direction = Direction::Enter;
const LEAVE: Direction = Direction::Leave;

fn scope(from: &[&str], to: &[&str], ways: Ways) -> Scope {
    Scope {
        from: places(from),
        to: places(to),
        ways,
        corridor: None,
    }
}

fn answer(scope: &Scope, place_: &str, direction: Direction) -> &'static str {
    let pass = Pass {
        scope: scope.clone(),
        ..truck()
    };
    let situation = Situation {
        place: place(place_),
        direction,
        ..gate()
    };
    checked(&pass, &situation).key()
}

#[test]
fn a_way_from_one_district_to_another_opens_the_gates_between() {
    let scope = scope(&["500107001"], &["500112001005"], Ways::One);
    for (place, direction, right) in [
        ("500107001003", LEAVE, "valid"),
        ("500107001", LEAVE, "valid"),
        ("500107", LEAVE, "valid"),
        ("500112", ENTER, "valid"),
        ("500112001", ENTER, "valid"),
        ("500112001005", ENTER, "valid"),
        ("500112001005003", ENTER, "valid"),
        ("500112", LEAVE, "not_this_direction"),
        ("500107", ENTER, "not_this_direction"),
        ("500107002", LEAVE, "not_this_place"),
        ("500112001006", ENTER, "not_this_place"),
        ("500103", ENTER, "not_this_place"),
    ] {
        assert_eq!(answer(&scope, place, direction), right, "{place} {direction:?}");
    }
}

#[test]
fn a_way_inside_a_place_does_not_open_the_places_own_gate() {
    let inside = scope(&["500112"], &["500112"], Ways::Both);
    assert_eq!(answer(&inside, "500112001", ENTER), "valid");
    assert_eq!(answer(&inside, "500112001", LEAVE), "valid");
    assert_eq!(answer(&inside, "500112", ENTER), "not_this_place");
    assert_eq!(answer(&inside, "500112", LEAVE), "not_this_place");
    assert_eq!(answer(&inside, "50", LEAVE), "not_this_place");
}

#[test]
fn there_and_back_opens_both_directions() {
    let both = scope(&["500107"], &["500112"], Ways::Both);
    for place in ["500107", "500112", "500112001"] {
        for direction in [ENTER, LEAVE] {
            assert_eq!(answer(&both, place, direction), "valid", "{place} {direction:?}");
        }
    }
}

#[test]
fn from_anywhere_opens_every_gate_on_the_way_out_and_the_ones_of_the_goal_on_the_way_in() {
    let hospital = scope(&[], &["500112001002"], Ways::One);
    assert_eq!(answer(&hospital, "500103004", LEAVE), "valid");
    assert_eq!(answer(&hospital, "500112", ENTER), "valid");
    assert_eq!(answer(&hospital, "500103", ENTER), "not_this_direction");
    assert_eq!(answer(&hospital, "500112001002", LEAVE), "not_this_direction");
}

#[test]
fn digits_that_only_begin_alike_are_not_inside() {
    let scope = scope(&["500107"], &["50011"], Ways::One);
    assert_eq!(answer(&scope, "500110", ENTER), "valid");
    assert_eq!(answer(&scope, "500120", ENTER), "not_this_place");
}

#[test]
fn an_area_opens_the_gates_that_know_they_lie_in_it() {
    let area = [AreaCode::new("两江新区").unwrap()];
    let other = [AreaCode::new("高新区").unwrap()];
    let pass = Pass {
        scope: Scope {
            to: vec![End::Area(area[0].clone())],
            ..scope(&["500107"], &[], Ways::One)
        },
        ..truck()
    };
    let verdict = |situation: Situation<'_>| checked(&pass, &situation).key();
    let inside = Situation {
        place: place("500112003"),
        areas_around: &area,
        ..gate()
    };
    assert_eq!(verdict(inside), "valid");
    let district = Situation {
        areas_within: &area,
        ..gate()
    };
    assert_eq!(verdict(district), "valid");
    let elsewhere = Situation {
        areas_around: &other,
        ..inside
    };
    assert_eq!(verdict(elsewhere), "not_this_place");
    let around_both = Situation {
        place: place("50"),
        areas_within: &area,
        direction: LEAVE,
        ..gate()
    };
    assert_eq!(verdict(around_both), "not_this_place");
}

#[test]
fn the_corridors_gates_let_through() {
    let between = Situation {
        place: place("500103"),
        corridor: Some("G75"),
        ..gate()
    };
    let mut only_to = truck();
    only_to.scope.to = places(&["500112"]);
    assert_eq!(checked(&only_to, &between).key(), "valid");
    let off_it = Situation {
        corridor: Some("G65"),
        ..between
    };
    assert_eq!(checked(&only_to, &off_it).key(), "not_this_place");
    only_to.scope.corridor = None;
    let nowhere = Situation {
        corridor: None,
        ..between
    };
    assert_eq!(checked(&only_to, &nowhere).key(), "not_this_place");
}
