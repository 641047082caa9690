//! Files made by other programs: see `fixtures/make.py`.

use crate::vehicles::{Kind, Vehicle, fixture, lines, read, refusal};
use tongxin_city::Day;
use tongxin_import::ImportError;

/// What the good fixtures hold.
fn two_vehicles() -> [Vehicle; 2] {
    [
        Vehicle {
            plate: "渝A12345".into(),
            kind: Kind::Van,
            seats: 3,
            load_kilograms: Some(1_500),
            phone: "13800000000".into(),
            place: "500112016001".parse().unwrap(),
            from: Day::new(2022, 11, 23).unwrap(),
            is_cold: true,
            areas: vec!["500112".into(), "500103".into()],
        },
        Vehicle {
            plate: "渝B00001".into(),
            kind: Kind::Car,
            seats: 5,
            load_kilograms: Some(300),
            phone: "02300001234".into(),
            place: "500112016001".parse().unwrap(),
            from: Day::new(2022, 11, 24).unwrap(),
            is_cold: true,
            areas: vec!["500112".into()],
        },
    ]
}

#[test]
fn a_table_on_the_second_sheet_below_a_title_is_read_with_its_row_numbers() {
    let [van, car] = two_vehicles();
    assert_eq!(read(&fixture("vehicles.xlsx")).unwrap(), [(3, van), (5, car)]);
}

#[test]
fn text_files_are_read_in_the_encodings_and_with_the_separators_of_excel() {
    for name in ["gb18030.csv", "semicolons.csv", "unicode_text.csv"] {
        let [van, car] = two_vehicles();
        assert_eq!(read(&fixture(name)).unwrap(), [(2, van), (3, car)], "{name}");
    }
}

#[test]
fn days_that_count_from_1904_are_the_same_days() {
    let rows = read(&fixture("from_1904.xlsx")).unwrap();
    let days: Vec<String> = rows.iter().map(|(_, vehicle)| vehicle.from.to_string()).collect();
    assert_eq!(days, ["2022-11-23", "2022-11-23"]);
}

#[test]
fn every_fault_of_every_row_is_told_at_once() {
    let faults = read(&fixture("faulty.xlsx")).unwrap_err();
    assert_eq!(
        lines(&faults),
        [
            "2 核定座位: 单元格 C2 是公式。请改为粘贴数值",
            "3 核定座位: 单元格 C3 是错误值 #N/A。请填上内容",
            "3 社区代码: “500112016001001000”：这个数太长，表格软件已丢掉几位数字。请把单元格设为文本，重新输入",
            "4 起用日期: “2022-11-23 08:30”：请填日期，例如 2022-11-23",
            "4 冷链: “也许”：请填“是”或“否”",
            "5 : A5:A6 是合并单元格。请取消合并，逐格填写",
            "5 : J 列没有表头，却有内容。请删去，或补上表头",
            "5 电话: 有换行或无法显示的字符，请删去",
            "6 Plate: 请填写这一项",
        ]
    );
}

#[test]
fn headings_must_be_as_declared() {
    assert_eq!(
        refusal(&fixture("headings.xlsx")),
        ImportError::Headings {
            sheet: "车辆".into(),
            missing: ["电话", "社区代码", "起用日期", "冷链"].map(str::to_owned).into(),
            unknown: vec!["备注".into()],
            doubled: vec!["Type".into()],
        }
    );
    let ImportError::NoHeadings { wanted, sheets } = refusal(&fixture("wrong_sheet.xlsx")) else {
        panic!("the sheets have none of the headings");
    };
    assert_eq!((wanted.len(), sheets), (7, vec!["库存".to_owned(), "人员".to_owned()]));
    assert_eq!(
        refusal(&fixture("two_sheets.xlsx")),
        ImportError::SeveralSheets {
            sheets: vec!["一月".into(), "二月".into()]
        }
    );
}

#[test]
fn what_is_no_such_file_is_called_what_it_is() {
    for (bytes, error) in [
        (fixture("protected.xlsx"), ImportError::Protected),
        (fixture("old.xls"), ImportError::OldFormat),
        (fixture("empty.xlsx"), ImportError::Empty),
        (b"".to_vec(), ImportError::Empty),
        (b"\n , \n".to_vec(), ImportError::Empty),
        (fixture("vehicles.xlsx")[..3_000].to_vec(), ImportError::Damaged),
        (b"%PDF-1.7".to_vec(), ImportError::NotATable),
        (b"<html><table>".to_vec(), ImportError::NotATable),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), ImportError::NotATable),
        (b"plate\n\xff\xff\xff".to_vec(), ImportError::Encoding),
        (
            "车牌\n\n\"渝A1\n渝A2\n".as_bytes().to_vec(),
            ImportError::OpenQuote { row: 3 },
        ),
    ] {
        assert_eq!(refusal(&bytes), error);
    }
}
