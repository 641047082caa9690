//! A new database of each kind, for one test: it goes with the value, so that a whole run needs no more room than the tests
//! that run beside each other.

use crate::Db;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Names a PostgreSQL server on which databases may be made.
const SERVER: &str = "TONGXIN_TEST_POSTGRES";

/// What became of it, or why it could not be had.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// An empty database, not yet migrated.
pub struct Scratch {
    /// The open database.
    pub db: Db,
    /// Its address, where another process could open it too.
    pub url: String,
    _gone: Gone,
}

/// What is removed with the value.
enum Gone {
    Folder { _folder: TempDir },
    Database { server: String, name: String },
}

impl Scratch {
    /// One embedded database in a folder of its own.
    ///
    /// # Errors
    /// The folder can't be made or the database not opened.
    pub async fn sqlite() -> Outcome<Scratch> {
        let folder = TempDir::new()?;
        let url = format!("sqlite:{}", folder.path().join("scratch.db").display());
        Ok(Scratch {
            db: Db::open(&url).await?,
            url,
            _gone: Gone::Folder { _folder: folder },
        })
    }

    /// One on the server that `TONGXIN_TEST_POSTGRES` names; none when it names none.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn postgres() -> Outcome<Option<Scratch>> {
        let Ok(server) = std::env::var(SERVER) else {
            return Ok(None);
        };
        let name = new_name();
        order(&server, format!("CREATE DATABASE {name}")).await?;
        let (base, _) = server.rsplit_once('/').unwrap_or((&server, ""));
        let url = format!("{base}/{name}");
        let gone = Gone::Database {
            server: server.clone(),
            name,
        };
        Ok(Some(Scratch {
            db: Db::open(&url).await?,
            url,
            _gone: gone,
        }))
    }

    /// One of each kind that can be had.
    ///
    /// # Errors
    /// As for each of them.
    pub async fn each() -> Outcome<Vec<Scratch>> {
        let both = [Some(Scratch::sqlite().await?), Scratch::postgres().await?];
        Ok(both.into_iter().flatten().collect())
    }
}

/// A name that no other test has, in this process or another.
fn new_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("scratch_{}_{number}", std::process::id())
}

async fn order(server: &str, sql: String) -> Outcome<()> {
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(sql)).await?;
    Ok(connection.close().await?)
}

impl Drop for Gone {
    fn drop(&mut self) {
        let Gone::Database { server, name } = self else {
            return;
        };
        let (server, sql) = (server.clone(), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        // A test's own runtime may be ending; what can't be dropped goes with the server.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(order(&server, sql)))
        });
        let _ = dropping.join();
    }
}
