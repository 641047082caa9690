//! The empty table that users fill in.

use crate::{Column, Sheet};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_web::Problem;

/// Width of a column to fill in, in characters.
const COLUMN_WIDTH: f64 = 18.0;
/// Widths of the columns of the second sheet, in characters.
const ABOUT_WIDTHS: [f64; 4] = [18.0, 10.0, 60.0, 24.0];

impl Sheet {
    /// An XLSX file with the headings in `lang` and a second sheet that explains them, with examples. (An example
    /// among the rows would be sent back as a row.) All cells are set to text, so that a spreadsheet program leaves
    /// long codes and leading zeros as they are typed.
    ///
    /// # Errors
    /// `Problem::internal` when the file can't be made.
    pub fn template(&self, texts: &Texts, lang: Lang) -> Result<Vec<u8>, Problem> {
        let mut book = Workbook::new();
        let say = |key: &str| texts.text(lang, key);
        self.fill_headings(book.add_worksheet(), say)
            .and_then(|()| self.fill_about(book.add_worksheet(), texts, say))
            .and_then(|()| book.save_to_buffer())
            .map_err(|error| {
                tracing::error!(%error, "writing a template");
                Problem::internal()
            })
    }

    fn fill_headings(&self, sheet: &mut Worksheet, say: impl Fn(&str) -> String) -> Result<(), XlsxError> {
        let (bold, as_text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        sheet.set_name(say(self.name))?.set_freeze_panes(1, 0)?;
        for (place, column) in (0_u16..).zip(self.columns) {
            sheet.set_column_width(place, COLUMN_WIDTH)?;
            sheet.set_column_format(place, &as_text)?;
            sheet.write_string_with_format(0, place, say(column.heading), &bold)?;
        }
        Ok(())
    }

    fn fill_about(&self, sheet: &mut Worksheet, texts: &Texts, say: impl Fn(&str) -> String) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        sheet.set_name(say("import-about"))?.set_freeze_panes(1, 0)?;
        let headings = [
            "import-about-column",
            "import-about-needed",
            "import-about-hint",
            "import-about-example",
        ];
        for ((place, key), width) in (0_u16..).zip(headings).zip(ABOUT_WIDTHS) {
            sheet.set_column_width(place, width)?;
            sheet.write_string_with_format(0, place, say(key), &bold)?;
        }
        for (row, column) in (1_u32..).zip(self.columns) {
            for (place, words) in (0_u16..).zip(about(column, texts, &say)) {
                sheet.write_string_with_format(row, place, words, &wrapped)?;
            }
        }
        Ok(())
    }
}

/// Heading, whether it is needed, what belongs there, an example.
fn about(column: &Column, texts: &Texts, say: impl Fn(&str) -> String) -> [String; 4] {
    let needed = if column.is_required {
        "import-about-yes"
    } else {
        "import-about-no"
    };
    let said_if_there = |attribute: &str| {
        let key = format!("{}.{attribute}", column.heading);
        if texts.has(&key) { say(&key) } else { String::new() }
    };
    [
        say(column.heading),
        say(needed),
        said_if_there("hint"),
        said_if_there("example"),
    ]
}
