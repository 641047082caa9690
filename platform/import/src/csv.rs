//! Rows of a CSV file, numbered as a spreadsheet program numbers them: blank lines count, a quoted line break does not.

use crate::ImportError;
use crate::cell::Cell;
use crate::grid::Grid;
use crate::limits::{COLUMNS_MAX, HEADING_ROWS_MAX};
use encoding_rs::{Encoding, GB18030};
use tongxin_city::Day;

const SEPARATORS: [char; 3] = [',', ';', '\t'];
/// What a message calls the one sheet of such a file.
const SHEET_NAME: &str = "CSV";

/// Reads a file that is no archive.
pub(crate) fn read(bytes: &[u8]) -> Result<Grid, ImportError> {
    let text = decode(bytes)?;
    let text = text.as_str();
    if text.contains('\0') || text.starts_with('<') || text.starts_with("%PDF") {
        return Err(ImportError::NotATable);
    }
    let mut splitting = Splitting {
        grid: Grid::new(SHEET_NAME, Day::from_number(crate::xlsx::DAY_ZERO)),
        row: 1,
        column: 0,
        cell: String::new(),
    };
    splitting.split(text, separator(text))?;
    Ok(splitting.grid)
}

/// UTF-8, with or without its mark; UTF-16 with it, as Excel's "Unicode text"; else GB18030, as Chinese Excel saves CSV.
fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let (encoding, mark_bytes) = Encoding::for_bom(bytes).unwrap_or_else(|| {
        let is_utf8 = str::from_utf8(bytes).is_ok();
        (if is_utf8 { encoding_rs::UTF_8 } else { GB18030 }, 0)
    });
    encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[mark_bytes..])
        .map(std::borrow::Cow::into_owned)
        .ok_or(if bytes.contains(&0) {
            ImportError::NotATable
        } else {
            ImportError::Encoding
        })
}

/// The separator that the first lines have most of; the comma when they have none.
fn separator(text: &str) -> char {
    let count = |separator: char| {
        let lines = text.lines().take(HEADING_ROWS_MAX as usize);
        lines.map(|line| line.matches(separator).count()).sum::<usize>()
    };
    let most = SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator));
    most.unwrap_or(',')
}

struct Splitting {
    grid: Grid,
    row: u32,
    column: usize,
    cell: String,
}

impl Splitting {
    /// RFC 4180, with any line ends.
    fn split(&mut self, text: &str, separator: char) -> Result<(), ImportError> {
        let mut chars = text.chars().peekable();
        let mut is_quoted = false;
        while let Some(c) = chars.next() {
            match c {
                '"' if is_quoted && chars.next_if_eq(&'"').is_some() => self.cell.push('"'),
                '"' if is_quoted => is_quoted = false,
                '"' if self.cell.is_empty() => is_quoted = true,
                c if is_quoted => self.cell.push(c),
                c if c == separator => self.end_cell()?,
                '\r' | '\n' => {
                    let _ = c == '\r' && chars.next_if_eq(&'\n').is_some();
                    self.end_row()?;
                }
                c => self.cell.push(c),
            }
        }
        if is_quoted {
            return Err(ImportError::OpenQuote { row: self.row });
        }
        self.end_row()
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        self.grid.put(self.row, self.column, Cell::of_text(&self.cell))?;
        self.cell.clear();
        self.column = COLUMNS_MAX.min(self.column + 1);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        self.end_cell()?;
        self.row += 1;
        self.column = 0;
        Ok(())
    }
}
