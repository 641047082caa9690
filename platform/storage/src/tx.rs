//! One write in progress.

use crate::{Dialect, Row, Sql, StorageError, Value};
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Connection as _, SqlSafeStr as _, SqlStr};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Deltas of counters, by the upsert that applies them and the counter's key. Ordered, so that concurrent
/// transactions touch counters in one order and can't deadlock.
pub(crate) type Counts = BTreeMap<(&'static str, Vec<Value>), i64>;

/// The transaction a write closure works in.
pub struct Tx {
    pub(crate) connection: Connection,
    pub(crate) counts: Counts,
    pub(crate) is_announced: bool,
    deferred: Vec<Deferred>,
    batches: Batches,
    savepoint: Savepoint,
}

/// The savepoint around one write of a group, opened with the first statement that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Savepoint {
    NotWanted,
    Wanted,
    Open,
}

/// A statement that waits to be sent with others.
struct Deferred {
    sql: &'static str,
    args: Vec<Value>,
    /// Whether it must change exactly one row.
    is_guarded: bool,
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
            deferred: Vec::new(),
            batches: Batches::default(),
            savepoint: Savepoint::NotWanted,
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

    /// Queues a statement whose result does not matter. It is sent, in order, together with others: before the next
    /// statement that answers something, at the latest when the write ends. On SQLite all that wait are one call to
    /// the connection's thread, which costs more than most statements.
    pub fn defer(&mut self, sql: &'static str, args: Vec<Value>) {
        self.deferred.push(Deferred {
            sql,
            args,
            is_guarded: false,
        });
    }

    /// Queues an update guarded by what was read before, which must change exactly one row. On PostgreSQL the write
    /// is tried again when it changes none; on SQLite nobody else writes between the reading and the update.
    pub fn defer_one(&mut self, sql: &'static str, args: Vec<Value>) {
        self.deferred.push(Deferred {
            sql,
            args,
            is_guarded: true,
        });
    }

    /// Begins one write of a group.
    pub(crate) fn begin_one(&mut self) {
        self.savepoint = Savepoint::Wanted;
    }

    /// Ends one write of a group and keeps what it did.
    pub(crate) async fn keep_one(&mut self) -> Result<(), StorageError> {
        if self.savepoint == Savepoint::Open || !self.deferred.is_empty() {
            self.defer("RELEASE write_one", vec![]);
            self.flush().await?;
        }
        self.savepoint = Savepoint::NotWanted;
        Ok(())
    }

    /// Ends one write of a group and undoes what it did.
    pub(crate) async fn undo_one(&mut self) -> Result<(), StorageError> {
        self.deferred.clear();
        let was_open = self.savepoint == Savepoint::Open;
        self.savepoint = Savepoint::NotWanted;
        if was_open {
            self.run("ROLLBACK TO write_one".into(), vec![]).await?;
            self.run("RELEASE write_one".into(), vec![]).await?;
        }
        Ok(())
    }

    /// Sends what was queued.
    pub(crate) async fn flush(&mut self) -> Result<(), StorageError> {
        if self.deferred.is_empty() {
            return Ok(());
        }
        let mut deferred = std::mem::take(&mut self.deferred);
        if self.savepoint == Savepoint::Wanted {
            self.savepoint = Savepoint::Open;
            deferred.insert(
                0,
                Deferred {
                    sql: "SAVEPOINT write_one",
                    args: vec![],
                    is_guarded: false,
                },
            );
        }
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let sql = self.batches.text_of(&deferred);
                let args = deferred.into_iter().flat_map(|statement| statement.args).collect();
                query_sqlite(sql, args)?.execute(connection).await?;
            }
            Connection::Postgres(connection) => {
                for Deferred { sql, args, is_guarded } in deferred {
                    let done = query_postgres(sql, args)?.execute(&mut **connection).await?;
                    if is_guarded && done.rows_affected() != 1 {
                        return Err(StorageError::Conflict);
                    }
                }
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
    /// `Database` when the statement fails.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        self.flush().await?;
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
        if self.savepoint == Savepoint::Wanted && self.deferred.is_empty() {
            self.savepoint = Savepoint::Open;
            self.defer("SAVEPOINT write_one", vec![]);
        }
        self.flush().await?;
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

/// The joined texts of statements that are sent together, so that each is made and prepared once.
#[derive(Default)]
struct Batches(HashMap<Vec<&'static str>, Arc<str>>);

/// Joined texts kept; commands have few shapes, so this is never reached in practice.
const BATCHES_MAX: usize = 256;

impl Batches {
    fn text_of(&mut self, statements: &[Deferred]) -> SqlText {
        let shape: Vec<&'static str> = statements.iter().map(|statement| statement.sql).collect();
        if let Some(known) = self.0.get(&shape) {
            return SqlText::Shared(Arc::clone(known));
        }
        let mut text = String::new();
        let mut offset = 0;
        for statement in statements {
            push_renumbered(&mut text, statement.sql, offset);
            text.push(';');
            offset += statement.args.len();
        }
        let text: Arc<str> = text.into();
        if self.0.len() >= BATCHES_MAX {
            self.0.clear();
        }
        self.0.insert(shape, Arc::clone(&text));
        SqlText::Shared(text)
    }
}

/// Adds `sql` with each `$n` turned into `$(n + offset)`.
fn push_renumbered(text: &mut String, sql: &str, offset: usize) {
    let mut rest = sql;
    while let Some(start) = rest.find('$') {
        let (before, after) = rest.split_at(start + 1);
        text.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        match after[..digits].parse::<usize>() {
            Ok(number) => text.push_str(&(number + offset).to_string()),
            Err(_) => text.push_str(&after[..digits]),
        }
        rest = &after[digits..];
    }
    text.push_str(rest);
}

/// A statement's text: written in the source, built, or joined from several.
pub(crate) enum SqlText {
    Owned(Cow<'static, str>),
    Shared(Arc<str>),
}

impl From<Cow<'static, str>> for SqlText {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Owned(text)
    }
}

impl From<&'static str> for SqlText {
    fn from(text: &'static str) -> Self {
        Self::Owned(text.into())
    }
}

impl From<SqlText> for SqlStr {
    fn from(text: SqlText) -> Self {
        match text {
            SqlText::Owned(text) => AssertSqlSafe(text).into_sql_str(),
            SqlText::Shared(text) => AssertSqlSafe(text).into_sql_str(),
        }
    }
}

type SqliteQuery = sqlx::query::Query<'static, sqlx::Sqlite, SqliteArguments>;
type PostgresQuery = sqlx::query::Query<'static, sqlx::Postgres, PgArguments>;

fn query_sqlite(sql: impl Into<SqlText>, values: Vec<Value>) -> Result<SqliteQuery, StorageError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Blob(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(sqlx::query_with(SqlStr::from(sql.into()), arguments))
}

fn query_postgres(sql: impl Into<SqlText>, values: Vec<Value>) -> Result<PostgresQuery, StorageError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Int(v) => arguments.add(v),
            Value::Text(v) => arguments.add(v),
            Value::Blob(v) => arguments.add(v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(sqlx::query_with(SqlStr::from(sql.into()), arguments))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_statements_keep_their_own_parameters() {
        let mut text = String::new();
        push_renumbered(&mut text, "UPDATE a SET b = $1, c = $2 WHERE b = $1", 0);
        text.push(';');
        push_renumbered(&mut text, "INSERT INTO d VALUES ($1, '$', $10)", 2);
        assert_eq!(
            text,
            "UPDATE a SET b = $1, c = $2 WHERE b = $1;INSERT INTO d VALUES ($3, '$', $12)"
        );
    }
}
