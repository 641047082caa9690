//! The cells of one sheet as they lie in the file, whatever its format.

use crate::ImportError;
use crate::cell::Cell;
use crate::limits::{COLUMNS_MAX, HEADING_ROWS_MAX, ROWS_MAX};
use std::collections::BTreeMap;
use tongxin_city::Day;

/// One sheet; blank rows are not kept.
#[derive(Debug)]
pub(crate) struct Grid {
    /// The sheet's name.
    pub name: String,
    /// By row number, the first being 1; a row ends with its last cell that is not blank.
    pub rows: BTreeMap<u32, Vec<Cell>>,
    /// Cells made one.
    pub merged: Vec<Merged>,
    /// The day that a bare number counts from.
    pub day_zero: Day,
}

/// A range of cells made one.
#[derive(Debug, Clone)]
pub(crate) struct Merged {
    pub first_row: u32,
    pub last_row: u32,
    /// As a spreadsheet program names it: `B3:B5`.
    pub range: String,
}

impl Grid {
    pub(crate) fn new(name: &str, day_zero: Day) -> Self {
        Self {
            name: name.to_owned(),
            rows: BTreeMap::new(),
            merged: Vec::new(),
            day_zero,
        }
    }

    /// Puts a cell into its place; a blank one is nothing.
    pub(crate) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), ImportError> {
        if cell.is_empty() {
            return Ok(());
        }
        if column >= COLUMNS_MAX {
            return Err(ImportError::TooManyColumns);
        }
        if self.rows.len() >= ROWS_MAX + HEADING_ROWS_MAX as usize && !self.rows.contains_key(&row) {
            return Err(ImportError::TooManyRows);
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize_with(column + 1, || Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }
}
