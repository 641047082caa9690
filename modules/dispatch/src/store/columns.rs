//! Columns to values.

use crate::rules::cargo::Seats;
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

pub(crate) fn seats(row: &Row, seats: &str, wheelchairs: &str) -> Result<Seats, StorageError> {
    Ok(Seats {
        seats: row.int(seats)?,
        wheelchairs: row.int(wheelchairs)?,
    })
}

/// JSON in a column that may be NULL.
pub(crate) fn opt_json<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<Option<T>, StorageError> {
    let text = row.opt_text(column)?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| corrupt(column, error)))
        .transpose()
}

/// A value as JSON for a column.
pub(crate) fn json<T: serde::Serialize>(column: &str, value: &T) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| corrupt(column, error))
}
