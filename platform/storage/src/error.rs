//! What can go wrong between a module and its rows.

use thiserror::Error;

/// A failure of storage itself, never of a rule.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The database URL names no database this build can open.
    #[error("the database address {url:?} is neither sqlite:PATH nor postgres://…")]
    UnknownUrl {
        /// The address as given.
        url: String,
    },
    /// PostgreSQL refused or failed a statement.
    #[error("the database failed: {0}")]
    Postgres(#[from] sqlx::Error),
    /// SQLite refused or failed a statement.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A query that always answers a row answered none.
    #[error("the database failed: a row was expected and none came")]
    NoRow,
    /// This database can't do that.
    #[error("{0}")]
    NotSupported(&'static str),
    /// The row changed between reading and writing; the write is tried again by itself.
    #[error("the row changed while it was being written")]
    Conflict,
    /// A command key was used before with other content.
    #[error("this command key was used before with other content")]
    KeyReused,
    /// A stored value is not what its column should hold.
    #[error("column {column} holds something unreadable: {what}")]
    Corrupt {
        /// The column.
        column: String,
        /// What was wrong.
        what: String,
    },
    /// A migration that was applied before has another text now.
    #[error("migration {module}/{version} was applied with another text")]
    MigrationChanged {
        /// The module that owns it.
        module: String,
        /// Its number.
        version: i64,
    },
    /// The database lacks migrations and does not migrate by itself.
    #[error("the database lacks {count} migrations; run `tongxin db migrate`")]
    MigrationsPending {
        /// How many.
        count: usize,
    },
    /// The writer stopped (shutdown, or a write panicked).
    #[error("the write was abandoned")]
    Abandoned,
    /// The group's commit failed, so none of its writes took effect.
    #[error("the commit failed: {0}")]
    CommitFailed(String),
}

impl StorageError {
    /// Whether trying the same write again can succeed: a lost race, a serialization failure, a deadlock.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Conflict => true,
            Self::Postgres(sqlx::Error::Database(error)) => {
                matches!(error.code().as_deref(), Some("40001" | "40P01"))
            }
            _ => false,
        }
    }

    /// Whether a row with the same key was there already.
    pub fn is_taken(&self) -> bool {
        match self {
            Self::Postgres(sqlx::Error::Database(error)) => error.is_unique_violation(),
            Self::Sqlite(error) => crate::sqlite::is_taken(error),
            _ => false,
        }
    }
}

/// An error that a write closure may return: it wraps storage failures so that lost races are retried.
pub trait WriteError: From<StorageError> + Send + 'static {
    /// The storage failure inside, if that is what this is.
    fn as_storage(&self) -> Option<&StorageError>;
}

impl WriteError for StorageError {
    fn as_storage(&self) -> Option<&StorageError> {
        Some(self)
    }
}
