//! Columns to values that know what they are: whatever a number or a word in a column must be made of, told by the type.

use crate::{Row, StorageError};
use std::fmt::Display;
use std::str::FromStr;

/// A value that is not what its column should hold.
pub fn corrupt(column: &str, what: impl Display) -> StorageError {
    StorageError::Corrupt {
        column: column.to_owned(),
        what: what.to_string(),
    }
}

/// An id in a column that is never NULL.
///
/// # Errors
/// `Corrupt` when the column is missing or holds none.
pub fn id<T: TryFrom<i64, Error: Display>>(row: &Row, column: &str) -> Result<T, StorageError> {
    T::try_from(row.int(column)?).map_err(|error| corrupt(column, error))
}

/// An id in a column that may be NULL.
///
/// # Errors
/// `Corrupt` when the column is missing or holds something else.
pub fn opt_id<T: TryFrom<i64, Error: Display>>(row: &Row, column: &str) -> Result<Option<T>, StorageError> {
    row.opt_int(column)?
        .map(|number| T::try_from(number).map_err(|error| corrupt(column, error)))
        .transpose()
}

/// A word, code or number in letters in a column that is never NULL.
///
/// # Errors
/// `Corrupt` when the column is missing or holds none.
pub fn word<T: FromStr<Err: Display>>(row: &Row, column: &str) -> Result<T, StorageError> {
    row.text(column)?.parse().map_err(|error| corrupt(column, error))
}
