//! Columns to values.

use tongxin_city::{Day, Timestamp};
use tongxin_storage::{Row, StorageError};

pub(crate) use tongxin_storage::columns::{corrupt, id, opt_id, word};

pub(crate) fn day(row: &Row, column: &str) -> Result<Day, StorageError> {
    row.int(column).map(Day::from_number)
}

pub(crate) fn at(row: &Row, column: &str) -> Result<Timestamp, StorageError> {
    row.int(column).map(Timestamp)
}

pub(crate) fn opt_at(row: &Row, column: &str) -> Result<Option<Timestamp>, StorageError> {
    Ok(row.opt_int(column)?.map(Timestamp))
}
