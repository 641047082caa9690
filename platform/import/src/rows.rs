//! Rows under the declared headings, not yet read as anything.

use crate::cell::Cell;
use crate::fault::{Faults, Message};
use crate::grid::Grid;
use crate::headings::Headings;
use crate::limits::ROWS_MAX;
use crate::row::Reading;
use crate::{Column, ImportError, Parsed, RowReader};
use rust_xlsxwriter::utility::column_number_to_name;
use tongxin_city::Lang;
use tongxin_i18n::Texts;

/// The rows of a table; blank ones are left out.
#[derive(Debug)]
pub struct Rows<'t> {
    reading: Reading<'t>,
    /// Row number, cells in the order of the declared columns.
    rows: Vec<(u32, Vec<Cell>)>,
    faults: Faults,
    unread: Vec<String>,
}

impl<'t> Rows<'t> {
    pub(crate) fn new(
        columns: &'static [Column],
        headings: Headings,
        mut grid: Grid,
        texts: &'t Texts,
        lang: Lang,
    ) -> Result<Self, ImportError> {
        let below = grid.rows.split_off(&(headings.row + 1));
        if below.is_empty() {
            return Err(ImportError::NoRows);
        }
        if below.len() > ROWS_MAX {
            return Err(ImportError::TooManyRows);
        }
        let mut faults = Faults::default();
        for merged in grid.merged.iter().filter(|merged| merged.last_row >= headings.row) {
            let message = Message::new("import-merged", &[("range", &merged.range)]);
            faults.add(merged.first_row, "", "", message);
        }
        let rows = below
            .into_iter()
            .map(|(row, cells)| (row, in_order(row, cells, &headings, &mut faults)))
            .collect();
        let unread = headings.unread.into_iter().map(|(_, name)| name).collect();
        Ok(Self {
            unread,
            reading: Reading::new(columns, headings.names, grid.day_zero, texts, lang),
            rows,
            faults,
        })
    }

    /// The headings of columns that are not read, in the order of the sheet.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// Reads each row as a value. `read` answers nothing when a row has a fault; it should read all cells before it
    /// gives up, so that all their faults are told at once.
    pub fn parse<T>(mut self, mut read: impl FnMut(&mut RowReader<'_, 't>) -> Option<T>) -> Parsed<T> {
        let mut good = Vec::with_capacity(self.rows.len());
        for (number, cells) in &self.rows {
            let mut row = RowReader::new(*number, cells, &mut self.reading, &mut self.faults);
            let value = read(&mut row);
            if let Some(value) = row.accept(value) {
                good.push((*number, value));
            }
        }
        Parsed::new(self.reading.columns, self.reading.names, good, self.faults)
    }
}

/// The cells in the order of the declared columns; a cell below no heading is a fault, else it would be lost.
fn in_order(row: u32, mut cells: Vec<Cell>, headings: &Headings, faults: &mut Faults) -> Vec<Cell> {
    let mut take = |place: usize| cells.get_mut(place).map(|cell| std::mem::replace(cell, Cell::Empty));
    let ordered = headings
        .places
        .iter()
        .map(|place| place.and_then(&mut take).unwrap_or(Cell::Empty))
        .collect();
    for (place, _) in &headings.unread {
        take(*place);
    }
    for (place, _) in (0_u16..).zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
        let column = column_number_to_name(place);
        faults.add(row, "", "", Message::new("import-no-heading", &[("column", &column)]));
    }
    ordered
}
