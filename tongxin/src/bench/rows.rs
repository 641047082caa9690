//! The rows that commands wrote, written once more into a second database of the same schema: the work that SQLite has
//! with them under their keys and indexes, and nothing else. No hashes, no decisions, no counts, nobody who waits.

use super::{GROUP, PRAGMAS};
use anyhow::{Result, ensure};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::time::Instant;

/// One statement of a write: where its values stand once they are written, in the order of the writes after the `?1`th,
/// and how they are written again.
pub struct Step {
    pub read: &'static str,
    pub write: &'static str,
    /// Rows of it in each write.
    pub rows: usize,
}

/// Two databases: the one that was written, and the one that is.
pub struct Rows {
    from: Connection,
    copy: Connection,
    /// Writes that were written again.
    done: i64,
}

impl Rows {
    /// Both databases are there and migrated.
    pub fn open(from: &str, copy: &str) -> Result<Self> {
        let (from, copy) = (Connection::open(from)?, Connection::open(copy)?);
        copy.execute_batch(PRAGMAS)?;
        Ok(Self { from, copy, done: 0 })
    }

    /// The database that was written.
    pub fn from(&self) -> &Connection {
        &self.from
    }

    /// Writes again what was written since the last time; answers how many writes a second. The first step has one row a
    /// write.
    pub fn write_again(&mut self, steps: &[Step]) -> Result<f64> {
        let rows = steps.iter().map(|step| self.read(step)).collect::<Result<Vec<_>>>()?;
        let count = rows.first().map_or(0, Vec::len);
        let fits = |(step, rows): (&Step, &Vec<Vec<Value>>)| rows.len() == count * step.rows;
        ensure!(
            steps.iter().zip(&rows).all(fits),
            "other rows for each write than were said"
        );
        let start = Instant::now();
        for first in (0..count).step_by(GROUP) {
            let transaction = self.copy.transaction()?;
            {
                let prepared = steps.iter().map(|step| transaction.prepare_cached(step.write));
                let mut prepared = prepared.collect::<Result<Vec<_>, _>>()?;
                for write in first..count.min(first + GROUP) {
                    for ((step, statement), rows) in steps.iter().zip(&mut prepared).zip(&rows) {
                        for values in &rows[write * step.rows..(write + 1) * step.rows] {
                            let changed = statement.execute(params_from_iter(values))?;
                            ensure!(changed == 1, "a write that changed nothing");
                        }
                    }
                }
            }
            transaction.commit()?;
        }
        let took = start.elapsed();
        self.done += i64::try_from(count)?;
        Ok(count as f64 / took.as_secs_f64())
    }

    fn read(&self, step: &Step) -> Result<Vec<Vec<Value>>> {
        let mut statement = self.from.prepare(step.read)?;
        let columns = 0..statement.column_count();
        let rows = statement.query_map([self.done], |row| {
            columns.clone().map(|column| row.get(column)).collect()
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
