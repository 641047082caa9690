//! One connection to a SQLite database. It works on the thread that calls it, and blocks it: [`crate::group`] and
//! [`crate::readers`] have threads for that.

use crate::row::SqliteRow;
use crate::{Row, StorageError, Value};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection};
use std::sync::Arc;
use std::time::Duration;

/// Statements a connection keeps prepared.
const STATEMENTS_CACHED: usize = 512;
/// How long a connection waits for a lock (checkpoint, backup, another process) before failing.
const BUSY_MAX: Duration = Duration::from_secs(10);
/// In WAL mode a commit is on disk when its answer comes, only if it is synchronous in full. Pages are 4 KiB: the log is
/// copied back once it holds 64 MiB, by then many pages more than once. Page caches are 32 MiB each (negative: KiB).
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;";
/// Looks at no more than so many rows of an index when the planner's statistics are brought up to date.
const OPTIMIZE: &str = "PRAGMA analysis_limit = 400; PRAGMA optimize;";

pub(crate) struct Sqlite(Connection);

impl Sqlite {
    /// Opens a database for reading and writing; makes it if it is missing.
    pub(crate) fn open(path: &str) -> Result<Self, StorageError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_MAX)?;
        connection.execute_batch(PRAGMAS)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
        Ok(Self(connection))
    }

    /// Opens a database that is there for reading.
    pub(crate) fn open_to_read(path: &str) -> Result<Self, StorageError> {
        let reader = Self::open(path)?;
        reader.0.execute_batch("PRAGMA query_only = ON")?;
        Ok(reader)
    }

    /// All rows of a query.
    pub(crate) fn all(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StorageError> {
        let mut statement = self.bound(sql, args)?;
        let columns: Arc<[String]> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut found = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let values = (0..columns.len()).map(|column| row.get(column));
            rows.push(Row::Sqlite(SqliteRow {
                columns: Arc::clone(&columns),
                values: values.collect::<Result<_, _>>()?,
            }));
        }
        Ok(rows)
    }

    /// Runs a statement; answers how many rows it changed.
    pub(crate) fn execute(&self, sql: &str, args: &[Value]) -> Result<u64, StorageError> {
        Ok(self.bound(sql, args)?.raw_execute()? as u64)
    }

    /// Runs a text of several statements without arguments.
    pub(crate) fn script(&self, text: &str) -> Result<(), StorageError> {
        Ok(self.0.execute_batch(text)?)
    }

    /// Rows changed since the connection was opened.
    pub(crate) fn rows_changed(&self) -> u64 {
        self.0.total_changes()
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    /// Brings the planner's statistics up to date and closes.
    pub(crate) fn close_writer(self) {
        if let Err(error) = self.0.execute_batch(OPTIMIZE) {
            tracing::warn!(%error, "the planner's statistics");
        }
        if let Err((_, error)) = self.0.close() {
            tracing::warn!(%error, "closing the writer's connection");
        }
    }

    fn bound(&self, sql: &str, args: &[Value]) -> Result<CachedStatement<'_>, StorageError> {
        let mut statement = self.0.prepare_cached(sql)?;
        for index in 1..=statement.parameter_count() {
            // SQLite takes `$2` for a name and counts names as they come.
            let number = statement
                .parameter_name(index)
                .and_then(|name| name.get(1..)?.parse().ok());
            let argument = number.and_then(|number: usize| args.get(number.checked_sub(1)?));
            let argument = argument.ok_or(rusqlite::Error::InvalidParameterCount(args.len(), index))?;
            statement.raw_bind_parameter(index, argument)?;
        }
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Int(Some(number)) => ValueRef::Integer(*number),
            Value::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Blob(Some(bytes)) => ValueRef::Blob(bytes),
            Value::Int(None) | Value::Text(None) | Value::Blob(None) => ValueRef::Null,
        }))
    }
}

/// Whether an error says that a row with the same key was there already.
pub(crate) fn is_taken(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
    error.sqlite_error().is_some_and(|error| {
        [
            SQLITE_CONSTRAINT_PRIMARYKEY,
            SQLITE_CONSTRAINT_ROWID,
            SQLITE_CONSTRAINT_UNIQUE,
        ]
        .contains(&error.extended_code)
    })
}
