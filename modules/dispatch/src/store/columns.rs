//! Columns to values.

use std::fmt::Display;
use std::str::FromStr;
use tongxin_city::{Day, Timestamp};
use tongxin_storage::{Row, StorageError};

pub(crate) fn corrupt(column: &str, what: impl Display) -> StorageError {
    StorageError::Corrupt {
        column: column.to_owned(),
        what: what.to_string(),
    }
}

/// An id in a column that is never NULL.
pub(crate) fn id<T: TryFrom<i64, Error: Display>>(row: &Row, column: &str) -> Result<T, StorageError> {
    T::try_from(row.int(column)?).map_err(|error| corrupt(column, error))
}

/// An id in a column that may be NULL.
pub(crate) fn opt_id<T: TryFrom<i64, Error: Display>>(row: &Row, column: &str) -> Result<Option<T>, StorageError> {
    row.opt_int(column)?
        .map(|number| T::try_from(number).map_err(|error| corrupt(column, error)))
        .transpose()
}

/// A word, code or number in letters in a column that is never NULL.
pub(crate) fn word<T: FromStr<Err: Display>>(row: &Row, column: &str) -> Result<T, StorageError> {
    row.text(column)?.parse().map_err(|error| corrupt(column, error))
}

pub(crate) fn day(row: &Row, column: &str) -> Result<Day, StorageError> {
    row.int(column).map(Day::from_number)
}

pub(crate) fn at(row: &Row, column: &str) -> Result<Timestamp, StorageError> {
    row.int(column).map(Timestamp)
}

pub(crate) fn opt_at(row: &Row, column: &str) -> Result<Option<Timestamp>, StorageError> {
    Ok(row.opt_int(column)?.map(Timestamp))
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
