//! A row of either database, read by column name.

use crate::StorageError;
use rusqlite::types::{FromSql, Value};
use sqlx::Row as _;
use std::sync::Arc;

/// A row as the database answered it.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

/// A row of SQLite's answer.
#[derive(Debug)]
pub struct SqliteRow {
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl SqliteRow {
    fn try_get<T: FromSql>(&self, column: &str) -> Result<T, String> {
        let index = self.columns.iter().position(|known| known == column);
        let value = index.and_then(|index| self.values.get(index));
        let value = value.ok_or_else(|| "there is no such column".to_owned())?;
        T::column_result(value.into()).map_err(|error| error.to_string())
    }
}

macro_rules! getter {
    ($(#[$doc:meta])* $name:ident -> $type:ty) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// `Corrupt` when the column is missing or of another type.
        pub fn $name(&self, column: &str) -> Result<$type, StorageError> {
            match self {
                Row::Sqlite(row) => row.try_get(column),
                Row::Postgres(row) => row.try_get(column).map_err(|error| error.to_string()),
            }
            .map_err(|what| StorageError::Corrupt { column: column.to_owned(), what })
        }
    };
}

impl Row {
    getter! {
        /// A BIGINT that is never NULL.
        int -> i64
    }
    getter! {
        /// A BIGINT or NULL.
        opt_int -> Option<i64>
    }
    getter! {
        /// A TEXT that is never NULL.
        text -> String
    }
    getter! {
        /// A TEXT or NULL.
        opt_text -> Option<String>
    }
    getter! {
        /// Bytes, never NULL.
        blob -> Vec<u8>
    }
    getter! {
        /// Bytes or NULL.
        opt_blob -> Option<Vec<u8>>
    }

    /// A BIGINT used as a yes or no.
    ///
    /// # Errors
    /// `Corrupt` when the column is missing or of another type.
    pub fn flag(&self, column: &str) -> Result<bool, StorageError> {
        Ok(self.int(column)? != 0)
    }
}
