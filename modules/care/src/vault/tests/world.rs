//! A table of sealed facts in a new database of each kind.

use super::FACT;
use crate::vault::rekey::TEXTS_AT_ONCE;
use crate::vault::{MemoryShelf, Sealed, SealedTable, Vault, VaultError};
use std::ops::RangeInclusive;
use std::sync::Arc;
use tongxin_city::Timestamp;
use tongxin_storage::{Db, Migration, ModuleMigrations, Scratch, StorageError, args};

/// Noon in Chongqing on 24 November 2022.
pub(super) const NOON: Timestamp = Timestamp(1_669_262_400_000);

pub(super) const PEOPLE: SealedTable = SealedTable {
    table: "vault_person",
    id: "person",
    key: "sealed_key",
    bytes: "sealed",
    rows_at_once: TEXTS_AT_ONCE,
};

/// Another table that the same vault seals.
pub(super) const SERIES: SealedTable = SealedTable {
    table: "vault_series",
    id: "series",
    key: "sealed_key",
    bytes: "sealed",
    rows_at_once: TEXTS_AT_ONCE,
};

const TABLES: ModuleMigrations = ModuleMigrations {
    module: "vault_tests",
    steps: &[Migration {
        version: 1,
        sql: "CREATE TABLE vault_person (
                  person {id} PRIMARY KEY, sealed_key BIGINT REFERENCES care_data_key (id), sealed {blob});
              CREATE INDEX vault_person_key ON vault_person (sealed_key);
              CREATE TABLE vault_series (
                  series {id} PRIMARY KEY, sealed_key BIGINT REFERENCES care_data_key (id), sealed {blob});
              CREATE INDEX vault_series_key ON vault_series (sealed_key);",
    }],
};

/// The number of a person: they are as large as real ones, and some are below nothing.
pub(super) fn number(person: i64) -> i64 {
    (person - 2) * 387_204_711_337
}

pub(super) struct World {
    pub(super) db: Db,
    /// Another process's handle.
    pub(super) other: Db,
    pub(super) shelf: Arc<MemoryShelf>,
    _scratch: Scratch,
}

impl World {
    /// One of each kind that can be had.
    pub(super) async fn each() -> Vec<World> {
        let mut worlds = Vec::new();
        for scratch in Scratch::each().await.unwrap() {
            scratch.db.migrate(&[crate::MIGRATIONS, TABLES]).await.unwrap();
            worlds.push(World {
                db: scratch.db.clone(),
                other: Db::open(&scratch.url).await.unwrap(),
                shelf: Arc::default(),
                _scratch: scratch,
            });
        }
        worlds
    }

    /// A vault as a process has it that has just started.
    pub(super) fn vault(&self) -> Vault {
        Vault::new(self.shelf.clone())
    }

    /// Writes a fact about each of those people in one write.
    pub(super) async fn write_facts(&self, vault: &Vault, people: RangeInclusive<i64>) {
        write_facts(&self.db, vault, people).await.unwrap();
    }

    /// Writes a row as it is.
    pub(super) async fn write_row(&self, about: i64, sealed: Sealed) -> Result<(), StorageError> {
        let write = self.db.write(move |tx| {
            let sealed = sealed.clone();
            Box::pin(async move {
                tx.execute(
                    "INSERT INTO vault_person (person, sealed_key, sealed) VALUES ($1, $2, $3)
                     ON CONFLICT (person) DO UPDATE SET sealed_key = excluded.sealed_key, sealed = excluded.sealed",
                    args![about, sealed.key, sealed.bytes],
                )
                .await?;
                Ok::<_, StorageError>(())
            })
        });
        write.await
    }

    /// What is sealed in a row.
    pub(super) async fn sealed(&self, about: i64) -> Sealed {
        let sql = "SELECT sealed_key, sealed FROM vault_person WHERE person = $1";
        let row = self.db.one(sql, args![about]).await.unwrap();
        Sealed {
            key: row.int("sealed_key").unwrap(),
            bytes: row.blob("sealed").unwrap(),
        }
    }

    /// Every row opens with a vault to the fact about that person.
    pub(super) async fn assert_open(&self, vault: &Vault) {
        assert_eq!(self.closed(vault).await, Vec::<i64>::new());
    }

    /// The rows that a vault does not open to the fact about that person.
    pub(super) async fn closed(&self, vault: &Vault) -> Vec<i64> {
        let sql = "SELECT person, sealed_key, sealed FROM vault_person WHERE sealed IS NOT NULL ORDER BY person";
        let mut closed = Vec::new();
        for row in self.other.all(sql, args![]).await.unwrap() {
            let about = row.int("person").unwrap();
            let sealed = Sealed {
                key: row.int("sealed_key").unwrap(),
                bytes: row.blob("sealed").unwrap(),
            };
            let opened = vault.open(&self.other, about, &sealed).await;
            if opened.is_ok_and(|plain| plain == fact_about(about)) {
                continue;
            }
            closed.push(about);
        }
        closed
    }

    /// How many data keys there are.
    pub(super) async fn data_keys(&self) -> i64 {
        let sql = "SELECT COUNT(*) AS count FROM care_data_key";
        self.db.one(sql, args![]).await.unwrap().int("count").unwrap()
    }

    /// Different data keys that rows are sealed with.
    pub(super) async fn keys_in_use(&self) -> Vec<i64> {
        let sql = "SELECT DISTINCT sealed_key FROM vault_person WHERE sealed IS NOT NULL ORDER BY sealed_key";
        let rows = self.db.all(sql, args![]).await.unwrap();
        rows.iter().map(|row| row.int("sealed_key").unwrap()).collect()
    }
}

/// What is known of a person.
pub(super) fn fact_about(about: i64) -> Vec<u8> {
    [FACT, about.to_string().as_bytes()].concat()
}

/// Writes a fact about each of those people in one write.
pub(super) async fn write_facts(db: &Db, vault: &Vault, people: RangeInclusive<i64>) -> Result<(), VaultError> {
    let vault = vault.clone();
    let write = db.write(move |tx| {
        let (vault, people) = (vault.clone(), people.clone());
        Box::pin(async move {
            for about in people.map(number) {
                let sealed = vault.seal(tx, about, &fact_about(about), NOON).await?;
                tx.execute(
                    "INSERT INTO vault_person (person, sealed_key, sealed) VALUES ($1, $2, $3)
                     ON CONFLICT (person) DO UPDATE SET sealed_key = excluded.sealed_key, sealed = excluded.sealed",
                    args![about, sealed.key, sealed.bytes],
                )
                .await?;
            }
            Ok::<_, VaultError>(())
        })
    });
    write.await
}
