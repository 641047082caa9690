//! A row of either database, read by column name.

use crate::StorageError;
use sqlx::Row as _;

/// A row as the database answered it.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(sqlx::sqlite::SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
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
                Row::Postgres(row) => row.try_get(column),
            }
            .map_err(|error| StorageError::Corrupt { column: column.to_owned(), what: error.to_string() })
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
