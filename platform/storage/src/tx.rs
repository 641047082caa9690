//! One write in progress.

use crate::counts::{Count, Counts};
use crate::sqlite::Sqlite;
use crate::{Dialect, Row, Sql, StorageError, Value};
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::{Arguments as _, AssertSqlSafe};
use std::borrow::Cow;

/// The transaction a write closure works in.
pub struct Tx {
    pub(crate) connection: Connection,
    pub(crate) counts: Vec<Count>,
    pub(crate) is_announced: bool,
    deferred: Vec<Deferred>,
    scripts_run: u64,
}

/// A statement that waits to be sent with others.
struct Deferred {
    sql: &'static str,
    args: Vec<Value>,
    /// Whether it must change exactly one row.
    is_guarded: bool,
}

pub(crate) enum Connection {
    Sqlite(Sqlite),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            counts: Vec::new(),
            is_announced: false,
            deferred: Vec::new(),
            scripts_run: 0,
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
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn execute(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64, StorageError> {
        self.run(sql.into(), args).await
    }

    /// Runs a built statement; answers how many rows it changed.
    ///
    /// # Errors
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn apply(&mut self, sql: Sql) -> Result<u64, StorageError> {
        let (text, args) = sql.into_parts();
        self.run(text.into(), args).await
    }

    /// Queues a statement whose result does not matter. It is sent in order: before the next statement that answers
    /// something, at the latest when the write ends. A write that is refused before that has sent nothing.
    pub fn defer(&mut self, sql: &'static str, args: Vec<Value>) {
        self.deferred.push(Deferred {
            sql,
            args,
            is_guarded: false,
        });
    }

    /// Queues an update guarded by what was read before, which must change exactly one row. The write is tried again
    /// when it changes none; on SQLite nobody else writes between the reading and the update.
    pub fn defer_one(&mut self, sql: &'static str, args: Vec<Value>) {
        self.deferred.push(Deferred {
            sql,
            args,
            is_guarded: true,
        });
    }

    /// Queues a statement before those that are queued: it fails, if it does, before they changed anything.
    pub(crate) fn defer_first(&mut self, sql: &'static str, args: Vec<Value>) {
        let first = Deferred {
            sql,
            args,
            is_guarded: false,
        };
        self.deferred.insert(0, first);
    }

    /// Forgets what a write that failed has queued and counted.
    pub(crate) fn forget(&mut self) {
        self.deferred.clear();
        self.counts.clear();
        self.is_announced = false;
    }

    /// What the connection has changed so far, as a number that rises with each change.
    pub(crate) fn changes(&self) -> u64 {
        match &self.connection {
            Connection::Sqlite(connection) => connection.rows_changed() + self.scripts_run,
            Connection::Postgres(_) => 0,
        }
    }

    /// Whether a transaction is open: SQLite ends it by itself when the disk is full.
    pub(crate) fn is_open(&self) -> bool {
        match &self.connection {
            Connection::Sqlite(connection) => connection.is_in_transaction(),
            Connection::Postgres(_) => true,
        }
    }

    /// Sends what was queued.
    pub(crate) async fn flush(&mut self) -> Result<(), StorageError> {
        for Deferred { sql, args, is_guarded } in std::mem::take(&mut self.deferred) {
            let changed = self.send(sql.into(), args).await?;
            if is_guarded && changed != 1 {
                return Err(StorageError::Conflict);
            }
        }
        Ok(())
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
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        self.fetch(sql.into(), args).await
    }

    /// All rows of a built query, as this transaction sees them.
    ///
    /// # Errors
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn select(&mut self, sql: Sql) -> Result<Vec<Row>, StorageError> {
        let (text, args) = sql.into_parts();
        self.fetch(text.into(), args).await
    }

    async fn fetch(&mut self, sql: Cow<'static, str>, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        self.flush().await?;
        match &mut self.connection {
            Connection::Sqlite(connection) => connection.all(&sql, &args),
            Connection::Postgres(connection) => postgres_all(connection, sql, args).await,
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn optional(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>, StorageError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// Adds `delta` to a counter when the write commits. `upsert` binds `key` and then the delta; all deltas of
    /// a group of writes are summed first, so that a busy counter costs one statement a group.
    pub fn count(&mut self, upsert: &'static str, key: Vec<Value>, delta: i64) {
        self.counts.push(Count { upsert, key, delta });
    }

    /// Wakes those who watch [`crate::Db::changes`] once this write is committed.
    pub fn announce(&mut self) {
        self.is_announced = true;
    }

    pub(crate) async fn run(&mut self, sql: Cow<'static, str>, args: Vec<Value>) -> Result<u64, StorageError> {
        self.flush().await?;
        self.send(sql, args).await
    }

    async fn send(&mut self, sql: Cow<'static, str>, args: Vec<Value>) -> Result<u64, StorageError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => connection.execute(&sql, &args),
            Connection::Postgres(connection) => {
                let done = query_postgres(sql, args)?.execute(&mut **connection).await?;
                Ok(done.rows_affected())
            }
        }
    }

    /// Runs a text of several statements without arguments: migrations.
    pub(crate) async fn run_script(&mut self, text: String) -> Result<(), StorageError> {
        self.scripts_run += 1;
        match &mut self.connection {
            Connection::Sqlite(connection) => connection.script(&text),
            Connection::Postgres(connection) => {
                sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut **connection).await?;
                Ok(())
            }
        }
    }

    /// Applies the summed counter deltas.
    pub(crate) async fn flush_counts(&mut self, counts: Counts) -> Result<(), StorageError> {
        for Count { upsert, mut key, delta } in counts.in_order() {
            key.push(delta.into());
            self.run(upsert.into(), key).await?;
        }
        Ok(())
    }

    pub(crate) fn close(self) {
        if let Connection::Sqlite(connection) = self.connection {
            connection.close_writer();
        }
    }
}

type PostgresQuery = sqlx::query::Query<'static, sqlx::Postgres, PgArguments>;

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

pub(crate) async fn postgres_all(
    connection: &mut PgConnection,
    sql: Cow<'static, str>,
    args: Vec<Value>,
) -> Result<Vec<Row>, StorageError> {
    let rows = query_postgres(sql, args)?.fetch_all(connection).await?;
    Ok(rows.into_iter().map(Row::Postgres).collect())
}
