//! What other writers write is read back as it was.

use crate::declared::{FROM, LOAD, PLATE, SEATS, VEHICLES, texts};
use crate::vehicles::refusal;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tongxin_city::{Day, Lang};
use tongxin_import::{Column, ImportError, Sheet};

const THINGS: Sheet = Sheet {
    name: "vehicles",
    columns: &[
        Column::optional(PLATE.key, PLATE.heading),
        Column::optional(SEATS.key, SEATS.heading),
        LOAD,
        Column::optional(FROM.key, FROM.heading),
    ],
};
const HEADINGS: [&str; 4] = ["Plate", "Seats", "Load (t)", "In use from"];

/// Text, whole number, thousandths, day.
type Thing = (String, i64, i64, Day);

fn thing() -> impl Strategy<Value = Thing> {
    let text = "[\\PC&&[^\\p{Z}\\p{C}]]([\\PC\",;&&[^\\p{Zl}\\p{Zp}\\p{C}]]{0,20}[\\PC&&[^\\p{Z}\\p{C}]])?";
    let text = text.prop_filter("a number of lost digits", |text| !text.to_lowercase().contains("e+"));
    let number = -999_999_999_999_999..=999_999_999_999_999_i64;
    let day = (-25_000..50_000_i64).prop_map(Day::from_number);
    (text, number.clone(), -99_999_999_999..=99_999_999_999_i64, day)
}

fn read(bytes: &[u8]) -> Vec<Thing> {
    let texts = texts();
    let rows = THINGS.read(&texts, Lang::En, bytes).unwrap();
    let parsed = rows.parse(|row| {
        let text = row.text(&THINGS.columns[0], 2_000);
        let whole = row.whole(&THINGS.columns[1], i64::MIN..=i64::MAX);
        let thousandths = row.decimal(&THINGS.columns[2], 3, i64::MIN..=i64::MAX);
        let day = row.day(&THINGS.columns[3]);
        Some((text?, whole?, thousandths?, day?))
    });
    let rows = parsed.into_rows().unwrap();
    rows.into_iter().map(|(_, thing)| thing).collect()
}

fn to_xlsx(things: &[Thing]) -> Vec<u8> {
    let mut book = Workbook::new();
    let as_day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    for (row, (text, whole, thousandths, day)) in (1_u32..).zip(things) {
        let date = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8).unwrap();
        sheet.write_string(row, 0, text).unwrap();
        sheet.write_number(row, 1, *whole as f64).unwrap();
        sheet.write_number(row, 2, *thousandths as f64 / 1_000.0).unwrap();
        sheet.write_datetime_with_format(row, 3, date, &as_day).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn to_csv(things: &[Thing], separator: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    writer.write_record(HEADINGS).unwrap();
    for (text, whole, thousandths, day) in things {
        let load = format!("{:.3}", *thousandths as f64 / 1_000.0);
        writer
            .write_record([text, &whole.to_string(), &load, &day.to_string()])
            .unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_workbook_is_read_back_as_it_was_written(things in prop::collection::vec(thing(), 1..20)) {
        prop_assert_eq!(read(&to_xlsx(&things)), things);
    }

    #[test]
    fn a_text_file_is_read_back_as_it_was_written(
        things in prop::collection::vec(thing(), 12..20),
        separator in prop::sample::select(b",;\t".as_slice()),
    ) {
        let things: Vec<Thing> = things.into_iter().map(|(text, a, b, c)| (format!("甲{}", text.replace([',', ';'], "\"")), a, b, c)).collect();
        prop_assert_eq!(read(&to_csv(&things, separator)), things);
    }
}

#[test]
fn a_template_has_the_headings_and_no_row() {
    for lang in Lang::ALL {
        let template = VEHICLES.template(&texts(), lang).unwrap();
        assert_eq!(refusal(&template), ImportError::NoRows);
    }
}
