//! Columns to values.

use crate::rules::group::Rhythm;
use std::fmt::Display;
use std::str::FromStr;
use tongxin_city::{Day, Timestamp};
use tongxin_storage::{Row, StorageError};

pub(crate) use tongxin_storage::columns::{corrupt, id, opt_id, word};

pub(crate) fn day(row: &Row, column: &str) -> Result<Day, StorageError> {
    row.int(column).map(Day::from_number)
}

pub(crate) fn opt_day(row: &Row, column: &str) -> Result<Option<Day>, StorageError> {
    Ok(row.opt_int(column)?.map(Day::from_number))
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

pub(crate) fn rhythm(row: &Row, column: &str) -> Result<Rhythm, StorageError> {
    let days = row.opt_int(column)?;
    Rhythm::from_days(days).ok_or_else(|| corrupt(column, format!("{days:?} is no rhythm")))
}
