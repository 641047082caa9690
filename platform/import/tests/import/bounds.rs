//! No file takes more time or memory than its bounds allow, and none makes the reader panic.

use crate::declared::{PLATE, VEHICLES, texts};
use crate::vehicles::fixture;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read, Write};
use tongxin_city::Lang;
use tongxin_import::limits::{CELL_CHARS_MAX, FAULTS_MAX, FILE_BYTES_MAX, HEADING_ROWS_MAX, PART_BYTES_MAX, ROWS_MAX};
use tongxin_import::{Column, ImportError, RowReader, Rows, Sheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PLATES: Sheet = Sheet {
    name: "vehicles",
    columns: &[PLATE],
};

fn error_of(bytes: &[u8]) -> ImportError {
    PLATES.read(&texts(), Lang::En, bytes).unwrap_err()
}

fn csv_of(rows: usize) -> Vec<u8> {
    let rows: String = (0..rows).map(|row| format!("渝A{row}\n")).collect();
    format!("车牌\n{rows}").into_bytes()
}

fn xlsx_of(cells: impl IntoIterator<Item = (u32, u16, String)>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "车牌").unwrap();
    for (row, column, text) in cells {
        sheet.write_string(row, column, text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with a part as `change` leaves it.
fn changed(book: Vec<u8>, name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    assert!(archive.by_name(name).is_ok(), "{name}");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = if part_name == name { change(text) } else { text };
        parts.push((part_name, text));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zip_of(&parts)
}

#[test]
fn fifty_thousand_rows_are_read_and_one_more_is_not() {
    for is_xlsx in [false, true] {
        let file = |rows: usize| match is_xlsx {
            true => xlsx_of((1..=rows as u32).map(|row| (row, 0, format!("渝A{row}")))),
            false => csv_of(rows),
        };
        let texts = texts();
        let rows = PLATES.read(&texts, Lang::En, &file(ROWS_MAX)).unwrap();
        let read = rows.parse(|row| row.text(&PLATE, 12)).into_rows().unwrap();
        assert_eq!(read.len(), ROWS_MAX);
        assert_eq!(error_of(&file(ROWS_MAX + 1)), ImportError::TooManyRows);
    }
}

#[test]
fn a_far_cell_costs_no_more_than_a_near_one() {
    let texts = texts();
    let rows = PLATES
        .read(&texts, Lang::En, &xlsx_of([(1_048_575, 0, "渝A1".into())]))
        .unwrap();
    let read = rows.parse(|row| row.text(&PLATE, 12)).into_rows().unwrap();
    assert_eq!(read, [(1_048_576, "渝A1".to_owned())]);
    assert_eq!(error_of(&xlsx_of([(1, 64, "x".into())])), ImportError::TooManyColumns);
    assert_eq!(
        error_of(&xlsx_of([(1_048_575, 16_383, "x".into())])),
        ImportError::TooManyColumns
    );
    let commas = format!("车牌\n渝A1{}x\n", ",".repeat(1_000_000));
    assert_eq!(error_of(commas.as_bytes()), ImportError::TooManyColumns);
}

#[test]
fn a_file_beyond_its_bytes_is_refused_unread() {
    assert_eq!(error_of(&vec![b'x'; FILE_BYTES_MAX + 1]), ImportError::TooLarge);
}

#[test]
fn an_archive_that_unpacks_beyond_its_bounds_is_refused_whatever_it_claims() {
    let zeros = vec![0; PART_BYTES_MAX as usize + 1];
    let honest = zip_of(&[("xl/workbook.xml", &zeros)]);
    assert!(honest.len() < 100_000);
    assert_eq!(error_of(&honest), ImportError::TooMuchInside);
    let mut lying = honest;
    let directory = lying.windows(4).rposition(|magic| magic == b"PK\x01\x02").unwrap();
    lying[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert!(matches!(
        error_of(&lying),
        ImportError::TooMuchInside | ImportError::Damaged
    ));
    let parts: Vec<String> = (0..8).map(|number| format!("xl/{number}.xml")).collect();
    let many: Vec<(&str, &[u8])> = parts.iter().map(|name| (name.as_str(), &zeros[..12 << 20])).collect();
    assert_eq!(error_of(&zip_of(&many)), ImportError::TooMuchInside);
}

#[test]
fn a_workbook_that_promises_more_strings_than_it_has_is_refused_before_room_is_made() {
    for count in ["99999999999999999999", "4000000000"] {
        let bytes = changed(xlsx_of([(1, 0, "渝A1".into())]), "xl/sharedStrings.xml", |text| {
            assert!(text.contains("uniqueCount=\""));
            text.replacen("uniqueCount=\"", &format!("uniqueCount = \"{count}\" was=\""), 1)
        });
        assert_eq!(error_of(&bytes), ImportError::Damaged);
    }
}

#[test]
fn a_cell_beyond_its_characters_is_a_fault_of_its_row() {
    let texts = texts();
    let file = format!("车牌\n{}\n", "长".repeat(CELL_CHARS_MAX + 1));
    let rows: Rows<'_> = PLATES.read(&texts, Lang::En, file.as_bytes()).unwrap();
    let faults = rows.parse(|row| row.text(&PLATE, 12)).into_rows().unwrap_err();
    assert_eq!((faults.count(), faults.list()[0].key), (1, "field-too-long"));
}

#[test]
fn faults_beyond_two_hundred_are_counted() {
    const NUMBER: Column = Column::required("plate", "vehicles-plate");
    let texts = texts();
    let rows = PLATES.read(&texts, Lang::En, &csv_of(1_000)).unwrap();
    let faults = rows.parse(|row| row.whole(&NUMBER, 1..=9)).into_rows().unwrap_err();
    assert_eq!((faults.count(), faults.list().len()), (1_000, FAULTS_MAX));
    let report = faults.report(&texts, Lang::En);
    assert_eq!(
        report.more,
        "and 800 more. Change these first, then send the table again"
    );
}

const PARTS: [&str; 4] = [
    "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_the_reader_panic(
        part in prop::sample::select(PARTS.as_slice()),
        at in 0.0..1.0_f64,
        cut in 0..12_usize,
        put in "[ -~]{0,6}|[0-9]{12}|<[a-z]{1,3}/?>|A99999999999",
    ) {
        let book = match part {
            "xl/sharedStrings.xml" => xlsx_of([(1, 0, "渝A1".into())]),
            _ => fixture("vehicles.xlsx"),
        };
        let bytes = changed(book, part, |text| {
            let start = text.floor_char_boundary((at * text.len() as f64) as usize);
            let end = text.floor_char_boundary((start + cut).min(text.len())).max(start);
            format!("{}{put}{}", &text[..start], &text[end..])
        });
        let _ = VEHICLES.read(&texts(), Lang::Zh, &bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(车牌|[,;\t\"\r\n]|\\PC){0,40}") {
        let _ = PLATES.read(&texts(), Lang::Zh, text.as_bytes());
    }
}

#[test]
fn a_cell_of_several_choices_takes_names_with_blanks_and_names_what_is_none() {
    const SEVERAL: Column = Column::required("plate", "vehicles-plate");
    let texts = texts();
    let read = |file: &str| {
        let rows = PLATES.read(&texts, Lang::En, file.as_bytes()).unwrap();
        let some = |row: &mut RowReader<'_, '_>| {
            let words = |is_van: bool| {
                if is_van {
                    ("van", "vehicles-known")
                } else {
                    ("car", "vehicles-car")
                }
            };
            Some(row.some_of(&SEVERAL, &[true, false], words))
        };
        rows.parse(some).into_rows()
    };
    let taken = read("车牌\n轿车、On the list  already\nVAN\n").unwrap();
    assert_eq!(taken, [(2, vec![false, true]), (3, vec![true])]);
    let faults = read("车牌\n轿车；卡车\n").unwrap_err();
    let line = &faults.report(&texts, Lang::En).lines[0];
    assert_eq!(
        line.message,
        "卡车: one of these would be right: On the list already, Car"
    );
}

#[test]
fn headings_are_looked_for_in_the_first_rows_alone() {
    let below = |titles: usize| format!("{}车牌\n渝A1\n", "一月\n".repeat(titles));
    let first = below(HEADING_ROWS_MAX as usize - 1);
    assert!(PLATES.read(&texts(), Lang::En, first.as_bytes()).is_ok());
    let later = below(HEADING_ROWS_MAX as usize);
    assert!(matches!(error_of(later.as_bytes()), ImportError::NoHeadings { .. }));
}
