//! Tables of applications, vehicles, staff, counts and goods: every bad row is reported in one go, and all rows are loaded or none.
//!
//! Each table is read away from the request threads, checked against what is stored, and written in one write. What
//! somebody else took between checking and writing is found by checking once more. A refused table goes through the
//! write as well, which knows the answer of one that was taken in and is sent again.

mod applications;
mod counts;
mod firms;
mod goods;
mod staff;
mod vehicles;

use crate::error::SupplyError;
use axum::body::Bytes;
use tongxin_import::{Column, Faults, Parsed, RowReader, Sheet};
use tongxin_web::{Asked, FieldFault};

pub(crate) use applications::APPLICATIONS;
pub(crate) use counts::COUNTS;
pub(crate) use goods::GOODS;
pub(crate) use staff::STAFF;
pub(crate) use vehicles::VEHICLES;

/// Times a table is checked: the second time says what somebody else took meanwhile.
const CHECKS_MAX: u32 = 2;

/// A table as somebody sent it.
#[derive(Debug, Clone)]
pub(crate) struct SentTable {
    pub(crate) bytes: Bytes,
    /// In whose words its faults are said.
    pub(crate) asked: Asked,
}

impl SentTable {
    /// Reads all rows; what is wrong with them is kept with them.
    async fn read<T: Send + 'static>(
        &self,
        sheet: &'static Sheet,
        row: impl Fn(&mut RowReader<'_, '_>) -> Option<T> + Send + 'static,
    ) -> Result<Parsed<T>, SupplyError> {
        let SentTable { bytes, asked } = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let rows = sheet.read(&asked.shell.texts, asked.lang, &bytes)?;
            Ok(rows.parse(row))
        });
        reading.await.map_err(|error| SupplyError::Failed(error.to_string()))?
    }
}

/// The rows of a table, or all that is wrong with them.
type Checked<T> = Result<Vec<T>, Faults>;

/// Whether a write found something taken that was free when it was checked.
fn is_taken(error: &SupplyError) -> bool {
    matches!(error, SupplyError::Storage(error) if error.is_taken())
}

/// A row's value, or its faults at the columns of the same names.
fn or_refuse<T>(row: &mut RowReader<'_, '_>, columns: &[Column], value: Result<T, Vec<FieldFault>>) -> Option<T> {
    let faults = match value {
        Ok(value) => return Some(value),
        Err(faults) => faults,
    };
    for fault in faults {
        if let Some(column) = columns.iter().find(|column| column.key == fault.field) {
            row.refuse(column, fault.key, &borrowed(&fault.args));
        }
    }
    None
}

fn borrowed<'a>(args: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    args.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
