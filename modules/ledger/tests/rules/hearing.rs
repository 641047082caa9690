//! Addresses as callers say them.

use proptest::prelude::*;
use tongxin_ledger::rules::spoken::{Fit, Reading, door_fits, number_of_building, readings};

fn reading(name: &str, building: Option<&str>, door: &str) -> Reading {
    Reading {
        name: name.to_owned(),
        building: building.map(str::to_owned),
        door: door.to_owned(),
    }
}

#[test]
fn a_building_word_says_where_the_compound_ends_and_the_door_begins() {
    for said in [
        "江湾小区3栋2-1203",
        "江湾小区 三栋 2-1203",
        "江湾小区３号楼，2-1203",
        "江湾小区三幢2—1203",
    ] {
        assert_eq!(readings(said)[0], reading("江湾小区", Some("3"), "2-1203"), "{said}");
    }
    assert_eq!(
        readings("红旗村A座十二楼3号")[0],
        reading("红旗村", Some("a"), "12楼3号")
    );
}

#[test]
fn without_one_a_bare_number_may_be_the_building_or_the_unit() {
    let found = readings("jw 3-2-1203");
    assert_eq!(found[0], reading("jw", Some("3"), "2-1203"));
    assert!(found.contains(&reading("jw", None, "3-2-1203")));
    let found = readings("riverside 3 1203");
    assert_eq!(found[0], reading("riverside", Some("3"), "1203"));
    assert!(found.contains(&reading("riverside 3", Some("1203"), "")));
}

#[test]
fn a_numeral_inside_a_name_stays_a_part_of_the_name() {
    assert_eq!(readings("三峡广场"), [reading("三峡广场", None, "")]);
    assert!(readings("九龙坡5栋").contains(&reading("九龙坡", Some("5"), "")));
    assert!(readings("  ").is_empty());
}

#[test]
fn a_building_is_known_by_its_number_or_letter() {
    for (name, number) in [
        ("3栋", Some("3")),
        ("三号楼", Some("3")),
        ("Building 12", Some("12")),
        ("A座", Some("a")),
        ("十一幢", Some("11")),
        ("红楼", None),
    ] {
        assert_eq!(number_of_building(name).as_deref(), number, "{name}");
    }
}

#[test]
fn a_door_is_the_same_however_it_is_said() {
    for said in ["2-1203", "2单元1203", "二单元十二楼3号", "２－１２０３", "2 - 1203"] {
        assert_eq!(door_fits(said, "2-1203"), Some(Fit::Same), "{said}");
    }
    assert_eq!(door_fits("1203", "2-1203"), Some(Fit::Likely), "the unit was not said");
    assert_eq!(door_fits("3-1203", "2-1203"), None, "another unit");
    assert_eq!(door_fits("2-1204", "2-1203"), None, "another door");
    assert_eq!(door_fits("东户", "东户"), Some(Fit::Same), "a label without numbers");
    assert_eq!(door_fits("", "2-1203"), None);
}

proptest! {
    #[test]
    fn whatever_is_said_has_readings_that_hold_nothing_new(said in "\\PC{0,60}") {
        for reading in readings(&said) {
            prop_assert!(!reading.name.is_empty());
            prop_assert!(reading.name.chars().count() <= said.chars().count() * 4);
        }
    }

    #[test]
    fn a_door_fits_itself(unit in 1_u16..20, floor in 1_u16..60, room in 1_u16..20) {
        let label = format!("{unit}-{floor}{room:02}");
        let spoken = format!("{unit}单元{floor}楼{room}号");
        prop_assert_eq!(door_fits(&spoken, &label), Some(Fit::Same));
    }
}
