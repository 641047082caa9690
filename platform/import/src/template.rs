//! The empty table that users fill in.

use crate::{Column, Sheet};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_web::Problem;

/// Width of a column to fill in, in characters.
const COLUMN_WIDTH: f64 = 18.0;
/// Widths of the columns of the second sheet, in characters.
const ABOUT_WIDTHS: [f64; 5] = [18.0, 10.0, 60.0, 24.0, 60.0];
/// Their headings.
const ABOUT_HEADINGS: [&str; 5] = [
    "import-about-column",
    "import-about-needed",
    "import-about-hint",
    "import-about-example",
    "import-about-seen",
];

/// What is said of a column to whoever fills it in; empty where nothing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutColumn {
    /// Its heading.
    pub heading: String,
    /// Whether it is needed, as a word.
    pub needed: String,
    /// What belongs there.
    pub hint: String,
    /// An example.
    pub example: String,
    /// Who sees what stands there, once it is taken in.
    pub seen: String,
}

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
            .and_then(|()| fill_about(book.add_worksheet(), &self.about(texts, lang), say))
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

    /// What is said of its columns, in their order.
    pub fn about(&self, texts: &Texts, lang: Lang) -> Vec<AboutColumn> {
        let about = |column: &Column| {
            let said = |attribute: &str| {
                let key = format!("{}.{attribute}", column.heading);
                if texts.has(&key) {
                    texts.text(lang, &key)
                } else {
                    String::new()
                }
            };
            let needed = if column.is_required {
                "import-about-yes"
            } else {
                "import-about-no"
            };
            AboutColumn {
                heading: texts.text(lang, column.heading),
                needed: texts.text(lang, needed),
                hint: said("hint"),
                example: said("example"),
                seen: said("seen"),
            }
        };
        self.columns.iter().map(about).collect()
    }
}

fn fill_about(sheet: &mut Worksheet, columns: &[AboutColumn], say: impl Fn(&str) -> String) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(say("import-about"))?.set_freeze_panes(1, 0)?;
    // Who sees what is said where it matters: in tables of people.
    let has_seen = columns.iter().any(|column| !column.seen.is_empty());
    let shown = ABOUT_HEADINGS.len() - usize::from(!has_seen);
    for ((place, key), width) in (0_u16..).zip(ABOUT_HEADINGS).zip(ABOUT_WIDTHS).take(shown) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, say(key), &bold)?;
    }
    for (row, column) in (1_u32..).zip(columns) {
        let words = [
            &column.heading,
            &column.needed,
            &column.hint,
            &column.example,
            &column.seen,
        ];
        for (place, words) in (0_u16..).zip(words).take(shown) {
            sheet.write_string_with_format(row, place, words, &wrapped)?;
        }
    }
    Ok(())
}
