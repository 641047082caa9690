//! What stands on doors, read.

use proptest::prelude::*;

use crate::foot::{Certainty, FLOOR_MAX, FLOOR_MIN, read_door_label};

fn read(label: &str) -> (Option<u16>, Option<i16>, Certainty) {
    let read = read_door_label(label);
    (read.unit, read.floor, read.certainty)
}

#[test]
fn labels_that_say_it_are_read_for_certain() {
    for (label, unit, floor) in [
        ("3-2-1203", Some(2), 12),
        ("2单元1203", Some(2), 12),
        ("1203室", None, 12),
        ("1203", None, 12),
        ("301", None, 3),
        ("0301", None, 3),
        ("12栋3单元1502室", Some(3), 15),
        ("3幢2单元601", Some(2), 6),
        ("A座1203", None, 12),
        ("3号楼1502", None, 15),
        ("3栋2-1502", Some(2), 15),
        ("1单元12-3", Some(1), 12),
        ("1单元12楼3号", Some(1), 12),
        ("12楼3号", None, 12),
        ("12层", None, 12),
        ("12F", None, 12),
        ("负1楼", None, -1),
        ("-1层3号", None, -1),
        ("地下2层", None, -2),
        ("２单元１２０３", Some(2), 12),
        ("3－2－1203", Some(2), 12),
        ("三单元十二楼三号", Some(3), 12),
        ("二单元一二〇三", Some(2), 12),
        (" 2 单元 1203 室 ", Some(2), 12),
        ("1号楼2门301", Some(2), 3),
    ] {
        let is_letter = label.starts_with('A');
        let certainty = if is_letter {
            Certainty::Guessed
        } else {
            Certainty::Certain
        };
        assert_eq!(read(label), (unit, Some(floor), certainty), "{label}");
    }
}

#[test]
fn habits_are_marked_as_guesses() {
    for (label, unit, floor) in [
        ("12-3", None, 12),
        ("3-1502", Some(3), 15),
        ("3-12-3", Some(3), 12),
        ("翠苑2单元1203", Some(2), 12),
    ] {
        assert_eq!(read(label), (unit, Some(floor), Certainty::Guessed), "{label}");
    }
}

#[test]
fn what_cannot_be_told_is_not_told() {
    for label in [
        "",
        "5",
        "5号",
        "门面5号",
        "12031",
        "0012",
        "000",
        "门卫室",
        "2单元",
        "99999999999999999999",
        "-",
        "单元",
        "1单元0楼",
    ] {
        let (_, floor, certainty) = read(label);
        assert_eq!((floor, certainty), (None, Certainty::Unknown), "{label}");
    }
    assert_eq!(read("2单元").0, Some(2), "the unit alone is still worth something");
    assert_eq!(read(&"1".repeat(1_000)).2, Certainty::Unknown);
}

proptest! {
    #[test]
    fn any_text_is_read_without_fault_and_no_floor_is_beyond_any_house(label in "\\PC{0,45}|[-0-9一二十百负楼层单元室号 ]{0,20}") {
        let read = read_door_label(&label);
        prop_assert_eq!(read.floor.is_none(), read.certainty == Certainty::Unknown);
        prop_assert!(read.floor.is_none_or(|floor| floor != 0 && (FLOOR_MIN..=FLOOR_MAX).contains(&floor)));
    }

    #[test]
    fn unit_floor_and_door_written_out_are_read_back(building in 1u16..99, unit in 1u16..20, floor in 1i16..60, door in 1u16..30) {
        for label in [
            format!("{building}-{unit}-{floor}{door:02}"),
            format!("{building}栋{unit}单元{floor}{door:02}室"),
            format!("{unit}单元{floor}-{door}"),
            format!("{unit}单元{floor}楼{door}号"),
        ] {
            prop_assert_eq!(read(&label), (Some(unit), Some(floor), Certainty::Certain), "{}", label);
        }
    }
}
