//! Sheets of an XLSX file, read cell by cell: calamine's own ranges make room for every cell up to the furthest.

use crate::ImportError;
use crate::archive::{self, damaged};
use crate::cell::Cell;
use crate::grid::{Grid, Merged};
use crate::limits::HEADING_ROWS_MAX;
use calamine::{Dimensions, Reader as _, SheetType, SheetVisible, Xlsx};
use rust_xlsxwriter::utility::row_col_to_cell;
use std::io::Cursor;
use tongxin_city::Day;

/// Days from 1970-01-01 back to the day that Excel's numbers count from, right for all days after February 1900.
pub(crate) const DAY_ZERO: i64 = -25_569;
/// The same where a file counts from 1904, as old files from a Mac do.
const DAY_ZERO_1904: i64 = -24_107;

/// An open workbook.
pub(crate) struct Book<'a> {
    xlsx: Xlsx<Cursor<&'a [u8]>>,
    sheets: Vec<String>,
}

impl<'a> Book<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        archive::check(bytes)?;
        let xlsx = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
        let sheets = xlsx
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
            .map(|sheet| sheet.name.clone())
            .collect();
        Ok(Self { xlsx, sheets })
    }

    /// The first rows of each sheet that can be seen.
    pub(crate) fn tops(&mut self) -> Result<Vec<Grid>, ImportError> {
        let names = self.sheets.clone();
        names.iter().map(|name| self.cells(name, HEADING_ROWS_MAX)).collect()
    }

    /// A sheet whole.
    pub(crate) fn sheet(&mut self, name: &str) -> Result<Grid, ImportError> {
        let mut grid = self.cells(name, u32::MAX)?;
        let merged = self.xlsx.merge_cells_by_sheet_name(name).map_err(damaged)?;
        grid.merged = merged.iter().map(in_words).collect();
        Ok(grid)
    }

    fn cells(&mut self, name: &str, rows_max: u32) -> Result<Grid, ImportError> {
        let is_1904 = self.xlsx.has_1904_epoch();
        let day_zero = Day::from_number(if is_1904 { DAY_ZERO_1904 } else { DAY_ZERO });
        let mut grid = Grid::new(name, day_zero);
        let mut cells = self.xlsx.worksheet_cells_reader(name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
            let (row, column) = cell.pos;
            if row >= rows_max {
                break;
            }
            let content = Cell::of_xlsx(cell.value, cell.formula.is_some(), cell.pos);
            grid.put(row.saturating_add(1), column as usize, content)?;
        }
        Ok(grid)
    }
}

fn in_words(range: &Dimensions) -> Merged {
    let name = |(row, column): (u32, u32)| row_col_to_cell(row, u16::try_from(column).unwrap_or(u16::MAX));
    Merged {
        first_row: range.start.0.saturating_add(1),
        last_row: range.end.0.saturating_add(1),
        range: format!("{}:{}", name(range.start), name(range.end)),
    }
}
