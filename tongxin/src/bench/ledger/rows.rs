//! The rows that the ledger wrote, written once more into a second database of the same schema: the work that SQLite has
//! with them under their keys and indexes, and nothing else. No hashes, no decisions, no counts, nobody who waits.

use super::{GROUP, PRAGMAS};
use anyhow::{Result, ensure};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::time::Instant;

pub(super) struct Rows {
    ledger: Connection,
    copy: Connection,
    /// The last entry that was written again. A command adds one row to `command` and one to `entry`, so that both
    /// have the same number.
    last: i64,
}

/// One statement of a write: where its values stand once the ledger has written them, one row a write and in the order
/// of the writes after the `?1`th, and how they are written again.
struct Step {
    read: &'static str,
    write: &'static str,
}

const KEY: Step = Step {
    read: "SELECT * FROM command WHERE rowid > ?1 ORDER BY rowid",
    write: "INSERT INTO command VALUES (?1, ?2, ?3, ?4, ?5)",
};
const ENTRY: Step = Step {
    read: "SELECT * FROM entry WHERE rowid > ?1 ORDER BY rowid",
    write: "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
};
const NEED: Step = Step {
    read: "SELECT need.* FROM entry JOIN need ON need.id = entry.need_id WHERE entry.rowid > ?1 ORDER BY entry.rowid",
    write: "INSERT INTO need VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
        ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)",
};
/// The text index keeps no texts, but it can be asked which words it has for which row.
const WORDS: Step = Step {
    read: "WITH text AS MATERIALIZED (SELECT doc, group_concat(term, ' ') AS words FROM need_word GROUP BY doc)
        SELECT doc, words FROM entry JOIN text ON doc = need_id WHERE entry.rowid > ?1 ORDER BY entry.rowid",
    write: "INSERT INTO need_text (rowid, words) VALUES (?1, ?2)",
};
/// As the ledger moves a need.
const STANDING: Step = Step {
    read:
        "SELECT id, need.seq - 1, priority, state, tier, assigned_account, assigned_org, solver, merged_into, is_open,
            is_overdue, due_at, touched_at, escalate_at, closed_at, need.seq, head_hash
        FROM entry JOIN need ON need.id = entry.need_id WHERE entry.rowid > ?1 ORDER BY entry.rowid",
    write:
        "UPDATE need SET priority = ?3, state = ?4, tier = ?5, assigned_account = ?6, assigned_org = ?7, solver = ?8,
            merged_into = ?9, is_open = ?10, is_overdue = ?11, due_at = ?12, touched_at = ?13, escalate_at = ?14,
            closed_at = ?15, seq = ?16, head_hash = ?17, is_sealed = 0
        WHERE id = ?1 AND seq = ?2",
};

impl Rows {
    /// Both databases are there and migrated.
    pub(super) fn open(ledger: &str, copy: &str) -> Result<Self> {
        let (ledger, copy) = (Connection::open(ledger)?, Connection::open(copy)?);
        ledger.execute_batch("CREATE VIRTUAL TABLE temp.need_word USING fts5vocab(main, need_text, instance)")?;
        copy.execute_batch(PRAGMAS)?;
        Ok(Self { ledger, copy, last: 0 })
    }

    /// Writes again what raising wrote since the last time; answers how many writes a second.
    pub(super) fn raise(&mut self) -> Result<f64> {
        self.write_again(&[KEY, ENTRY, NEED, WORDS])
    }

    /// Writes again what accepting wrote since the last time; answers how many writes a second.
    pub(super) fn accept(&mut self) -> Result<f64> {
        self.write_again(&[KEY, ENTRY, STANDING])
    }

    fn write_again(&mut self, steps: &[Step]) -> Result<f64> {
        let rows = steps.iter().map(|step| self.read(step)).collect::<Result<Vec<_>>>()?;
        let count = rows.first().map_or(0, Vec::len);
        ensure!(
            rows.iter().all(|rows| rows.len() == count),
            "not one row of each kind for each write"
        );
        let start = Instant::now();
        for first in (0..count).step_by(GROUP) {
            let transaction = self.copy.transaction()?;
            {
                let prepared = steps.iter().map(|step| transaction.prepare_cached(step.write));
                let mut prepared = prepared.collect::<Result<Vec<_>, _>>()?;
                for write in first..count.min(first + GROUP) {
                    for (statement, rows) in prepared.iter_mut().zip(&rows) {
                        let changed = statement.execute(params_from_iter(&rows[write]))?;
                        ensure!(changed == 1, "a write that changed nothing");
                    }
                }
            }
            transaction.commit()?;
        }
        let took = start.elapsed();
        self.last += i64::try_from(count)?;
        Ok(count as f64 / took.as_secs_f64())
    }

    fn read(&self, step: &Step) -> Result<Vec<Vec<Value>>> {
        let mut statement = self.ledger.prepare(step.read)?;
        let columns = 0..statement.column_count();
        let rows = statement.query_map([self.last], |row| {
            columns.clone().map(|column| row.get(column)).collect()
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
