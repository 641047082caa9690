//! A list as a file: CSV (RFC 4180, with a byte order mark so that spreadsheet programs read Chinese) or XLSX.

use crate::Problem;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

/// Characters with which a spreadsheet program starts a formula; a cell from outside never starts one (OWASP, CSV injection).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Width of a column in a spreadsheet, in characters.
const COLUMN_WIDTH: f64 = 18.0;

/// The media type of Office Open XML workbooks.
pub(crate) const XLSX_MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma separated, UTF-8.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl TableFormat {
    /// A finished file as a download named `FILE.csv` or `FILE.xlsx`.
    ///
    /// # Errors
    /// `Problem::internal` when the name can't stand in a header.
    pub fn attachment(self, file: &str, bytes: Vec<u8>) -> Result<Response, Problem> {
        let (media, ending) = match self {
            Self::Csv => ("text/csv; charset=utf-8", "csv"),
            Self::Xlsx => (XLSX_MEDIA_TYPE, "xlsx"),
        };
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{file}.{ending}\""))
            .map_err(|_| Problem::internal())?;
        let head = [
            (header::CONTENT_TYPE, HeaderValue::from_static(media)),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        Ok((head, bytes).into_response())
    }
}

/// Rows under headings.
#[derive(Debug, Clone)]
pub struct Table {
    /// The sheet's name.
    pub name: String,
    /// One heading a column.
    pub headings: Vec<String>,
    /// Cells as text.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as a download named `FILE.csv` or `FILE.xlsx`.
    ///
    /// # Errors
    /// `Problem::internal` when the file can't be made.
    pub fn download(&self, file: &str, format: TableFormat) -> Result<Response, Problem> {
        let bytes = match format {
            TableFormat::Csv => self.to_csv()?,
            TableFormat::Xlsx => self.to_xlsx()?,
        };
        format.attachment(file, bytes)
    }

    fn to_csv(&self) -> Result<Vec<u8>, Problem> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        let failed = |error: csv::Error| {
            tracing::error!(%error, "writing CSV");
            Problem::internal()
        };
        writer.write_record(&self.headings).map_err(failed)?;
        for row in &self.rows {
            writer
                .write_record(row.iter().map(|cell| harmless(cell)))
                .map_err(failed)?;
        }
        writer.into_inner().map_err(|_| Problem::internal())
    }

    fn to_xlsx(&self) -> Result<Vec<u8>, Problem> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        self.fill(sheet).and_then(|()| book.save_to_buffer()).map_err(|error| {
            tracing::error!(%error, "writing XLSX");
            Problem::internal()
        })
    }

    fn fill(&self, sheet: &mut rust_xlsxwriter::Worksheet) -> Result<(), rust_xlsxwriter::XlsxError> {
        let bold = rust_xlsxwriter::Format::new().set_bold();
        sheet.set_name(self.name.chars().take(31).collect::<String>())?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0_u16..).zip(&self.headings) {
            sheet.set_column_width(column, COLUMN_WIDTH)?;
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (number, row) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                // Written as text, so nothing in a cell is ever a formula.
                sheet.write_string(number, column, cell)?;
            }
        }
        Ok(())
    }
}

fn harmless(cell: &str) -> String {
    if cell.starts_with(FORMULA_STARTS) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_from_outside_never_becomes_a_formula() {
        let table = Table {
            name: "needs".into(),
            headings: vec!["a".into()],
            rows: vec![vec!["=HYPERLINK(\"x\")".into()], vec!["米, 面".into()]],
        };
        let csv = String::from_utf8(table.to_csv().expect("written")).expect("UTF-8");
        assert_eq!(csv, "\u{feff}a\n\"'=HYPERLINK(\"\"x\"\")\"\n\"米, 面\"\n");
    }
}
