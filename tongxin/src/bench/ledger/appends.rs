//! Appends: bytes at the end of a table that has no index but its own order.

use crate::bench::{GROUP, PRAGMAS};
use anyhow::Result;
use rusqlite::Connection;
use std::time::{Duration, Instant};

pub(super) struct Appends(Connection);

impl Appends {
    pub(super) fn open(path: &str) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(PRAGMAS)?;
        connection.execute_batch("CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")?;
        Ok(Self(connection))
    }

    /// Inserts `bytes` a write as `rows` rows; answers how many writes a second.
    pub(super) fn insert_for(&mut self, bytes: usize, rows: usize, time: Duration) -> Result<f64> {
        let row = vec![0x5a_u8; bytes / rows];
        let (start, mut count) = (Instant::now(), 0);
        while start.elapsed() < time {
            let transaction = self.0.transaction()?;
            {
                let mut insert = transaction.prepare_cached("INSERT INTO raw (bytes) VALUES (?1)")?;
                for _ in 0..GROUP * rows {
                    insert.execute([row.as_slice()])?;
                }
            }
            transaction.commit()?;
            count += GROUP;
        }
        Ok(count as f64 / start.elapsed().as_secs_f64())
    }
}
