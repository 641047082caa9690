//! Reading from a SQLite database: a few connections, each used by one reader at a time on a thread that may block.

use crate::StorageError;
use crate::sqlite::Sqlite;
use parking_lot::Mutex;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Connections that read; more only compete for the same two cores.
const READERS: u32 = 4;

pub(crate) struct Readers {
    path: Arc<str>,
    permits: Arc<Semaphore>,
    /// Opened and not in use.
    idle: Arc<Mutex<Vec<Sqlite>>>,
}

impl Readers {
    /// Opens a first connection, to fail now rather than later.
    pub(crate) fn open(path: &str) -> Result<Self, StorageError> {
        Ok(Self {
            path: path.into(),
            permits: Arc::new(Semaphore::new(READERS as usize)),
            idle: Arc::new(Mutex::new(vec![Sqlite::open_to_read(path)?])),
        })
    }

    /// Reads with the next free connection. What was begun is ended even if nobody waits for it any more.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Sqlite) -> Result<T, StorageError> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| StorageError::Abandoned)?;
        let (path, idle) = (Arc::clone(&self.path), Arc::clone(&self.idle));
        let reading = tokio::task::spawn_blocking(move || {
            let known = idle.lock().pop();
            let connection = known.map_or_else(|| Sqlite::open_to_read(&path), Ok)?;
            let result = work(&connection);
            idle.lock().push(connection);
            drop(permit);
            result
        });
        reading.await.map_err(|_| StorageError::Abandoned)?
    }

    /// Copies the database, as it is at one moment, to a new file. Readers may not write, so the copy is made over a
    /// connection of its own.
    pub(crate) async fn copy_to(&self, file: &str) -> Result<(), StorageError> {
        let (path, to) = (Arc::clone(&self.path), vec![file.into()]);
        let copying = tokio::task::spawn_blocking(move || Sqlite::open(&path)?.execute("VACUUM INTO $1", &to));
        copying.await.map_err(|_| StorageError::Abandoned)?.map(drop)
    }

    /// Waits for those who read, then closes every connection.
    pub(crate) async fn close(&self) {
        let all = self.permits.acquire_many(READERS).await;
        self.permits.close();
        drop(all);
        self.idle.lock().clear();
    }
}
