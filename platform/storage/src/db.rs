//! Opening a database and reading from it.

use crate::changes::Changes;
use crate::group::GroupedWriter;
use crate::{Row, Sql, StorageError, Value};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::sync::Arc;
use std::time::Duration;

/// Read connections of an embedded database; more only compete for the same two cores.
const SQLITE_READERS: u32 = 4;
/// Connections a process takes from a PostgreSQL server.
const POSTGRES_CONNECTIONS: u32 = 16;
/// Statements a connection keeps prepared.
const STATEMENTS_CACHED: usize = 512;
/// How long a reader waits for SQLite's lock (checkpoint, backup) before failing.
const SQLITE_BUSY: Duration = Duration::from_secs(10);
/// Page cache of a SQLite connection, in KiB, as its pragma wants it (negative).
const SQLITE_CACHE_KIB: &str = "-32768";

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL, or Citus on top of it.
    Postgres,
}

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) changes: Changes,
}

pub(crate) enum Engine {
    Sqlite { readers: SqlitePool, writer: GroupedWriter },
    Postgres { pool: PgPool },
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("dialect", &self.dialect()).finish()
    }
}

impl Db {
    /// Opens `sqlite:PATH` (made if missing) or `postgres://…`.
    ///
    /// # Errors
    /// `UnknownUrl` for any other address; `Database` when it can't be reached.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        let changes = Changes::new();
        let engine = if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(path.trim_start_matches("//"), changes.clone()).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .connect(url)
                .await?;
            changes.listen(&pool).await?;
            Engine::Postgres { pool }
        } else {
            return Err(StorageError::UnknownUrl { url: url.to_owned() });
        };
        Ok(Self {
            inner: Arc::new(Inner { engine, changes }),
        })
    }

    async fn open_sqlite(path: &str, changes: Changes) -> Result<Engine, StorageError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(SQLITE_BUSY)
            .foreign_keys(true)
            .pragma("cache_size", SQLITE_CACHE_KIB)
            .pragma("temp_store", "MEMORY")
            .statement_cache_capacity(STATEMENTS_CACHED)
            .optimize_on_close(true, Some(400));
        let writer = GroupedWriter::start(&options, changes).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .connect_with(options.pragma("query_only", "ON").optimize_on_close(false, None))
            .await?;
        Ok(Engine::Sqlite { readers, writer })
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        match self.inner.engine {
            Engine::Sqlite { .. } => Dialect::Sqlite,
            Engine::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn all(&self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        self.fetch(sql.into(), args).await
    }

    /// All rows of a built query.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn select(&self, sql: Sql) -> Result<Vec<Row>, StorageError> {
        let (text, args) = sql.into_parts();
        self.fetch(text.into(), args).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// `Database` when the statement fails.
    pub async fn optional(&self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>, StorageError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The one row of a query that always has one (a count).
    ///
    /// # Errors
    /// `Database` when the statement fails or answers nothing.
    pub async fn one(&self, sql: &'static str, args: Vec<Value>) -> Result<Row, StorageError> {
        self.optional(sql, args)
            .await?
            .ok_or(StorageError::Database(sqlx::Error::RowNotFound))
    }

    async fn fetch(&self, sql: std::borrow::Cow<'static, str>, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        match &self.inner.engine {
            Engine::Sqlite { readers, .. } => {
                let mut connection = readers.acquire().await?;
                crate::tx::sqlite_all(&mut connection, sql, args).await
            }
            Engine::Postgres { pool } => {
                let mut connection = pool.acquire().await?;
                crate::tx::postgres_all(&mut connection, sql, args).await
            }
        }
    }

    /// A receiver that wakes whenever a write that announced itself (see [`crate::Tx::announce`]) is committed,
    /// by this process or, on PostgreSQL, by any.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// Copies a SQLite database, consistent and compact, to a new file while the server runs.
    ///
    /// # Errors
    /// `Database` when the file exists or can't be written, or on PostgreSQL, which has its own tools.
    pub async fn backup_to(&self, path: &str) -> Result<(), StorageError> {
        match &self.inner.engine {
            Engine::Sqlite { readers, .. } => {
                // A connection of its own: readers may not write, and a copy is written. It only reads this database.
                let mut connection = readers.acquire().await?.detach();
                let allow = "PRAGMA query_only = OFF";
                crate::tx::sqlite_all(&mut connection, allow.into(), Vec::new()).await?;
                let copied = crate::tx::sqlite_all(&mut connection, "VACUUM INTO $1".into(), vec![path.into()]).await;
                sqlx::Connection::close(connection).await?;
                copied.map(drop)
            }
            Engine::Postgres { .. } => Err(StorageError::Database(sqlx::Error::Configuration(
                "PostgreSQL is backed up with pg_dump".into(),
            ))),
        }
    }

    /// Waits for queued writes, then closes every connection.
    pub async fn close(&self) {
        match &self.inner.engine {
            Engine::Sqlite { readers, writer } => {
                writer.stop().await;
                readers.close().await;
            }
            Engine::Postgres { pool } => pool.close().await,
        }
    }
}

/// Makes a database on a PostgreSQL server and opens it: for a new installation and for tests.
///
/// # Errors
/// `Database` when the server refuses, `UnknownUrl` when `name` is not a plain lower-case name.
pub async fn create_database(server: &str, name: &str) -> Result<Db, StorageError> {
    use sqlx::{Connection as _, Executor as _};
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_plain || name.is_empty() {
        return Err(StorageError::UnknownUrl { url: name.to_owned() });
    }
    let mut connection = sqlx::PgConnection::connect(server).await?;
    connection
        .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await?;
    sqlx::Connection::close(connection).await?;
    let (base, _) = server.rsplit_once('/').unwrap_or((server, ""));
    Db::open(&format!("{base}/{name}")).await
}
