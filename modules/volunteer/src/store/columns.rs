//! Columns to values.

use crate::rules::rest::Span;
use std::fmt::Display;
use std::str::FromStr;
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

pub(crate) fn opt_word<T: FromStr<Err: Display>>(row: &Row, column: &str) -> Result<Option<T>, StorageError> {
    let text = row.opt_text(column)?;
    text.map(|text| text.parse().map_err(|error| corrupt(column, error)))
        .transpose()
}

/// From when until when.
pub(crate) fn span(row: &Row) -> Result<Span, StorageError> {
    Ok(at(row, "start_at")?..at(row, "end_at")?)
}

/// Words parted by blanks.
pub(crate) fn words<T: FromStr<Err: Display>>(row: &Row, column: &str) -> Result<Vec<T>, StorageError> {
    let text = row.text(column)?;
    let parsed = text.split_whitespace().map(|word| word.parse());
    parsed.collect::<Result<_, _>>().map_err(|error| corrupt(column, error))
}

/// The same as they are stored.
pub(crate) fn in_words<T: Display>(values: &[T]) -> String {
    let words: Vec<String> = values.iter().map(T::to_string).collect();
    words.join(" ")
}

/// A year of birth, which fits into what it was made from.
pub(crate) fn opt_year(row: &Row, column: &str) -> Result<Option<i16>, StorageError> {
    let year = row.opt_int(column)?;
    year.map(|year| i16::try_from(year).map_err(|error| corrupt(column, error)))
        .transpose()
}
