//! A table as an office keeps it: a workbook with one sheet, headings first; or as another program writes it.

use crate::client::Body;
use crate::error::DrillError;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::fmt::Display;

/// The media type of a workbook.
pub(super) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rows of cells.
pub(super) struct Table(Vec<Vec<String>>);

impl Table {
    /// A table that has only its headings, which stand here with commas between them.
    pub(super) fn new(headings: &str) -> Self {
        Table(vec![headings.split(',').map(str::to_owned).collect()])
    }

    /// Adds a row below the others.
    pub(super) fn row(&mut self, cells: &[&dyn Display]) {
        self.0.push(cells.iter().map(ToString::to_string).collect());
    }

    /// The workbook's bytes. All cells are texts, as those of a table that was filled in by hand.
    pub(super) fn into_workbook(self) -> Result<Vec<u8>, DrillError> {
        let mut book = Workbook::new();
        self.fill(&mut book)
            .and_then(|()| book.save_to_buffer())
            .map_err(DrillError::Workbook)
    }

    fn fill(self, book: &mut Workbook) -> Result<(), XlsxError> {
        let sheet = book.add_worksheet();
        for (row, cells) in (0_u32..).zip(self.0) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell)?;
            }
        }
        Ok(())
    }
}

/// A table as programs write it: text with commas. No cell of the drill's tables holds one.
pub(super) fn csv(table: Table) -> Body {
    let lines: Vec<String> = table.0.iter().map(|cells| cells.join(",")).collect();
    Body::File {
        media_type: "text/csv",
        bytes: lines.join("\n").into_bytes().into(),
    }
}
