//! One write in progress.

use crate::{Dialect, Row, Sql, StorageError, Value};
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Connection as _};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Deltas of counters, by the upsert that applies them and the counter's key. Ordered, so that concurrent
/// transactions touch counters in one order and can't deadlock.
pub(crate) type Counts = BTreeMap<(&'static str, Vec<Value>), i64>;

/// The transaction a write closure works in.
pub struct Tx {
    pub(crate) connection: Connection,
    pub(crate) counts: Counts,
    pub(crate) is_announced: bool,
}

pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            counts: Counts::new(),
            is_announced: false,
        }
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement; answers how many rows it changed.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn execute(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64, StorageError> {
        self.run(sql.into(), args).await
    }

    /// Runs a built statement; answers how many rows it changed.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn apply(&mut self, sql: Sql) -> Result<u64, StorageError> {
        let (text, args) = sql.into_parts();
        self.run(text.into(), args).await
    }

    /// Runs an update that must change exactly one row.
    ///
    /// # Errors
    /// `Conflict` when it changed none (somebody else was first): the whole write is tried again.
    pub async fn execute_one(&mut self, sql: &'static str, args: Vec<Value>) -> Result<(), StorageError> {
        match self.execute(sql, args).await? {
            1 => Ok(()),
            _ => Err(StorageError::Conflict),
        }
    }

    /// All rows of a query, as this transaction sees them.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite_all(connection, sql.into(), args).await,
            Connection::Postgres(connection) => postgres_all(connection, sql.into(), args).await,
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn optional(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>, StorageError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Adds `delta` to a counter when the write commits. `upsert` binds `key` and then the delta; all deltas of
    /// a group of writes are summed first, so that a busy counter costs one statement a group.
    pub fn count(&mut self, upsert: &'static str, key: Vec<Value>, delta: i64) {
        *self.counts.entry((upsert, key)).or_default() += delta;
    }

    /// Wakes those who watch [`crate::Db::changes`] once this write is committed.
    pub fn announce(&mut self) {
        self.is_announced = true;
    }

    pub(crate) async fn run(&mut self, sql: Cow<'static, str>, args: Vec<Value>) -> Result<u64, StorageError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => Ok(query_sqlite(sql, args)?.execute(connection).await?.rows_affected()),
            Connection::Postgres(connection) => Ok(query_postgres(sql, args)?
                .execute(&mut **connection)
                .await?
                .rows_affected()),
        }
    }

    /// Runs a text of several statements without arguments: migrations.
    pub(crate) async fn run_script(&mut self, text: String) -> Result<(), StorageError> {
        let script = sqlx::raw_sql(AssertSqlSafe(text));
        match &mut self.connection {
            Connection::Sqlite(connection) => script.execute(connection).await.map(drop)?,
            Connection::Postgres(connection) => script.execute(&mut **connection).await.map(drop)?,
        }
        Ok(())
    }

    /// Applies the summed counter deltas.
    pub(crate) async fn flush_counts(&mut self, counts: Counts) -> Result<(), StorageError> {
        for ((upsert, mut key), delta) in counts {
            if delta != 0 {
                key.push(delta.into());
                self.run(upsert.into(), key).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn close(self) {
        if let Connection::Sqlite(connection) = self.connection
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "closing the writer's connection");
        }
    }
}

type SqliteQuery = sqlx::query::Query<'static, sqlx::Sqlite, SqliteArguments>;
type PostgresQuery = sqlx::query::Query<'static, sqlx::Postgres, PgArguments>;

fn query_sqlite(sql: Cow<'static, str>, values: Vec<Value>) -> Result<SqliteQuery, StorageError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Blob(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(sql), arguments))
}

fn query_postgres(sql: Cow<'static, str>, values: Vec<Value>) -> Result<PostgresQuery, StorageError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Blob(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(sql), arguments))
}

pub(crate) async fn sqlite_all(
    connection: &mut SqliteConnection,
    sql: Cow<'static, str>,
    args: Vec<Value>,
) -> Result<Vec<Row>, StorageError> {
    let rows = query_sqlite(sql, args)?.fetch_all(connection).await?;
    Ok(rows.into_iter().map(Row::Sqlite).collect())
}

pub(crate) async fn postgres_all(
    connection: &mut PgConnection,
    sql: Cow<'static, str>,
    args: Vec<Value>,
) -> Result<Vec<Row>, StorageError> {
    let rows = query_postgres(sql, args)?.fetch_all(connection).await?;
    Ok(rows.into_iter().map(Row::Postgres).collect())
}
