//! Opening a database and reading from it.

use crate::changes::Changes;
use crate::group::GroupedWriter;
use crate::readers::Readers;
use crate::sqlite::Sqlite;
use crate::{Row, Sql, StorageError, Value};
use sqlx::postgres::{PgPool, PgPoolOptions};
use std::borrow::Cow;
use std::sync::Arc;

/// Connections a process takes from a PostgreSQL server.
const POSTGRES_CONNECTIONS: u32 = 16;

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
    Sqlite { readers: Readers, writer: GroupedWriter },
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
    /// `UnknownUrl` for any other address; `Sqlite` or `Postgres` when it can't be reached.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        let changes = Changes::new();
        let engine = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.trim_start_matches("//");
            let writer = GroupedWriter::start(Sqlite::open(path)?, changes.clone())?;
            let readers = Readers::open(path)?;
            Engine::Sqlite { readers, writer }
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
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn all(&self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        self.fetch(sql.into(), args).await
    }

    /// All rows of a built query.
    ///
    /// # Errors
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn select(&self, sql: Sql) -> Result<Vec<Row>, StorageError> {
        let (text, args) = sql.into_parts();
        self.fetch(text.into(), args).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// `Sqlite` or `Postgres` when the statement fails.
    pub async fn optional(&self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>, StorageError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The one row of a query that always has one (a count).
    ///
    /// # Errors
    /// `Sqlite` or `Postgres` when the statement fails, `NoRow` when it answers nothing.
    pub async fn one(&self, sql: &'static str, args: Vec<Value>) -> Result<Row, StorageError> {
        self.optional(sql, args).await?.ok_or(StorageError::NoRow)
    }

    async fn fetch(&self, sql: Cow<'static, str>, args: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        match &self.inner.engine {
            Engine::Sqlite { readers, .. } => readers.read(move |connection| connection.all(&sql, &args)).await,
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
    /// `Sqlite` when the file exists or can't be written; `NotSupported` on PostgreSQL, which has its own tools.
    pub async fn backup_to(&self, path: &str) -> Result<(), StorageError> {
        match &self.inner.engine {
            Engine::Sqlite { readers, .. } => readers.copy_to(path).await,
            Engine::Postgres { .. } => Err(StorageError::NotSupported("PostgreSQL is backed up with pg_dump")),
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
