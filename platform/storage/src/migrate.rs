//! Migrations: each module brings its own numbered SQL texts; what was applied is remembered with its checksum.

use crate::{Db, Dialect, StorageError, Tx, args, text_index};
use sha2::Digest as _;

/// One step of a module's schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number within the module, from 1.
    pub version: i64,
    /// SQL for both databases. `{blob}` stands for the bytes type, `{code}` for a text that compares by bytes (place
    /// codes and their ranges), `{id}` for a BIGINT that is its table's primary key, `{by_key}` after a table's columns
    /// for rows that lie in their primary key's order, `{text_index NAME}` for a [`crate::TextIndex`].
    ///
    /// `{id}` and `{by_key}` save SQLite a second tree for a table: without them rows lie as they came, and the key is an
    /// index beside them. That is right only for keys that come in order, or many at once: each row that goes among old
    /// ones is a page written.
    pub sql: &'static str,
}

/// A module's schema.
#[derive(Debug, Clone, Copy)]
pub struct ModuleMigrations {
    /// The module.
    pub module: &'static str,
    /// Its steps, in order.
    pub steps: &'static [Migration],
}

/// A step that has not been applied yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingMigration {
    /// The module.
    pub module: &'static str,
    /// Its number.
    pub version: i64,
}

const OWN: ModuleMigrations = ModuleMigrations {
    module: "storage",
    steps: &[Migration {
        version: 1,
        sql: "CREATE TABLE command (
                  sender TEXT NOT NULL, key TEXT NOT NULL, digest {blob} NOT NULL, answer TEXT NOT NULL,
                  at BIGINT NOT NULL, PRIMARY KEY (sender, key));
              CREATE INDEX command_at ON command (at);",
    }],
};

const JOURNAL: &str = "CREATE TABLE IF NOT EXISTS migration (
    module TEXT NOT NULL, version BIGINT NOT NULL, checksum {blob} NOT NULL, PRIMARY KEY (module, version))";

impl Db {
    /// Applies what is missing, storage's own steps first, then the modules in the order given.
    ///
    /// # Errors
    /// `MigrationChanged` when an applied step has another text now; `Database` when one fails (it is undone whole).
    pub async fn migrate(&self, modules: &'static [ModuleMigrations]) -> Result<Vec<PendingMigration>, StorageError> {
        let dialect = self.dialect();
        self.write(move |tx| Box::pin(async move { tx.run_script(translate(JOURNAL, dialect)).await }))
            .await?;
        let pending = self.pending(modules).await?;
        for step in &pending {
            let PendingMigration { module, version } = step.clone();
            let Some(sql) = text_of(modules, module, version) else {
                continue;
            };
            self.write(move |tx| Box::pin(apply(tx, module, version, sql))).await?;
        }
        Ok(pending)
    }

    /// The steps that are missing, in order.
    ///
    /// # Errors
    /// `MigrationChanged` when an applied step has another text now.
    pub async fn pending(&self, modules: &'static [ModuleMigrations]) -> Result<Vec<PendingMigration>, StorageError> {
        let mut missing = Vec::new();
        let applied = match self
            .all("SELECT module, version, checksum FROM migration", vec![])
            .await
        {
            Ok(rows) => rows,
            // A database that has never been migrated has no journal.
            Err(StorageError::Postgres(sqlx::Error::Database(_)) | StorageError::Sqlite(_)) => Vec::new(),
            Err(error) => return Err(error),
        };
        for (module, step) in std::iter::once(&OWN)
            .chain(modules)
            .flat_map(|m| m.steps.iter().map(|s| (m.module, s)))
        {
            let mut is_applied = false;
            for row in &applied {
                if row.text("module")? == module && row.int("version")? == step.version {
                    is_applied = true;
                    if row.blob("checksum")? != checksum(step.sql) {
                        return Err(StorageError::MigrationChanged {
                            module: module.into(),
                            version: step.version,
                        });
                    }
                }
            }
            if !is_applied {
                missing.push(PendingMigration {
                    module,
                    version: step.version,
                });
            }
        }
        Ok(missing)
    }
}

fn text_of(modules: &'static [ModuleMigrations], module: &str, version: i64) -> Option<&'static str> {
    let found = std::iter::once(&OWN).chain(modules).find(|m| m.module == module)?;
    found
        .steps
        .iter()
        .find(|step| step.version == version)
        .map(|step| step.sql)
}

async fn apply(tx: &mut Tx, module: &'static str, version: i64, sql: &'static str) -> Result<(), StorageError> {
    let text = translate(sql, tx.dialect());
    tx.run_script(text).await?;
    tx.execute(
        "INSERT INTO migration (module, version, checksum) VALUES ($1, $2, $3)",
        args![module, version, checksum(sql)],
    )
    .await?;
    Ok(())
}

fn checksum(sql: &str) -> [u8; 32] {
    sha2::Sha256::digest(sql).into()
}

fn translate(sql: &str, dialect: Dialect) -> String {
    let words = match dialect {
        Dialect::Sqlite => ["BLOB", "TEXT", "INTEGER", " WITHOUT ROWID"],
        Dialect::Postgres => ["BYTEA", "TEXT COLLATE \"C\"", "BIGINT", ""],
    };
    let mut text = sql.to_owned();
    for (placeholder, word) in ["{blob}", "{code}", "{id}", "{by_key}"].into_iter().zip(words) {
        text = text.replace(placeholder, word);
    }
    while let Some(start) = text.find("{text_index ") {
        let Some(length) = text[start..].find('}') else { break };
        let name = text[start + "{text_index ".len()..start + length].trim().to_owned();
        text.replace_range(start..=start + length, &text_index::schema(&name, dialect));
    }
    text
}
