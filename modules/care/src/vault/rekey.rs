//! Rotation: everything is sealed anew under a new wrapping key, then the old keys go.
//!
//! It may be cut off anywhere and started again, while servers read and write: each step leaves every row with a key that
//! opens it. A run makes a new pair of keys, also after one that was cut off, so that what it ends with was never in
//! anybody's hands before.

use super::keys::DataKey;
use super::{Sealed, Vault, VaultError};
use crate::store::vault::{self as store, SealedRow};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tongxin_city::{Id63, Timestamp};
use tongxin_storage::{Db, StorageError};
use zeroize::Zeroizing;

/// Rows of text that are sealed anew in one write.
pub const TEXTS_AT_ONCE: i64 = 1_000;
/// Rows with a photo that are sealed anew in one write: each may have some megabytes.
const PHOTOS_AT_ONCE: i64 = 10;
/// How long old keys stay after the last row was sealed anew: so long may a write take that asked for the newest key
/// before there was a new one, or a page that has read a row and not opened it yet. A write that takes longer is safe too:
/// the database keeps a key that a row refers to, and refuses a row whose key is gone.
const SETTLING: Duration = Duration::from_secs(1);

/// A table with something sealed in its rows. The column of keys `REFERENCES care_data_key (id)` and has an index, so that
/// no key goes that a row needs; a row without bytes has no key either.
#[derive(Debug, Clone, Copy)]
pub struct SealedTable {
    /// Its name.
    pub table: &'static str,
    /// The column of whom a row is about, its primary key.
    pub id: &'static str,
    /// The column of the data key.
    pub key: &'static str,
    /// The column of what is sealed.
    pub bytes: &'static str,
    /// Rows that are in memory, and sealed anew in one write, at the same time.
    pub rows_at_once: i64,
}

/// What is sealed about people in the register.
pub const SEALED_PEOPLE: SealedTable = SealedTable {
    table: "care_person",
    id: "id",
    key: "sealed_key",
    bytes: "sealed",
    rows_at_once: TEXTS_AT_ONCE,
};

/// What is sealed about appointments.
pub const SEALED_SERIES: SealedTable = SealedTable {
    table: "care_series",
    id: "id",
    key: "sealed_key",
    bytes: "sealed",
    rows_at_once: TEXTS_AT_ONCE,
};

/// Photos of prescriptions.
pub const SEALED_PRESCRIPTIONS: SealedTable = SealedTable {
    table: "care_prescription",
    id: "id",
    key: "sealed_key",
    bytes: "sealed",
    rows_at_once: PHOTOS_AT_ONCE,
};

/// Notes of knocks, and for what something was opened.
pub const SEALED_WORDS: SealedTable = SealedTable {
    table: "care_word",
    id: "id",
    key: "sealed_key",
    bytes: "sealed",
    rows_at_once: TEXTS_AT_ONCE,
};

/// Everything that the vault seals: a rotation goes through all of it before a key goes.
pub const SEALED: &[SealedTable] = &[SEALED_PEOPLE, SEALED_SERIES, SEALED_PRESCRIPTIONS, SEALED_WORDS];

/// What a rotation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// Rows that were sealed anew.
    pub rows: u64,
    /// Data keys that were removed.
    pub data_keys: u64,
    /// Wrapping keys that were removed.
    pub wrapping_keys: u64,
}

impl Vault {
    /// Makes new keys, seals every row of the tables anew, and removes the keys that nothing uses any more. `progress` is
    /// told how many rows are done, of how many.
    ///
    /// # Errors
    /// `Unreadable` or `NoDataKey` for the first row that does not open: all others are sealed anew, that row and its keys
    /// stay. When a wrapping key can't be read, kept or removed, or a storage failure: then start it again.
    pub async fn rekey(
        &self,
        db: &Db,
        tables: &'static [SealedTable],
        now: Timestamp,
        progress: impl FnMut(u64, u64),
    ) -> Result<Rekeyed, VaultError> {
        let newest = self.add_key(db, now).await?;
        let mut all = 0;
        for table in tables {
            all += store::count_sealed_otherwise(db, table, newest).await?;
        }
        let mut rotation = Rotation {
            vault: self,
            db,
            tables,
            done: 0,
            all,
            closed: BTreeMap::new(),
            progress,
        };
        let data_keys = loop {
            rotation.seal_all().await?;
            tokio::time::sleep(SETTLING).await;
            rotation.seal_all().await?;
            match self.remove_data_keys(db, tables).await {
                Ok(removed) => break removed,
                // A write that took its time has used an old key after all.
                Err(_) if rotation.seal_all().await? > 0 => {}
                Err(error) => return Err(error),
            }
        };
        let Rotation { done: rows, closed, .. } = rotation;
        let wrapping_keys = self.remove_wrapping_keys(db).await?;
        match closed.into_values().next() {
            Some(error) => Err(error),
            None => Ok(Rekeyed {
                rows,
                data_keys,
                wrapping_keys,
            }),
        }
    }

    /// Adds a pair of keys that is newer than all others, and answers the data key's id.
    async fn add_key(&self, db: &Db, now: Timestamp) -> Result<i64, VaultError> {
        let newest = store::newest(db).await?;
        // A clock that was set back must not make an old key of it.
        let next = newest.map_or(0, |newest| newest.id.saturating_add(1));
        let row = self.make_key(Id63::generate(now).get().max(next), now)?;
        let id = row.id;
        db.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { Ok::<_, VaultError>(store::add(tx, &row, now).await?) })
        })
        .await?;
        Ok(id)
    }

    async fn newest(&self, db: &Db) -> Result<Arc<DataKey>, VaultError> {
        let row = store::newest(db).await?.ok_or(StorageError::NoRow)?;
        self.data_key(&row)
    }

    async fn remove_data_keys(&self, db: &Db, tables: &'static [SealedTable]) -> Result<u64, VaultError> {
        let newest = self.newest(db).await?.id;
        let removed = db.write(move |tx| {
            Box::pin(async move { Ok::<_, VaultError>(store::remove_unused(tx, tables, newest).await?) })
        });
        let removed = removed.await?;
        self.unwrapped.lock().retain(|id, _| *id >= newest);
        Ok(removed)
    }

    /// The keys go before their names, so that a run that is cut off between leaves no key that nobody looks for.
    async fn remove_wrapping_keys(&self, db: &Db) -> Result<u64, VaultError> {
        let gone = store::unused_wrapping_keys(db).await?;
        let removed = gone.len() as u64;
        for id in &gone {
            self.shelf.remove(*id)?;
        }
        db.write(move |tx| {
            store::forget_wrapping_keys(tx, &gone);
            Box::pin(async { Ok::<_, VaultError>(()) })
        })
        .await?;
        Ok(removed)
    }
}

/// One rotation on its way.
struct Rotation<'r, P> {
    vault: &'r Vault,
    db: &'r Db,
    tables: &'static [SealedTable],
    /// Rows sealed anew, of all there were.
    done: u64,
    all: u64,
    /// The rows that did not open in the last round, and why.
    closed: BTreeMap<i64, VaultError>,
    progress: P,
}

/// What became of rows.
#[derive(Default)]
struct Round {
    anew: u64,
    /// Rows that somebody else wrote meanwhile.
    outrun: u64,
}

impl<P: FnMut(u64, u64)> Rotation<'_, P> {
    /// Goes through the tables until nothing is left that is sealed otherwise; answers how many rows it sealed anew.
    async fn seal_all(&mut self) -> Result<u64, VaultError> {
        let mut anew = 0;
        loop {
            let round = self.seal_round().await?;
            anew += round.anew;
            if round.anew + round.outrun == 0 {
                return Ok(anew);
            }
        }
    }

    async fn seal_round(&mut self) -> Result<Round, VaultError> {
        let newest = self.vault.newest(self.db).await?;
        // What did not open may have been sealed anew by another rotation between being read and being opened.
        self.closed.clear();
        let mut round = Round::default();
        for table in self.tables {
            self.seal_table(table, &newest, &mut round).await?;
        }
        Ok(round)
    }

    async fn seal_table(
        &mut self,
        table: &'static SealedTable,
        newest: &DataKey,
        round: &mut Round,
    ) -> Result<(), VaultError> {
        let mut after = i64::MIN;
        loop {
            let rows = store::sealed_otherwise(self.db, table, newest.id, after, table.rows_at_once).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.id;
            let anew = self.sealed_anew(rows, newest).await?;
            let (read, changed) = (anew.len() as u64, self.write(table, anew).await?);
            round.anew += changed;
            round.outrun += read.saturating_sub(changed);
            self.done += changed;
            (self.progress)(self.done, self.all.max(self.done));
        }
    }

    /// Opens rows and seals them with the newest key, off the writer; notes those that do not open.
    async fn sealed_anew(
        &mut self,
        rows: Vec<SealedRow>,
        newest: &DataKey,
    ) -> Result<Vec<(SealedRow, Sealed)>, VaultError> {
        let mut anew = Vec::with_capacity(rows.len());
        for row in rows {
            match self.vault.open(self.db, row.id, &row.sealed).await {
                Ok(plain) => {
                    let sealed = newest.seal(row.id, &Zeroizing::new(plain))?;
                    anew.push((row, sealed));
                }
                Err(error @ (VaultError::Unreadable { .. } | VaultError::NoDataKey { .. })) => {
                    self.closed.insert(row.id, error);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(anew)
    }

    async fn write(&self, table: &'static SealedTable, anew: Vec<(SealedRow, Sealed)>) -> Result<u64, VaultError> {
        let anew = Arc::new(anew);
        let write = self.db.write(move |tx| {
            let anew = Arc::clone(&anew);
            Box::pin(async move {
                let mut changed = 0;
                for (row, sealed) in anew.iter() {
                    changed += store::replace(tx, table, row, sealed).await?;
                }
                Ok::<_, VaultError>(changed)
            })
        });
        write.await
    }
}
