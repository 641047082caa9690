//! The rows of the ledger's commands, and how they are written again.

use crate::bench::rows::{Rows, Step};
use anyhow::Result;

/// The rows that a ledger wrote. A command adds one row to `command` and one to `entry`, so that both have the same number.
pub(super) struct LedgerRows(Rows);

const KEY: Step = Step {
    read: "SELECT * FROM command WHERE rowid > ?1 ORDER BY rowid",
    write: "INSERT INTO command VALUES (?1, ?2, ?3, ?4, ?5)",
    rows: 1,
};
const ENTRY: Step = Step {
    read: "SELECT * FROM entry WHERE rowid > ?1 ORDER BY rowid",
    write: "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    rows: 1,
};
const NEED: Step = Step {
    read: "SELECT need.* FROM entry JOIN need ON need.id = entry.need_id WHERE entry.rowid > ?1 ORDER BY entry.rowid",
    write: "INSERT INTO need VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
        ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)",
    rows: 1,
};
/// The text index keeps no texts, but it can be asked which words it has for which row.
const WORDS: Step = Step {
    read: "WITH text AS MATERIALIZED (SELECT doc, group_concat(term, ' ') AS words FROM need_word GROUP BY doc)
        SELECT doc, words FROM entry JOIN text ON doc = need_id WHERE entry.rowid > ?1 ORDER BY entry.rowid",
    write: "INSERT INTO need_text (rowid, words) VALUES (?1, ?2)",
    rows: 1,
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
    rows: 1,
};

impl LedgerRows {
    /// Both databases are there and migrated.
    pub(super) fn open(ledger: &str, copy: &str) -> Result<Self> {
        let rows = Rows::open(ledger, copy)?;
        let words = "CREATE VIRTUAL TABLE temp.need_word USING fts5vocab(main, need_text, instance)";
        rows.from().execute_batch(words)?;
        Ok(Self(rows))
    }

    /// Writes again what raising wrote since the last time; answers how many writes a second.
    pub(super) fn raise(&mut self) -> Result<f64> {
        self.0.write_again(&[KEY, ENTRY, NEED, WORDS])
    }

    /// Writes again what accepting wrote since the last time; answers how many writes a second.
    pub(super) fn accept(&mut self) -> Result<f64> {
        self.0.write_again(&[KEY, ENTRY, STANDING])
    }
}
