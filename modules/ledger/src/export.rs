//! Lists of needs as files, written a chunk at a time, so that memory does not grow with them.

use crate::Ledger;
use crate::error::LedgerError;
use crate::rules::limits::EXPORT_CHUNK;
use crate::store::Scope;
use crate::store::list::{self, Cursor, Filter, Page, Search, Sort};
use crate::store::rows::Need;
use futures::stream::{self, Stream};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::Write as _;
use std::sync::Arc;
use tempfile::NamedTempFile;
use tokio::sync::mpsc;

/// Characters with which a spreadsheet program starts a formula; a cell from outside never starts one (OWASP, "CSV
/// Injection").
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Makes spreadsheet programs read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Width of a sheet's columns, in characters.
const COLUMN_WIDTH: f64 = 18.0;
/// Longest name of a sheet, in characters (a limit of the format).
const SHEET_NAME_CHARS_MAX: usize = 31;

/// A need's cells.
pub(crate) type Cells = Arc<dyn Fn(&Need) -> Vec<String> + Send + Sync>;

/// What goes into a file.
#[derive(Clone)]
pub(crate) struct Export {
    pub(crate) ledger: Ledger,
    pub(crate) scope: Scope,
    pub(crate) filter: Filter,
    pub(crate) name: String,
    pub(crate) headings: Vec<String>,
    pub(crate) cells: Cells,
}

impl Export {
    async fn chunk(&self, after: Option<Cursor>) -> Result<(Vec<Vec<String>>, Option<Cursor>), LedgerError> {
        // Each order is one that an index keeps, so that every chunk costs the same.
        let sort = if self.filter.is_open_only() {
            Sort::Due
        } else {
            Sort::Newest
        };
        let page = Page {
            sort,
            after,
            limit: EXPORT_CHUNK,
        };
        let (db, widths) = (self.ledger.db(), self.ledger.widths());
        let search = Search::of(db, &self.filter).await?;
        let needs = list::needs(db, widths, &self.scope, &self.filter, &search, &page).await?;
        Ok((needs.needs.iter().map(|need| (self.cells)(need)).collect(), needs.next))
    }

    /// The list as CSV (RFC 4180), in parts.
    pub(crate) fn into_csv(self, with_mark: bool) -> impl Stream<Item = Result<Vec<u8>, LedgerError>> + Send {
        stream::try_unfold(Some((self, None, true)), move |state| async move {
            let Some((export, after, is_first)) = state else {
                return Ok(None);
            };
            let (rows, next) = export.chunk(after).await?;
            let mut part = Vec::new();
            if is_first && with_mark {
                part.extend(BYTE_ORDER_MARK.as_bytes());
            }
            let headings = is_first.then(|| export.headings.clone());
            write_csv(&mut part, headings.into_iter().chain(rows))?;
            Ok(Some((part, next.map(|next| (export, Some(next), false)))))
        })
    }

    /// The list as an XLSX file. Rows go to disk as they come.
    pub(crate) async fn into_xlsx(self) -> Result<NamedTempFile, LedgerError> {
        let (rows, waiting) = mpsc::channel(2);
        let (name, headings) = (self.name.clone(), self.headings.clone());
        let writing = tokio::task::spawn_blocking(move || write_xlsx(&name, &headings, waiting));
        let mut after = None;
        loop {
            let (chunk, next) = self.chunk(after).await?;
            // The writer has gone only if it failed, which its own result says.
            if rows.send(chunk).await.is_err() || next.is_none() {
                break;
            }
            after = next;
        }
        drop(rows);
        writing.await.map_err(|error| LedgerError::Export(error.to_string()))?
    }
}

fn write_csv(part: &mut Vec<u8>, rows: impl Iterator<Item = Vec<String>>) -> Result<(), LedgerError> {
    let failed = |error: csv::Error| LedgerError::Export(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(part);
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(failed)?;
    }
    writer.flush().map_err(|error| LedgerError::Export(error.to_string()))
}

/// Read as text by every spreadsheet program.
fn harmless(cell: &str) -> String {
    if cell.starts_with(FORMULA_STARTS) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn write_xlsx(
    name: &str,
    headings: &[String],
    mut waiting: mpsc::Receiver<Vec<Vec<String>>>,
) -> Result<NamedTempFile, LedgerError> {
    let failed = |error: XlsxError| LedgerError::Export(error.to_string());
    let lost = |error: std::io::Error| LedgerError::Export(error.to_string());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
    head(sheet, name, headings).map_err(failed)?;
    let mut number = 0;
    while let Some(rows) = waiting.blocking_recv() {
        for row in rows {
            number += 1;
            for (column, cell) in (0_u16..).zip(&row) {
                // Written as text, so that nothing in a cell is ever a formula.
                sheet.write_string(number, column, cell).map_err(failed)?;
            }
        }
    }
    let mut file = NamedTempFile::new().map_err(lost)?;
    book.save_to_writer(std::io::BufWriter::new(file.as_file_mut()))
        .map_err(failed)?;
    file.flush().map_err(lost)?;
    Ok(file)
}

fn head(sheet: &mut Worksheet, name: &str, headings: &[String]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(name.chars().take(SHEET_NAME_CHARS_MAX).collect::<String>())?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.set_column_width(column, COLUMN_WIDTH)?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    Ok(())
}
